"""The lines of one table → its cells: the raster of all lines, joined where no line stands between two fields."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.documents.ruling import AT_ONCE, SNAP, Ruling, Stroke

COVER = 0.6
"""A border stands where lines cover at least this share of it."""

Drawn = NDArray[np.bool_]
Ways = list[list[bool]]


class Area(NamedTuple):
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
    below = _borders(ruling.level, ys, xs)
    right = _borders(ruling.upright, xs, ys)
    return _in_order(xs, ys, _areas(below, right.T), open_top=not below[0].any(), open_bottom=not below[-1].any())


def _areas(below: Drawn, right: Drawn) -> list[Area]:
    """Return the areas that the borders above and below, and left and right of fields enclose."""
    down, across = (~below[1:]).tolist(), (~right[:, 1:]).tolist()
    down[-1] = [False] * len(down[-1])
    for row in across:
        row[-1] = False
    areas: list[Area] = []
    owned = [[False] * len(row) for row in across]
    for row, fields in enumerate(owned):
        for col in range(len(fields)):
            if fields[col]:
                continue
            if not (down[row][col] or across[row][col]):
                areas.append(Area(row, col, row + 1, col + 1))
                continue
            area = _rectangle(row, col, down, across)
            found = [area] if area else _rectangles(_region(row, col, down, across))
            areas += found
            for top, left, bottom, right_end in found:
                for r in range(top, bottom):
                    owned[r][left:right_end] = [True] * (right_end - left)
    return areas


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


def _borders(strokes: Sequence[Stroke], across: Sequence[float], along: Sequence[float]) -> Drawn:
    """For each raster line the pieces (between two crossing lines) on which a line is drawn."""
    edges = np.array(along)
    drawn = np.zeros((len(across), len(along) - 1))
    index = {position: i for i, position in enumerate(across)}
    for begin in range(0, len(strokes), AT_ONCE):
        some = strokes[begin : begin + AT_ONCE]
        ends = np.array([(stroke.start, stroke.end) for stroke in some]).reshape(-1, 2, 1)
        covered = np.minimum(ends[:, 1], edges[1:]) - np.maximum(ends[:, 0], edges[:-1])
        np.add.at(drawn, [index[stroke.at] for stroke in some], np.maximum(covered, 0.0))
    borders: Drawn = drawn >= COVER * (edges[1:] - edges[:-1])
    return borders


def _rectangle(row: int, col: int, down: Ways, across: Ways) -> Area | None:
    """Return the area around a field that no other area left to, where it is a rectangle without lines in it.

    Ways tell for each field whether one can go on from it, down or to the right, without crossing a line.
    """
    end, row_end = col + 1, row + 1
    while across[row][end - 1]:
        end += 1
    while down[row_end - 1][col]:
        row_end += 1
    area = Area(row, col, row_end, end)
    joined = [True] * (end - col - 1) + [False]
    for way in across[row:row_end]:
        if way[col:end] != joined or (col and way[col - 1]):
            return None
    return None if True in down[row_end - 1][col:end] or (row and True in down[row - 1][col:end]) else area


def _region(row: int, col: int, down: Ways, across: Ways) -> set[tuple[int, int]]:
    """All fields reachable from one without crossing a line."""
    region = {(row, col)}
    queue = [(row, col)]
    while queue:
        r, c = queue.pop()
        steps = (
            (r - 1, c, r > 0 and down[r - 1][c]),
            (r + 1, c, down[r][c]),
            (r, c - 1, c > 0 and across[r][c - 1]),
            (r, c + 1, across[r][c]),
        )
        for nr, nc, free in steps:
            if free and (nr, nc) not in region:
                region.add((nr, nc))
                queue.append((nr, nc))
    return region


def _rectangles(left: set[tuple[int, int]]) -> list[Area]:
    """Return the rectangles, the widest from the top left on, into which a region of another shape is cut."""
    areas: list[Area] = []
    while left:
        row, col = min(left)
        end = col + 1
        while (row, end) in left:
            end += 1
        row_end = row + 1
        while all((row_end, c) in left for c in range(col, end)):
            row_end += 1
        left -= {(r, c) for r in range(row, row_end) for c in range(col, end)}
        areas.append(Area(row, col, row_end, end))
    return areas


def _in_order(
    xs: tuple[float, ...], ys: tuple[float, ...], areas: list[Area], *, open_top: bool, open_bottom: bool
) -> Lattice:
    areas = sorted(areas)
    owner = [[0] * (len(xs) - 1) for _ in ys[1:]]
    for index, (row, col, row_end, col_end) in enumerate(areas):
        for r in range(row, row_end):
            owner[r][col:col_end] = [index] * (col_end - col)
    return Lattice(xs, ys, tuple(areas), tuple(chain.from_iterable(owner)), open_top, open_bottom)
