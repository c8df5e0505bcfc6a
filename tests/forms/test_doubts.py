"""Cells outside the indicators that were hard to read are named in findings."""

from dataclasses import replace

import pytest

from textmine.documents.model import Cell, Document, Grid, Page
from textmine.forms import parse_forms

_ROWS = (
    ("项目名称", "虚构项目", "主管部门", "示例市示例局", "", ""),
    ("项目资金", "", "年初预算数", "全年预算数", "全年执行数", "执行率"),
    ("", "年度资金总额", "100", "100", "100", "100%"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"),
    ("产出指标", "数量指标", "办理事项", "5件", "5件", "100"),
)


def _document(doubtful: tuple[int, int], text: str | None = None) -> Document:
    cells = tuple(
        Cell(
            r,
            c,
            (text if (r, c) == doubtful and text is not None else words),
            confidence=0.4 if (r, c) == doubtful else 1.0,
        )
        for r, row in enumerate(_ROWS)
        for c, words in enumerate(row)
    )
    return Document("a.png", "scan", "ocr", (Page(1, (Grid(cells, len(_ROWS), 6),)),))


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ((0, 1), "第1页 表头"),
        ((0, 3), "第1页 表头"),
        ((2, 1), "第1页 资金"),
        ((2, 3), "第1页 资金"),
        ((3, 3), "第1页 指标表头"),
    ],
)
def test_doubtful_cells_are_named(cell, place):
    """A cell of the head, the funding or the header read with little confidence gives a finding with its place."""
    (form,) = parse_forms(_document(cell))
    (found,) = [f for f in form.findings if f.code == "low_confidence"]
    assert found.where == place
    assert _ROWS[cell[0]][cell[1]] in found.message


def test_unread_cells_are_named():
    """Print that could not be read at all is no blank, among the indicators nor elsewhere."""
    (form,) = parse_forms(_document((2, 4), ""))
    assert any(f.code == "low_confidence" and "未能读出" in f.message for f in form.findings)
    (form,) = parse_forms(_document((4, 4), ""))
    assert any(f.code == "low_confidence" and "办理事项" in f.where for f in form.findings)


def test_certain_cells_give_no_finding():
    """What was read for certain is not flagged."""
    (form,) = parse_forms(_document((9, 9)))
    assert not [f for f in form.findings if f.code == "low_confidence"]


def test_total_that_cannot_be_read_is_told(build):
    """Without lines the figures of the totals may stand in one cell; the form then says that its total is missing."""
    (lost,) = build.parse(
        ["项目支出绩效自评表", [*build.form[:-1], ["总分", "<", "<", "<", "<", "95.\n100分\n9分", "", ""]]]
    )
    (found,) = build.parse(["项目支出绩效自评表", build.form])
    told = [[f for f in form.findings if "总分未能读出" in f.message] for form in (lost, found)]
    assert (lost.total_score, list(map(len, told))) == (None, [1, 0])


def _told(build, *pages, words):
    (form,) = build.parse(*pages)
    return [f.message for f in form.findings if f.code == "low_confidence" and words in f.message]


_TITLE = "项目支出绩效自评表"


def _with(build, **parts):
    blocks = {name: parts.get(name, getattr(build, name)) for name in ("head", "funding", "goal")}
    return [*blocks["head"], *blocks["funding"], *blocks["goal"], build.header, *build.body, *build.total]


@pytest.mark.parametrize(
    ("part", "words", "change"),
    [
        ("funding", "重复", lambda rows: [[*row[:1], "年度资金总额\n其中：当年财政拨款", *row[2:]] for row in rows]),
        ("funding", "资金未能读出", lambda rows: [["", *row[1:4], "", "", "", ""] for row in rows[:1]]),
        (
            "goal",
            "目标或其完成情况未能读出",
            lambda rows: [rows[0], ["^", "…", "<", "<", "平台稳定" * 10, "<", "<", "<"]],
        ),
        ("head", "等级未能读出", lambda rows: [*rows, ["自评等", "<", "优", "<", "分级", "<", "", "<"]]),
        ("funding", "###", lambda rows: [rows[0], *([*row[:4], "####", *row[5:]] for row in rows[1:])]),
    ],
)
def test_blocks_that_were_read_in_part_are_told(build, part, words, change):
    """Items glued, amounts lost, one goal of two, a grade without its label, numbers wider than their cells."""
    changed = _with(build, **{part: change(getattr(build, part))})
    assert _told(build, [_TITLE, changed], words=words)
    assert not _told(build, [_TITLE, build.form], words="printed, but not read")


def test_goals_outside_the_table_are_told(build):
    """Between two pages of the table a goal without lines is read as plain text."""
    lines = ["预期目标 实际完成情况", "保障平台稳定运行。 平台全年稳定运行。"]
    upper, lower = [*build.head, *build.funding], [build.header, *build.body, *build.total]
    assert _told(build, [_TITLE, upper], lines, [lower], words="目标或其完成情况未能读出")
    assert not _told(build, [_TITLE, upper], [lower], words="printed, but not read")


def test_reasons_below_the_table_are_told(build):
    """Without a column for reasons the rows at the foot hold them, which may be read as lines."""
    rows = [[*row[:7], ""] for row in build.form]
    lines = ["未完成原因分 1.满意度仍有提升余地", "析"]
    assert _told(build, [_TITLE, rows, *lines], words="原因或措施未能读出")
    assert not _told(build, [_TITLE, rows], words="printed, but not read")


def test_every_row_below_a_doubtful_label_is_flagged(build):
    """A level label over several rows that was read with little confidence is doubtful in each of them."""
    grid = build.grid(build.form)
    cells = tuple(c._replace(confidence=0.3) if c.text == "数量指标" else c for c in grid.cells)
    (form,) = build.parse([_TITLE, replace(grid, cells=cells)])
    flagged = [f.where.split()[-1] for f in form.findings if f.code == "low_confidence"]
    assert flagged == ["处理工单数", "培训人次"]


@pytest.mark.parametrize(("upper", "told"), [("因疫情取消，后续将强化前期", 1), ("无偏差", 0), ("因疫情取消。", 0)])
def test_a_sentence_over_two_rows_is_told(build, upper, told):
    """Its first half stands in a row that lost nothing: at a page break it belongs to the row below."""
    body = [[*build.body[0][:7], upper], [*build.body[1][:7], "勘察。"], *build.body[2:]]
    pages = [[_TITLE, [*build.head, *build.funding, *build.goal, build.header, body[0]]], [[*body[1:], *build.total]]]
    assert len(_told(build, *pages, words="断开的一句")) == told
