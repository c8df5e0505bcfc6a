"""Exact arithmetic: printed numbers to decimals, and rounding to the cent that keeps sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

CENT = Decimal("0.01")
ZERO = Decimal(0)

K = TypeVar("K")


def exact(value: float | None) -> Decimal:
    """Return the printed number as a decimal (what ``repr`` shows, not the binary value); None counts as zero.

    Examples
    --------
    >>> exact(14.25) - exact(9.2)
    Decimal('5.05')
    """
    return ZERO if value is None else Decimal(str(value))


def to_cent(value: Decimal | Fraction | float) -> Decimal:
    """Round half up to two decimals."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)).quantize(CENT, ROUND_HALF_UP)


def round_to_sum(parts: Mapping[K, Fraction], total: Decimal) -> dict[K, Decimal]:
    """Round parts to the cent so that they add up to ``total`` exactly (largest remainders).

    Parameters
    ----------
    parts : mapping to Fraction
        Exact parts whose sum, rounded, is `total`.
    total : Decimal
        The sum wanted, in whole cents.

    Returns
    -------
    dict
        The parts in cents; each differs from its exact value by less than one cent. Ties go to the larger part,
        then to the earlier key, so that the result does not depend on hash seeds.

    Examples
    --------
    >>> round_to_sum({"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)}, Decimal("1.00"))
    {'a': Decimal('0.34'), 'b': Decimal('0.33'), 'c': Decimal('0.33')}
    """
    keys: Sequence[K] = list(parts)
    cents = {key: (parts[key] * 100).__floor__() for key in keys}
    missing = int(total * 100) - sum(cents.values())
    order = sorted(range(len(keys)), key=lambda i: (cents[keys[i]] - parts[keys[i]] * 100, -parts[keys[i]], i))
    step = 1 if missing > 0 else -1
    for i in order[: abs(missing)] if missing > 0 else order[::-1][: abs(missing)]:
        cents[keys[i]] += step
    return {key: Decimal(cents[key]).scaleb(-2).quantize(CENT) for key in keys}
