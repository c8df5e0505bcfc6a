"""What a careful reader would ask about explanations and targets."""

import pytest

from textmine.forms.checks import Printed, check
from textmine.records import Form, Indicator

PLAIN = Printed()


def codes(*rows, deviation="", printed=PLAIN):
    findings, _ = check(Form("a", indicators=rows, deviation=deviation), printed)
    return [f.code for f in findings if f.code not in ("weight_mismatch",)]


def row(deviation="", score=8.0, target="提升", actual="较好", name="甲"):
    return Indicator("产出指标", "数量指标", name, target, actual, 10.0, score, deviation)


@pytest.mark.parametrize("text", ["", "无", "无偏差。"])
def test_explanation_missing(text):
    assert codes(row(text)) == ["explanation_missing"]
    assert codes(row(text, score=10.0)) == []
    assert codes(row(text), deviation="全表说明") == []


def test_measure_missing():
    assert codes(row("设备到货晚。")) == ["measure_missing"]
    assert codes(row("设备到货晚。下一步提前采购。")) == []


def test_explanation_without_loss():
    assert codes(row("设备到货晚，将提前采购。", score=10.0)) == ["explanation_without_loss"]


def test_copied_explanation():
    text = "受市场价格波动影响未能完成，下一步加强预算管理。"
    assert codes(row(text), row(text, name="乙")) == ["copied_explanation"]


def test_target_met_but_points_lost():
    assert codes(row("精度不足，将改进。", target="≥90(%)", actual="95(%)")) == ["target_met_points_lost"]


def test_overfulfilled():
    assert codes(row("", 10.0, "≥100(个)", "138(个)")) == ["overfulfilled"]


def test_a_sign_without_its_figure_was_lost_by_the_reader():
    assert codes(row("", 10.0, target="≤")) == ["low_confidence"]
    assert codes(row("", 10.0, target="≤3天", actual="=")) == ["low_confidence"]
    assert codes(row("", 10.0, target="/", actual="—")) == []


def test_confidence_and_pages():
    assert codes(row("", 10.0), printed=Printed(confidences=(0.4,))) == ["low_confidence"]
    assert codes(row("", 10.0), printed=Printed(unreadable=((3, "no text"),))) == ["unreadable_page"]


@pytest.mark.parametrize(
    "text",
    ["无", "无偏差", "没有偏差。", "不存在偏差", "无偏差原因", "无此情况", "已完成", "完成", "不适用", "达成", "达标",
     "无需改进", " 无 。"],
)  # fmt: skip
def test_words_that_explain_nothing(text):
    """Beside lost points they are no explanation, beside full points no surplus one."""
    assert codes(row(text)) == ["explanation_missing"]
    assert codes(row(text, score=10.0)) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("设备到货晚，将提前采购。", True), ("设备到货晚，拟更换供应商。", True), ("设备到货晚，明年提前采购。", True),
        ("设备到货晚，已督办。", True), ("设备到货晚，已制定整改方案。", True), ("设备到货晚。", False),
        ("将近一半设备未到货。", False), ("因疫情取消两期培训。", False), ("受天气影响，报名人数少。", False),
    ],
)  # fmt: skip
def test_whether_a_measure_is_named(text, named):
    """«将近» announces nothing."""
    assert ("measure_missing" in codes(row(text))) is not named


@pytest.mark.parametrize("score", [None, 10.0, 9.997])
def test_no_loss_no_missing_explanation(score):
    """Nor where points are not printed, or differ by less than a cent of rounding."""
    assert codes(row("", score=score)) == []


@pytest.mark.parametrize(
    ("actual", "far"), [("130(个)", False), ("131(个)", True), ("100(个)", False), ("300(次)", False), ("三百", False)]
)
def test_how_far_above_the_target(actual, far):
    """From 30% above on rules ask for a word about it."""
    assert ("overfulfilled" in codes(row("", 10.0, "≥100(个)", actual))) is far


def test_copies_name_the_first_of_them():
    """Three equal texts: two findings, both point to the first; short texts are no copies."""
    text = "受市场价格波动影响未能完成，下一步加强预算管理。"
    form = Form("a", indicators=(row(text), row("人手不足，将增加。"), row(text), row(text), row("人手不足，将增加。")))
    copied = [f for f in check(form, PLAIN)[0] if f.code == "copied_explanation"]
    assert [f.where for f in copied] == ["指标3 甲", "指标4 甲"]
    assert all("指标1" in f.message for f in copied)


@pytest.mark.parametrize(("confidence", "told"), [(0.79, True), (0.8, False), (1.0, False), (0.0, True)])
def test_from_which_confidence_on_a_row_is_told(confidence, told):
    assert ("low_confidence" in codes(row("", 10.0), printed=Printed(confidences=(confidence,)))) is told
