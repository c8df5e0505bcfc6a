"""Ruling lines: snapped, joined, parted into tables."""

from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.lattice import build_lattice
from textmine.documents.model import Glyph, Rule
from textmine.documents.ruling import find_rulings, tidy
from textmine.documents.underlines import without_underlines


def test_dashes_make_one_line():
    level, upright = tidy(Rule(x, 50, x + 3, 50.5) for x in range(10, 100, 5))
    assert [(round(s.start), round(s.end)) for s in level] == [(10, 98)]
    assert upright == []


def test_double_borders_are_one_line():
    level, _ = tidy([Rule(0, 50, 100, 50), Rule(0, 52, 100, 52)])
    assert [s.at for s in level] == [51]


def test_pieces_far_apart_stay_two_lines():
    level, _ = tidy([Rule(0, 50, 100, 50), Rule(140, 50, 200, 50)])
    assert len(level) == 2


def test_tables_that_share_no_line_are_separate():
    left = [Rule(0, 0, 50, 0), Rule(0, 50, 50, 50), Rule(0, 0, 0, 50), Rule(50, 0, 50, 50)]
    right = [Rule(r.x0 + 100, r.top, r.x1 + 100, r.bottom) for r in left]
    assert [ruling.box for ruling in find_rulings(left + right)] == [(0, 0, 50, 50), (100, 0, 150, 50)]


def test_region_that_is_no_rectangle_is_cut_into_rectangles():
    frame = [Rule(0, 0, 100, 0), Rule(0, 100, 100, 100), Rule(0, 0, 0, 100), Rule(100, 0, 100, 100)]
    (ruling,) = find_rulings([*frame, Rule(50, 0, 50, 50), Rule(50, 50, 100, 50)])
    lattice = build_lattice(ruling)
    fields = sum((a.row_end - a.row) * (a.col_end - a.col) for a in lattice.areas)
    assert fields == (len(lattice.xs) - 1) * (len(lattice.ys) - 1) == 4
    assert lattice.at(75, 25) != lattice.at(25, 25)
    assert lattice.at(200, 200) is None


def test_underlines_are_no_borders():
    word = [Glyph(mark, 20 + 10 * i, 10, 30 + 10 * i, 20, 10) for i, mark in enumerate("项目名称")]
    line, border = Rule(20, 20.5, 60, 20.9), Rule(15, 20.5, 80, 20.9)
    assert without_underlines([line, border], word) == (border,)


def slowly(rules):
    """Level lines at one position, joined piece by piece: the gap allowed between dashes grows with them."""
    (start, end), *rest = ((rule.x0, rule.x1) for rule in sorted(rules, key=lambda rule: rule.x0))
    last, joined = end - start, []
    for x0, x1 in rest:
        gap = max(3.5, 2 * min(last, x1 - x0)) if max(last, x1 - x0) < 14 else 3.5
        if x0 - end <= gap:
            end = max(end, x1)
        else:
            joined.append((start, end))
            start, end = x0, x1
        last = x1 - x0
    return [(a, b) for a, b in [*joined, (start, end)] if b - a >= 6]


PIECES = st.lists(st.tuples(st.integers(0, 160), st.sampled_from([1, 2, 3, 6, 9, 13, 15, 40])), min_size=1, max_size=14)


@given(PIECES)
@settings(max_examples=300, deadline=None)
def test_pieces_are_joined_as_one_by_one(pieces):
    rules = [Rule(x, 50, x + length, 50) for x, length in pieces]
    level, _ = tidy(rules)
    assert [(stroke.start, stroke.end) for stroke in level] == slowly(rules)


@given(st.lists(st.floats(0, 60), min_size=1, max_size=12))
@settings(deadline=None)
def test_positions_nearer_than_the_least_text_are_one(places):
    level, upright = tidy(Rule(0, y, 100, y) for y in places)
    found = [stroke.at for stroke in level]
    assert upright == []
    assert found == sorted(found)
    assert all(min(abs(y - at) for at in found) <= 4 for y in places)
    assert min(places) - 1e-9 <= found[0]
    assert found[-1] <= max(places) + 1e-9


def test_long_lines_weigh_more_than_short_ones():
    level, _ = tidy([Rule(0, 50, 300, 50), Rule(0, 53, 10, 53)])
    assert round(level[0].at, 1) == 50.1


def test_nothing_makes_no_line():
    assert tidy([]) == ([], [])
    assert find_rulings([]) == ()


def test_drawings_of_many_lines_take_little_memory():
    """Hatching: thousands of lines that all could meet are compared a few hundred at a time."""
    import tracemalloc

    rules = [Rule(x, y, x + 8, y) for x in range(0, 600, 15) for y in range(0, 800, 10)]
    rules += [Rule(x + 4, y, x + 4, y + 8) for x in range(0, 600, 15) for y in range(0, 800, 12)]
    tracemalloc.start()
    find_rulings(rules)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(rules) > 5000
    assert peak < 40e6
