"""The scoring rule of a row, told from weight, score, target and actual value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.points.strategies import forms
from textmine.points.scoring import RULE_NAMES, prevailing_rule, score_rows
from textmine.records import Form, Indicator
from textmine.report.translate import NAMES


def rule_of(weight, score, target="", actual=""):
    (found,) = score_rows({"a#1": Form("a", indicators=(Indicator("", "", "", target, actual, weight, score),))})
    return found


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ((10.0, 10.0), "full"),
        ((10.0, 0.0), "zero"),
        ((10.0, 8.0, "100%", "80%"), "proportional"),
        ((10.0, 8.0, "≥90%", "80%"), "proportional"),
        ((9.0, 6.0, "300个", "200个"), "proportional"),
        ((10.0, 6.67, "3次", "2次"), "proportional"),
        ((10.0, 6.65, "3次", "2次"), "discretionary"),
        ((10.0, 5.0, "≤100万元", "50万元"), "step"),
        ((10.0, 8.0, "良好", "一般"), "step"),
        ((10.0, 7.0, "", ""), "step"),
        ((10.0, 7.3), "discretionary"),
        ((15.0, 13.5), "step"),
    ],
)
def test_rule(row, rule):
    """Full and zero first, then a proportion that explains the score to the cent, then round tenths."""
    assert rule_of(*row).rule == rule


@pytest.mark.parametrize("row", [(None, 5.0), (10.0, None), (0.0, 0.0), (5.0, 6.0), (5.0, -1.0)])
def test_rows_that_tell_no_rule(row):
    """Without weight or score, or with a score outside the weight, nothing is said."""
    assert score_rows({"a#1": Form("a", indicators=(Indicator(weight=row[0], score=row[1]),))}) == ()


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([], (None, 0, 0)),
        ([5.0, 5.0], (None, 0, 2)),
        ([5.0, 5.0, 7.3], ("step", 2, 3)),
        ([10.0, 10.0, 10.0, 5.0], (None, 0, 1)),
        ([7.3, 6.1, 5.0, 5.0], ("discretionary", 2, 4)),
    ],
)
def test_prevailing_rule(scores, found):
    """Only rows that lost points count, from three on; equal counts go by name, so that the result repeats."""
    rows = tuple(Indicator(weight=10.0, score=s) for s in scores)
    assert prevailing_rule(score_rows({"a#1": Form("a", indicators=rows)})) == found


@given(st.lists(forms, max_size=4))
def test_ratio_and_rule_agree(found):
    """The ratio is score / weight between 0 and 1; «full» is 1, «zero» is 0, a share explains its score."""
    for s in score_rows({f"a#{i}": f for i, f in enumerate(found)}):
        assert 0 <= s.ratio <= 1
        assert (s.rule == "full") == (s.ratio == 1)
        assert (s.rule == "zero") == (s.ratio == 0)
        assert s.rule != "proportional" or (s.share is not None and abs(s.share - s.ratio) < Decimal("0.5"))


def test_rules_have_names():
    """Every rule has a Chinese name and an English one; full marks are no rule of losing points."""
    assert all(NAMES[name].isascii() for rule, name in RULE_NAMES.items() if rule != "full")
