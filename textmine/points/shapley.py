"""Shapley (LMG) shares: what share of the variance of the loss rate goes with each code, given indicator and unit.

For rows r with loss rate y_r = d_r / weight_r, dummies x_rc for the codes of their passages and fixed effects for the
controls (indicator family and unit), the share of code c is its mean gain in R² over all orders in
which the codes can enter the regression::

    LMG(c) = Σ_{S ⊆ C∖{c}} |S|! (k−|S|−1)! / k! · [R²(S ∪ {c}) − R²(S)]

Lindeman, Merenda & Gold (1980), *Introduction to Bivariate and Multivariate Analysis*, p. 119 ff.; Grömping (2007),
*Estimators of relative importance in linear regression based on variance decomposition*, The American Statistician
61(2); R ``sensitivity::lmg``. All 2^k subsets are fitted from one cross-product matrix (16 codes: 65,536 small
systems). R² counts what the codes add beyond the control groups; with R² near 0 the split is noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MIN_ROWS = 20
"""Rows that must name a code before it enters; rarer ones are joined as ``other``."""
MIN_CODES = 2
OTHER = "other"
_MAX_CODES = 16
_MAX_ROUNDS = 500
_TINY = 1e-10


@dataclass(frozen=True, slots=True)
class Importance:
    """LMG shares, or why there are none.

    Attributes
    ----------
    codes : tuple of str
        The codes that entered; rare ones stand as ``other``.
    shares : tuple of float
        Sum to 1 where R² > 0.
    r_squared : float
        Of all codes together, beyond the control groups.
    rows : int
        Rows in the regression.
    reason : str
        Why nothing can be said (Chinese); "" where `shares` are given.
    """

    codes: tuple[str, ...]
    shares: tuple[float, ...]
    r_squared: float
    rows: int
    reason: str = ""


def lmg(
    rates: Sequence[float], causes: Sequence[tuple[str, ...]], *controls: Sequence[str], min_rows: int = MIN_ROWS
) -> Importance:
    """Split R² of the loss rate over the codes.

    Parameters
    ----------
    rates : sequence of float
        Loss rate of each row that has an explanation.
    causes : sequence of tuple of str
        Codes of each row.
    *controls : sequence of str
        One or more groupings of the rows (kind of indicator, unit); their effects are taken out first.
    min_rows : int
        A code enters on its own from this many rows.

    Returns
    -------
    Importance
        With a reason instead of shares where fewer than two codes reach `min_rows`.
    """
    columns = _columns(causes, min_rows)
    own = [code for code in columns if code != OTHER]
    if len(own) < MIN_CODES:
        reason = f"达到 {min_rows} 行的原因不足 {MIN_CODES} 个（共 {len(rates)} 行），Shapley/LMG 分解不作判断"
        return Importance((), (), 0.0, len(rates), reason)
    x = _demean(np.column_stack([columns[c] for c in columns]), controls)
    y = _demean(np.asarray(rates, dtype=float)[:, None], controls)[:, 0]
    total = float(y @ y)
    if total <= 1e-12:
        return Importance((), (), 0.0, len(rates), "各行失分率在指标类别与单位之内没有差异，无从分解")
    fits = _all_fits(x.T @ x, x.T @ y, total)
    shares = _shapley(fits, len(columns))
    full = float(fits[-1])
    scale = full if full > 1e-12 else 1.0
    return Importance(tuple(columns), tuple(float(s / scale) for s in shares), full, len(rates))


def _columns(causes: Sequence[tuple[str, ...]], min_rows: int) -> dict[str, Array]:
    counts: dict[str, int] = {}
    for codes in causes:
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    often = sorted((c for c, n in counts.items() if n >= min_rows), key=lambda c: (-counts[c], c))[: _MAX_CODES - 1]
    out = {code: np.array([float(code in codes) for codes in causes]) for code in sorted(often)}
    rest = np.array([float(any(code not in out for code in codes)) for codes in causes])
    return out | ({OTHER: rest} if rest.sum() >= min_rows else {})


def _demean(values: Array, controls: Sequence[Sequence[str]]) -> Array:
    """Take out the means of all groupings, column by column.

    With one grouping the within-transformation; with more, in turns until nothing moves (alternating projections:
    Guimarães & Portugal 2010, *A simple feasible procedure to fit models with high-dimensional fixed effects*, The
    Stata Journal 10(4)).
    """
    indexes = [np.unique(np.asarray(groups), return_inverse=True)[1] for groups in controls]
    out = values.astype(float)
    for _ in range(_MAX_ROUNDS):
        before = out
        for index in indexes:
            sums = np.zeros((int(index.max()) + 1, out.shape[1]))
            np.add.at(sums, index, out)
            out = out - (sums / np.bincount(index)[:, None])[index]
        if np.abs(out - before).max(initial=0.0) < _TINY:
            break
    return out


def _all_fits(gram: Array, cross: Array, total: float) -> Array:
    """Return R² of every subset of columns, indexed by bit mask; singular systems by least squares."""
    k = len(cross)
    out = np.zeros(1 << k)
    ridge = 1e-10 * max(float(np.trace(gram)) / k, 1e-12)
    for size in range(1, k + 1):
        subsets = np.array(list(combinations(range(k), size)))
        systems = gram[subsets[:, :, None], subsets[:, None, :]] + ridge * np.eye(size)
        right = cross[subsets]
        beta = np.linalg.solve(systems, right[..., None])[..., 0]
        out[(1 << subsets).sum(axis=1)] = (beta * right).sum(axis=1) / total
    return out


def _shapley(fits: Array, k: int) -> Array:
    masks = np.arange(1 << k)
    sizes = np.array([bin(m).count("1") for m in masks])
    out = np.zeros(k)
    for column in range(k):
        without = masks[(masks >> column) & 1 == 0]
        weight = 1 / (k * np.array([comb(k - 1, s) for s in sizes[without]], dtype=float))
        out[column] = (weight * (fits[without | (1 << column)] - fits[without])).sum()
    return out
