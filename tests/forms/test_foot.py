"""Totals, grades and explanations at the foot, in the many ways in which bureaus print them."""

import pytest

from textmine.forms.grades import read_grade

TITLE = "项目支出绩效自评表"
TOTAL = ["总分", "<", "<", "<", "<", "100", "95.9", ""]


def foot(build, *rows):
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, build.header, *build.body, *rows]])
    assert len(read.indicators) == 4
    return read


def wide(*cells, width=8):
    """A row whose last cell is merged to the right edge."""
    return [*cells, *["<"] * (width - len(cells))]


@pytest.mark.parametrize(
    ("row", "weight", "score", "grade"),
    [
        (["总分（100分）", "<", "<", "<", "<", "", "95.9", ""], None, 95.9, ""),
        (["合 计", "<", "<", "", "", "100", "95.9", "优"], 100, 95.9, "优"),
        (["自评得分", "<", "95.9", "<", "自评等级", "<", "优（√）良（ ）中（ ）差（ ）", "<"], None, 95.9, "优"),
        (["总分", "100", "自评得分", "<", "95.9", "<", "评价等级", "优"], 100, 95.9, "优"),
        (wide("自评总分：95.9  自评等级：优"), None, 95.9, "优"),
        (wide("总分：95.9分（自评等级：优秀）"), None, 95.9, "优秀"),
        (wide("自评结果", "总分：95.9；等级：优"), None, 95.9, "优"),
        (wide("得分合计", "95.9", "评价等级", "优"), None, 95.9, "优"),
    ],
)
def test_totals(build, row, weight, score, grade):
    read = foot(build, row)
    assert (read.total_weight, read.total_score, read.grade) == (weight, score, grade)
    assert read.reconciled


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        (wide("评价等级", "优 ☑　良 □　中 □　差 □"), "优"),
        (wide("评价等级", "[ ]优 [√]良 [ ]中 [ ]差"), "良"),
        (wide("评价等级", "优 £  良 R  中 £  差 £"), "良"),
        (wide("绩效等级", "优：  良：√  中：  差："), "良"),
        (wide("自评结论", "优秀（90≤得分≤100）"), "优秀"),
        (wide("自评结论", "本项目自评得分95.9分，等级为优。"), "优"),
        (["评价结果", "优", "良", "中", "差", "", "", ""], ""),
        (["自评等级", "优", "", "良", "√", "中", "", "差"], "良"),
        (["评价等级", "□优", "☑良", "□中", "□差", "", "", ""], "良"),
        (wide("评价等次：优"), "优"),
    ],
)
def test_grades(build, row, grade):
    assert foot(build, TOTAL, row).grade == grade


@pytest.mark.parametrize(
    "rows",
    [
        [wide("存在问题", "进度慢。"), wide("下一步改进措施", "加快。")],
        [wide("存在问题及原因分析：进度慢。"), wide("改进措施：加快。")],
        [wide("问题与建议", "存在问题", "进度慢。"), wide("^", "改进措施", "加快。")],
    ],
)
def test_explanation_of_the_whole_form(build, rows):
    assert foot(build, TOTAL, *rows).deviation == "进度慢。\n加快。"


def test_remarks_and_signatures_are_no_explanation(build):
    rows = [wide("其他需要说明的问题", "无"), ["填表人：张三", "<", "<", "<", "联系电话：123", "<", "<", "<"]]
    assert foot(build, TOTAL, *rows).deviation == ""


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("优", "优"), (" 良好 ", "良好"), ("不合格", "不合格"), ("优□ 良□ 中□ 差□", ""), ("优、良、中、差", ""),
        ("■优□良□中□差", "优"), ("优þ 良¨ 中¨ 差¨", "优"), ("☐优 ☒良", "良"), ("A", "A"), ("", ""),
        ("项目实施情况总体较好，达到预期", ""), ("评定等级是“良好”", "良好"),
    ],
)  # fmt: skip
def test_read_grade(text, grade):
    assert read_grade(text) == grade
