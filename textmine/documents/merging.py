"""Rows of spanning cells → a grid: what Word, HTML and Excel tables have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.documents.model import Cell, Grid

MAX_SPAN = 2_000


@dataclass(frozen=True, slots=True)
class Spanning:
    """A cell as a table's source gives it: in order, with its spans."""

    text: str
    rowspan: int = 1
    colspan: int = 1


def lay_out(rows: Sequence[Sequence[Spanning]]) -> Grid:
    """Place the cells of each row in the first free columns, as browsers do; spans end with the table."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    n_cols = 0
    for r, row in enumerate(rows):
        col = 0
        for item in row:
            while (r, col) in taken:
                col += 1
            rowspan = max(1, min(item.rowspan or len(rows), len(rows) - r))
            colspan = max(1, min(item.colspan, MAX_SPAN))
            while any((r, c) in taken for c in range(col, col + colspan)):
                colspan -= 1  # a cell spanning down stands in the way
            taken.update((r + i, col + j) for i in range(rowspan) for j in range(colspan))
            cells.append(Cell(r, col, item.text, rowspan, colspan))
            col += colspan
        n_cols = max(n_cols, col)
    return Grid(tuple(cells), len(rows), max([n_cols, *(c + 1 for _, c in taken)], default=0))
