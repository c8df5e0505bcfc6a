"""Two tables side by side without lines between them are read apart."""

import pytest

from textmine.documents.glyphs import Glyphs
from textmine.documents.grids import build_page
from textmine.documents.model import Glyph, Grid, Ink, Rule
from textmine.documents.sides import sides

HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
XS = [10, 60, 110, 180, 220, 260, 290]


def write(text, x, top, size=8.0):
    return [Glyph(mark, x + i * size, top, x + (i + 1) * size, top + size, size) for i, mark in enumerate(text)]


def form(left, names):
    """The rows of a small form."""
    rows = [HEADER, *(["产出指标", "数量指标", name, "3件", "3件", "10", "9"] for name in names)]
    glyphs = write("项目名称", left + 10, 20) + write("甲项目经费", left + 110, 20)
    for n, texts in enumerate(rows):
        glyphs += [glyph for x, text in zip(XS, texts, strict=True) for glyph in write(text, left + x, 40 + 20 * n)]
    return glyphs


def names(glyphs, rules=()):
    page = build_page(Ink(1, 800, 600, tuple(glyphs), tuple(rules)))
    found = [block for block in page.blocks if isinstance(block, Grid)]
    return [[c.text for c in grid.cells if c.text.startswith("办")] for grid in found]


LEFT, RIGHT = ["办理甲事", "办理乙事", "办理丙事"], ["办成丁事", "办成戊事"]


def lines(left, count):
    return [Rule(left, 36 + 20 * n, left + 310, 36 + 20 * n) for n in range(-1, count)]


@pytest.mark.parametrize("ruled", [False, True])
def test_two_forms_side_by_side(ruled):
    rules = [*lines(5, 5), *lines(405, 4)] if ruled else []
    assert names([*form(0, LEFT), *form(400, RIGHT)], rules) == [LEFT, RIGHT]


def test_a_strip_inside_one_form_parts_nothing():
    """One form with white between its columns has its label on one side only."""
    glyphs = Glyphs.of([*form(0, LEFT), *write("偏差原因", 420, 40), *write("甲项目", 420, 60)])
    assert len(sides(glyphs, [])) == 1


def test_a_line_across_the_strip_parts_nothing():
    glyphs = Glyphs.of([*form(0, LEFT), *form(400, RIGHT)])
    assert len(sides(glyphs, [Rule(5, 36, 715, 36)])) == 1


def test_a_page_without_text():
    assert [len(glyphs) for glyphs, _ in sides(Glyphs.of([]), [])] == [0]
