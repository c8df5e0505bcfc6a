"""The arithmetic: each fault is found, and nothing is flagged that holds."""

from dataclasses import replace

import pytest

from textmine.forms.checks import ARITHMETIC, Printed, check, grade_of, scale_in
from textmine.records import Form, Funding, Indicator

PLAIN = Printed()


def form(**changes):
    rows = (
        Indicator("产出指标", "数量指标", "甲", "≥10(个)", "12(个)", 50.0, 50.0, ""),
        Indicator("效益指标", "社会效益指标", "乙", "提升", "提升", 40.0, 35.0, "人手不足，下一步补充人员。"),
    )
    base = Form(
        "a.pdf", project="甲",
        funding=(Funding("年度资金总额", 100.0, 100.0, 99.5, 10.0, 99.5, 9.95),), indicators=rows,
        total_weight=100.0, total_score=94.95, grade="优",
    )  # fmt: skip
    return replace(base, **changes)


def codes(form, printed=PLAIN, bonus=frozenset()):
    findings, reconciled = check(form, printed, bonus)
    found = [f.code for f in findings if f.code in ARITHMETIC]
    assert reconciled == (not found)
    return found


def with_row(f, n, **changes):
    rows = list(f.indicators)
    rows[n] = replace(rows[n], **changes)
    return replace(f, indicators=tuple(rows))


def test_a_sound_form_has_no_fault():
    assert codes(form()) == []


def test_total_mismatch():
    assert codes(form(total_score=95.95)) == ["total_mismatch"]
    assert codes(form(total_score=94.96)) == []  # within 0.01
    assert codes(form(total_score=94.97)) == ["total_mismatch"]


def test_weight_mismatch():
    assert codes(with_row(form(), 0, weight=52.0)) == ["weight_mismatch"]


def test_score_above_weight():
    faulty = with_row(form(total_score=96.95), 0, score=52.0)
    assert codes(faulty) == ["score_above_weight"]


@pytest.mark.parametrize(
    ("rate", "places", "faults"),
    [
        (99.5, 2, 0),
        (99.51, 2, 0),
        (99.49, 2, 0),
        (99.52, 2, 1),
        (98.5, 2, 1),
        (99.0, 0, 0),
        (100.0, 0, 0),
        (98.0, 0, 1),
        (99.4, 1, 0),
    ],
)
def test_rate_mismatch(rate, places, faults):
    """Rates may be rounded or cut off at their printed places."""
    row = Funding("年度资金总额", 100.0, 100.0, 99.5, 10.0, rate, 9.95)
    assert codes(form(funding=(row,)), Printed((places,))).count("rate_mismatch") == faults


def test_rate_is_not_tested_without_budget():
    rows = (
        form().funding[0],
        Funding("其他资金", 0.0, 0.0, 0.0, None, 0.0, None),
        Funding("其他", None, None, 1.0, None, 50.0, None),
    )
    assert codes(form(funding=rows)) == []


def test_execution_score_mismatch():
    row = replace(form().funding[0], score=7.77)
    assert codes(form(funding=(row,), total_score=92.77)) == ["execution_score_mismatch"]


def test_overspending_earns_no_more_than_the_weight():
    row = Funding("年度资金总额", 100.0, 100.0, 120.0, 10.0, 120.0, 10.0)
    assert codes(form(funding=(row,), total_score=95.0)) == []


def test_grade_mismatch():
    assert codes(form(grade="良")) == ["grade_mismatch"]
    assert codes(form(grade="优秀")) == []
    assert codes(form(grade="")) == []


def test_grade_by_the_forms_own_scale():
    printed = Printed(scale="优（95-100分）良（85-95分）中（60-85分）差（60分以下）")
    assert codes(form(grade="良"), printed) == []
    assert codes(form(grade="优"), printed) == ["grade_mismatch"]
    assert scale_in("优：90分（含）以上；良：80分（含）-90分；中：60-80") == {"优": 90.0, "良": 80.0, "中": 60.0}
    assert grade_of(79.99, {"优": 90, "良": 80, "中": 60}) == "中"


def test_a_wrong_total_does_not_also_fault_the_grade():
    assert codes(form(total_score=88.0)) == ["total_mismatch"]


def test_execution_rate_as_indicator_is_not_counted_twice():
    rows = (Indicator("预算执行率", "预算执行率", "预算执行率", "100%", "99.5%", 10.0, 9.95), *form().indicators)
    bare = replace(form().funding[0], weight=None, score=None)
    assert codes(form(indicators=rows, funding=(bare,))) == []
    assert codes(form(indicators=rows)) == []


def test_points_promised_by_the_label_of_the_block():
    bare = replace(form().funding[0], weight=None)
    assert codes(form(funding=(bare,)), Printed((2,), promised=10.0)) == []


def test_form_without_funding_block():
    """90 points of indicators and a total that includes the execution score printed nowhere."""
    assert codes(form(funding=())) == []
    assert codes(form(funding=(), total_score=70.0, grade="中")) == ["total_mismatch"]


def test_bonus_rows_stand_outside_the_100_points():
    rows = (*form().indicators, Indicator("加分项", "", "表彰", "", "获奖", 5.0, 2.0))
    assert codes(form(indicators=rows, total_score=96.95), bonus=frozenset({"加分项"})) == []


def test_messages_hold_the_numbers():
    findings, _ = check(form(total_score=90.0))
    message = next(f.message for f in findings if f.code == "total_mismatch")
    assert "94.95" in message and "90" in message
