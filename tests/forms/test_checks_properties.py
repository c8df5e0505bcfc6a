"""Forms that add up have no fault, whatever their figures; one wrong figure is always found."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from textmine.forms.checks import ARITHMETIC, Printed, check, funding_row, grade_of, place, scale_in, summed_score
from textmine.records import Form, Funding, Indicator

SCALE = {"优": 90.0, "良": 80.0, "中": 60.0}


@st.composite
def sound(draw):
    """A form of 90 points in rows and 10 for execution, with its true total and grade."""
    cuts = sorted(draw(st.sets(st.integers(1, 89), min_size=1, max_size=9)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 90], strict=True)]
    scores = [round(draw(st.integers(0, weight * 10)) / 10, 1) for weight in weights]
    budget = draw(st.integers(1, 10**6)) / 100
    executed = round(budget * draw(st.integers(0, 110)) / 100, 2)
    rate = round(executed / budget * 100, 2)
    earned = round(10 * min(rate, 100) / 100, 2)
    rows = tuple(
        Indicator("产出指标", "数量指标", f"指标{n}", "", "", float(weight), score)
        for n, (weight, score) in enumerate(zip(weights, scores, strict=True))
    )
    total = round(sum(scores) + earned, 2)
    funding = (Funding("年度资金总额", budget, budget, executed, 10.0, rate, earned),)
    return Form("a.pdf", project="甲", funding=funding, indicators=rows, total_weight=100.0, total_score=total,
                grade=grade_of(total, SCALE))  # fmt: skip


PRINTED = Printed((2,))


def faults(form, printed=PRINTED):
    findings, reconciled = check(form, printed)
    found = [f.code for f in findings if f.code in ARITHMETIC]
    assert not (reconciled and found)
    return found


@given(sound())
def test_a_form_that_adds_up_is_reconciled(form):
    assert faults(form) == []
    assert check(form)[1]


@given(sound(), st.integers(0, 20), st.floats(0.05, 5))
def test_a_wrong_score_is_found(form, n, gap):
    """A misread score breaks the sum, or exceeds its weight: never silently wrong."""
    n %= len(form.indicators)
    rows = list(form.indicators)
    rows[n] = replace(rows[n], score=round(rows[n].score + gap, 2))
    assert "total_mismatch" in faults(replace(form, indicators=tuple(rows)))


@given(sound(), st.integers(0, 20))
def test_a_lost_row_is_found(form, n):
    """Its weight is missing in the 100."""
    n %= len(form.indicators)
    assume(form.indicators[n].weight not in (10, 20))
    rows = form.indicators[:n] + form.indicators[n + 1 :]
    assume(rows)
    assert "weight_mismatch" in faults(replace(form, indicators=rows))


@given(sound(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(form, random):
    rows = random.sample(form.indicators, len(form.indicators))
    total = replace(form, total_score=1.0)
    assert faults(replace(total, indicators=tuple(rows))) == faults(total)


@given(sound(), st.floats(0.5, 60))
def test_a_wrong_rate_is_found(form, gap):
    (row,) = form.funding
    wrong = replace(form, funding=(replace(row, rate=round(row.rate + gap, 2)),))
    assert "rate_mismatch" in faults(wrong)


def test_nothing_to_test_is_not_reconciled():
    """Without points or without any total a lost row would go unseen."""
    bare = Form("a.pdf", indicators=(Indicator("产出", "数量", "甲", "1", "1"),))
    assert check(bare) == ((), False)
    assert not check(replace(bare, total_score=100.0))[1]
    ninety = replace(bare, indicators=(Indicator("产出", "数量", "甲", "1", "1", 90.0, 90.0),))
    assert not check(ninety)[1]
    assert check(replace(ninety, indicators=(replace(ninety.indicators[0], weight=100.0),)))[1]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("优（90-100分）、良（80-90分）、中（60-80分）、差（60分以下）", SCALE),
        ("优秀：≥90；良好：≥80；合格：≥60", SCALE),
        ("优秀 95 分以上，良好 85～95 分，一般 60-85", {"优": 95.0, "良": 85.0}),
        ("优：100-90（含）分，良：90-80（含）分", {"优": 90.0, "良": 90.0}),
        ("优（90≤得分≤100）良（75≤得分＜90）", {"优": 90.0, "良": 75.0}),
        ("评价等级：优", {}),
        ("", {}),
        ("优良中差", {}),
    ],
)
def test_scales(text, scale):
    """Ranges, bounds, words; a scale from the top down says only that it begins below 100."""
    assert scale_in(text) == scale


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100, "优"),
        (90, "优"),
        (89.99, "良"),
        (80, "良"),
        (79.99, "中"),
        (60, "中"),
        (59.99, "差"),
        (0, "差"),
        (120, "优"),
    ],
)
def test_grades_by_score(score, grade):
    assert grade_of(score, SCALE) == grade


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("优", True),
        ("优秀", True),
        ("优（90分以上）", True),
        ("良好", False),
        ("合格", False),
        ("A", True),
        ("", True),
        ("不合格", False),
    ],
)
def test_grade_against_the_total(printed, right):
    """A grade on no known scale is not judged."""
    rows = (Indicator("产出", "数量", "甲", "1", "1", 100.0, 95.0),)
    form = Form("a", indicators=rows, total_score=95.0, grade=printed)
    assert ("grade_mismatch" in faults(form)) is not right


def test_the_funding_row_with_points():
    """The first with a weight, or else the first with a score."""
    bare, scored, weighed = Funding("甲"), Funding("乙", score=9.0), Funding("丙", weight=10.0)
    assert funding_row(Form("a", funding=(bare, scored, weighed))) == weighed
    assert funding_row(Form("a", funding=(bare, scored))) == scored
    assert funding_row(Form("a", funding=(bare,))) is None


def test_the_sum_of_scores():
    """Execution counts once: in the funding block or as an indicator."""
    rows = (Indicator("产出", "数量", "甲", weight=90.0, score=80.0),)
    funding = (Funding("总额", 100.0, 100.0, 90.0, 10.0, 90.0, 9.0),)
    both = (Indicator("预算执行", "", "预算执行率", weight=10.0, score=9.0), *rows)
    assert summed_score(Form("a", indicators=rows, funding=funding)) == 89
    assert summed_score(Form("a", indicators=both, funding=funding)) == 89
    assert summed_score(Form("a", indicators=rows)) == 80
    assert summed_score(Form("a", indicators=(Indicator("产出"),), funding=funding)) is None


def test_places_are_told_as_a_person_finds_them():
    form = Form("a", indicators=(Indicator(level3="甲", page=3), Indicator(level3="乙")))
    assert (place(form, 1), place(form, 2)) == ("第3页 指标1 甲", "指标2 乙")
