"""The lines of one table → its cells: the raster of all lines, joined where no line stands between two fields."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.documents.ruling import SNAP, Ruling, Stroke

COVER = 0.6
"""A border stands where lines cover at least this share of it."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cell before its text: rows [row, row_end) and columns [col, col_end) of the raster."""

    row: int
    col: int
    row_end: int
    col_end: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of a table without text.

    Attributes
    ----------
    xs, ys : tuple of float
        Positions of the raster's lines.
    areas : tuple of Area
        The cells, covering the raster without overlap, in reading order.
    owner : tuple of int
        For each field of the raster, row by row, the index of its area.
    open_top, open_bottom : bool
        No line is drawn along that side.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    owner: tuple[int, ...]
    open_top: bool = False
    open_bottom: bool = False

    def at(self, x: float, y: float) -> int | None:
        """Return the index of the area at a point, None outside the table."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        columns = len(self.xs) - 1
        if not (0 <= col < columns and 0 <= row < len(self.ys) - 1):
            return None
        return self.owner[row * columns + col]


def build_lattice(ruling: Ruling) -> Lattice:
    """Return the cells that lines enclose; open sides are closed along the ends of the lines that run into them."""
    x0, top, x1, bottom = ruling.box
    xs = _positions([stroke.at for stroke in ruling.upright], x0, x1)
    ys = _positions([stroke.at for stroke in ruling.level], top, bottom)
    rows, columns = len(ys) - 1, len(xs) - 1
    below = _borders(ruling.level, ys, xs)
    right = _borders(ruling.upright, xs, ys)
    owner = [-1] * (rows * columns)
    areas: list[Area] = []
    for row in range(rows):
        for col in range(columns):
            if owner[row * columns + col] < 0:
                region = _region(row, col, rows, columns, below, right)
                _claim(region, owner, columns, areas)
    lattice = _in_order(xs, ys, areas, rows, columns)
    return replace(lattice, open_top=not any(below[0]), open_bottom=not any(below[-1]))


def _positions(found: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Return the raster's positions with its two ends."""
    positions = sorted(set(found))
    if not positions or low < positions[0] - SNAP:
        positions.insert(0, low)
    if high > positions[-1] + SNAP:
        positions.append(high)
    if len(positions) == 1:
        positions.append(max(high, positions[0] + SNAP))
    return tuple(positions)


def _borders(strokes: Sequence[Stroke], across: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each raster line the pieces (between two crossing lines) on which a line is drawn."""
    drawn = [[0.0] * (len(along) - 1) for _ in across]
    index = {position: i for i, position in enumerate(across)}
    for stroke in strokes:
        line = drawn[index[stroke.at]]
        first = max(0, bisect_right(along, stroke.start) - 1)
        for piece in range(first, min(bisect_right(along, stroke.end), len(line))):
            line[piece] += max(0.0, min(stroke.end, along[piece + 1]) - max(stroke.start, along[piece]))
    return [
        [line[piece] >= COVER * (along[piece + 1] - along[piece]) for piece in range(len(along) - 1)] for line in drawn
    ]


def _region(
    row: int, col: int, rows: int, columns: int, below: list[list[bool]], right: list[list[bool]]
) -> set[tuple[int, int]]:
    """All fields reachable from one without crossing a line."""
    region = {(row, col)}
    queue = [(row, col)]
    while queue:
        r, c = queue.pop()
        steps = (
            (r - 1, c, r > 0 and not below[r][c]),
            (r + 1, c, r + 1 < rows and not below[r + 1][c]),
            (r, c - 1, c > 0 and not right[c][r]),
            (r, c + 1, c + 1 < columns and not right[c + 1][r]),
        )
        for nr, nc, free in steps:
            if free and (nr, nc) not in region:
                region.add((nr, nc))
                queue.append((nr, nc))
    return region


def _claim(region: set[tuple[int, int]], owner: list[int], columns: int, areas: list[Area]) -> None:
    """Give a region to areas: one where it is a rectangle, else the widest rectangles from the top left on."""
    left = set(region)
    while left:
        row, col = min(left)
        end = col + 1
        while (row, end) in left:
            end += 1
        row_end = row + 1
        while all((row_end, c) in left for c in range(col, end)):
            row_end += 1
        for r in range(row, row_end):
            for c in range(col, end):
                left.discard((r, c))
                owner[r * columns + c] = len(areas)
        areas.append(Area(row, col, row_end, end))


def _in_order(xs: tuple[float, ...], ys: tuple[float, ...], areas: list[Area], rows: int, columns: int) -> Lattice:
    areas = sorted(areas, key=lambda area: (area.row, area.col))
    owner = [0] * (rows * columns)
    for index, area in enumerate(areas):
        for r in range(area.row, area.row_end):
            owner[r * columns + area.col : r * columns + area.col_end] = [index] * (area.col_end - area.col)
    return Lattice(xs, ys, tuple(areas), tuple(owner))
