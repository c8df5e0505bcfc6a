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
