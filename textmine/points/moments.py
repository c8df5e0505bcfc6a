"""Intervals by moments, gamma for sums and beta for shares: what the bootstrap lacks where few forms name a cause.

A resample can only show what was seen: where three of thirty forms name a cause, percentiles of the draws end too low.
The gamma method for weighted sums of rare events (Fay & Feuer 1997, *Confidence intervals for directly standardized
rates: a method based on the gamma distribution*, Statistics in Medicine 16(7)) adds one more event to the upper limit;
its size is the mean of those seen (Tiwari, Clegg & Zou 2006, *Efficient interval estimation for age-adjusted cancer
rates*, Statistical Methods in Medical Research 15(6)). With the sum T, its variance v over forms and the mean w of the
forms that are not zero::

    lower: gamma quantile (mean T, variance v);    upper: gamma quantile (mean T + w, variance v + w²)

Shares get the beta distribution with the same moments, one event more in its upper limit.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaincinv

Array = npt.NDArray[np.float64]


def gamma_interval(matrix: Array, level: float) -> tuple[Array, Array]:
    """Interval of the column sums of `matrix` (forms × columns, no value below zero); 0, 0 for a column of zeros."""
    total = matrix.sum(axis=0)
    variance = _positive((matrix**2).sum(axis=0) - total**2 / len(matrix))
    event = _mean_event(matrix)
    low = _gamma_quantile((1 - level) / 2, total, variance)
    high = _gamma_quantile((1 + level) / 2, total + event, variance + event**2)
    return low, high


def beta_interval(matrix: Array, level: float) -> tuple[Array, Array]:
    """Interval of each column's share of the sum of all columns; 0, 0 for a column of zeros."""
    total = max(float(matrix.sum()), 1e-300)
    share = matrix.sum(axis=0) / total
    influence = (matrix - share * matrix.sum(axis=1, keepdims=True)) / total
    variance = _positive((influence**2).sum(axis=0))
    event = _mean_event(matrix) / total
    low = _beta_quantile((1 - level) / 2, share, variance)
    high = _beta_quantile((1 + level) / 2, (share + event) / (1 + event), (variance + event**2) / (1 + event) ** 2)
    return low, high


def _positive(values: Array) -> Array:
    return np.maximum(values, 1e-12)


def _mean_event(matrix: Array) -> Array:
    named = (matrix > 0).sum(axis=0)
    return np.asarray(matrix.sum(axis=0) / np.maximum(named, 1), dtype=float)


def _gamma_quantile(level: float, mean: Array, variance: Array) -> Array:
    shape = np.maximum(mean, 1e-12) ** 2 / variance
    return np.where(mean > 0, gammaincinv(shape, level) * variance / np.maximum(mean, 1e-12), 0.0)


def _beta_quantile(level: float, mean: Array, variance: Array) -> Array:
    inner = np.clip(mean, 1e-9, 1 - 1e-9)
    size = np.maximum(inner * (1 - inner) / variance - 1, 0.1)
    return np.where(mean > 0, betaincinv(inner * size, (1 - inner) * size, level), 0.0)
