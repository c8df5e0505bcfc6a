"""Krippendorff's alpha for any number of coders, missing values and any distance, with a bootstrap interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Distance = Callable[[Any, Any], float]

GOOD, TENTATIVE = 0.800, 0.667
"""Krippendorff 2004: customary to require 0.800; the lowest conceivable limit is 0.667."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """An agreement with its 95% bootstrap interval.

    Attributes
    ----------
    value : float or None
        1 perfect, 0 as chance would have it, below 0 worse; None where nothing varies (all values the same).
    low, high : float or None
        The interval; None where alpha is undefined.
    units : int
        What was resampled: the passages that two coders at least have coded.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int

    @property
    def reading(self) -> str:
        """What it means in words; the lower end of the interval decides, not the point."""
        if self.value is None or self.low is None:
            return "无变异，无法计算"
        if self.low >= GOOD:
            return "可靠"
        return "可作初步结论" if self.low >= TENTATIVE else "不足以下结论"


def nominal(a: Hashable, b: Hashable) -> float:
    """Return 0 for equal values, else 1."""
    return float(a != b)


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Return 1 − |a ∩ b| / |a ∪ b|; two empty sets agree."""
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the MASI distance (Passonneau 2006): Jaccard similarity × 1 equal, 2/3 nested, 1/3 crossing, 0 apart."""
    if a == b:
        return 0.0
    monotone = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - (1 - jaccard(a, b)) * monotone


def krippendorff(
    clusters: Iterable[Sequence[Sequence[Hashable]]],
    distance: Distance = nominal,
    *,
    draws: int = 2000,
    seed: int = 0,
) -> Alpha:
    r"""Return Krippendorff's alpha with a percentile bootstrap interval.

    Parameters
    ----------
    clusters : iterable of sequence of units
        What is resampled together (the characters of one passage); a unit is the sequence of its coders' values.
        Missing values are left out; a unit with fewer than two values is not counted.
    distance : callable
        Between two values: `nominal`, `jaccard`, `masi`.
    draws : int
        Bootstrap draws; 0 for none.
    seed : int
        Seed of the draws.

    Notes
    -----
    .. math:: \alpha = 1 - \frac{D_o}{D_e},\quad
        D_o = \frac1n \sum_u \frac{1}{m_u - 1} \sum_{i \ne j} \delta(v_{ui}, v_{uj}),\quad
        D_e = \frac{1}{n(n-1)} \sum_{c, k} n_c n_k\, \delta(c, k)

    with :math:`m_u` values in unit *u*, *n* pairable values in all and :math:`n_c` of them equal to *c*.
    """
    import numpy as np

    observed, counts = [], []
    for cluster in clusters:
        units = Counter(tuple(u) for u in cluster if len(u) > 1)
        if units:
            observed.append(sum(times * _inside(unit, distance) for unit, times in units.items()))
            counts.append(_values(units))
    if not counts:
        return Alpha(None, None, None, 0)
    values = sorted({v for c in counts for v in c}, key=_name)
    apart = np.array([[distance(a, b) for b in values] for a in values])
    table = np.array([[float(c[v]) for v in values] for c in counts])
    inside = np.array(observed)
    weights = np.ones((1, len(inside)))
    point = _alphas(weights @ inside, weights @ table, apart)[0]
    if not np.isfinite(point):
        return Alpha(None, None, None, len(inside))
    if draws == 0:
        return Alpha(float(point), None, None, len(inside))
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(inside), np.full(len(inside), 1 / len(inside)), size=draws).astype(float)
    drawn = _alphas(weights @ inside, weights @ table, apart)
    low, high = np.percentile(drawn[np.isfinite(drawn)], [2.5, 97.5])
    return Alpha(round(float(point), 6), round(float(low), 6), round(float(high), 6), len(inside))


def _inside(unit: tuple[Hashable, ...], distance: Distance) -> float:
    pairs = sum(distance(a, b) for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j)
    return pairs / (len(unit) - 1)


def _values(units: Counter[tuple[Hashable, ...]]) -> Counter[Hashable]:
    out: Counter[Hashable] = Counter()
    for unit, times in units.items():
        for value in unit:
            out[value] += times
    return out


def _name(value: Any) -> str:  # noqa: ANN401 - values of any kind, sorted by what they show
    return repr(sorted(value)) if isinstance(value, frozenset) else repr(value)


def _alphas(observed: Any, counts: Any, apart: Any) -> Any:  # noqa: ANN401 - arrays: (draws,), (draws, values), square
    """Return alpha of each draw; NaN where no disagreement is expected because nothing varies."""
    import numpy as np

    n = counts.sum(axis=1)
    expected = np.einsum("dc,ck,dk->d", counts, apart, counts, optimize=True) / np.maximum(n * (n - 1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (observed / n) / expected, np.nan)
