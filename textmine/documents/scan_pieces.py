"""Lines of text as a detector finds them → pieces to be read: one a printed line of a cell, fitted to the ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from textmine.documents.lattice import Lattice
from textmine.documents.model import Rule
from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI
from textmine.documents.scan_rules import Mask

_COLUMN_GAP = 0.85
"""In heights of a line. Full-width punctuation leaves half a character of white, a pair of them at most one."""

_CHARACTER = 1.3
"""In heights of a line: the width of one character, whole box and all."""

_SAME_LINE = 0.4
"""In heights of the lower box: boxes whose centres differ by less are one printed line."""


def make_pieces(
    lines: Sequence[PixelBox], rules: Sequence[Rule], lattices: Sequence[Lattice], marks: Mask
) -> list[PixelBox]:
    """Return the boxes to read.

    Parameters
    ----------
    lines : sequence of boxes
        As found by the detector; they may run over several cells, or be but a part of a printed line.
    rules : sequence of Rule
        In points; a line is cut where it crosses one.
    lattices : sequence of Lattice
        The tables that the rules draw. Inside a cell the pieces of one printed line are put together again, outside
        they are parted at white gaps as wide as those between columns.
    marks : ndarray
        Ink of the page without its ruling lines.
    """
    inside: dict[PixelBox, list[PixelBox]] = {}
    out: list[PixelBox] = []
    for piece in (piece for box in lines for piece in _cut(box, rules)):
        cell = _cell(piece, lattices)
        if cell is None:
            out += [_fitted(part, marks, (0, 0, marks.shape[1], marks.shape[0])) for part in _part(piece, marks)]
        else:
            inside.setdefault(cell, []).append(piece)
    for cell, pieces in inside.items():
        fitted = _without_contained([_fitted(line, marks, cell) for line in _lines_of(_without_contained(pieces))])
        out += _upright(fitted)
    return [box for box in out if box[2] - box[0] > 3 and box[3] - box[1] > 3]


def cells_of(lattice: Lattice) -> Iterator[PixelBox]:
    """Return the cells of a table in pixels, in the order of its areas, a little inside its lines."""
    k = DPI / 72
    for area in lattice.areas:
        yield (
            round(lattice.xs[area.col] * k) + 2,
            round(lattice.ys[area.row] * k) + 1,
            round(lattice.xs[area.col_end] * k) - 2,
            round(lattice.ys[area.row_end] * k) - 1,
        )


def _cell(box: PixelBox, lattices: Sequence[Lattice]) -> PixelBox | None:
    k = 72 / DPI
    x, y = (box[0] + box[2]) / 2 * k, (box[1] + box[3]) / 2 * k
    for lattice in lattices:
        index = lattice.at(x, y)
        if index is not None:
            return list(cells_of(lattice))[index]
    return None


def _without_contained(pieces: Sequence[PixelBox]) -> list[PixelBox]:
    """Leave out boxes inside another one: the detector marks a character of a vertical label once more by itself."""
    kept: list[PixelBox] = []
    for box in sorted(pieces, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1])):
        if not any(_inside(box, other) for other in kept):
            kept.append(box)
    return kept


def _inside(box: PixelBox, other: PixelBox) -> bool:
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    return across > 0 and down > 0 and across * down > 0.75 * (box[2] - box[0]) * (box[3] - box[1])


def _lines_of(pieces: Sequence[PixelBox]) -> list[PixelBox]:
    """Join the pieces that stand side by side in a cell; the widest says how high the line is."""
    lines: list[list[PixelBox]] = []
    for piece in sorted(pieces, key=lambda b: b[0] - b[2]):
        line = next((line for line in lines if _beside(line[0], piece)), None)
        if line is None:
            lines.append([piece])
        else:
            line.append(piece)
    return [(min(b[0] for b in line), line[0][1], max(b[2] for b in line), line[0][3]) for line in lines]


def _upright(lines: list[PixelBox]) -> list[PixelBox]:
    """Join the lines of a cell where each is but a character wide: such a column is read like a line."""
    narrow = all(x1 - x0 <= _CHARACTER * (bottom - top) for x0, top, x1, bottom in lines)
    if len(lines) < 2 or not narrow:
        return lines
    left, right = min(box[0] for box in lines), max(box[2] for box in lines)
    if right - left > _CHARACTER * max(box[3] - box[1] for box in lines):
        return lines
    return [(left, min(box[1] for box in lines), right, max(box[3] for box in lines))]


def _beside(a: PixelBox, b: PixelBox) -> bool:
    lower = min(a[3] - a[1], b[3] - b[1])
    return abs(a[1] + a[3] - b[1] - b[3]) / 2 < _SAME_LINE * lower


def _fitted(box: PixelBox, marks: Mask, bounds: PixelBox) -> PixelBox:
    """Fit a box to the ink of its line: whole characters, nothing of the lines above and below."""
    left, right = max(box[0], bounds[0]), min(box[2], bounds[2])
    top, bottom = max(box[1], bounds[1]), min(box[3], bounds[3])
    height = bottom - top
    if height < 4 or right - left < 2:
        return left, top, right, bottom
    reach = round(0.4 * height)
    low, high = max(bounds[1], top - reach), min(bounds[3], bottom + reach)
    ink = np.asarray(marks[low:high, left:right].sum(axis=1))
    own = [run for run in ((a + low, b + low) for a, b in _runs(ink > 0)) if _belongs(run, top, bottom)]
    if not own:
        return left, top, right, bottom
    upper, lower, slack = own[0][0] - 2, own[-1][1] + 2, round(0.25 * height)
    if top - upper > slack:  # the line above touches: part where there is least ink
        upper = _thinnest(ink, top - low, slack) + low
    if lower - bottom > slack:
        lower = _thinnest(ink, bottom - low, slack) + low + 1
    return *_widened(marks, (left, max(low, upper), right, min(high, lower)), bounds), min(high, lower)


def _thinnest(ink: np.ndarray, row: int, slack: int) -> int:
    start = max(0, row - slack)
    part = ink[start : row + slack + 1]
    return start + int(part.argmin()) if len(part) else row


def _belongs(run: tuple[int, int], top: int, bottom: int) -> bool:
    return min(run[1], bottom) - max(run[0], top) > 0.45 * (run[1] - run[0])


def _widened(marks: Mask, box: PixelBox, bounds: PixelBox) -> tuple[int, int, int]:
    """Return the box's left, top and right with the characters that it cuts or just misses."""
    left, top, right, bottom = box
    reach = round(0.5 * (bottom - top))
    low, high = max(bounds[0] + 1, left - reach), min(bounds[2] - 1, right + reach)
    if high <= low:
        return left, top, right
    near = [(a + low, b + low) for a, b in _runs(np.asarray(marks[top:bottom, low:high].any(axis=0)))]
    near = [(a, b) for a, b in near if b - a > 2 and b > left - reach // 2 and a < right + reach // 2]
    near = [(a, b) for a, b in near if not (a == low and b < left) and not (b == high and a > right)]  # not cut off
    if not near:
        return left, top, right
    return max(bounds[0], min(left, near[0][0] - 2)), top, min(bounds[2], max(right, near[-1][1] + 2))


def _runs(filled: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _cut(box: PixelBox, rules: Sequence[Rule]) -> list[PixelBox]:
    """Cut a box at the upright and level rules that run through it."""
    k = DPI / 72
    x0, y0, x1, y1 = box
    height = y1 - y0
    middle, inset = (y0 + y1) / 2, height * 0.25
    cuts = sorted({r.x0 * k for r in rules if abs(r.x1 - r.x0) < 0.5 and r.top * k < middle < r.bottom * k
                   and x0 + inset < r.x0 * k < x1 - inset})  # fmt: skip
    edges = [x0, *[round(c) for c in cuts], x1]
    columns = [(a + 3 * (a != x0), y0, b - 3 * (b != x1), y1) for a, b in pairwise(edges) if b - a > 9]
    return [piece for column in columns for piece in _cut_level(column, rules)]


def _part(box: PixelBox, marks: Mask) -> list[PixelBox]:
    """Part a line at white gaps wider than a character: without ruling lines they separate columns."""
    x0, y0, x1, y1 = max(0, box[0]), max(0, box[1]), box[2], box[3]
    if x1 - x0 < 3 * (y1 - y0):
        return [box]
    filled = np.flatnonzero(marks[y0:y1, x0:x1].any(axis=0))
    if not len(filled):
        return [box]
    wide = np.flatnonzero(np.diff(filled) > _COLUMN_GAP * (y1 - y0))
    starts = [x0, *(x0 + int(filled[i + 1]) - 2 for i in wide)]
    ends = [*(x0 + int(filled[i]) + 3 for i in wide), x1]
    return [(a, y0, b, y1) for a, b in zip(starts, ends, strict=True)]


def _cut_level(box: PixelBox, rules: Sequence[Rule]) -> list[PixelBox]:
    k = DPI / 72
    x0, y0, x1, y1 = box
    middle, inset = (x0 + x1) / 2, (y1 - y0) * 0.35
    cuts = sorted({r.top * k for r in rules if abs(r.bottom - r.top) < 0.5 and r.x0 * k < middle < r.x1 * k
                   and y0 + inset < r.top * k < y1 - inset})  # fmt: skip
    edges = [y0, *[round(c) for c in cuts], y1]
    return [(x0, a, x1, b) for a, b in pairwise(edges) if b - a > 3]
