"""Text layers whose tables were torn into blocks: rows are put together by order, units and arithmetic."""

from textmine.documents.text import read
from textmine.forms import parse_forms
from textmine.forms.plaintext.certainty import temper
from textmine.forms.plaintext.quantities import fuse_apart, fuse_quantities
from textmine.forms.plaintext.strewn import goals_before
from textmine.forms.plaintext.tokens import Token
from textmine.records import Finding, Form, Indicator

TORN = """项目支出绩效自评表
（2024年度）

项目名称 试点项目

主管部门 某市教育局

实施单位 某市第一中学

年初预算数 全年预算数 全年执行数 分值 执行率(%) 得分

年度资金总额 100.00 100.00 95.00 10.00 95.00 9.50

一级指标 二级指标 三级指标

培训人次
课程覆盖率

年度指标值

实际完成值

分值

得分

预期目标
完成培训任务，保证质量，提高教师的专业水平，使学生受益。

数量指标

质量指标

产出指标

实际完成情况
已完成全部培训任务，质量得到保证，教师的专业水平有了提高。

群众满意度

满意度指标

≥100(人次)

≥90(%)

≥85(%)

120(人次)

80(%)

90(%)

30

30

30

20

30

30

总分

100

89.5
"""


def tokens(*texts: str, gap: str = "line") -> list[Token]:
    """Words on lines of their own."""
    return [Token(t, gap, None) for t in texts]


def test_columns_emitted_one_after_the_other_make_rows():
    (form,) = parse_forms(read(TORN.encode(), source="a.txt"))
    rows = [(r.level3, r.target, r.actual, r.weight, r.score) for r in form.indicators]
    assert rows == [
        ("培训人次", "≥100(人次)", "120(人次)", 30, 30),
        ("课程覆盖率", "≥90(%)", "80(%)", 30, 20),
        ("群众满意度", "≥85(%)", "90(%)", 30, 30),
    ]
    assert form.goal.expected.startswith("完成培训任务") and form.goal.actual.startswith("已完成")
    assert any(f.code == "low_confidence" for f in form.findings)


def test_quantities_are_joined_behind_the_other_cells_of_their_row():
    assert [t.text for t in fuse_quantities(tokens("=100.00(", "100.00(%)", "5", "5", "%)"))] == [
        "=100.00(%)", "100.00(%)", "5", "5",
    ]  # fmt: skip
    read_back = fuse_quantities(
        [*tokens("≥15000.0"), Token("15000.00", "space", None), *tokens("5", "5", "0(条)", "(条)")]
    )
    assert [t.text for t in read_back] == ["≥15000.00(条)", "15000.00(条)", "5", "5"]


def test_a_unit_on_the_next_line_belongs_to_its_target():
    row = [*tokens("≥185", "万人次"), Token("185万人次", "space", None)]
    assert [t.text for t in fuse_quantities(row)] == ["≥185万人次", "185万人次"]


def test_answers_are_joined_over_lines_of_other_cells():
    joined = fuse_apart(tokens("部分达成指", "6", "3.6", "标并具有一", "定效果"), {"部分达成指标并具有一定效果"})
    assert [t.text for t in joined] == ["部分达成指标并具有一定效果", "6", "3.6"]


def test_goals_emitted_inside_the_table_stand_before_it():
    stream = [
        Token("三级指标", "line", None, "level3"), Token("甲", "block", None),
        Token("预期目标", "block", None, "expected"),
        Token("完成年度任务，保证工程的质量和安全。", "line", None), Token("乙", "block", None),
    ]  # fmt: skip
    moved, table = goals_before(stream, 0)
    assert [t.text for t in moved[table:]] == ["三级指标", "甲", "乙"] and len(moved) == len(stream)


def test_a_fault_of_an_uncertain_reading_is_only_uncertain():
    row = Indicator("产出指标", "数量指标", "甲", "≥1(个)", "1(个)", 90.0, 80.0, "")
    form = Form("a.txt", (), "", 2024, "项目", "局", "", (), None, (row,), total_score=85.0)
    fault = Finding("total_mismatch", "85 ≠ 80", "总分")
    assert temper(form, (fault,)) == (fault,)
    unsure = Form("a.txt", (), "", 2024, "项目", "局", "", (), None, (row,), total_score=85.0,
                  findings=(Finding("low_confidence", "?", ""),))  # fmt: skip
    assert [f.code for f in temper(unsure, (fault,))] == ["low_confidence"]
