"""Targets and actual values are read as numbers where they are numbers, and only there."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.forms.values import fulfilment, is_met, parse_value, target_met
from textmine.points.families import FAMILIES, family_of


@pytest.mark.parametrize(
    ("text", "number", "relation", "unit"),
    [
        ("≥95.00(%)", "95.00", ">=", "%"),
        ("=4.00(个)", "4.00", "=", "个"),
        ("≤1.30(/  )", "1.30", "<=", "/"),
        ("２，０００万条", "2000", "", "万条"),
        ("不低于90%", "90", ">=", "%"),
        ("431500.00(万条)", "431500.00", "", "万条"),
    ],
)
def test_numbers(text, number, relation, unit):
    """Signs, words for signs, full-width digits, thousands, units in brackets."""
    value = parse_value(text)
    assert (value.number, value.relation, value.unit) == (Decimal(number), relation, unit)


@pytest.mark.parametrize("text", ["", "及时", "2024年12月31日前", "6月底", "3至5个", "达成指标", "完成1个中心2个平台"])
def test_words_are_no_numbers(text):
    """Words, dates and cells with several numbers stay words."""
    assert parse_value(text) is None


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥90%", "90%", True),
        ("≤5%", "6%", False),
        ("=4(个)", "3(个)", False),
        ("≥2(个)", "2(次)", None),
        ("10", "12", True),
    ],
)
def test_target_met(target, actual, expected):
    """The relation decides; different units cannot be compared."""
    assert is_met(parse_value(target), parse_value(actual)) is expected


@pytest.mark.parametrize(
    ("target", "actual", "met", "times"),
    [
        ("≥4.00(个)", "12.00(个)", True, "3"),
        ("≤30元", "23元", True, None),
        ("=100.00(%)", "98(%)", False, "0.98"),
        ("≥90%", "85%", False, None),
        ("不低于90%", "91%", True, None),
        ("≥5(个)", "5(次)", None, None),
        ("提升", "已提升", None, None),
        ("健全", "健全", True, None),
        ("健全", "部分达成指标", False, None),
        ("健全", "达成指标", True, None),
        ("6月底", "9月底", None, None),
        ("6月", "9月", None, None),
        ("2023年", "2024年", None, None),
        ("≥12.00(月)", "12.00(月)", True, "1"),
        ("≥2.00(小时)", "", None, None),
    ],
)
def test_cells_against_each_other(target, actual, met, times):
    """Printed cells are compared where they can be; a later month is no over-fulfilment."""
    assert target_met(target, actual) is met
    if times is not None:
        assert fulfilment(target, actual) == Decimal(times)


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_is_too_odd(target, actual):
    """Any two texts are compared or left alone; a value equals itself or cannot be compared."""
    assert target_met(target, actual) in {True, False, None}
    assert fulfilment(target, actual) is None or fulfilment(target, actual) >= 0


@pytest.mark.parametrize(
    ("name", "level2", "family"),
    [
        ("长效管理机制健全性", "可持续影响指标", "长效机制"),
        ("来访客户满意度", "", "满意度"),
        ("日常运营保障及时性", "时效指标", "及时性"),
        ("故障应急响应及时率", "时效指标", "应急响应"),
        ("项目验收率", "质量指标", "验收与合格率"),
        ("某某", "数量指标", "数量"),
        ("某某", "", "其他"),
    ],
)
def test_families(name, level2, family):
    """Names decide before level 2; what nothing fits is «其他»."""
    assert family_of(name, level2) == family
    assert family in {*FAMILIES, "社会效益", "经济效益"}
