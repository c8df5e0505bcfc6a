"""Layouts and labels as data: the built-in ones, a user's file over them, and what is wrong with one."""

import pytest

from textmine.errors import ConfigError
from textmine.forms.layouts import builtin_layouts, load_layouts


def write(tmp_path, text):
    path = tmp_path / "layouts.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("block", "label", "role"),
    [
        ("head", "项目名称", "project"),
        ("head", "主管部门及代码", "department"),
        ("head", "项 目 实 施 单 位：", "unit"),
        ("head", "省级预算部门名称", "department"),
        ("head", "绩效自评等级", "grade"),
        ("funding", "全年执行数（B）", "executed"),
        ("funding", "执行率（B/A）", "rate"),
        ("funding", "年初批复预算", "initial_budget"),
        ("goal", "年度总体目标完成情况综述", "actual"),
        ("goal", "年初设定目标", "expected"),
        ("indicators", "指标值（A）", "target"),
        ("indicators", "全年实际完成值", "actual"),
        ("indicators", "分值（权重）", "weight"),
        ("indicators", "未完成原因及拟改进措施", "deviation"),
        ("indicators", "评分标准", "extra"),
        ("foot", "总  分", "total"),
        ("foot", "改进措施及结果应用方案", "measure"),
        ("foot", "处理工单数", None),
    ],
)
def test_roles(block, label, role):
    assert builtin_layouts().role(block, label) == role


def test_a_users_synonyms_are_added_and_win(tmp_path):
    layouts = load_layouts(write(tmp_path, '[labels.indicators]\ntarget = ["考核要求"]\ndeviation = ["评分标准"]'))
    assert layouts.role("indicators", "考核要求") == "target"
    assert layouts.role("indicators", "评分标准") == "deviation"
    assert layouts.role("indicators", "年度指标值") == "target"
    assert builtin_layouts().role("indicators", "评分标准") == "extra"


def test_a_users_layout_is_tried_first_and_reads_a_form(tmp_path, build):
    text = """
[[layouts]]
name = "ours"
requires = ["level3", "target", "actual", "score"]
labels = { target = ["应做的事"], actual = ["做到的事"] }
"""
    layouts = load_layouts(write(tmp_path, text))
    assert layouts.layouts[0].name == "ours"
    header = [*build.header[:3], "应做的事", "做到的事", *build.header[5:]]
    table = [*build.head, *build.funding, header, *build.body, *build.total]
    assert build.parse(["项目支出绩效自评表", table]) == ()
    (form,) = build.parse(["项目支出绩效自评表", table], layouts=layouts)
    assert form.indicators[0].target == "≥100(件)"


def test_all_problems_at_once_with_the_nearest_names(tmp_path):
    text = """
titels = 1
[labels.indicator]
target = ["甲"]
[labels.indicators]
taget = ["甲"]
actual = "乙"
[patterns.goal]
actual = ["("]
[[layouts]]
requires = ["levl3"]
"""
    with pytest.raises(ConfigError) as caught:
        load_layouts(write(tmp_path, text))
    message = str(caught.value)
    for part in (
        "titels",
        "titles",
        "labels.indicator:",
        "indicators",
        "taget",
        "target",
        "a list of texts",
        "levl3",
        "level3",
        "name: missing",
        "regular expression",
    ):
        assert part in message


@pytest.mark.parametrize("text", ["[labels", "labels = 3", "layouts = 3"])
def test_broken_files(tmp_path, text):
    with pytest.raises(ConfigError):
        load_layouts(write(tmp_path, text))


def test_missing_file(tmp_path):
    with pytest.raises(ConfigError):
        load_layouts(tmp_path / "none.toml")
