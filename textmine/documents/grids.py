"""Ink → page: tables as grids of cells, all other text as lines, every glyph in exactly one of them."""

from __future__ import annotations

from bisect import bisect_right
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
    lattices = find_lattices(ink)
    places = _places(ink.glyphs, lattices)
    if _share(places) < RULED:
        lattices, places = _unruled(ink, lattices, places)
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.areas] for lattice in lattices]
    outside: list[Glyph] = []
    for glyph, place in zip(ink.glyphs, places, strict=True):
        if place is None:
            outside.append(glyph)
        else:
            inside[place[0]][place[1]].append(glyph)
    grids = [fill_lattice(lattice, glyphs) for lattice, glyphs in zip(lattices, inside, strict=True)]
    return Page(ink.number, _reading_order(grids, free_lines(outside)), ink.width, ink.height, rotation=ink.rotation)


def find_lattices(ink: Ink) -> list[Lattice]:
    """Return the tables of a page without their text; frames around tables and boxes inside cells are left out."""
    rules = without_underlines(ink.rules, ink.glyphs)
    lattices = [build_lattice(ruling) for ruling in find_rulings(rules) if ruling.level and ruling.upright]
    return _without_nested([lattice for lattice in lattices if len(lattice.areas) >= MIN_CELLS])


Place = tuple[int, int] | None
"""Table and cell of a glyph, None outside all tables."""


def _unruled(ink: Ink, lattices: list[Lattice], places: list[Place]) -> tuple[list[Lattice], list[Place]]:
    """Return the table that the text itself forms, where it holds more of the text than the ruled ones do."""
    rules = find_table(ink.glyphs, ink.rules)
    if not rules:
        return lattices, places
    found = find_lattices(replace(ink, rules=rules))
    there = _places(ink.glyphs, found)
    return (found, there) if _share(there) > _share(places) else (lattices, places)


def _share(places: Sequence[Place]) -> float:
    return 1 - places.count(None) / len(places) if places else 1.0


def fill_lattice(lattice: Lattice, glyphs: Sequence[Sequence[Glyph]]) -> Grid:
    """Return the grid of a table from the glyphs of each of its cells."""
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


def _places(glyphs: Sequence[Glyph], lattices: Sequence[Lattice]) -> list[Place]:
    """Return for each glyph the table and the cell that its centre lies in."""
    places: list[Place] = [None] * len(glyphs)
    for number, lattice in enumerate(lattices):
        xs, ys, owner = lattice.xs, lattice.ys, lattice.owner
        left, right, top, bottom, columns = xs[0], xs[-1], ys[0], ys[-1], len(xs) - 1
        for i, glyph in enumerate(glyphs):
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            if left <= x < right and top <= y < bottom and places[i] is None:
                places[i] = number, owner[(bisect_right(ys, y) - 1) * columns + bisect_right(xs, x) - 1]
    return places


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
