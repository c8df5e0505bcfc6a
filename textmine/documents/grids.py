"""Ink → page: tables as grids of cells, all other text as lines, every glyph in exactly one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from textmine.documents.borderless import find_table
from textmine.documents.glyphs import Glyphs
from textmine.documents.lattice import Lattice, build_lattice
from textmine.documents.lines import Printed, arrange
from textmine.documents.model import Cell, Glyph, Grid, Ink, Line, Page
from textmine.documents.ruling import find_rulings
from textmine.documents.sides import sides
from textmine.documents.underlines import without_underlines
from textmine.documents.undivided import is_stacked, is_undivided

MIN_CELLS = 3
"""A ruled box with fewer cells is a frame, not a table."""

ROW = 0.6
"""Two cells beside each other are a row of a table if they take this share of the page's width, and less in height."""

RULED = 0.5
"""Where ruled tables hold less of a page's text than this, the text may form a table without lines."""

MOST = 0.9
"""Where lines leave the columns of a table undivided, one that the text itself forms holds so much of its text."""


def build_page(ink: Ink) -> Page:
    """Return the page that its ink shows.

    Parameters
    ----------
    ink : Ink
        Characters (or longer runs of text) and ruling lines, upright.

    Returns
    -------
    Page
        Grids and lines in reading order; side-by-side tables one after the other.
    """
    ink = replace(ink, glyphs=Glyphs.of(ink.glyphs))
    lattices = find_lattices(ink)
    places = _places(ink.glyphs, lattices)
    if _share(places) < RULED:
        lattices, places = _unruled(ink, lattices, places)
    blocks, undivided = _blocks(ink, lattices, places)
    if undivided:
        found, there = _unruled(ink, [], np.full(len(places), -1))
        if _share(there) > MOST * _share(places):
            blocks, _ = _blocks(ink, found, there)
    return Page(ink.number, _reading_order(blocks), ink.width, ink.height, rotation=ink.rotation)


def _blocks(ink: Ink, lattices: list[Lattice], places: Places) -> tuple[list[Grid | Line], bool]:
    """Return tables with their text, and the lines of text outside them; and whether lines leave cells undivided."""
    outside, inside = arrange(Glyphs.of(ink.glyphs), places).split(int((places < 0).sum()))
    grids = list(_grids(lattices, inside))
    return [*grids, *outside.lines()], is_undivided(inside) or any(map(is_stacked, grids))


def find_lattices(ink: Ink) -> list[Lattice]:
    """Return the tables of a page without their text; frames around tables and boxes inside cells are left out."""
    rules = without_underlines(ink.rules, ink.glyphs)
    lattices = [build_lattice(ruling) for ruling in find_rulings(rules) if ruling.level and ruling.upright]
    return _without_nested([table for table in lattices if len(table.areas) >= MIN_CELLS or _is_row(table, ink.width)])


def _is_row(lattice: Lattice, width: float) -> bool:
    """Return whether two cells beside each other across the page are the last row of a table: a label and its text."""
    wide = lattice.xs[-1] - lattice.xs[0] > ROW * width
    return len(lattice.areas) == 2 and len(lattice.ys) == 2 and lattice.ys[1] - lattice.ys[0] < ROW * width and wide


CLOSING = frozenset("。，、；：！？）》」』”’)％%")
"""Marks with which no line begins."""

OVERFLOWN = 0.5
"""Confidence in a cell whose text lies across its border."""

Places = NDArray[np.intp]
"""For each glyph the number of its cell among the cells of all tables of the page, -1 outside all tables."""


def _unruled(ink: Ink, lattices: list[Lattice], places: Places) -> tuple[list[Lattice], Places]:
    """Return the table that the text itself forms, where it holds more of the text than the ruled ones do."""
    parts = sides(Glyphs.of(ink.glyphs), tuple(ink.rules))
    rules = tuple(rule for glyphs, lines in parts for rule in find_table(tuple(glyphs), lines))
    if not rules:
        return lattices, places
    found = find_lattices(replace(ink, rules=rules))
    there = _places(ink.glyphs, found)
    return (found, there) if _share(there) > _share(places) else (lattices, places)


def _share(places: Places) -> float:
    return float((places >= 0).mean()) if len(places) else 1.0


def _grids(lattices: Iterable[Lattice], printed: Printed) -> Iterator[Grid]:
    """Yield the grids of tables with what is printed in their cells."""
    lattices = tuple(lattices)
    n = sum(len(lattice.areas) for lattice in lattices)
    crossed = _crossed(lattices, printed)
    confidences = (min(c, OVERFLOWN) if i in crossed else c for i, c in enumerate(printed.confidences(n)))
    filled = zip(printed.texts(n), confidences, strict=True)
    for lattice in lattices:
        xs, ys = lattice.xs, lattice.ys
        cells = tuple(
            Cell(
                area.row, area.col, text, area.row_end - area.row, area.col_end - area.col,
                (xs[area.col], ys[area.row], xs[area.col_end], ys[area.row_end]), confidence,
            )
            for area, (text, confidence) in zip(lattice.areas, filled, strict=False)
        )  # fmt: skip
        box = (xs[0], ys[0], xs[-1], ys[-1])
        yield Grid(cells, len(ys) - 1, len(xs) - 1, box, lattice.open_top, lattice.open_bottom)


def _crossed(lattices: Sequence[Lattice], printed: Printed) -> frozenset[int]:
    """Return the numbers of cells with text across their upper or lower border: it overflows, or came from a neighbour.

    Spreadsheets print so where a row is too low for its text.
    """
    tops = np.array([lattice.ys[area.row] for lattice in lattices for area in lattice.areas])
    bottoms = np.array([lattice.ys[area.row_end] for lattice in lattices for area in lattice.areas])
    if not len(tops) or not len(printed.areas) or printed.glyphs.confidences.min() < 1:
        return frozenset()  # recognised runs have boxes of their own making
    boxes, areas = printed.glyphs.boxes, printed.areas
    slack = 0.25 * (boxes[:, 3] - boxes[:, 1])
    across = (tops[areas] - boxes[:, 1] > slack) | (boxes[:, 3] - bottoms[areas] > slack)
    return frozenset(np.flatnonzero(np.bincount(areas[across]) > 1).tolist())


def _places(glyphs: Sequence[Glyph], lattices: Sequence[Lattice]) -> Places:
    """Return in which cell the centre of each glyph lies; the first of overlapping tables has it.

    A mark that closes a sentence may hang over the right border of its cell: its left edge counts, or, where it was
    written right behind another glyph, the place of that.
    """
    glyphs = Glyphs.of(glyphs)
    boxes = glyphs.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    hanging = [i for i, text in enumerate(glyphs.texts) if text in CLOSING] if lattices else []
    x[hanging] = np.minimum(boxes[hanging, 0], _before(boxes, x, np.array(hanging, np.intp)))
    places = np.full(len(boxes), -1)
    before = 0
    for lattice in lattices:
        xs, ys = np.array(lattice.xs), np.array(lattice.ys)
        inside = (places < 0) & (xs[0] <= x) & (x < xs[-1]) & (ys[0] <= y) & (y < ys[-1])
        rows, columns = np.searchsorted(ys, y[inside], "right") - 1, np.searchsorted(xs, x[inside], "right") - 1
        places[inside] = before + np.array(lattice.owner)[rows * (len(xs) - 1) + columns]
        before += len(lattice.areas)
    return places


def _before(boxes: NDArray[np.float64], x: NDArray[np.float64], which: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return where the glyph written right before each of some glyphs stands, infinity where none touches it."""
    here, last = boxes[which], boxes[which - 1]
    size = here[:, 3] - here[:, 1]
    touches = (abs(here[:, 0] - last[:, 2]) < 0.3 * size) & (abs(here[:, 3] - last[:, 3]) < 0.3 * size) & (which > 0)
    return np.where(touches, x[which - 1], np.inf)


def _without_nested(lattices: list[Lattice]) -> list[Lattice]:
    """Tables that lie in a single cell of another are part of that cell's text, unless the other is but a frame."""
    kept: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda item: -len(item.areas)):
        if not any(_within(lattice, other) or _within(other, lattice) for other in kept):
            kept.append(lattice)
    return sorted(kept, key=lambda item: (item.ys[0], item.xs[0]))


def _within(inner: Lattice, outer: Lattice) -> bool:
    return (
        outer.xs[0] <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1]
        and outer.ys[0] <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1]
    )


def _reading_order(blocks: Iterable[Grid | Line]) -> tuple[Grid | Line, ...]:
    """Blocks from top to bottom; where grids stand side by side, column by column."""
    blocks = tuple(blocks)
    columns = _columns([block for block in blocks if isinstance(block, Grid)])

    def key(block: Grid | Line) -> tuple[int, float, float]:
        x0, top, x1, _ = block.bbox or (0.0, 0.0, 0.0, 0.0)
        middle = (x0 + x1) / 2
        column = next((i for i, (_, end) in enumerate(columns) if middle <= end), max(0, len(columns) - 1))
        return column, top, x0

    return tuple(sorted(blocks, key=key))


def _columns(grids: Sequence[Grid]) -> list[tuple[float, float]]:
    """Ranges of x that no grid crosses, each with at least one grid."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((grid.bbox[0], grid.bbox[2]) for grid in grids if grid.bbox):
        if spans and x0 < spans[-1][1] - 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans
