"""Rows of grids as a reader sees them: every cell that a row touches, with its extent across the page."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from textmine.documents.model import Cell, Document, Grid, Line, Page
from textmine.forms.text import is_blank, label_key
from textmine.records import Box


class Slot(NamedTuple):
    """A cell as one row sees it.

    Attributes
    ----------
    lo, hi : float
        Its extent across the table: points where the grid has boxes, column numbers where not.
    own : bool
        Whether the cell begins in this row (a merged cell is seen by all rows that it covers).
    rowspan : int
        Rows that the whole cell covers in its grid.
    key : tuple of int
        Identity of the cell: number of the grid, row and column of its top left corner.
    blank : bool
        Whether it says nothing.
    """

    text: str
    lo: float
    hi: float
    own: bool
    rowspan: int
    key: tuple[int, int, int]
    box: Box | None = None
    confidence: float = 1.0
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What the rows of one grid share.

    Attributes
    ----------
    boxed : bool
        Whether extents are in points.
    n_rows, height : int
        Its rows in which a cell begins, and all its rows.
    """

    grid: int
    lo: float
    hi: float
    n_cols: int
    n_rows: int
    boxed: bool
    page: int | None = None
    label: str = ""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: all its slots from left to right.

    Attributes
    ----------
    own : tuple of Slot
        The cells that begin in this row.
    texts : tuple of Slot
        The cells that begin in this row and say something.
    """

    slots: tuple[Slot, ...]
    frame: Frame
    index: int
    own: tuple[Slot, ...]
    texts: tuple[Slot, ...]

    @property
    def first(self) -> bool:
        """Whether it is the top row of its grid."""
        return self.index == 0

    @property
    def last(self) -> bool:
        """Whether it is the bottom row of its grid."""
        return self.index == self.frame.n_rows - 1

    @property
    def box(self) -> Box | None:
        """The box around the cells that begin in this row and in no other."""
        boxes = [s.box for s in self.slots if s.own and s.box and s.rowspan == 1] or [
            s.box for s in self.slots if s.own and s.box
        ]
        if not boxes:
            return None
        return (
            min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of text between grids, and the page it stands on."""

    text: str
    page: int | None
    label: str = ""


Item = Row | Caption


def stream(document: Document, is_project: Callable[[str], bool]) -> tuple[Item, ...]:
    """Give all rows and lines of a document in reading order.

    Parameters
    ----------
    is_project : function from label to bool
        Tells the label of a project's name: a grid that has it twice in a row holds two forms side by side.
    """
    items: list[Item] = []
    number = 0
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                items.append(Caption(block.text, page.number, page.label))
                continue
            for part in side_by_side(block, is_project):
                items.extend(rows_of(part, number, page))
                number += 1
    return tuple(items)


def rows_of(grid: Grid, number: int, page: Page) -> Iterable[Row]:
    """Give the rows of a grid; rows in which nothing begins are dropped."""
    boxed = all(cell.bbox is not None for cell in grid.cells)
    by_row: list[list[Slot]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        slot = _slot(cell, number, boxed)
        by_row[cell.row].append(slot)
        if cell.rowspan > 1:
            below = slot._replace(own=False)
            for r in range(cell.row + 1, min(grid.n_rows, cell.row + cell.rowspan)):
                by_row[r].append(below)
    begun = {cell.row for cell in grid.cells}
    kept = [sorted(by_row[r], key=_left) for r in sorted(begun)]
    lo = min((slots[0].lo for slots in kept), default=0.0)
    hi = max((slot.hi for slots in kept for slot in slots), default=0.0)
    frame = Frame(number, lo, hi, grid.n_cols, len(kept), boxed, page.number, page.label, grid.n_rows)
    for index, slots in enumerate(kept):
        own = tuple(slot for slot in slots if slot.own)
        yield Row(tuple(slots), frame, index, own, tuple(slot for slot in own if not slot.blank))


def _left(slot: Slot) -> tuple[float, int]:
    return slot.lo, slot.key[2]


def _slot(cell: Cell, number: int, boxed: bool) -> Slot:
    lo, hi = float(cell.col), float(cell.col + cell.colspan)
    if boxed and cell.bbox:
        lo, _, hi, _ = cell.bbox
    return Slot(
        cell.text, lo, hi, True, cell.rowspan, (number, cell.row, cell.col), cell.bbox, cell.confidence,
        is_blank(cell.text),
    )  # fmt: skip


def side_by_side(grid: Grid, is_project: Callable[[str], bool]) -> tuple[Grid, ...]:
    """Cut a grid in two where forms stand beside each other: a row names two projects."""
    named: dict[int, list[int]] = {}
    for cell in grid.cells:
        if cell.text and len(cell.text) < 40 and is_project(label_key(cell.text)):
            named.setdefault(cell.row, []).append(cell.col)
    for cols in named.values():
        cuts = sorted(cols)[1:]
        if cuts and all(_clean_cut(grid, cut) for cut in cuts):
            edges = [0, *cuts, grid.n_cols]
            return tuple(_columns(grid, a, b) for a, b in itertools.pairwise(edges))
    return (grid,)


def _clean_cut(grid: Grid, col: int) -> bool:
    return not any(c.col < col < c.col + c.colspan and not is_blank(c.text) for c in grid.cells)


def _columns(grid: Grid, first: int, end: int) -> Grid:
    cells = tuple(
        c._replace(col=c.col - first, colspan=min(c.col + c.colspan, end) - c.col)
        for c in grid.cells
        if first <= c.col < end
    )
    return Grid(cells, grid.n_rows, end - first, grid.bbox)


def overlap(a: Slot, lo: float, hi: float) -> float:
    """Share of the narrower of two extents that both cover."""
    width = min(a.hi, hi) - max(a.lo, lo)
    narrow = min(a.hi - a.lo, hi - lo)
    return width / narrow if narrow > 0 else 0.0


def onto(row: Row, frame: Frame) -> Callable[[Slot], tuple[float, float]]:
    """Give the function that takes a slot's extent in `row` to the coordinates of another grid.

    A table that continues on the next page keeps its edges (or stands within them, where only text tells the
    edges), or is drawn anew in another width.
    """
    here = row.frame
    if here.boxed and frame.boxed:
        near = abs(here.lo - frame.lo) < 12 or abs(here.hi - frame.hi) < 12
        same = near or (here.lo > frame.lo - 12 and here.hi < frame.hi + 12 and here.n_cols < frame.n_cols)
    else:
        same = here.boxed == frame.boxed and here.n_cols == frame.n_cols
    if same or here.grid == frame.grid or here.hi <= here.lo:
        return lambda slot: (slot.lo, slot.hi)
    scale = (frame.hi - frame.lo) / (here.hi - here.lo)
    return lambda slot: (frame.lo + (slot.lo - here.lo) * scale, frame.lo + (slot.hi - here.lo) * scale)
