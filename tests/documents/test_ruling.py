"""Ruling lines: snapped, joined, parted into tables."""

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
