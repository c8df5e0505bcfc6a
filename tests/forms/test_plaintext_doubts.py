"""Nothing silently wrong: what looks like no part of a form is named; totals, words printed twice, users' labels."""

from dataclasses import replace

import pytest

from textmine.documents.text import read
from textmine.forms import load_layouts, parse_forms
from textmine.forms.plaintext.doubts import doubts
from textmine.forms.plaintext.marks import single
from textmine.forms.plaintext.stream import labelled
from textmine.forms.plaintext.tokens import TextLine, Token
from textmine.forms.plaintext.totals import join_pieces, read_totals, scored
from textmine.records import Form, Funding, Goal, Indicator

ROW = Indicator("产出指标", "数量指标", "培训人次", "≥100(人)", "120(人)", 50.0, 50.0, "")
OTHER = Indicator("满意度指标", "满意度指标", "群众满意度", "≥90(%)", "80(%)", 40.0, 30.0, "宣传不够，下一步加强宣传。")
FORM = Form(
    "a.txt", (), "项目支出绩效自评表", 2024, "试点项目", "某市教育局", "某市第一中学",
    (Funding("年度资金总额", 100.0, 100.0, 95.0, 10.0, 95.0, 9.5),
     Funding("其中：财政拨款", 60.0, 60.0, 55.0, None, 91.67, None),
     Funding("其他资金", 40.0, 40.0, 40.0, None, 100.0, None)),
    Goal("完成培训任务。", "已完成培训任务。"), (ROW, OTHER), 100.0, 89.5,
)  # fmt: skip
LABELS = ("项目名称", "主管部门", "预期目标", "实际完成情况", "全年预算数", "全年执行数")


def printed(*words):
    return labelled([TextLine(w, "line", None) for w in words])


def named(form, *words):
    """Return what is doubted in a form whose text holds the labels."""
    return [f.where for f in doubts(form, printed(*(words or LABELS)))]


def with_row(**changes):
    return replace(FORM, indicators=(replace(ROW, **changes), OTHER))


def test_a_form_as_printed_is_not_doubted():
    assert named(FORM) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"level3": "培训人次≥100(人)"}, {"level3": "指标"}, {"level3": "）培训人次"},
        {"target": "≥100(人)120(人)"}, {"actual": ""},
        {"actual": "120(人"}, {"deviation": "及时效益指标"}, {"target": "=80绩效指标%"}, {"level3": "培训人次数量指标"},
    ],
)  # fmt: skip
def test_a_cell_that_looks_like_none_is_named(changes):
    assert named(with_row(**changes)) == ["第1行"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"project": ""}, "表头"), ({"department": "某市教育局年度预算申请"}, "表头"), ({"year": None}, "表头"),
        ({"funding": ()}, "资金"), ({"goal": Goal("完成培训任务。已完成培训任务。", "")}, "目标"),
        ({"goal": Goal("质量发展”的决策部署，统", "已完成。")}, "目标"),
        ({"funding": (*FORM.funding[:2], Funding("其他资金年度目标", 0.0, 0.0, 0.0))}, "资金 其他资金年度目标"),
        ({"funding": (FORM.funding[0], replace(FORM.funding[1], budget=7.0), FORM.funding[2])}, "资金"),
    ],
)  # fmt: skip
def test_a_part_that_does_not_fit_is_named(changes, where):
    assert where in named(replace(FORM, **changes))


def test_a_level_that_is_printed_and_used_nowhere_is_named():
    assert named(FORM, *LABELS, "三级指标", "产出指标", "时效指标") == ["级次"]


def test_levels_that_come_back_or_have_another_parent_are_named():
    again = replace(FORM, indicators=(ROW, OTHER, replace(ROW, level3="培训场次")))
    assert named(again) == ["第3行"]
    assert named(with_row(level1="效益指标")) == ["第1行"]
    assert named(with_row(level1="", level2="")) != []


def test_explanations_beside_the_wrong_rows_are_named():
    rows = (replace(ROW, deviation="宣传不够，下一步加强宣传。"), replace(OTHER, deviation=""))
    assert "偏差原因" in named(replace(FORM, indicators=rows))


@pytest.mark.parametrize(
    ("pieces", "expected", "total"),
    [
        (["100", "90.6", "6"], 90.66, (100.0, 90.66)), (["100.0", "0", "94.5", "5"], 94.55, (100.0, 94.55)),
        (["100", "分", "68.33", "分"], None, (100.0, 68.33)), (["92.44"], 92.44, (None, 92.44)),
        (["100", "89.5", "2024"], 89.5, (100.0, 89.5)), ([], 89.5, (None, None)),
    ],
)  # fmt: skip
def test_broken_totals_are_joined_by_what_the_rows_sum_to(pieces, expected, total):
    assert join_pieces(pieces, expected) == total


def test_the_line_of_totals_ends_at_other_words():
    foot = [
        Token("合计", "line", None, "total"),
        *(Token(t, "space", None) for t in ("100.00", "94.55", "（2024年度）", "3")),
    ]
    assert read_totals(foot, None) == (100.0, 94.55) and read_totals(foot[1:], None) == (None, None)


def test_rows_sum_with_the_execution_unless_they_hold_it():
    assert scored(FORM.indicators, FORM.funding) == 89.5
    assert scored((replace(ROW, weight=60.0), OTHER), FORM.funding) == 80.0
    assert scored((replace(ROW, score=None),), FORM.funding) is None


def test_words_printed_twice_are_read_once():
    twice = [
        "项目名称",
        "项目名称 甲",
        "甲 主管部门",
        "主管部门 某局",
        "某局",
        "资金",
        "资金",
        "总额",
        "总额 1.0",
        "1.0 2.0",
        "2.0",
    ]
    assert single(twice) == ["项目名称 甲 主管部门 某局", "资金", "总额 1.0 2.0"]
    once = ["得分", "得分 5", "6", "7", "8", "9", "10", "11", "12"]
    assert single(once) == once


TEXT = """项目支出绩效自评表（2024年度）
项目名称 试点项目
主管部门 某市教育局 实施单位 某市第一中学
一级指标 二级指标 三级指标 年度指标值 实绩几何 分值 得分
产出指标
数量指标 培训人次 ≥100(人次) 120(人次) 50 50
质量指标 合格率 ≥90(%) 95(%) 50 45
总分 100 95
"""


def test_labels_of_a_user_are_known_in_texts_too(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text('[labels.indicators]\nactual = ["实绩几何"]\n[labels.foot]\ntotal = ["末了"]\n', "utf-8")
    text = read(TEXT.replace("总分", "末了").encode(), source="a.txt")
    (form,) = parse_forms(text, load_layouts(path))
    assert [(r.target, r.actual, r.score) for r in form.indicators] == [
        ("≥100(人次)", "120(人次)", 50),
        ("≥90(%)", "95(%)", 45),
    ]
    assert form.total_score == 95 and form.reconciled
    (unknown,) = parse_forms(text)
    assert unknown.findings


@pytest.mark.parametrize("name", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("blank", [" ", "\t", "　"])
def test_a_text_is_read_alike_in_any_encoding(name, ends, blank):
    data = TEXT.replace("实绩几何", "完成值").replace(" ", blank).replace("\n", ends).encode(name)
    (form,) = parse_forms(read(data, source="a.txt"))
    assert [r.level3 for r in form.indicators] == ["培训人次", "合格率"] and form.total_score == 95
    assert (form.project, form.department, form.unit) == ("试点项目", "某市教育局", "某市第一中学")
