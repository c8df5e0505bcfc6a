"""A printed table before it is put on paper: cells on a fine column grid, lines above and below; all renderers read it."""

from __future__ import annotations

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
    """Cells in reading order on `n_rows` by `UNITS`; `repeat` are the header rows that a new page may repeat."""

    boxes: tuple[Box, ...]
    n_rows: int
    above: tuple[Caption, ...] = ()
    below: tuple[Caption, ...] = ()
    repeat: tuple[int, int] = (0, 0)


def stacked(first: Table, second: Table) -> Table:
    """Return both tables as one, without a gap (several forms in one sheet, one table)."""
    moved = tuple(replace(b, row=b.row + first.n_rows) for b in second.boxes)
    return replace(first, boxes=first.boxes + moved, n_rows=first.n_rows + second.n_rows)


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
    widths = [max(1, b - a) for a, b in zip(edges, edges[1:], strict=False)]
    while sum(widths) > total:
        widths[widths.index(max(widths))] -= 1
    widths[widths.index(max(widths))] += total - sum(widths)
    return widths


def columns_used(table: Table) -> list[int]:
    """Return the fine columns at which some cell begins, and the end: the grid of a workbook or a Word table."""
    return sorted({b.col for b in table.boxes} | {b.col + b.colspan for b in table.boxes} | {0, UNITS})
