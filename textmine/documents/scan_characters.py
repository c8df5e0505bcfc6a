"""Pieces of read text → characters of one size on common lines, as a text layer has them.

Tables without ruling lines are told by the places of characters; a recogniser only gives boxes of whole pieces, as high
as what happens to be printed in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from unicodedata import east_asian_width

import numpy as np

from textmine.documents.model import Glyph
from textmine.documents.scan_image import DPI
from textmine.documents.scan_rules import Mask

_PAD = 2 * 72 / DPI
"""Points that a box is larger than its ink, on each side."""

_INKED = 0.93
"""Height of the ink of a line of Chinese characters, in em."""

_LARGER = 1.3
"""Times the usual size: print that is higher keeps its own (titles)."""

_UNCERTAIN = 0.79
"""Confidence of text whose cell no ruling line tells: a person should look."""

_GAP = 0.28
"""In heights of a line: white gaps from here on part columns where they go on above and below."""

_AROUND, _WHITE = 1.6, 0.02
"""In heights of a line how far they go on, and the share of ink on the way at most."""

_CLOSING, _OPENING = frozenset("，。、；：！？）》”’】〕,.;:)"), frozenset("（《“‘【〔(")
"""Marks that leave half their width white, behind or before them."""

_WIDE = frozenset("WFA")


def as_characters(glyphs: Sequence[Glyph], ink: Mask) -> tuple[Glyph, ...]:
    """Return the characters of pieces of text, spread evenly over each piece.

    Parameters
    ----------
    glyphs : sequence of Glyph
        Pieces of printed lines with boxes fitted to their ink; a piece may run over two columns.
    ink : ndarray
        Ink of the page as 1.
    """
    sizes = [_height(g) for g in glyphs if sum(_is_wide(mark) for mark in g.text) >= 3 and _is_line(g)]
    if not sizes:
        return tuple(glyphs)
    usual = median(sizes) / _INKED
    parts = (part for glyph in glyphs for part in _parted(glyph, ink))
    return tuple(character for part in parts for character in _characters(part, usual))


def _parted(glyph: Glyph, ink: Mask) -> Iterator[Glyph]:
    """Yield a piece cut at white gaps that go on above and below it, where no punctuation leaves the gap."""
    k = DPI / 72
    gaps = _gaps(glyph, ink) if len(glyph.text) > 1 and _is_line(glyph) else []
    widths = np.cumsum([0.0, *(1.0 if _is_wide(mark) else 0.5 for mark in glyph.text)])
    places = glyph.x0 + widths / widths[-1] * (glyph.x1 - glyph.x0)
    x0, start = glyph.x0, 0
    for left, right in gaps:
        at = int(np.abs(places - (left + right) / 2 / k).argmin())
        if start < at < len(glyph.text) and glyph.text[at - 1] not in _CLOSING and glyph.text[at] not in _OPENING:
            yield glyph._replace(text=glyph.text[start:at], x0=x0, x1=left / k + _PAD)
            x0, start = right / k - _PAD, at
        elif at == start > 0:
            x0 = right / k - _PAD  # a speck in the gap
    yield glyph._replace(text=glyph.text[start:], x0=x0)


def _gaps(glyph: Glyph, ink: Mask) -> list[tuple[int, int]]:
    """Return the white gaps inside a piece, in pixels, that may part columns."""
    x0, top, x1, bottom = (round(v * DPI / 72) for v in (glyph.x0, glyph.top, glyph.x1, glyph.bottom))
    height = bottom - top
    filled = np.flatnonzero(ink[max(0, top) : bottom, max(0, x0) : x1].any(axis=0)) + max(0, x0)
    reach = round(_AROUND * height)
    out = []
    for left, right in zip(filled[:-1].tolist(), filled[1:].tolist(), strict=True):
        if right - left > _GAP * height:
            strip = ink[max(0, top - reach) : bottom + reach, left + 2 : right - 1]
            if strip.size and strip.any(axis=1).mean() < _WHITE:
                out.append((left, right))
    return out


def _characters(glyph: Glyph, usual: float) -> Iterator[Glyph]:
    if not glyph.text.strip():
        yield glyph
        return
    if not _is_line(glyph):
        yield from _stacked(glyph, usual)
        return
    own = _height(glyph) / _INKED
    size = own if own > _LARGER * usual else usual
    middle = (glyph.top + glyph.bottom) / 2
    widths = [1.0 if _is_wide(mark) else 0.5 for mark in glyph.text]
    left, right = glyph.x0 + _PAD, glyph.x1 - _PAD
    sure = min(glyph.confidence, _UNCERTAIN)
    unit = (right - left) / sum(widths)
    x = left
    for mark, width in zip(glyph.text, widths, strict=True):
        if not mark.isspace():
            yield Glyph(mark, x, middle - size / 2, x + width * unit, middle + size / 2, size, sure)
        x += width * unit


def _stacked(glyph: Glyph, usual: float) -> Iterator[Glyph]:
    """Yield the characters of vertical writing, from top to bottom; brackets and figures take less room."""
    heights = [1.0 if mark.isalpha() else 0.8 for mark in glyph.text]
    top, bottom = glyph.top + _PAD, glyph.bottom - _PAD
    unit = (bottom - top) / sum(heights)
    middle, y = (glyph.x0 + glyph.x1) / 2, top
    sure = min(glyph.confidence, _UNCERTAIN)
    for mark, height in zip(glyph.text, heights, strict=True):
        centre = y + height * unit / 2
        box = middle - usual / 2, centre - usual / 2, middle + usual / 2, centre + usual / 2
        yield Glyph(mark, *box, usual, sure)
        y += height * unit


def _is_line(glyph: Glyph) -> bool:
    """Whether a piece is written from left to right."""
    return len(glyph.text) == 1 or glyph.bottom - glyph.top < 1.5 * (glyph.x1 - glyph.x0)


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top - 2 * _PAD


def _is_wide(mark: str) -> bool:
    return east_asian_width(mark) in _WIDE
