"""The characters of a PDF page through PDFium's raw interface, each with the few facts that cleaning needs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from textmine.documents import pdf_calls as calls
from textmine.documents.affine import IDENTITY, Handle, Matrix, inverse, map_boxes, times

HYPHENS = (0x02, 0xFFFE)
"""PDFium replaces a hyphen at the end of a line by these codes; it was printed, so it comes back."""

_QUARTER = math.pi / 2
_SKEW = math.radians(3)
Turn = tuple[float, float, float, float]
"""The part of a matrix that turns and scales."""

_UNDRAWN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


class Style(NamedTuple):
    """What all characters of one text object share.

    Attributes
    ----------
    size : float
        Font size in points as displayed.
    quarter : int or None
        Direction of writing in quarter turns counter-clockwise; None where it is along neither axis.
    light : float
        Lightness of the colour over white paper, 0 black to 1 white.
    hidden : bool
        Text render mode 3 (neither filled nor stroked): the text layer of a scan.
    unmapped : bool
        The font has no Unicode map for its first character.
    """

    size: float
    quarter: int | None
    light: float
    hidden: bool
    unmapped: bool


class Char(NamedTuple):
    """One printed character in the user space of the page (y upwards): its box, its origin and its style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    ox: float
    oy: float
    style: Style


@dataclass(frozen=True, slots=True, eq=False)
class Chars:
    """All characters of a page in columns.

    Attributes
    ----------
    boxes : array of n rows
        x0, y0, x1, y1 in user space.
    origins : array of n rows
        Where they stand on their base lines.
    style : array of n numbers
        Which of the styles each has.
    """

    texts: Sequence[str]
    boxes: calls.Floats
    origins: calls.Floats
    style: NDArray[np.intp]
    styles: tuple[Style, ...]

    @classmethod
    def of(cls, chars: Iterable[Char]) -> Self:
        """Put characters into columns."""
        chars = tuple(chars)
        numbers: dict[Style, int] = {}
        style = [numbers.setdefault(char.style, len(numbers)) for char in chars]
        places = np.array([char[1:7] for char in chars], float).reshape(-1, 6)
        texts = [char.text for char in chars]
        return cls(texts, places[:, :4], places[:, 4:], np.array(style, np.intp), tuple(numbers))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.texts)

    def take(self, which: NDArray[np.intp]) -> list[Char]:
        """Return some of them one by one."""
        places = np.column_stack((self.boxes[which], self.origins[which])).tolist()
        return [
            Char(self.texts[i], x0, y0, x1, y1, ox, oy, self.styles[self.style[i]])
            for i, (x0, y0, x1, y1, ox, oy) in zip(which.tolist(), places, strict=True)
        ]

    def keep(self, which: NDArray[np.bool_]) -> Self:
        """Return those that are marked."""
        texts = [self.texts[i] for i in np.flatnonzero(which).tolist()]
        return type(self)(texts, self.boxes[which], self.origins[which], self.style[which], self.styles)

    def where(self, test: Callable[[Style], bool]) -> NDArray[np.bool_]:
        """Return which characters have a style that passes a test."""
        passed: NDArray[np.bool_] = np.array([test(style) for style in self.styles], bool)[self.style]
        return passed

    @property
    def sizes(self) -> calls.Floats:
        """The font size of every character."""
        sizes: calls.Floats = np.array([style.size for style in self.styles], float)[self.style]
        return sizes


def read_chars(textpage: Handle, text: str | None = None) -> Chars:
    """All printed characters of a loaded text page (and its text, if known), without those that PDFium makes up."""
    place, codes = calls.reference(calls.address(textpage)), calls.codes(textpage, text)
    printed = np.flatnonzero((codes != 32) & (codes != 10) & (codes != 13))
    keys = calls.text_objects(place, printed.tolist())
    printed = printed[keys != 0]
    objects, owner, firsts = _numbered(keys[keys != 0])
    starts, indices = printed[firsts].tolist(), printed.tolist()
    matrices, boxes = calls.char_matrices(place, starts), calls.loose_boxes(place, indices)
    styles, look = _read_styles(place, starts, objects, matrices)
    bases = calls.origins(place, starts)
    level = np.array([style.quarter in (0, 2) for style in styles], bool)[look]
    as_first = level[owner] & (boxes[:, 1::2] == boxes[firsts, 1::2][owner]).all(axis=1)
    origins = np.stack((boxes[:, 0], bases[owner, 1]), axis=1)  # a level text object has the base line of its first
    origins[~as_first] = calls.origins(place, printed[~as_first].tolist())
    sizes = np.array([style.size for style in styles], float)[look]
    for number, matrix in _forgotten(objects, matrices, bases, sizes):
        own = owner == number
        boxes[own], origins[own] = (
            map_boxes(boxes[own], matrix),
            map_boxes(origins[own][:, [0, 1, 0, 1]], matrix)[:, :2],
        )
    chars = Chars(_texts(codes[printed]), boxes, origins, look[owner], styles)
    blanks = np.flatnonzero(codes[printed] == 0)
    if not len(blanks):
        return chars
    keep = np.ones(len(printed), bool)  # a character mapped to nothing on purpose is a mark without a body
    keep[blanks] = calls.unmapped(place, printed[blanks].tolist())
    return chars.keep(keep)


def _numbered(keys: NDArray[np.uintp]) -> tuple[list[int], NDArray[np.intp], NDArray[np.intp]]:
    """Return the different objects by first appearance, the number of each character's, and their first characters."""
    runs = np.flatnonzero(np.concatenate(([len(keys) > 0], keys[1:] != keys[:-1])))
    numbers: dict[int, int] = {}
    of_run = np.array([numbers.setdefault(key, len(numbers)) for key in keys[runs].tolist()], np.intp)
    news = np.diff(np.maximum.accumulate(of_run), prepend=-1) > 0
    return list(numbers), np.repeat(of_run, np.diff(runs, append=len(keys))), runs[news]


def _texts(codes: NDArray[np.uint32]) -> list[str]:
    """Return what codes stand for; those that stand for nothing become the replacement character."""
    known = (codes > 0) & (codes < 0x110000) & ((codes < 0xD800) | (codes > 0xDFFF))
    known = np.where(known, codes, 0xFFFD)
    for hyphen in HYPHENS:
        known[codes == hyphen] = ord("-")
    return list(known.astype("<u4").tobytes().decode("utf-32-le"))


def _read_styles(
    textpage: calls.Reference, starts: Sequence[int], objects: Sequence[int], matrices: calls.Floats
) -> tuple[tuple[Style, ...], NDArray[np.intp]]:
    """Return the different styles of text objects, by their first characters, and which of them each object has."""
    modes = calls.render_modes(objects)
    light = calls.lightness(objects, stroke=False)
    outlined = [i for i, mode in enumerate(modes) if mode == pdfium.FPDF_TEXTRENDERMODE_STROKE]
    if outlined:
        light[outlined] = calls.lightness([objects[i] for i in outlined], stroke=True)
    sizes, bad = calls.font_sizes(textpage, starts), calls.unmapped(textpage, starts)
    seen: dict[tuple[Turn, float, float, int, bool], int] = {}
    turns = matrices[:, :4].tolist()
    keys = zip(map(tuple, turns), sizes, light.tolist(), modes, bad, strict=True)
    look = [seen.setdefault(key, len(seen)) for key in keys]
    return tuple(_style(*key) for key in seen), np.array(look, np.intp)


def _style(turn: Turn, size: float, light: float, mode: int, unmapped: bool) -> Style:
    a, b, c, d = turn
    angle = math.atan2(b, a)
    nearest = round(angle / _QUARTER)
    straight = abs(angle - nearest * _QUARTER) < _SKEW
    return Style(abs(size * math.hypot(c, d)), nearest % 4 if straight else None, light, mode in _UNDRAWN, unmapped)


def _forgotten(
    objects: Sequence[int], matrices: calls.Floats, origins: calls.Floats, sizes: calls.Floats
) -> Iterator[tuple[int, Matrix]]:
    """Give text objects whose characters PDFium left outside the form around them, and the matrix of that form.

    It forgets the form where the text has an ActualText; then the first character is not on its base line.
    """
    a, b = matrices[:, 0], matrices[:, 1]
    dx, dy = (origins - matrices[:, 4:]).T
    for number in np.flatnonzero(np.abs(a * dy - b * dx) > 0.5 * sizes * np.hypot(a, b)).tolist():
        around = times(inverse(calls.matrix_of(objects[number])), tuple(matrices[number].tolist()))
        if math.hypot(*(got - want for got, want in zip(around, IDENTITY, strict=True))) > 0.01:
            yield number, around
