"""Intervals by moments: what one event more means, and their limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from textmine.points.moments import beta_interval, gamma_interval


def test_one_event_has_the_exact_poisson_limits():
    """With equal events in a large corpus the limits are those of a Poisson count (Garwood 1936)."""
    matrix = np.zeros((100_000, 1))
    matrix[:3] = 2.0
    low, high = gamma_interval(matrix, 0.95)
    assert low[0] == pytest.approx(2 * chi2.ppf(0.025, 6) / 2, rel=1e-3)
    assert high[0] == pytest.approx(2 * chi2.ppf(0.975, 8) / 2, rel=1e-3)


def test_a_cause_nobody_names_has_no_interval():
    """A column of zeros stays at zero in both."""
    matrix = np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 0.0]])
    assert gamma_interval(matrix, 0.95)[0][1] == gamma_interval(matrix, 0.95)[1][1] == 0
    assert beta_interval(matrix, 0.95)[0][1] == beta_interval(matrix, 0.95)[1][1] == 0


def test_the_only_cause_has_the_whole_share():
    """A single column has share one; its interval does not leave [0, 1]."""
    low, high = beta_interval(np.array([[1.0], [3.0], [2.0]]), 0.95)
    assert 0.99 < low[0] <= high[0] <= 1


@given(st.lists(st.lists(st.floats(0, 20), min_size=3, max_size=3), min_size=5, max_size=40))
@settings(max_examples=80, deadline=None)
def test_limits_hold_the_observed(rows):
    """Lower ≤ observed ≤ upper, for points and shares, whatever the losses; and the order of forms does not matter."""
    matrix = np.round(np.array(rows), 2)
    total = matrix.sum(axis=0)
    low, high = gamma_interval(matrix, 0.95)
    assert np.all(low <= total + 1e-6)
    assert np.all(high >= total - 1e-6)
    share_low, share_high = beta_interval(matrix, 0.95)
    share = total / max(matrix.sum(), 1e-300)
    assert np.all(share_low <= share + 1e-6)
    assert np.all((share_high >= share - 1e-6) & (share_high <= 1))
    assert np.allclose(gamma_interval(matrix[::-1], 0.95)[1], high)


MATRIX = np.array(
    [[3.0, 0.0, 1.0], [0.0, 0.5, 2.0], [4.0, 0.0, 0.0], [1.0, 0.0, 5.0], [0.0, 0.0, 2.0], [2.0, 1.0, 0.0]]
)


@pytest.mark.parametrize("interval", [gamma_interval, beta_interval])
def test_more_certainty_is_wider(interval):
    """A 99% interval holds the 95% one, that the 80% one."""
    lows, highs = zip(*(interval(MATRIX, level) for level in (0.8, 0.95, 0.99)), strict=True)
    assert np.all(lows[0] >= lows[1])
    assert np.all(lows[1] >= lows[2])
    assert np.all(highs[0] <= highs[1])
    assert np.all(highs[1] <= highs[2])


@pytest.mark.parametrize("copies", [4, 25])
def test_more_forms_are_narrower(copies):
    """The same losses in more forms: the interval shrinks in proportion to what was lost."""
    low, high = gamma_interval(MATRIX, 0.95)
    many_low, many_high = gamma_interval(np.tile(MATRIX, (copies, 1)), 0.95)
    assert np.all((many_high - many_low) / copies < high - low)
    few, many = beta_interval(MATRIX, 0.95), beta_interval(np.tile(MATRIX, (copies, 1)), 0.95)
    assert np.all(many[1] - many[0] < few[1] - few[0])


@pytest.mark.parametrize("unit", [0.01, 10.0, 1000.0])
def test_the_unit_of_points_does_not_matter(unit):
    """In cents or in hundreds: sums scale, shares stay."""
    low, high = gamma_interval(MATRIX, 0.95)
    scaled = gamma_interval(MATRIX * unit, 0.95)
    assert np.allclose(scaled[0], low * unit, rtol=1e-5)
    assert np.allclose(scaled[1], high * unit, rtol=1e-5)
    assert np.allclose(beta_interval(MATRIX * unit, 0.95)[1], beta_interval(MATRIX, 0.95)[1], rtol=1e-5)


def test_forms_that_name_nothing_change_little():
    """Empty rows add to the number of forms only: sums stay, the limits hold them."""
    padded = np.vstack([MATRIX, np.zeros((50, 3))])
    low, high = gamma_interval(padded, 0.95)
    total = MATRIX.sum(axis=0)
    assert np.all((low < total) & (total < high))
    assert np.all(high >= gamma_interval(MATRIX, 0.95)[1] - 1e-9), "rarer, hence wider"


def test_one_event_more_in_the_upper_limit():
    """A cause that one form names once may well be named again: the upper limit lies above twice its points."""
    single = np.zeros((20, 1))
    single[0] = 3.0
    low, high = gamma_interval(single, 0.95)
    assert 0 <= low[0] < 1
    assert high[0] > 6


def test_nothing_lost_at_all():
    """A corpus without explained losses: zeros, no division."""
    for low, high in (gamma_interval(np.zeros((6, 2)), 0.95), beta_interval(np.zeros((6, 2)), 0.95)):
        assert low.tolist() == high.tolist() == [0.0, 0.0]
