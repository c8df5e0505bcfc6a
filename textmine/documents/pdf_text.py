"""The characters of a PDF page through PDFium's raw interface, each with the few facts that cleaning needs."""

from __future__ import annotations

import math
from ctypes import c_ushort
from typing import NamedTuple

import pypdfium2.raw as pdfium

from textmine.documents.affine import IDENTITY, Handle, Matrix, inverse, map_box, times
from textmine.documents.pdf_calls import (
    address,
    char_matrix,
    codes,
    font_size,
    is_unmapped,
    lightness,
    loose_boxes,
    matrix_of,
    objects,
    origins,
    render_mode,
)

HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""PDFium replaces a hyphen at the end of a line by these codes; it was printed, so it comes back."""

_BLANKS = frozenset({10, 13, 32})
_QUARTER = math.pi / 2
_SKEW = math.radians(3)


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
    matrix : tuple or None
        What takes PDFium's boxes to their place where PDFium forgot to (ActualText inside a form), else None.
    """

    size: float
    quarter: int | None
    light: float
    hidden: bool
    unmapped: bool
    matrix: Matrix | None = None


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


def read_chars(textpage: Handle) -> list[Char]:
    """All printed characters of a loaded text page, without those that PDFium makes up."""
    place = address(textpage)
    count = max(0, pdfium.FPDFText_CountChars(textpage))
    styles: dict[int, Style] = {}
    texts: dict[int, str] = {}
    chars: list[Char] = []
    every = zip(
        codes(place, count), objects(place, count), loose_boxes(place, count), origins(place, count),
        strict=True,
    )  # fmt: skip
    for index, (code, key, (x0, y1, x1, y0), origin) in enumerate(every):
        if key is None or code in _BLANKS:
            continue
        style = styles.get(key)
        if style is None:
            style = styles[key] = _read_style(place, index, key, origin)
        text = texts.get(code)
        if text is None:
            text = texts[code] = HYPHENS.get(code) or _as_text(code)
        if not code and not is_unmapped(place, index):
            continue  # mapped to nothing on purpose: a mark without a body
        char = Char(text, x0, y0, x1, y1, *origin, style)
        chars.append(char if style.matrix is None else _moved(char, style.matrix))
    return chars


def _moved(char: Char, matrix: Matrix) -> Char:
    x0, y0, x1, y1 = map_box((char.x0, char.y0, char.x1, char.y1), matrix)
    a, b, c, d, e, f = matrix
    ox, oy = a * char.ox + c * char.oy + e, b * char.ox + d * char.oy + f
    return Char(char.text, x0, y0, x1, y1, ox, oy, char.style)


def page_text(textpage: Handle) -> str:
    """Return the text of a page in one call, in drawing order: enough to tell whether a form may be on it."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    return bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", errors="replace")


def _as_text(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _read_style(textpage: int, index: int, pointer: int, origin: tuple[float, float]) -> Style:
    a, b, c, d, *_ = matrix = char_matrix(textpage, index)
    size = abs(font_size(textpage, index) * math.hypot(c, d))
    angle = math.atan2(b, a)
    nearest = round(angle / _QUARTER)
    straight = abs(angle - nearest * _QUARTER) < _SKEW
    mode = render_mode(pointer)
    return Style(
        size=size,
        matrix=_forgotten(pointer, matrix, origin, size),
        quarter=nearest % 4 if straight else None,
        light=lightness(pointer, stroke=mode == pdfium.FPDF_TEXTRENDERMODE_STROKE),
        hidden=mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP),
        unmapped=is_unmapped(textpage, index),
    )


def _forgotten(pointer: int, matrix: Matrix, origin: tuple[float, float], size: float) -> Matrix | None:
    """Return the matrix of the form around a text object where PDFium left its characters outside that form."""
    a, b, _, _, e, f = matrix
    dx, dy = origin[0] - e, origin[1] - f
    if abs(a * dy - b * dx) <= 0.5 * size * math.hypot(a, b):
        return None  # on its base line
    around = times(inverse(matrix_of(pointer)), matrix)
    away = math.hypot(*(got - want for got, want in zip(around, IDENTITY, strict=True)))
    return around if away > 0.01 else None
