"""Roles as a stranger would write them: one scale and one bias a role, fitted to passages that the model has not seen.

Composed passages differ from those of strangers in how often a run of causes closes with its effect, and a model is too
sure of what it has not seen. Both are put right by few numbers, which go into the weights of the chain: nothing is
added at prediction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.passages import crf
from textmine.passages.crf import Floats

_L2 = 0.5
_ITERATIONS = 60


@dataclass(frozen=True)
class Unseen:
    """Passages of an author whom a chain has not seen: its scores of every piece, and what is true."""

    chain: crf.Chain
    scores: Floats
    data: crf.Sequences


@dataclass(frozen=True)
class Rescaling:
    """Scores become ``scale · score + bias[role]``, transitions ``scale · transition``."""

    scale: float
    bias: Floats

    def chain(self, chain: crf.Chain, row: int | None) -> crf.Chain:
        """Return a chain with all of it in its weights; `row` is the feature that every piece has."""
        state = chain.state * self.scale
        if row is not None:
            state[row] += self.bias
        return crf.Chain(state, chain.move * self.scale, chain.start * self.scale, chain.stop * self.scale)


def fit_rescaling(parts: Sequence[Unseen]) -> Rescaling:
    """Maximise the likelihood of the true roles.

    Parameters
    ----------
    parts : sequence of Unseen
        At least one author.
    """
    from scipy.optimize import minimize

    k = parts[0].scores.shape[1]
    ready = [(p, p.data.alike(), crf.true_counts(p.data, len(p.chain.move), k)) for p in parts]

    def loss(theta: Floats) -> tuple[float, Floats]:
        how = Rescaling(float(theta[0]), theta[1:])
        value, slope = 0.5 * _L2 * float(how.bias @ how.bias), np.concatenate([[0.0], _L2 * how.bias])
        for part, groups, true in ready:
            chain, scores = how.chain(part.chain, None), part.scores * how.scale + how.bias
            log_z, *found = crf.expected(chain, scores, part.data, groups)
            value += log_z - sum(float((w * t).sum()) for w, t in zip(_weights(scores, chain), true, strict=True))
            off = [f - t for f, t in zip(found, true, strict=True)]
            slope[0] += sum(float((w * o).sum()) for w, o in zip(_weights(part.scores, part.chain), off, strict=True))
            slope[1:] += off[0].sum(axis=0)
        return value, slope

    start = np.concatenate([[1.0], np.zeros(k)])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}).x
    return Rescaling(float(best[0]), best[1:])


def _weights(scores: Floats, chain: crf.Chain) -> tuple[Floats, Floats, Floats, Floats]:
    return scores, chain.move, chain.start, chain.stop
