"""The truth of synthetic forms is consistent before any fault is put in."""

from random import Random

import pytest

from textmine.synth.content import grade_of, make_form
from textmine.synth.faults import FAULTS, with_fault
from textmine.synth.owners import Traits, make_owner

TRAITS = [
    Traits(),
    Traits(execution_row=True),
    Traits(split_target=True, rows=(20, 35)),
    Traits(whole=True, form_reason=True),
    Traits(decimals=1),
]


PLAIN = Traits()


def sample(seed, traits=PLAIN):
    rng = Random(seed)
    return make_form(rng, make_owner(rng), 2023, traits)


@pytest.mark.parametrize("traits", TRAITS)
@pytest.mark.parametrize("seed", range(8))
def test_points_add_up(seed, traits):
    form = sample(seed, traits).form
    weights = sum(r.weight for r in form.indicators) + (form.funding[0].weight or 0)
    scores = sum(r.score for r in form.indicators) + (form.funding[0].score or 0)
    assert weights == pytest.approx(100)
    assert form.total_score == pytest.approx(scores, abs=0.005)
    assert form.grade == grade_of(form.total_score)
    assert all(0 <= r.score <= r.weight for r in form.indicators)


def test_rates_follow_from_amounts():
    for seed in range(20):
        for row in sample(seed).form.funding:
            if row.budget:  # rows without money are blank or all zero
                assert row.rate == pytest.approx(row.executed / row.budget * 100, abs=0.0101)


def test_names_of_indicators_are_unique():
    for seed in range(20):
        names = [r.level3 for r in sample(seed, Traits(rows=(30, 35))).form.indicators]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_recorded_and_changes_the_print(fault):
    before = sample(3)
    after = with_fault(before, fault, Random(1))
    assert after.faults == (fault,)
    assert after.form != before.form


def test_causes_belong_to_rows_with_an_explanation():
    drawn = sample(5, Traits(rows=(30, 35)))
    assert len(drawn.causes) == len(drawn.form.indicators)
    assert any(drawn.causes)
    assert all(
        row.deviation
        for row, causes in zip(drawn.form.indicators, drawn.causes, strict=True)
        if causes and causes != ("none",)
    )
