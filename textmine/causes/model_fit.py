"""Two linear models trained on bags: one by noisy-or over instances, one on whole passages.

A passage has a code when at least one of its instances has it: ``P(code) = 1 − Π (1 − pᵢ(code))``. So a passage with
three causes teaches each code from the piece that names it, and a long passage does not dilute a short cause.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.causes.features import Bags

Floats = NDArray[np.float64]

SCALE = 6.0
"""Unit rows are short against the bias; scaling them lets one penalty serve all."""


def shares(scores: Floats) -> Floats:
    """Return the probability of each code for each instance: a piece has one code or none, so the codes compete.

    ``p = exp(z) / (1 + Σ exp(z))``, where the 1 stands for no code.
    """
    top = np.maximum(scores.max(axis=1, keepdims=True), 0.0)
    e = np.exp(scores - top)
    result: Floats = e / (np.exp(-top) + e.sum(axis=1, keepdims=True))
    return result


def noisy_or(p: Floats, start: NDArray[np.int64]) -> Floats:
    """Return the probability that at least one instance of each bag has each code.

    ``p`` are probabilities, one row an instance; bag i owns rows ``start[i]:start[i + 1]``, at least one.
    """
    silent = np.add.reduceat(np.log1p(-np.minimum(p, 1.0 - 1e-9)), start[:-1], axis=0)
    result: Floats = -np.expm1(silent)
    return result


def fit_instances(bags: Bags, y: Floats, *, l2: float, iterations: int) -> tuple[Floats, Floats]:
    """Train the noisy-or model of competing codes; return weights (features × codes) and biases."""
    from scipy.optimize import minimize

    x = bags.instances
    f, k = x.shape[1], y.shape[1]
    transposed = x.T.tocsr()
    owner = np.repeat(np.arange(len(bags.start) - 1), np.diff(bags.start))

    def loss(theta: Floats) -> tuple[float, Floats]:
        w, b = theta[: f * k].reshape(f, k), theta[f * k :]
        p = np.minimum(shares(x @ w * SCALE + b), 1.0 - 1e-9)
        silent = np.minimum(np.add.reduceat(np.log1p(-p), bags.start[:-1], axis=0), -1e-9)
        found = -np.expm1(silent)
        value = -(y * np.log(found) + (1 - y) * silent).sum() + 0.5 * l2 * (w * w).sum()
        by_p = np.where(y > 0, -np.exp(silent) / found, 1.0)[owner] / (1.0 - p)
        slope = p * (by_p - (by_p * p).sum(axis=1, keepdims=True))
        gradient = [np.asarray(transposed @ slope).ravel() * SCALE + l2 * w.ravel(), slope.sum(axis=0)]
        return float(value), np.concatenate(gradient)

    theta = np.zeros(f * k + k)
    theta[f * k :] = -2.0
    best = minimize(loss, theta, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return best.x[: f * k].reshape(f, k), best.x[f * k :]


def fit_wholes(x: Any, y: Floats, *, l2: float, iterations: int) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Train one logistic regression a code on whole passages, all at once; return weights and biases."""
    from scipy.optimize import minimize

    f, k = x.shape[1], y.shape[1]
    transposed = x.T.tocsr()

    def loss(theta: Floats) -> tuple[float, Floats]:
        w, b = theta[: f * k].reshape(f, k), theta[f * k :]
        z = x @ w * SCALE + b
        value = (np.logaddexp(0.0, z) - y * z).sum() + 0.5 * l2 * (w * w).sum()
        slope = 1.0 / (1.0 + np.exp(-z)) - y
        gradient = [np.asarray(transposed @ slope).ravel() * SCALE + l2 * w.ravel(), slope.sum(axis=0)]
        return float(value), np.concatenate(gradient)

    theta = np.zeros(f * k + k)
    theta[f * k :] = -3.0
    best = minimize(loss, theta, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return best.x[: f * k].reshape(f, k), best.x[f * k :]
