"""A printed table before it is put on paper: cells on a fine column grid, lines above and below."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

UNITS = 48
"""Columns of the fine grid on which every block of a form is laid out."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell, merged over `rowspan` rows and `colspan` fine columns.

    Attributes
    ----------
    kind : str
        ``label``, ``head`` (header words), ``level1``, ``level2``, ``text`` (long), ``number`` or ``value``.
    value : float or None
        The number behind the text, for workbooks; `percent` tells that it is printed as a percentage.
    vertical : bool
        One character a line.
    """

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    kind: str = "value"
    align: str = "c"
    shade: bool = False
    value: float | None = None
    percent: bool = False
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A line above or below the table; `size` is relative to the text size."""

    text: str
    size: float = 1.0
    align: str = "c"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order on `n_rows` by `UNITS`.

    Attributes
    ----------
    repeat : tuple of int
        The header rows that a new page may repeat.
    attached : bool
        Stands right under the table before it: a part of the same form.
    """

    boxes: tuple[Box, ...]
    n_rows: int
    above: tuple[Caption, ...] = ()
    below: tuple[Caption, ...] = ()
    repeat: tuple[int, int] = (0, 0)
    attached: bool = False


def parted(table: Table, at: int) -> tuple[Table, Table]:
    """Return the table as two, the second beginning with row `at` (forms typed as several tables)."""
    upper = tuple(b for b in table.boxes if b.row < at)
    lower = tuple(replace(b, row=b.row - at) for b in table.boxes if b.row >= at)
    low, high = table.repeat
    first = replace(table, boxes=upper, n_rows=at, below=(), repeat=(0, 0))
    repeat = (low - at, high - at) if low >= at else (0, 0)
    return first, Table(lower, table.n_rows - at, (), table.below, repeat, attached=True)


def substituted(table: Table, pairs: tuple[tuple[str, str], ...]) -> Table:
    """Return the table with letters printed as others that look the same (radicals, full width, invisible ones)."""

    def swap(text: str) -> str:
        for a, b in pairs:
            text = text.replace(a, b)
        return text

    boxes = tuple(replace(b, text=swap(b.text)) for b in table.boxes) if pairs else table.boxes
    return replace(table, boxes=boxes)


def spread(parts: list[float], total: int) -> list[int]:
    """Cut `total` units in proportion to `parts`, at least one each, the sum exact."""
    scale = total / sum(parts)
    edges = [round(sum(parts[:i]) * scale) for i in range(len(parts) + 1)]
    widths = [max(1, b - a) for a, b in itertools.pairwise(edges)]
    while sum(widths) > total:
        widths[widths.index(max(widths))] -= 1
    return widths


def columns_used(table: Table) -> list[int]:
    """Return the fine columns at which some cell begins, and the end: the grid of a workbook or a Word table."""
    return sorted({b.col for b in table.boxes} | {b.col + b.colspan for b in table.boxes} | {0, UNITS})
