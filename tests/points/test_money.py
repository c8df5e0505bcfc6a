"""Exact arithmetic: printed numbers, rounding half up, and cents that keep their sum."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.points.money import CENT, exact, round_to_sum, to_cent

fractions = st.fractions(min_value=0, max_value=1000, max_denominator=360)
parts = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), fractions, min_size=1, max_size=12)


@given(parts)
def test_cents_add_up_and_stay_near(shares):
    """The rounded parts give the rounded total to the cent; none moves by a cent or more."""
    total = to_cent(sum(shares.values(), Fraction(0)))
    cents = round_to_sum(shares, total)
    assert sum(cents.values()) == total
    assert list(cents) == list(shares)
    assert all(abs(Fraction(cents[k]) - shares[k]) < Fraction(1, 100) for k in shares)


@given(parts)
def test_cents_keep_the_order_of_the_parts(shares):
    """A larger part never gets fewer cents than a smaller one."""
    cents = round_to_sum(shares, to_cent(sum(shares.values(), Fraction(0))))
    ranked = sorted(shares, key=lambda k: shares[k])
    assert all(cents[a] <= cents[b] for a, b in itertools.pairwise(ranked))


@pytest.mark.parametrize(
    ("value", "cents"),
    [(2.345, "2.35"), (-2.345, "-2.35"), (0.005, "0.01"), (Fraction(1, 3), "0.33"), (Fraction(1, 200), "0.01"),
     (Decimal("9.995"), "10.00"), (7, "7.00"), (1e-9, "0.00")],
)  # fmt: skip
def test_half_a_cent_goes_up(value, cents):
    """As people round: half a cent goes away from zero, whatever the binary value is."""
    assert str(to_cent(value)) == cents


@given(st.decimals(min_value=-10_000, max_value=10_000, places=2))
def test_printed_numbers_are_exact(number):
    """A number with two decimals survives the way through a float."""
    assert exact(float(number)) == number
    assert exact(None) == 0
    assert to_cent(number).as_tuple().exponent == CENT.as_tuple().exponent


def test_a_total_that_is_smaller_takes_cents_away():
    """Where the total lies below the parts, cents are taken from the largest remainders' other end."""
    cents = round_to_sum({"a": Fraction(1), "b": Fraction(2)}, Decimal("2.99"))
    assert sum(cents.values()) == Decimal("2.99")
