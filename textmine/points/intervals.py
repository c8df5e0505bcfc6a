"""Bootstrap over forms: how far points, shares and ranks would move with other forms of the same kind.

Rows of one form are alike (one writer, one year, one project), so whole forms are drawn, never rows (Davison &
Hinkley 1997, *Bootstrap Methods and their Application*, §3.8: resampling of clusters). Intervals are percentiles of
the draws (Efron & Tibshirani 1993, ch. 13).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DRAWS = 2000
SEED = 20240601
LEVEL = 0.95
MIN_FORMS = 5
"""Below this many forms no interval is given: the percentiles of so few units say nothing."""
RELIABLE_FORMS = 30
"""Below this many forms the interval is shown, with the warning that percentile intervals are too narrow."""
_BLOCKS = 1000
_CHUNK = 250


@dataclass(frozen=True, slots=True)
class Spread:
    """Bootstrap result for several columns (causes) at once; arrays have one value a column.

    Attributes
    ----------
    low, high : ndarray
        Percentile interval of the points; NaN where there are fewer than `MIN_FORMS` forms.
    share_low, share_high : ndarray
        The same for the column's share of all columns.
    rank_low, rank_high : ndarray
        The same for the rank (1 = most points; ties share the better rank).
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
    sums = _draw(_blocked(matrix), draws, seed)
    total = sums.sum(axis=1, keepdims=True)
    shares = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    ranks = rank(sums)
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(sums, [tail, 100 - tail], axis=0)
    share_low, share_high = np.percentile(shares, [tail, 100 - tail], axis=0)
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
    means = [_draw(_blocked(m), draws, seed + i) / len(m) for i, m in enumerate((first, second))]
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(means[1] - means[0], [tail, 100 - tail], axis=0)
    return low, high


def rank(points: Array) -> npt.NDArray[np.int64]:
    """Rank columns within each row, 1 = largest; ties share the better rank (to a millionth of a point)."""
    steps = np.round(points, 6)
    better: npt.NDArray[np.int64] = (steps[:, None, :] > steps[:, :, None]).sum(axis=2, dtype=np.int64)
    return better + 1


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
