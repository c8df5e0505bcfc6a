"""Grades ticked in any of the many ways; where nothing is ticked, none is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.forms.grades import GRADES, read_grade

SCALES = [("优", "良", "中", "差"), ("优秀", "良好", "合格", "不合格"), ("优秀", "良好", "一般", "较差")]
TICKS = [
    ("☑", "□"),
    ("■", "□"),
    ("√", "□"),
    ("✓", "☐"),
    ("●", "○"),
    ("þ", "¨"),
    ("R", "£"),
    ("\uf052", "\uf0a3"),
    ("☒", "☐"),
]
BRACKETS = ["({})", "（{}）", "[{}]", "【{}】", "〔{}〕"]
GAPS = ["", " ", "　", "\n"]


def ticked(scale, chosen, mark, blank):
    return [(name, mark if name == chosen else blank) for name in scale]


@given(st.sampled_from(SCALES), st.integers(0, 3), st.sampled_from(TICKS), st.sampled_from(GAPS), st.booleans())
def test_a_tick_before_or_behind(scale, n, marks, gap, before):
    """Boxes of any font on either side of the names, however they are spaced."""
    pieces = ticked(scale, scale[n], *marks)
    printed = gap.join(f"{tick}{name}" if before else f"{name}{tick}" for name, tick in pieces)
    assert read_grade(printed) == scale[n]


@given(st.sampled_from(SCALES), st.integers(0, 3), st.sampled_from(BRACKETS), st.sampled_from("√✓☑■"), st.booleans())
def test_a_tick_in_brackets(scale, n, bracket, mark, before):
    pieces = [(name, bracket.format(tick)) for name, tick in ticked(scale, scale[n], mark, " ")]
    printed = " ".join(f"{tick}{name}" if before else f"{name}{tick}" for name, tick in pieces)
    assert read_grade(printed) == scale[n]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("printed", ["{}□", "□{}", "{}（ ）", "[ ]{}", "{}、", "{} / "])
def test_no_tick_no_grade(scale, printed):
    assert read_grade(" ".join(printed.format(name) for name in scale)) == ""


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize(
    "printed", ["{}", " {} ", "等级：{}", "自评等级为{}。", "本项目自评得分92分，评定等级为“{}”。", "评价结论是「{}」"]
)
def test_a_grade_alone_and_in_a_sentence(grade, printed):
    assert read_grade(printed.format(grade)) == grade


@pytest.mark.parametrize(
    "printed",
    ["", "无", "项目实施效果优秀，群众满意", "等级评定办法见附件", "本项目良好地完成了年度任务，资金使用规范", "（ ）"],
)
def test_words_that_are_no_grade(printed):
    """Praise in a sentence is no grade."""
    assert read_grade(printed) in ("", "无", "（ ）")


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("优秀（90≤得分≤100）", "优秀"),
        ("良（80-90分）", "良"),
        ("优(含)", "优(含)"),
        ("A", "A"),
        ("一等", "一等"),
        ("优+", "优+"),
    ],
)
def test_notes_and_grades_of_ones_own(printed, grade):
    """The range behind a grade is no part of it; other scales are kept as printed."""
    assert read_grade(printed) == grade
