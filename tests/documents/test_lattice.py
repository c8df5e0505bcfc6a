"""Cells from lines: every field in one cell, and a cell ends where a line stands."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.lattice import build_lattice
from textmine.documents.model import Rule
from textmine.documents.ruling import Ruling, tidy

SIZE = 20.0


def raster(rows, columns, gone=()):
    """The lines of a raster, piece by piece, without some of its inner pieces: ("level" or "upright", row, column)."""
    pieces = [("level", r, c) for r in range(rows + 1) for c in range(columns)]
    pieces += [("upright", r, c) for r in range(rows) for c in range(columns + 1)]
    return [
        Rule(c * SIZE, r * SIZE, (c + (kind == "level")) * SIZE, (r + (kind == "upright")) * SIZE)
        for kind, r, c in pieces
        if (kind, r, c) not in gone
    ]


def lattice(rules):
    level, upright = tidy(rules)
    return build_lattice(Ruling(tuple(level), tuple(upright)))


ROWS, COLUMNS = 4, 5
INNER = [("level", r, c) for r in range(1, ROWS) for c in range(COLUMNS - 1)]  # a piece of every line stays
INNER += [("upright", r, c) for r in range(ROWS - 1) for c in range(1, COLUMNS)]


def reached(field, gone):
    """The fields that one can reach from a field without crossing a line."""
    found, queue = {field}, [field]
    while queue:
        r, c = queue.pop()
        ways = {(r - 1, c): ("level", r, c), (r + 1, c): ("level", r + 1, c),
                (r, c - 1): ("upright", r, c), (r, c + 1): ("upright", r, c + 1)}  # fmt: skip
        fresh = [to for to, line in ways.items() if line in gone and to not in found]
        found.update(fresh)
        queue += fresh
    return frozenset(found)


@given(st.sets(st.sampled_from(INNER), max_size=16))
@settings(max_examples=300, deadline=None)
def test_areas_cover_the_raster_once_and_are_what_lines_enclose(gone):
    areas = lattice(raster(ROWS, COLUMNS, gone)).areas
    shapes = [{(r, c) for r in range(a.row, a.row_end) for c in range(a.col, a.col_end)} for a in areas]
    fields = [(r, c) for r in range(ROWS) for c in range(COLUMNS)]
    assert Counter(field for shape in shapes for field in shape) == Counter(fields)
    enclosed = {reached(field, gone) for field in fields}
    for region in enclosed:
        inside = [shape for shape in shapes if shape & region]
        assert set.union(*inside) == region  # no area crosses a line
        rows, columns = {r for r, _ in region}, {c for _, c in region}
        if len(region) == len(rows) * len(columns):
            assert len(inside) == 1


@given(st.sets(st.sampled_from(INNER), max_size=16))
@settings(deadline=None)
def test_order_of_areas_is_that_of_reading(gone):
    areas = lattice(raster(ROWS, COLUMNS, gone)).areas
    assert [(a.row, a.col) for a in areas] == sorted((a.row, a.col) for a in areas)


@pytest.mark.parametrize(
    ("gone", "shapes"),
    [
        ([], {(1, 1): 9}),
        ([("upright", 0, 1)], {(1, 1): 7, (1, 2): 1}),
        ([("level", 1, 0)], {(1, 1): 7, (2, 1): 1}),
        ([("upright", 0, 1), ("upright", 1, 1), ("level", 1, 0), ("level", 1, 1)], {(1, 1): 5, (2, 2): 1}),
        ([("upright", 0, 1), ("level", 1, 0)], {(1, 1): 7, (1, 2): 1}),
    ],
    ids=["none", "across", "down", "block", "angle"],
)
def test_fields_without_a_line_between_them_are_one_cell(gone, shapes):
    areas = lattice(raster(3, 3, gone)).areas
    assert Counter((a.row_end - a.row, a.col_end - a.col) for a in areas) == shapes


@pytest.mark.parametrize(
    ("missing", "top", "bottom"),
    [(None, False, False), (0, True, False), (3, False, True)],
    ids=["closed", "top", "bottom"],
)
def test_side_without_a_line_is_open(missing, top, bottom):
    rules = [rule for rule in raster(3, 2) if missing is None or not rule.top == rule.bottom == missing * SIZE]
    found = lattice(rules)
    assert (found.open_top, found.open_bottom, len(found.areas)) == (top, bottom, 6)
