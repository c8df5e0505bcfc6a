"""Glyphs → lines of text, by base lines first and positions along them second, whatever the drawing order was."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from textmine.documents.model import Glyph, Line
from textmine.records import Box

GAP = 4.0
"""A white gap this many times the height of the text parts a line outside any grid in two."""

_WORD_GAP = 0.22


def group_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs of one area by printed line, from top to bottom and from left to right."""
    lines: list[list[Glyph]] = []
    centre = reach = 0.0
    if len(glyphs) == 1:
        return [list(glyphs)]
    for glyph in sorted(glyphs, key=_middle):
        top, bottom = glyph.top, glyph.bottom
        middle, height = (top + bottom) / 2, bottom - top
        if lines and middle - centre <= min(reach, 0.5 * height):
            lines[-1].append(glyph)
            if height > 2 * reach:
                centre, reach = middle, height / 2
        else:
            lines.append([glyph])
            centre, reach = middle, height / 2
    for line in lines:
        line.sort(key=_left)
    return lines


def line_text(line: Sequence[Glyph]) -> str:
    """Return the text of one line; a blank where Latin words or figures stand visibly apart."""
    parts = [line[0].text]
    for left, right in pairwise(line):
        gap = right.x0 - left.x1
        size = min(left.bottom - left.top, right.bottom - right.top)
        if gap > _WORD_GAP * size and (left.text[-1].isascii() or right.text[0].isascii()):
            parts.append(" ")
        parts.append(right.text)
    return "".join(parts)


def area_text(glyphs: Sequence[Glyph]) -> str:
    r"""Return the text of an area such as a cell, its printed lines separated by ``\n``."""
    return "\n".join(line_text(line) for line in group_lines(glyphs))


def free_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Text outside grids as lines, parted where a wide gap separates columns."""
    result: list[Line] = []
    for line in group_lines(glyphs):
        start = 0
        for at in range(1, len(line) + 1):
            if at == len(line) or _parted(line[at - 1], line[at]):
                piece = line[start:at]
                result.append(Line(line_text(piece), bounds(piece)))
                start = at
    return result


def bounds(glyphs: Sequence[Glyph]) -> Box:
    """Return the box around some glyphs."""
    return (
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


def _parted(left: Glyph, right: Glyph) -> bool:
    return right.x0 - left.x1 > GAP * max(left.bottom - left.top, right.bottom - right.top)


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _left(glyph: Glyph) -> float:
    return glyph.x0
