"""Intervals: they hold what was seen, repeat with the seed, and say nothing of too few forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from textmine.points.intervals import MIN_FORMS, bootstrap_difference, bootstrap_forms, rank

points = arrays(float, (12, 3), elements=st.integers(0, 900).map(lambda n: n / 100))


@given(points)
@settings(max_examples=25, deadline=None)
def test_an_interval_holds_what_was_seen(matrix):
    """low ≤ observed ≤ high for points and shares; no point is below zero, no share above one; ranks are ranks."""
    found = bootstrap_forms(matrix, draws=200)
    seen = matrix.sum(axis=0)
    assert (found.low <= seen + 1e-9).all()
    assert (seen <= found.high + 1e-9).all()
    assert (found.low >= -1e-9).all()
    assert (found.share_low >= -1e-9).all()
    assert (found.share_high <= 1 + 1e-9).all()
    assert (found.rank_low >= 1).all()
    assert (found.rank_low <= found.rank_high).all()
    assert (found.rank_high <= 3).all()
    assert ((found.same_rank >= 0) & (found.same_rank <= 1)).all()


def test_the_seed_decides():
    """Same seed, same figures to the last bit; another seed moves them."""
    matrix = np.random.default_rng(1).gamma(0.5, 2, (20, 4))
    one, again, other = (bootstrap_forms(matrix, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one.low, again.low)
    assert np.array_equal(one.high, again.high)
    assert not np.array_equal(one.low, other.low)


@pytest.mark.parametrize("forms", range(MIN_FORMS))
def test_too_few_forms_give_none(forms):
    """Fewer than five forms: missing values, not a narrow interval."""
    found = bootstrap_forms(np.ones((forms, 2)))
    assert np.isnan(found.low).all()
    assert np.isnan(found.share_high).all()
    assert (found.forms, found.draws) == (forms, 0)


def test_no_column_is_no_error():
    """A corpus in which no cause is stated has no columns."""
    assert bootstrap_forms(np.zeros((9, 0))).low.shape == (0,)


def test_more_forms_narrow_the_interval():
    """Ten times the forms of the same kind: relative width falls by far more than half."""
    rng = np.random.default_rng(3)
    few, many = rng.gamma(0.5, 2, (20, 1)), rng.gamma(0.5, 2, (400, 1))
    width = [float((s.high - s.low)[0] / m.sum()) for m in (few, many) for s in [bootstrap_forms(m)]]
    assert width[1] < width[0] / 2


def test_a_large_corpus_is_drawn_in_blocks():
    """Above 1,000 forms the observed sums stay inside, and time does not grow with the forms."""
    matrix = np.random.default_rng(4).gamma(0.3, 2, (5000, 2))
    found = bootstrap_forms(matrix, draws=200)
    assert ((found.low < matrix.sum(axis=0)) & (matrix.sum(axis=0) < found.high)).all()
    assert found.forms == 5000


@pytest.mark.parametrize(
    ("row", "ranks"),
    [([3, 1, 2], [1, 3, 2]), ([2, 2, 1], [1, 1, 3]), ([0, 0, 0], [1, 1, 1]), ([1.0, 1.0 + 1e-9, 0], [1, 1, 3])],
)
def test_ranks(row, ranks):
    """1 is most; equals share the better rank, also where only the last bit differs."""
    assert rank(np.array([row], dtype=float)).tolist() == [ranks]


def test_a_difference_that_is_there_is_found():
    """Groups of a mean of 1 and 5 points differ clearly; a group against itself does not."""
    rng = np.random.default_rng(5)
    one, two = rng.normal(1, 0.5, (30, 1)), rng.normal(5, 0.5, (30, 1))
    low, high = bootstrap_difference(one, two)
    assert 3 < low[0] < 4 < high[0] < 5
    low, high = bootstrap_difference(one, one)
    assert low[0] < 0 < high[0]
    low, high = bootstrap_difference(one[:4], two)
    assert np.isnan(low).all()
    assert np.isnan(high).all()
