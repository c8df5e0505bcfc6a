"""From held-out scores to calibrated probabilities and a threshold for each code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.causes.model_causes import Calibration, logit

Floats = NDArray[np.float64]

_GRID = np.round(np.arange(0.25, 0.601, 0.025), 3)
_PRIOR = 1000.0
"""Pseudo-cases at the common threshold: a code with few cases keeps close to it."""


def fit_calibration(by_instance: Floats, by_whole: Floats, y: Floats, *, l2: float = 2.0) -> Calibration:
    """Fit the blend of two held-out probability tables to what is true.

    Parameters
    ----------
    by_instance, by_whole, y : array
        Passages × codes; the scores must come from models that did not see the passages.
    l2 : float
        Penalty on the biases of the codes, which keeps rare codes near the common curve.
    """
    from scipy.optimize import minimize

    a, b = logit(by_instance), logit(by_whole)
    k = y.shape[1]

    def loss(theta: Floats) -> tuple[float, Floats]:
        z = theta[0] * a + theta[1] * b + theta[2 : 2 + k] + theta[-1]
        p = 1.0 / (1.0 + np.exp(-z))
        value = (np.logaddexp(0.0, z) - y * z).sum() + 0.5 * l2 * (theta[2 : 2 + k] ** 2).sum()
        slope = p - y
        codes = slope.sum(axis=0) + l2 * theta[2 : 2 + k]
        return float(value), np.concatenate([[(slope * a).sum(), (slope * b).sum()], codes, [slope.sum()]])

    best = minimize(loss, np.concatenate([[0.5, 0.5], np.zeros(k + 1)]), jac=True, method="L-BFGS-B").x
    bias = best[2 : 2 + k] + best[-1]
    plain = Calibration(float(best[0]), float(best[1]), bias, np.full(k, 0.5))
    thresholds = choose_thresholds(plain.probabilities(by_instance, by_whole), y)
    return Calibration(plain.instance, plain.whole, bias, thresholds)


def _f1(p: Floats, y: Floats, threshold: float) -> Floats:
    """Return true positives, and predicted plus true, a code."""
    got = p > threshold
    return np.stack([(got & (y > 0)).sum(axis=0), got.sum(axis=0) + y.sum(axis=0)])


def choose_thresholds(p: Floats, y: Floats) -> Floats:
    """Return the threshold of each code that gives the best F1, drawn towards the one that is best for all."""
    counts = np.stack([_f1(p, y, t) for t in _GRID])
    common = 2 * counts[:, 0].sum(axis=1) / np.maximum(counts[:, 1].sum(axis=1), 1)
    top = int(common.argmax())
    out = np.empty(p.shape[1])
    for code in range(p.shape[1]):
        f1 = (2 * counts[:, 0, code] + _PRIOR * common) / (counts[:, 1, code] + _PRIOR)
        nearest = np.abs(_GRID - _GRID[top]) * 1e-6
        out[code] = _GRID[int((f1 - nearest).argmax())]
    return out


def expected_calibration_error(p: Floats, y: Floats, bins: int = 10) -> float:
    """Return the mean gap between stated and observed frequency, over bins of equal width weighted by their size."""
    flat, truth = p.ravel(), y.ravel()
    place = np.minimum((flat * bins).astype(int), bins - 1)
    gap = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            gap += abs(float(flat[inside].mean() - truth[inside].mean())) * float(inside.mean())
    return gap
