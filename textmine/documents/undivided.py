"""Cells that hold what stands in several: lines part the rows of a table but not its columns, or the other way."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import numpy as np

from textmine.documents.lines import Printed
from textmine.documents.model import Grid

_FIGURE = re.compile(r"[-—]?\d[\d,]*(?:\.\d+)?[%％分]?")
_DIGIT = re.compile(r"\d")
_WIDE = 1.0
"""Pieces of a line this many heights apart stand in two columns."""

_BESIDE, _FIGURES, _ROWS = 3, 2, 2
_BELOW, _COLUMNS = 3, 2


def is_undivided(inside: Printed) -> bool:
    """Return whether two cells hold several texts side by side, figures among them: no lines part the columns.

    Parameters
    ----------
    inside : Printed
        What stands in the cells of the tables of a page.
    """
    boxes, begins = inside.glyphs.boxes, inside.begins
    apart = (boxes[1:, 0] - boxes[:-1, 2] > _WIDE * (boxes[1:, 3] - boxes[1:, 1])) & ~begins[1:]
    if int(apart.sum()) < _ROWS * (_BESIDE - 1):
        return False
    starts = np.flatnonzero(begins)
    counts = np.add.reduceat(np.concatenate(([0], apart)), starts)
    found: set[int] = set()
    ends = [*starts[1:].tolist(), len(begins)]
    for line in np.flatnonzero(counts >= _BESIDE - 1).tolist():
        first, end = int(starts[line]), ends[line]
        cuts = [first, *(np.flatnonzero(apart[first : end - 1]) + first + 1).tolist(), end]
        pieces = ("".join(inside.parts[a:b]) for a, b in pairwise(cuts))
        if sum(_DIGIT.search(piece) is not None for piece in pieces) >= _FIGURES:
            found.add(int(inside.areas[first]))
    return len(found) >= _ROWS


def is_stacked(grid: Grid) -> bool:
    """Return whether two cells of a row hold several figures below each other: no lines part the rows."""
    columns: Counter[int] = Counter()
    for cell in grid.cells:
        lines = cell.text.split("\n")
        if len(lines) >= _BELOW and all(map(_FIGURE.fullmatch, lines[-2:])):
            figures = sum(_FIGURE.fullmatch(line) is not None for line in lines)
            columns[cell.row] += figures >= max(_BELOW, len(lines) - 1)  # all but a heading
    return max(columns.values(), default=0) >= _COLUMNS
