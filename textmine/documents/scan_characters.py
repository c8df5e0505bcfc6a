"""Pieces of read text → characters of one size on common lines, as a text layer has them.

Tables without ruling lines are told by the places of characters; a recogniser only gives boxes of whole pieces, as high
as what happens to be printed in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from unicodedata import east_asian_width

from textmine.documents.model import Glyph
from textmine.documents.scan_image import DPI

_PAD = 2 * 72 / DPI
"""Points that a box is larger than its ink, on each side."""

_INKED = 0.93
"""Height of the ink of a line of Chinese characters, in em."""

_LARGER = 1.3
"""Times the usual size: print that is higher keeps its own (titles)."""

_UNCERTAIN = 0.79
"""Confidence of text whose cell no ruling line tells: a person should look."""

_WIDE = frozenset("WFA")


def as_characters(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Return the characters of pieces of text, spread evenly over each piece.

    Parameters
    ----------
    glyphs : sequence of Glyph
        Pieces of printed lines with boxes fitted to their ink.
    """
    sizes = [_height(g) for g in glyphs if sum(_is_wide(mark) for mark in g.text) >= 3 and _is_line(g)]
    if not sizes:
        return tuple(glyphs)
    usual = median(sizes) / _INKED
    return tuple(character for glyph in glyphs for character in _characters(glyph, usual))


def _characters(glyph: Glyph, usual: float) -> Iterator[Glyph]:
    if not glyph.text.strip() or not _is_line(glyph):
        yield glyph
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


def _is_line(glyph: Glyph) -> bool:
    """Whether a piece is written from left to right."""
    return len(glyph.text) == 1 or glyph.bottom - glyph.top < 1.5 * (glyph.x1 - glyph.x0)


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top - 2 * _PAD


def _is_wide(mark: str) -> bool:
    return east_asian_width(mark) in _WIDE
