"""Spanning cells of Word, HTML and Excel: each keeps its text and finds its place, as in a browser."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.merging import MAX_SPAN, Spanning, lay_out


def laid(*rows):
    """Rows of (text, rowspan, colspan) as (row, column, text, rowspan, colspan)."""
    grid = lay_out([[Spanning(*cell) for cell in row] for row in rows])
    return [(c.row, c.col, c.text, c.rowspan, c.colspan) for c in grid.cells], (grid.n_rows, grid.n_cols)


SPANS = st.integers(0, 5)
ROWS = st.lists(st.lists(st.builds(Spanning, st.text("甲乙丙", max_size=2), SPANS, SPANS), max_size=5), max_size=6)


@given(ROWS)
@settings(deadline=None)
def test_no_cell_is_lost_and_none_lies_over_another(rows):
    """Every text comes out once, in its order; no field of the grid has two owners; all stand inside."""
    grid = lay_out(rows)
    assert [cell.text for cell in grid.cells] == [item.text for row in rows for item in row]
    assert [cell.row for cell in grid.cells] == [r for r, row in enumerate(rows) for _ in row]
    fields = Counter(
        (cell.row + i, cell.col + j) for cell in grid.cells for i in range(cell.rowspan) for j in range(cell.colspan)
    )
    assert all(times == 1 for times in fields.values())
    assert all(r < grid.n_rows and c < grid.n_cols for r, c in fields)


@given(ROWS)
@settings(deadline=None)
def test_cells_of_a_row_stand_from_left_to_right(rows):
    grid = lay_out(rows)
    places = [(cell.row, cell.col) for cell in grid.cells]
    assert places == sorted(places)


@given(st.integers(1, 6), st.integers(1, 6))
def test_a_plain_table_stays_as_it_is(n_rows, n_cols):
    rows = [[Spanning(f"{r},{c}") for c in range(n_cols)] for r in range(n_rows)]
    grid = lay_out(rows)
    assert (grid.n_rows, grid.n_cols) == (n_rows, n_cols)
    assert all(cell.text == f"{cell.row},{cell.col}" for cell in grid.cells)


@pytest.mark.parametrize(
    ("rows", "cells", "size"),
    [
        ([], [], (0, 0)),
        ([[]], [], (1, 0)),
        (
            [[("产出", 3, 1), ("数量", 2, 1), ("甲",)], [("乙",)], [("质量", 1, 1), ("丙",)]],
            [(0, 0, "产出", 3, 1), (0, 1, "数量", 2, 1), (0, 2, "甲", 1, 1), (1, 2, "乙", 1, 1),
             (2, 1, "质量", 1, 1), (2, 2, "丙", 1, 1)],
            (3, 3),
        ),
        ([[("甲", 9, 1)], [("乙",)]], [(0, 0, "甲", 2, 1), (1, 1, "乙", 1, 1)], (2, 2)),
        ([[("甲", 0, 1)], [], []], [(0, 0, "甲", 3, 1)], (3, 1)),
        (
            [[("甲",), ("乙", 2, 1)], [("丙", 1, 3), ("丁",)]],
            [(0, 0, "甲", 1, 1), (0, 1, "乙", 2, 1), (1, 0, "丙", 1, 1), (1, 2, "丁", 1, 1)],
            (2, 3),
        ),
        ([[("甲", 1, -2), ("乙", -1, 1)]], [(0, 0, "甲", 1, 1), (0, 1, "乙", 1, 1)], (1, 2)),
    ],
    ids=["nothing", "an empty row", "levels", "longer than the table", "to the end", "in the way", "below one"],
)  # fmt: skip
def test_places(rows, cells, size):
    assert laid(*rows) == (cells, size)


def test_a_span_of_millions_costs_no_memory():
    """Broken pages claim any number of columns."""
    grid = lay_out([[Spanning("甲", 1, 10**9)]])
    assert grid.n_cols == MAX_SPAN
