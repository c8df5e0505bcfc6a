"""Targets and actual values are read as numbers where they are numbers, and only there."""

from decimal import Decimal

import pytest

from textmine.points.families import FAMILIES, family_of
from textmine.points.values import is_met, parse_value


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
