"""Tables whose lines part rows but no columns, or columns but no rows: the text itself tells the rest."""

import pytest

from textmine.documents.grids import build_page
from textmine.documents.model import Glyph, Grid, Ink, Rule

HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "补贴人数", "≥3人", "3人", "10", "10"],
    ["产出指标", "数量指标", "发放次数", "5次", "4次", "20", "15"],
    ["效益指标", "时效指标", "发放及时率", "及时", "及时", "30", "30"],
    ["效益指标", "时效指标", "群众满意率", "≥90%", "92%", "40", "40"],
]
XS = [30, 90, 150, 260, 330, 400, 440]
EDGES = [25, 85, 145, 255, 325, 395, 435, 475]
YS = [90, 110, 130, 150, 170, 190]


def write(text, x, middle, size=9.0):
    return [
        Glyph(mark, x + i * size, middle - 4.5, x + (i + 1) * size, middle + 4.5, size) for i, mark in enumerate(text)
    ]


def sheet():
    lines = zip([HEADER, *ROWS], YS, strict=False)
    return [g for row, y in lines for x, text in zip(XS, row, strict=True) for g in write(text, x, y + 10)]


def frame():
    return [Rule(25, y, 475, y) for y in (90, 190)] + [Rule(x, 90, x, 190) for x in (25, 475)]


def texts(glyphs, rules):
    page = build_page(Ink(1, 600, 800, tuple(glyphs), tuple(rules)))
    (grid,) = [block for block in page.blocks if isinstance(block, Grid)]
    return [[c.text for c in grid.cells if c.row == row and c.text] for row in range(grid.n_rows)]


@pytest.mark.parametrize(
    "inner",
    [[Rule(25, y, 475, y) for y in YS], [Rule(x, 90, x, 190) for x in EDGES]],
    ids=["no lines between columns", "no lines between rows"],
)
def test_framed_table_with_lines_in_one_direction(inner):
    assert texts(sheet(), frame() + inner) == [HEADER, *ROWS]


def test_fully_ruled_table_stays_as_its_lines_divide_it():
    """Wide gaps and figures in one merged cell are its text."""
    rules = [Rule(25, y, 475, y) for y in YS] + [Rule(x, 90, x, 190) for x in EDGES] + frame()
    below = [Rule(25, 210, 475, 210), *(Rule(x, 190, x, 210) for x in (25, 475))]
    found = texts(
        sheet() + write("电话1", 40, 200) + write("日期2", 140, 200) + write("编号3", 240, 200), rules + below
    )
    assert found[:-1] == [HEADER, *ROWS] and len(found[-1]) == 1
