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


@given(st.sets(st.sampled_from(INNER), max_size=16), st.integers(-1, ROWS), st.integers(-1, COLUMNS))
@settings(deadline=None)
def test_every_point_has_the_area_around_it(gone, row, column):
    """Inside the table exactly one; outside none."""
    found = lattice(raster(ROWS, COLUMNS, gone))
    index = found.at((column + 0.5) * SIZE, (row + 0.5) * SIZE)
    if 0 <= row < ROWS and 0 <= column < COLUMNS:
        area = found.areas[index]
        assert area.row <= row < area.row_end and area.col <= column < area.col_end
    else:
        assert index is None


@given(
    st.sets(st.sampled_from(INNER), max_size=12),
    st.lists(st.floats(-1.2, 1.2), min_size=8, max_size=8),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_cells_do_not_depend_on_how_exactly_or_in_which_order_lines_are_drawn(gone, shifts, random):
    """Programs draw the pieces of one line some tenths of a point apart, and in any order."""
    rules = raster(ROWS, COLUMNS, gone)
    crooked = [
        Rule(r.x0, r.top + dy, r.x1, r.bottom + dy)
        if r.top == r.bottom
        else Rule(r.x0 + dy, r.top, r.x1 + dy, r.bottom)
        for r, dy in ((rule, shifts[i % len(shifts)]) for i, rule in enumerate(rules))
    ]
    random.shuffle(crooked)
    assert lattice(crooked).areas == lattice(rules).areas


@pytest.mark.parametrize(
    ("share", "cells"),
    [(0.95, 4), (0.7, 4), (0.5, 3), (0.0, 3)],
    ids=["nearly whole", "for the most part", "half", "none"],
)
def test_a_border_that_is_drawn_in_part(share, cells):
    """A piece that covers most of a border parts two cells, a stub does not."""
    big = 60.0
    rules = [Rule(x, 0, x, 2 * big) for x in (0, 2 * big)] + [Rule(0, y, 2 * big, y) for y in (0, big, 2 * big)]
    rules.append(Rule(big, big, big, 2 * big))
    if share:
        rules.append(Rule(big, 0, big, share * big))
    assert len(lattice(rules).areas) == cells


def test_two_lines_make_the_cells_between_them():
    """A table of level lines only: its rows, each one cell, closed at the ends of the lines."""
    found = lattice([Rule(10, y, 200, y) for y in (0, 30, 60)])
    assert [(a.row, a.col, a.row_end, a.col_end) for a in found.areas] == [(0, 0, 1, 1), (1, 0, 2, 1)]
    assert found.xs == (10, 200) and (found.at(9, 10), found.at(100, 45), found.at(201, 10)) == (None, 1, None)
