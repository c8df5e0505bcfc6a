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


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("预算执行率", "预算执行"),
        ("资金支付及时率", "预算执行"),
        ("应急处置满意度", "满意度"),
        ("制度执行率", "长效机制"),
        ("安全生产事故数", "安全与事故"),
        ("设备完好率", "稳定与可用"),
        ("故障修复时间", "应急响应"),
        ("验收及时率", "及时性"),
        ("工程验收率", "验收与合格率"),
        ("信访办结率", "完成率"),
        ("节能改造面积", "能耗与生态"),
        ("执行标准", "成本与节约"),
        ("标准化建设", "数量"),
        ("项目总成本", "成本与节约"),
        ("服务能力提升", "效率与便利"),
        ("聘请专家人数", "数量"),
        ("会议次数", "数量"),
    ],
)
def test_the_narrower_family_wins(name, family):
    """Where words of several families stand in a name, the order of the rules decides, always the same way."""
    assert family_of(name) == family


@pytest.mark.parametrize("gap", [" ", "\n", "\u3000", "\t", " \n "])
@pytest.mark.parametrize("name", ["预算执行率", "群众满意度", "长效管理机制", "验收合格率"])
def test_blanks_inside_a_name_change_nothing(name, gap):
    """Line breaks of a narrow column fall anywhere in a name."""
    for at in range(1, len(name)):
        assert family_of(name[:at] + gap + name[at:]) == family_of(name)


@given(st.text(max_size=10), st.sampled_from(["数量指标", "质量指标", "时效指标", "成本指标", "生态效益指标", ""]))
def test_the_name_wins_over_the_level(name, level2):
    """A level never changes what the name has told."""
    own = family_of(name)
    if own != OTHER:
        assert family_of(name, level2) == own
    else:
        assert family_of(name, level2) != OTHER or not level2
