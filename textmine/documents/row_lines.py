"""Level lines that part the rows of a table which has no vertical ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.documents.borderless_sections import Band, find_bands
from textmine.documents.fragments import Block, Fragment
from textmine.documents.model import Rule
from textmine.documents.ruling import Stroke, tidy

LEAST = 3
"""So many lines across the text make a table of lines (head, body, end)."""

MANY = 4
"""A row of amounts or indicators has at least so many cells."""

NEAR = 2.0
"""A line this near to another is drawn twice."""

SHY = 10.0
"""A line that leaves out less than this of the table's width parts everything above from everything below."""


@dataclass(frozen=True, slots=True)
class RowLines:
    """The level lines of a table.

    Attributes
    ----------
    strokes : tuple of Stroke
        All of them.
    full : tuple of float
        Positions of those across the whole table, from top to bottom.
    left, right : float
        Where the table begins and ends.
    """

    strokes: tuple[Stroke, ...]
    full: tuple[float, ...]
    left: float
    right: float

    def bands(self, blocks: Sequence[Block]) -> list[Band]:
        """Return the blocks between each two lines across the table, those above and below all lines by gaps."""
        inside: dict[int, list[Block]] = {}
        for block in blocks:
            inside.setdefault(bisect_right(self.full, (block.top + block.bottom) / 2), []).append(block)
        above = find_bands(inside.pop(0, []))
        below = find_bands(inside.pop(len(self.full), []))
        middle = [
            band for i, within in sorted(inside.items()) for band in self._parted(within, *self.full[i - 1 : i + 1])
        ]
        return [*above, *middle, *below]

    def _parted(self, blocks: Sequence[Block], top: float, bottom: float) -> list[Band]:
        """Return the blocks between two lines as one band, or, where these hold many rows, as bands parted by gaps.

        A table of three lines has all its rows between the second and the third.
        """
        bands = find_bands(blocks)
        rows = sum(len(band) >= MANY for band in bands)
        lined = any(top + NEAR < stroke.at < bottom - NEAR for stroke in self.strokes)
        if rows >= 2 and len(bands) > 2 and not lined:
            return bands
        return [tuple(sorted(blocks, key=lambda block: (block.x0, block.top)))]

    def nearest(self, y: float, reach: float = 14.0) -> float:
        """Return the line across the table that lies nearest to a position, the position itself where none is near."""
        best = min(self.full, key=lambda line: abs(line - y))
        return best if abs(best - y) <= reach else y

    def edge(self, low: float, high: float) -> float:
        """Return where two columns part: where lines begin or end in the gap between their texts, else its middle."""
        ends = sorted(
            end for stroke in self.strokes for end in (stroke.start, stroke.end) if low - 1 <= end <= high + 1
        )
        return ends[len(ends) // 2] if ends else (low + high) / 2

    def between(self, upper: Block, lower: Block) -> bool:
        """Return whether a line parts two pieces of text."""
        high, low = (upper.top + upper.bottom) / 2, (lower.top + lower.bottom) / 2
        return any(
            high < line.at < low and line.start < min(upper.x1, lower.x1) and line.end > max(upper.x0, lower.x0)
            for line in self.strokes
        )

    def lengthened(self, gaps: Sequence[float], top: float, bottom: float) -> list[Rule]:
        """Return what lines that begin or end near the line between two columns lack up to it."""
        ends = [(s.at, end) for s in self.strokes if top - 1 <= s.at <= bottom + 1 for end in (s.start, s.end)]
        return [Rule(min(x, end), at, max(x, end), at) for at, end in ends for x in gaps if 0 < abs(x - end) < SHY]

    def rules(self, top: float, bottom: float) -> list[Rule]:
        """Return the lines between two positions."""
        return [Rule(s.start, s.at, s.end, s.at) for s in self.strokes if top - 1 <= s.at <= bottom + 1]


def find_row_lines(rules: Sequence[Rule], fragments: Sequence[Fragment]) -> RowLines | None:
    """Return the level lines across a page's text, None where there are too few to part rows."""
    if not rules or not fragments:
        return None
    level, _ = tidy(rules)
    width = max(f.x1 for f in fragments) - min(f.x0 for f in fragments)
    long = [stroke for stroke in level if stroke.end - stroke.start > 0.5 * width]
    if len(long) < LEAST:
        return None
    left, right = min(stroke.start for stroke in long), max(stroke.end for stroke in long)
    covered: dict[float, float] = {}
    for stroke in level:
        covered[stroke.at] = covered.get(stroke.at, 0.0) + stroke.end - stroke.start
    full = tuple(sorted(at for at, length in covered.items() if length > right - left - SHY))
    if len(full) < 2:
        return None
    return RowLines(tuple(level), full, left, right)
