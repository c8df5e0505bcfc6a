"""Ink → page: tables as grids of cells, all other text as lines, every glyph in exactly one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textmine.documents.borderless import find_table
from textmine.documents.lattice import Lattice, build_lattice
from textmine.documents.lines import area_text, free_lines
from textmine.documents.model import Cell, Glyph, Grid, Ink, Line, Page
from textmine.documents.ruling import find_rulings
from textmine.documents.underlines import without_underlines

MIN_CELLS = 3
"""A ruled box with fewer cells is a frame, not a table."""

RULED = 0.5
"""Where ruled tables hold less of a page's text than this, the text may form a table without lines."""


def build_page(ink: Ink) -> Page:
    """The page that its ink shows.

    Parameters
    ----------
    ink : Ink
        Characters (or longer runs of text) and ruling lines, upright.

    Returns
    -------
    Page
        Grids and lines in reading order; side-by-side tables one after the other.
    """
    lattices = find_lattices(ink)
    if _share_inside(ink.glyphs, lattices) < RULED:
        lattices = _unruled(ink, lattices)
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.areas] for lattice in lattices]
    outside: list[Glyph] = []
    for glyph in ink.glyphs:
        place = _place(glyph, lattices)
        if place is None:
            outside.append(glyph)
        else:
            inside[place[0]][place[1]].append(glyph)
    grids = [fill_lattice(lattice, glyphs) for lattice, glyphs in zip(lattices, inside, strict=True)]
    return Page(ink.number, _reading_order(grids, free_lines(outside)), ink.width, ink.height, rotation=ink.rotation)


def find_lattices(ink: Ink) -> list[Lattice]:
    """The tables of a page without their text; frames around tables and boxes inside cells are left out."""
    rules = without_underlines(ink.rules, ink.glyphs)
    lattices = [build_lattice(ruling) for ruling in find_rulings(rules) if ruling.level and ruling.upright]
    return _without_nested([lattice for lattice in lattices if len(lattice.areas) >= MIN_CELLS])


def _unruled(ink: Ink, lattices: list[Lattice]) -> list[Lattice]:
    """The table that the text itself forms, where it holds more of the text than the ruled ones do."""
    rules = find_table(ink.glyphs)
    if not rules:
        return lattices
    found = find_lattices(replace(ink, rules=rules))
    return found if _share_inside(ink.glyphs, found) > _share_inside(ink.glyphs, lattices) else lattices


def _share_inside(glyphs: Sequence[Glyph], lattices: Sequence[Lattice]) -> float:
    if not lattices or not glyphs:
        return 0.0
    return sum(_place(glyph, lattices) is not None for glyph in glyphs) / len(glyphs)


def fill_lattice(lattice: Lattice, glyphs: Sequence[Sequence[Glyph]]) -> Grid:
    """The grid of a table from the glyphs of each of its cells."""
    xs, ys = lattice.xs, lattice.ys
    cells = tuple(
        Cell(
            area.row,
            area.col,
            area_text(inside) if inside else "",
            area.row_end - area.row,
            area.col_end - area.col,
            (xs[area.col], ys[area.row], xs[area.col_end], ys[area.row_end]),
            min((glyph.confidence for glyph in inside), default=1.0),
        )
        for area, inside in zip(lattice.areas, glyphs, strict=True)
    )
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return Grid(cells, len(ys) - 1, len(xs) - 1, box, lattice.open_top, lattice.open_bottom)


def _place(glyph: Glyph, lattices: Sequence[Lattice]) -> tuple[int, int] | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for index, lattice in enumerate(lattices):
        area = lattice.at(x, y)
        if area is not None:
            return index, area
    return None


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


def _reading_order(grids: Sequence[Grid], lines: Iterable[Line]) -> tuple[Grid | Line, ...]:
    """Blocks from top to bottom; where grids stand side by side, column by column."""
    columns = _columns(grids)
    blocks: list[Grid | Line] = [*grids, *lines]

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
