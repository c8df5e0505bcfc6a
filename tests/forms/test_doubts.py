"""Cells outside the indicators that were hard to read are named in findings."""

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
