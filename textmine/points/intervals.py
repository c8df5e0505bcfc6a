"""Bootstrap over forms: how far points, shares and ranks would move with other forms of the same kind.

Rows of one form are alike (one writer, one year, one project), so whole forms are drawn, never rows (Davison &
Hinkley 1997, *Bootstrap Methods and their Application*, §3.8: resampling of clusters). Points and shares get BCa
intervals (Efron 1987, *Better bootstrap confidence intervals*, JASA 82(397)): percentiles of the draws at levels
corrected for bias and skewness, because lost points are skewed and mostly zero. Two things make up for few forms: the
level is expanded as Student's t asks (Hesterberg 2015, *What teachers should know about the bootstrap*, The American
Statistician 69(4), §5.3), and the interval is never narrower than the one by moments, see `moments`. Ranks get plain
percentiles. For draws T* of a statistic T with influence values u_i of the n forms::

    z0 = Φ⁻¹(share of T* below T),   a = Σ u_i³ / (6 (Σ u_i²)^1.5),   z_α = √(n/(n−1)) · t_{α, n−1}
    level(α) = Φ(z0 + (z0 + z_α) / (1 − a (z0 + z_α)))
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from textmine.points.moments import beta_interval, gamma_interval

Array = npt.NDArray[np.float64]

DRAWS = 2000
SEED = 20240601
LEVEL = 0.95
MIN_FORMS = 5
"""Below this many forms no interval is given: the resamples of so few units say nothing."""
RELIABLE_FORMS = 30
"""Below this many forms the interval is shown, with the warning that it is rough."""
_BLOCKS = 1000
_CHUNK = 250


@dataclass(frozen=True, slots=True)
class Spread:
    """Bootstrap result for several columns (causes) at once; arrays have one value a column.

    Attributes
    ----------
    low, high : ndarray
        Interval of the points; NaN where there are fewer than `MIN_FORMS` forms.
    share_low, share_high : ndarray
        The same for the column's share of all columns.
    rank_low, rank_high : ndarray
        Percentile interval of the rank (1 = most points; ties share the better rank).
    same_rank : ndarray
        How often a column keeps its observed rank.
    forms, draws : int
    """

    low: Array
    high: Array
    share_low: Array
    share_high: Array
    rank_low: Array
    rank_high: Array
    same_rank: Array
    forms: int
    draws: int


def bootstrap_forms(matrix: Array, *, draws: int = DRAWS, seed: int = SEED, level: float = LEVEL) -> Spread:
    """Resample the rows of `matrix` (forms) and describe the column sums.

    Parameters
    ----------
    matrix : ndarray, forms × columns
        Points of each form in each column. Rows in a fixed order (sorted form ids), so that results repeat.
    draws, seed, level
        2,000 draws, a fixed seed and 95% by default.

    Notes
    -----
    With more than 1,000 forms the forms are put into 1,000 blocks (every 1,000th together) and the blocks are drawn:
    the interval is the same to well below its own error, and time and memory stay small.
    """
    forms, columns = matrix.shape
    if forms < MIN_FORMS or not columns:
        nan = np.full(columns, np.nan)
        return Spread(nan, nan, nan, nan, nan, nan, nan, forms, 0)
    units = _blocked(matrix)
    sums, observed = _draw(units, draws, seed), units.sum(axis=0)
    ranks = rank(sums)
    z = _normal_limit(len(units), level)
    wide = 2 * NormalDist().cdf(z) - 1
    low, high = _wider(_bca(sums, observed, units - units.mean(axis=0), z), gamma_interval(units, wide))
    # A share is a ratio of two sums; its influence values are those of its linear part.
    shares, share = _shares(sums), _shares(observed[None])[0]
    influence = units - share * units.sum(axis=1, keepdims=True)
    share_low, share_high = _wider(_bca(shares, share, influence, z), beta_interval(units, wide))
    tail = 100 * (1 - level) / 2
    rank_low, rank_high = np.percentile(ranks, [tail, 100 - tail], axis=0, method="nearest")
    same = (ranks == rank(matrix.sum(axis=0, keepdims=True))).mean(axis=0)
    return Spread(low, high, share_low, share_high, rank_low, rank_high, same, forms, draws)


def bootstrap_difference(
    first: Array, second: Array, *, draws: int = DRAWS, seed: int = SEED, level: float = LEVEL
) -> tuple[Array, Array]:
    """Interval of the difference of the column means (points a form), second − first, both resampled by form.

    NaN where one of the two has fewer than `MIN_FORMS` forms.
    """
    if min(len(first), len(second)) < MIN_FORMS:
        nan = np.full(first.shape[1], np.nan)
        return nan, nan
    one, two = _blocked(first), _blocked(second)
    differences = _draw(two, draws, seed + 1) / len(second) - _draw(one, draws, seed) / len(first)
    observed = second.mean(axis=0) - first.mean(axis=0)
    influence = np.vstack([(one.mean(axis=0) - one) / len(first), (two - two.mean(axis=0)) / len(second)])
    return _bca(differences, observed, influence, _normal_limit(min(len(one), len(two)), level))


def rank(points: Array) -> npt.NDArray[np.int64]:
    """Rank columns within each row, 1 = largest; ties share the better rank (to a millionth of a point)."""
    steps = np.round(points, 6)
    better: npt.NDArray[np.int64] = (steps[:, None, :] > steps[:, :, None]).sum(axis=2, dtype=np.int64)
    return better + 1


def _shares(sums: Array) -> Array:
    total = sums.sum(axis=1, keepdims=True)
    out = np.zeros_like(sums)
    np.divide(sums, total, out=out, where=total > 0)
    return out


def _normal_limit(units: int, level: float) -> float:
    """Return the z at whose level percentiles of the bootstrap are taken: wider for few units, as Student's t is."""
    return float(np.sqrt(units / (units - 1)) * stdtrit(units - 1, (1 + level) / 2))


def _wider(one: tuple[Array, Array], other: tuple[Array, Array]) -> tuple[Array, Array]:
    return np.minimum(one[0], other[0]), np.maximum(one[1], other[1])


def _bca(draws: Array, observed: Array, influence: Array, z: float) -> tuple[Array, Array]:
    """Return the BCa interval of each column between −z and z; one that never varies is a point."""
    normal = NormalDist()
    edge = 0.5 / len(draws)
    tolerance = 1e-9 * np.maximum(np.abs(observed), 1)
    below = (draws < observed - tolerance).mean(axis=0) + 0.5 * (np.abs(draws - observed) <= tolerance).mean(axis=0)
    spread = (influence**2).sum(axis=0) ** 1.5
    skew = np.divide((influence**3).sum(axis=0), 6 * spread, out=np.zeros_like(spread), where=spread > 0)
    low, high = observed.astype(float), observed.astype(float)
    for j in range(len(observed)):
        z0 = normal.inv_cdf(float(np.clip(below[j], edge, 1 - edge)))
        levels = [normal.cdf(z0 + (z0 + side) / (1 - skew[j] * (z0 + side))) for side in (-z, z)]
        low[j], high[j] = np.quantile(draws[:, j], levels)
    return np.minimum(low, observed), np.maximum(high, observed)


def _blocked(matrix: Array) -> Array:
    if len(matrix) <= _BLOCKS:
        return matrix
    out = np.zeros((_BLOCKS, matrix.shape[1]))
    np.add.at(out, np.arange(len(matrix)) % _BLOCKS, matrix)
    return out


def _draw(matrix: Array, draws: int, seed: int) -> Array:
    """Column sums of `draws` resamples, in chunks: a multinomial count for each form times its points."""
    rng = np.random.default_rng(seed)
    size = len(matrix)
    even = np.full(size, 1 / size)
    starts = range(0, draws, _CHUNK)
    chunks = [rng.multinomial(size, even, size=min(_CHUNK, draws - s)) @ matrix for s in starts]
    return np.concatenate(chunks)
