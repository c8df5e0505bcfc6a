"""Splits close, rounding keeps sums, intervals repeat and cover."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.points.strategies import corpora
from textmine.points.attribution import attribute, form_matrix
from textmine.points.claims import Claim, build_claims
from textmine.points.intervals import bootstrap_difference, bootstrap_forms, rank
from textmine.points.ledger import build_ledger, totals
from textmine.points.money import round_to_sum, to_cent

TRUE = {
    "generic": 8.3, "mechanism": 7.4, "supervision": 7.0, "emergency": 6.6, "scope": 6.6, "service": 4.0,
    "target": 3.0, "schedule": 1.0, "staffing": 1.0, "coordination": 0.75,
}  # fmt: skip


def test_first_corpus(forms, annotations):
    """Equal fractions give what a careful human finds."""
    claims = build_claims(build_ledger(forms, annotations), annotations)
    assert {code: float(points) for code, points in attribute(claims).items()} == TRUE
    assert sum(attribute(claims, "full").values()) == Fraction("47.65")  # one passage of 2 points names two causes


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_splits_close(corpus):
    """Equal and evidence-weighted splits add up to the explained points exactly; full counting is never below."""
    forms, annotations = corpus
    entries = build_ledger(forms, annotations)
    claims = build_claims(entries, annotations)
    explained = Fraction(totals(entries)["explained"] + totals(entries)["generic"])
    equal, full = attribute(claims), attribute(claims, "full")
    assert sum(equal.values()) == explained == sum(attribute(claims, "evidence").values())
    assert all(full[code] >= points for code, points in equal.items())
    cents = round_to_sum(equal, to_cent(explained))
    assert sum(cents.values()) == to_cent(explained)
    assert all(abs(Fraction(cents[c]) - equal[c]) < Fraction(1, 100) for c in equal)


def test_evidence_weights():
    """Codes share a passage by the characters that carry them; unmarked ones count one character."""
    claim = Claim("f/1", "f", Fraction(4), ("a", "b"), {"a": 3, "b": 0})
    assert attribute([claim], "evidence") == {"a": Fraction(3), "b": Fraction(1)}


def test_rounding_handles_a_total_below_the_parts():
    """Where the wanted total lies below the floors, cents are taken back."""
    parts = {"a": Fraction("1.004"), "b": Fraction("1.004")}
    assert sum(round_to_sum(parts, Decimal("2.00")).values()) == Decimal("2.00")
    assert sum(round_to_sum(parts, Decimal("2.01")).values()) == Decimal("2.01")


def test_bootstrap_repeats_and_contains_the_observed(forms, annotations):
    """Same seed, same interval; the observed points lie inside."""
    claims = build_claims(build_ledger(forms, annotations), annotations)
    matrix = form_matrix(claims, sorted(forms), list(TRUE))
    first, second = bootstrap_forms(matrix), bootstrap_forms(matrix)
    assert np.array_equal(first.low, second.low)
    assert np.all(first.low <= matrix.sum(axis=0))
    assert np.all(first.high >= matrix.sum(axis=0))
    assert first.draws == 2000


def test_too_few_forms_give_no_interval():
    """With four forms nothing is claimed."""
    spread = bootstrap_forms(np.ones((4, 2)))
    assert np.isnan(spread.low).all()
    assert spread.draws == 0
    assert np.isnan(bootstrap_difference(np.ones((4, 2)), np.ones((9, 2)))[0]).all()


def test_ranks_share_ties():
    """Equal points share the better rank."""
    assert rank(np.array([[3.0, 1.0, 3.0]])).tolist() == [[1, 3, 1]]


def test_blocks_keep_the_interval():
    """Beyond 1,000 forms blocks are drawn; the interval stays where simple theory puts it."""
    matrix = np.random.default_rng(1).exponential(1.0, (20_000, 1))
    spread = bootstrap_forms(matrix, draws=500)
    expected = 1.96 * matrix.std() * np.sqrt(len(matrix))
    half = float(spread.high[0] - spread.low[0]) / 2
    assert half == pytest.approx(expected, rel=0.15)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5, deadline=None)
def test_difference_of_equal_corpora_contains_zero_mostly(seed):
    """Two identical corpora differ by nothing: zero lies inside the interval."""
    matrix = np.random.default_rng(seed).exponential(1.0, (60, 1))
    low, high = bootstrap_difference(matrix, matrix)
    assert low[0] < 0 < high[0]


@pytest.mark.parametrize("forms", [30, 100])
def test_interval_covers_the_truth(forms):
    """In 200 simulated corpora the 95% interval covers the true points about as often as it says."""
    rng = np.random.default_rng(11)
    often, mean = np.array([0.6, 0.3]), np.array([2.0, 1.5])
    hits = np.zeros(2)
    for draw in range(200):
        rows = rng.poisson(often, (forms, 2))
        points = np.where(rows > 0, rng.gamma(np.maximum(rows, 1) * 2.0, 0.5) * mean, 0.0)
        spread = bootstrap_forms(points, draws=300, seed=draw)
        truth = forms * often * mean
        hits += (spread.low <= truth) & (truth <= spread.high)
    assert np.all(hits / 200 >= 0.91)
    assert np.all(hits / 200 <= 0.985)
