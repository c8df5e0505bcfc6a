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


@pytest.mark.parametrize(
    ("parts", "total", "cents"),
    [
        ({}, "0.00", {}),
        ({"a": Fraction(0)}, "0.00", {"a": "0.00"}),
        ({"a": Fraction(1, 3), "b": Fraction(2, 3)}, "1.00", {"a": "0.33", "b": "0.67"}),
        ({"b": Fraction(1, 2), "a": Fraction(1, 2)}, "1.00", {"b": "0.50", "a": "0.50"}),
        ({"z": Fraction(1, 3), "a": Fraction(1, 3), "m": Fraction(1, 3)}, "1.00",
         {"z": "0.34", "a": "0.33", "m": "0.33"}),
        ({c: Fraction(1, 6) for c in "abcdef"}, "1.00",
         {"a": "0.17", "b": "0.17", "c": "0.17", "d": "0.17", "e": "0.16", "f": "0.16"}),
        ({"a": Fraction(1, 1000), "b": Fraction(999, 1000)}, "1.00", {"a": "0.00", "b": "1.00"}),
        ({"a": Fraction(-1, 3), "b": Fraction(4, 3)}, "1.00", {"a": "-0.33", "b": "1.33"}),
    ],
)  # fmt: skip
def test_shares_in_cents(parts, total, cents):
    """Largest remainders get the missing cents; among equals the first ones, whatever their names."""
    found = round_to_sum(parts, Decimal(total))
    assert {k: str(v) for k, v in found.items()} == cents


@given(parts)
def test_whole_cents_stay(shares):
    """Parts that are whole cents already are not touched."""
    whole = {key: Fraction(round(part * 100), 100) for key, part in shares.items()}
    found = round_to_sum(whole, to_cent(sum(whole.values(), Fraction(0))))
    assert {key: Fraction(value) for key, value in found.items()} == whole


@given(st.lists(st.decimals(min_value=0, max_value=100, places=2), max_size=200))
def test_printed_points_add_up_without_drift(points):
    """Two hundred rows of cents as floats from JSON give the exact sum: no 0.30000000000000004."""
    assert sum((exact(float(p)) for p in points), Decimal(0)) == sum(points, Decimal(0))


@given(fractions)
def test_rounding_is_near_and_settled(value):
    """Half a cent at most, and rounding twice changes nothing."""
    cents = to_cent(value)
    assert abs(Fraction(cents) - value) <= Fraction(1, 200)
    assert to_cent(cents) == cents


@pytest.mark.parametrize(("value", "kept"), [(0.1, "0.1"), (1e-7, "1E-7"), (100.0, "100.0"), (7, "7"), (1e16, "1E+16")])
def test_exact_is_what_was_printed(value, kept):
    """The decimal is the shortest one that gives the float, not its binary expansion."""
    assert exact(value) == Decimal(kept)
