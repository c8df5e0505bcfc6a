"""Two linear models trained on bags: one by noisy-or over instances, one on whole passages.

A passage has a code when at least one of its instances has it: ``P(code) = 1 − Π (1 − σ(w·x + b))``. So a passage with
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


def noisy_or(scores: Floats, start: NDArray[np.int64]) -> Floats:
    """Return the probability that at least one instance of each bag has each code.

    ``scores`` are logits, one row an instance; bag i owns rows ``start[i]:start[i + 1]``, at least one.
    """
    silent = np.add.reduceat(-np.logaddexp(0.0, scores), start[:-1], axis=0)
    result: Floats = -np.expm1(silent)
    return result


def fit_instances(bags: Bags, y: Floats, *, l2: float, iterations: int) -> tuple[Floats, Floats]:
    """Train the noisy-or model; return weights (features × codes) and biases."""
    from scipy.optimize import minimize

    x = bags.instances
    f, k = x.shape[1], y.shape[1]
    transposed = x.T.tocsr()
    owner = np.repeat(np.arange(len(bags.start) - 1), np.diff(bags.start))

    def loss(theta: Floats) -> tuple[float, Floats]:
        w, b = theta[: f * k].reshape(f, k), theta[f * k :]
        z = x @ w * SCALE + b
        silent = np.minimum(np.add.reduceat(-np.logaddexp(0.0, z), bags.start[:-1], axis=0), -1e-9)
        p = -np.expm1(silent)
        value = -(y * np.log(p) + (1 - y) * silent).sum() + 0.5 * l2 * (w * w).sum()
        slope = np.where(y > 0, -np.exp(silent) / p, 1.0)[owner] / (1.0 + np.exp(-z))
        gradient = [np.asarray(transposed @ slope).ravel() * SCALE + l2 * w.ravel(), slope.sum(axis=0)]
        return float(value), np.concatenate(gradient)

    theta = np.zeros(f * k + k)
    theta[f * k :] = -3.0
    best = minimize(loss, theta, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return best.x[: f * k].reshape(f, k), best.x[f * k :]


def fit_wholes(x: Any, y: Floats, *, l2: float, iterations: int) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Train one logistic regression a code on whole passages, all at once."""
    bags = Bags(x, x, np.arange(x.shape[0] + 1, dtype=np.int64), ())
    return fit_instances(bags, y, l2=l2, iterations=iterations)
