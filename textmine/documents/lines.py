"""Glyphs → lines of text, by base lines first and positions along them second, whatever the drawing order was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.documents.glyphs import Floats, Glyphs
from textmine.documents.model import Glyph, Line
from textmine.documents.vertical import columnwise, vertical_areas
from textmine.records import Box

GAP = 4.0
"""A white gap this many times the height of the text parts a line outside any grid in two."""

_WORD_GAP = 0.22


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """The glyphs of a page by area (such as a cell), printed line, and position along it.

    Attributes
    ----------
    glyphs : Glyphs
        In this order.
    areas : array of n numbers
        The area of each, ascending.
    begins : array of n marks
        Whether a line begins with it.
    parts : sequence of str
        Its text, behind a blank where it stands visibly apart from a Latin word or figure before it in its line.
    """

    glyphs: Glyphs
    areas: NDArray[np.intp]
    begins: NDArray[np.bool_]
    parts: Sequence[str]

    def texts(self, n: int) -> list[str]:
        r"""Return the texts of the areas 0 to n - 1, printed lines separated by ``\n``."""
        parts = list(self.parts)
        for i in np.flatnonzero(self.begins).tolist():
            parts[i] = "\n" + parts[i]
        ends = np.searchsorted(self.areas, np.arange(n + 1)).tolist()
        return ["".join(parts[a:b])[1:] for a, b in pairwise(ends)]

    def confidences(self, n: int) -> list[float]:
        """Return the least confidence in each of the areas 0 to n - 1."""
        least = np.ones(n)
        np.minimum.at(least, self.areas, self.glyphs.confidences)
        return list(least.tolist())

    def lines(self) -> list[Line]:
        """Return the lines of one area, parted where a wide gap separates columns."""
        if not self.parts:
            return []
        boxes = self.glyphs.boxes
        heights = boxes[:, 3] - boxes[:, 1]
        begins = self.begins.copy()
        begins[1:] |= boxes[1:, 0] - boxes[:-1, 2] > GAP * np.maximum(heights[1:], heights[:-1])
        at = np.flatnonzero(begins)
        low, high = np.minimum.reduceat(boxes, at), np.maximum.reduceat(boxes, at)
        bounds = np.column_stack((low[:, :2], high[:, 2:])).tolist()
        ends = pairwise([*at.tolist(), len(self.parts)])
        return [
            Line("".join(self.parts[a:b]).removeprefix(" "), (x0, top, x1, bottom))
            for (a, b), (x0, top, x1, bottom) in zip(ends, bounds, strict=True)
        ]

    def split(self, at: int) -> tuple[Printed, Printed]:
        """Return the glyphs before a place and those from it on."""
        before, behind = slice(None, at), slice(at, None)
        one, two = (
            Printed(self.glyphs[part], self.areas[part], self.begins[part], self.parts[part])
            for part in (before, behind)
        )
        return one, two


def arrange(glyphs: Glyphs, areas: NDArray[np.intp]) -> Printed:
    """Sort glyphs by area, printed line, and position along it.

    Parameters
    ----------
    areas : array of n numbers
        The area that each glyph lies in.
    """
    boxes = glyphs.boxes
    middles, heights = (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    order = np.lexsort((middles, areas))
    begins = _line_begins(areas[order], middles[order], heights[order])
    order = order[np.lexsort((boxes[order, 0], np.cumsum(begins)))]
    for run in vertical_areas(boxes[order], areas[order], begins):
        order[run] = order[run][columnwise(boxes[order[run]])]
        begins[run] = np.arange(run.stop - run.start) == 0
    ordered = glyphs.take(order)
    return Printed(ordered, areas[order], begins, _spaced(ordered, begins))


def _line_begins(areas: NDArray[np.intp], middles: Floats, heights: Floats) -> NDArray[np.bool_]:
    """Return where a printed line begins among glyphs sorted by area and middle.

    A glyph belongs to the line before if its middle lies within half of its height, and of that of the line's first
    glyph, from that of the line; a glyph twice as tall takes the first one's place.
    """
    new = np.ones(len(areas), bool)
    new[1:] = (middles[1:] != middles[:-1]) | (heights[1:] != heights[:-1]) | (areas[1:] != areas[:-1])
    firsts = np.flatnonzero(new)  # glyphs equal to the one before share its line
    begins = np.zeros(len(areas), bool)
    here, centre, reach = None, 0.0, 0.0
    facts = (fact.tolist() for fact in (firsts, areas[firsts], middles[firsts], heights[firsts]))
    for at, area, middle, height in zip(*facts, strict=True):
        if area == here and middle - centre <= min(reach, 0.5 * height):
            if height > 2 * reach:
                centre, reach = middle, height / 2
        else:
            begins[at] = True
            here, centre, reach = area, middle, height / 2
    return begins


def _spaced(glyphs: Glyphs, begins: NDArray[np.bool_]) -> list[str]:
    """Return the texts of ordered glyphs, behind a blank where Latin words or figures stand visibly apart."""
    texts, boxes = list(glyphs.texts), glyphs.boxes
    heights = boxes[:, 3] - boxes[:, 1]
    apart = boxes[1:, 0] - boxes[:-1, 2] > _WORD_GAP * np.minimum(heights[:-1], heights[1:])
    for i in np.flatnonzero(apart & ~begins[1:]).tolist():
        if texts[i][-1].isascii() or texts[i + 1][0].isascii():
            texts[i + 1] = " " + texts[i + 1]
    return texts


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


def free_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Text outside grids as lines, parted where a wide gap separates columns."""
    return arrange(Glyphs.of(glyphs), np.zeros(len(glyphs), np.intp)).lines()


def bounds(glyphs: Sequence[Glyph]) -> Box:
    """Return the box around some glyphs."""
    return (
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
