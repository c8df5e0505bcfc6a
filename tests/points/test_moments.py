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
