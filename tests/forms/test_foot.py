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


def below(build, *lines, rows=()):
    """A form whose table ends with its indicators, and lines of text under it."""
    table = [*build.head, *build.funding, *build.goal, build.header, *build.body, *rows]
    (read,) = build.parse([TITLE, table, *lines])
    assert len(read.indicators) == 4
    return read


@pytest.mark.parametrize(
    ("lines", "weight", "score"),
    [
        (("总分 100 95.9",), 100, 95.9),
        (("总分：95.9分",), None, 95.9),
        (("自评得分：95.9",), None, 95.9),
        (("总分", "100 95.9"), 100, 95.9),
        (("总分", "100", "95.9"), 100, 95.9),
        (("合计　100　95.9　",), 100, 95.9),
        (("总分由各项得分相加",), None, None),
        (("总分 甲 乙",), None, None),
        (("备注：总分为100分",), None, None),
        ((), None, None),
    ],
)
def test_totals_in_lines_below(build, lines, weight, score):
    """In one line or several; a sentence about totals is none."""
    read = below(build, *lines)
    assert (read.total_weight, read.total_score) == (weight, score)


def test_totals_of_the_table_win_over_lines_below(build):
    assert below(build, "总分 100 80", rows=[TOTAL]).total_score == 95.9


@pytest.mark.parametrize(
    ("lines", "grade"),
    [
        (("评价等级：优",), "优"), (("评价等级", "优"), "优"), (("评价等级优秀",), "优秀"), (("评价等级 良",), "良"),
        (("自评等级：优□ 良☑ 中□ 差□",), "良"), (("评价等级办法见附件",), ""), (("评价等级", "见附件"), ""), ((), ""),
    ],
)  # fmt: skip
def test_grades_in_lines_below(build, lines, grade):
    assert below(build, *lines, rows=[TOTAL]).grade == grade


@pytest.mark.parametrize(
    ("lines", "deviation"),
    [
        (("未完成原因分析：设备到货较晚。", "改进措施：提前采购。"), "设备到货较晚。\n提前采购。"),
        (("改进措施及结果应用方案：提前采购。",), "提前采购。"),
        (
            ("偏差大或目标未完成原因分析：因设备到货较晚，安装调试推迟，全年工作未能", "按期完成。", "填表人：张三"),
            "因设备到货较晚，安装调试推迟，全年工作未能按期完成。",
        ),
        (("联系电话：010-12345678", "填表日期：2024年3月"), ""),
        (("存在问题：进度慢。", "改进措施：加快。"), ""),
        (("未完成原因分析：设备到货较晚。", "改进措施见附件"), "设备到货较晚。"),
    ],
)
def test_explanations_in_lines_below(build, lines, deviation):
    """With the lines in which they go on, and no further."""
    assert below(build, *lines, rows=[TOTAL]).deviation == deviation


def test_an_explanation_over_several_rows(build):
    """A row without a label goes on with the text above it; a remark ends it."""
    rows = [
        TOTAL, wide("存在问题", "进度慢，"), wide("经费不足。"), wide("改进措施", "加快。"), wide("备注", "无"),
        wide("填表说明文字"),
    ]  # fmt: skip
    assert foot(build, *rows).deviation == "进度慢，经费不足。\n加快。"
