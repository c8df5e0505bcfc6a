"""Families: many names of one kind of indicator get one name; the level helps where the name says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.points.families import FAMILIES, OTHER, family_of
from textmine.report.translate import NAMES


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("服务对象满意度", "满意度"),
        ("群众投诉处理满意率", "满意度"),
        ("突发事件处置", "应急响应"),
        ("故障平均修复时间", "应急响应"),
        ("长效管理制度建设", "长效机制"),
        ("安全事故发生数", "安全与事故"),
        ("系统可用率", "稳定与可用"),
        ("资金拨付及时率", "及时性"),
        ("项目按期完成", "及时性"),
        ("竣工验收通过率", "验收与合格率"),
        ("任务完成率", "完成率"),
        ("垃圾无害化", "能耗与生态"),
        ("采购单价", "成本与节约"),
        ("政策知晓率", "知晓与宣传"),
        ("培训人次", "数量"),
        ("预 算\n执行率", "预算执行"),
        ("奇怪的名字", OTHER),
        ("", OTHER),
    ],
)
def test_names(name, family):
    """What the name says decides; blanks of the print do not."""
    assert family_of(name) == family


@pytest.mark.parametrize(
    ("level2", "level1", "family"),
    [
        ("时效指标", "产出指标", "及时性"),
        ("质量指标", "", "验收与合格率"),
        ("经济效益指标", "效益指标", "经济效益"),
        ("可持续影响指标", "", "长效机制"),
        ("", "满意度指标", "满意度"),
        ("自定指标", "满意度指标", OTHER),
    ],
)
def test_the_level_helps_where_the_name_does_not(level2, level1, family):
    """Level 2 first; level 1 only where there is no level 2."""
    assert family_of("某项", level2, level1) == family


@given(st.text(max_size=12), st.text(max_size=6))
def test_every_name_has_a_family_with_an_english_name(name, level2):
    """No name is without a family, and the English report has a word for each (budget execution included)."""
    family = family_of(name, level2)
    assert family in FAMILIES or family in {"经济效益", "社会效益"}
    assert NAMES[family].isascii()


def test_families_are_told_once():
    """The list that legends use has each family once, the rest last."""
    assert len(set(FAMILIES)) == len(FAMILIES)
    assert FAMILIES[-1] == OTHER
