"""Targets and actual values are read as numbers where they are numbers, and only there."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.forms.values import Value, fulfilment, is_met, parse_value, target_met
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


SIGNS = {
    "≥": ">=", ">=": ">=", ">": ">=", "＞": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "大于": ">=",
    "≤": "<=", "<=": "<=", "<": "<=", "＜": "<=", "不超过": "<=", "不高于": "<=", "不大于": "<=", "小于": "<=",
    "控制在": "<=", "=": "=", "＝": "=", "": "",
}  # fmt: skip


@given(
    st.sampled_from(sorted(SIGNS)),
    st.decimals(0, 10**8, places=2),
    st.sampled_from(["", "%", "个", "(%)", "（万元）", "万人次"]),
)
def test_any_sign_number_and_unit(sign, amount, unit):
    """In any of the usual ways of printing them, spaced or not, with thousands, in full width."""
    plain = unit.strip("()（）")
    for printed in (f"{sign}{amount}{unit}", f"{sign} {amount:,} {unit}", f"{sign}{amount}{unit}".translate(WIDE)):
        assert parse_value(printed) == Value(amount, SIGNS[sign], plain)


WIDE = {c: c + 0xFEE0 for c in [*range(0x30, 0x3A), ord("%")]}


@given(st.decimals(0, 1000, places=1), st.decimals(0, 1000, places=1))
def test_at_least_and_at_most_are_each_others_mirror(target, actual):
    """Both hold only where the two are equal, and then «=» holds too."""
    least, most, equal = (target_met(f"{sign}{target}个", f"{actual}个") for sign in ("≥", "≤", "="))
    assert (least and most) == equal == (target == actual)
    assert least or most


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("达到95%", "95", "%"), ("完成12个", "12", "个"), ("共3次", "3", "次"), ("约200人", "200", "人"),
     ("实际完成5项", "5", "项"), ("95%以上", "95", "%以上"), ("(5)", "5", ""), ("100.00(P\nB)", "100.00", "P\nB")],
)  # fmt: skip
def test_words_before_a_number(text, number, unit):
    value = parse_value(text)
    assert (value.number, value.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(
    "text", ["12月底", "6月中旬前", "3月份", "12月31日前", "2024年底前", "无", "优", "/", "-5%", "增长5%", "第1批",
             "A级以上", "10-20个", "1：3", "3/4", "一个", "低于5%", "10个以上且覆盖全部乡镇街道和村居社区"],
)  # fmt: skip
def test_what_is_no_plain_number(text):
    """Dates, ranges, shares, words before that change the sense, long sentences."""
    assert parse_value(text) is None


@pytest.mark.parametrize(
    ("actual", "met"),
    [("达成指标", True), ("已达成", True), ("达到预期", True), ("完成", True), ("达标", True), ("部分达成指标", False),
     ("未完成", False), ("未达标", False), ("基本达成", None), ("不达标", None), ("较好", None), ("优", None),
     ("", None), ("达成指标，效果良好", None)],
)  # fmt: skip
def test_words_of_results(actual, met):
    """Plain words count; what leaves room for doubt is not judged."""
    assert target_met("提升服务水平", actual) is met


@pytest.mark.parametrize(
    ("target", "actual", "times"),
    [("≥100个", "150个", "1.5"), ("100", "50", "0.5"), ("≤100个", "150个", None), ("=0个", "5个", None),
     ("≥5个", "5次", None), ("提升", "5个", None), ("6月", "9月", None), ("≥50%", "100%", "2")],
)  # fmt: skip
def test_fulfilment(target, actual, times):
    """Only where more is better, of one unit, and the target is something."""
    assert fulfilment(target, actual) == (None if times is None else Decimal(times))
