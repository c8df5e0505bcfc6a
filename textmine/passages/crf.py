"""A linear-chain conditional random field on sparse features: NumPy and SciPy only, trained by L-BFGS, deterministic.

Sequences are padded into one block, so that the forward and backward recursions run over all passages at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Chain:
    """Weights: features × labels, boundary × label × label transitions, first-label and last-label scores."""

    state: Floats
    move: Floats
    start: Floats
    stop: Floats


def _offsets(lengths: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _pad(scores: Floats, lengths: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Block (sequence, step, label) of scores and the mask of real steps."""
    longest = int(lengths.max()) if len(lengths) else 0
    mask = np.arange(longest)[None, :] < lengths[:, None]
    block = np.zeros((len(lengths), longest, scores.shape[1]))
    block[mask] = scores
    return block, mask


def _lse(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=axis)) + np.squeeze(top, axis=axis)
    return total


def _moves(chain: Chain, bounds: Ints, lengths: Ints) -> Floats:
    """Block (sequence, step, from, to) of transition scores: the kind of boundary before a piece chooses the matrix."""
    longest = int(lengths.max()) if len(lengths) else 0
    block = np.zeros((len(lengths), longest), dtype=np.int64)
    block[np.arange(longest)[None, :] < lengths[:, None]] = bounds
    moves: Floats = chain.move[block]
    return moves


def forward_backward(
    chain: Chain, scores: Floats, bounds: Ints, lengths: Ints, weights: Floats | None = None
) -> tuple[float, Floats, Floats, Floats, Floats]:
    """Return log Z summed, node marginals (rows as in `scores`), and summed marginals of moves, starts and stops.

    The sums are weighted, one weight a sequence. Without weights the marginals of moves stay zero: only the training
    needs them.
    """
    block, mask = _pad(scores, lengths)
    kinds, _ = _pad(bounds[:, None].astype(float), lengths)
    move = _moves(chain, bounds, lengths)
    n, longest, _ = block.shape
    alpha = np.empty_like(block)
    alpha[:, 0] = block[:, 0] + chain.start
    for t in range(1, longest):
        step = _lse(alpha[:, t - 1, :, None] + move[:, t], 1) + block[:, t]
        alpha[:, t] = np.where(mask[:, t, None], step, alpha[:, t - 1])
    log_z = _lse(alpha[:, -1] + chain.stop, 1)
    beta = np.empty_like(block)
    beta[:, -1] = chain.stop
    for t in range(longest - 2, -1, -1):
        step = _lse(move[:, t + 1] + (block[:, t + 1] + beta[:, t + 1])[:, None, :], 2)
        beta[:, t] = np.where(mask[:, t + 1, None], step, chain.stop)
    nodes = np.exp(alpha + beta - log_z[:, None, None])
    moves = np.zeros_like(chain.move)
    w = np.ones(n) if weights is None else weights
    for t in range(1, 1 if weights is None else longest):
        joint = alpha[:, t - 1, :, None] + move[:, t] + (block[:, t] + beta[:, t])[:, None, :] - log_z[:, None, None]
        live = mask[:, t]
        _add_moves(moves, kinds[live, t, 0], np.exp(joint[live]) * w[live, None, None])
    last = nodes[np.arange(n), lengths - 1]
    return float(w @ log_z), nodes[mask], moves, w @ nodes[:, 0], w @ last


def _add_moves(moves: Floats, kinds: Floats, joint: Floats) -> None:
    for kind in range(len(moves)):
        moves[kind] += joint[kinds == kind].sum(axis=0)


def viterbi(chain: Chain, scores: Floats, bounds: Ints, lengths: Ints) -> Ints:
    """Return the best label of every row: the best path through each sequence."""
    block, mask = _pad(scores, lengths)
    move = _moves(chain, bounds, lengths)
    n, longest, k = block.shape
    best = block[:, 0] + chain.start
    back = np.zeros((n, longest, k), dtype=np.int64)
    for t in range(1, longest):
        options = best[:, :, None] + move[:, t]
        back[:, t] = options.argmax(axis=1)
        step = options.max(axis=1) + block[:, t]
        live = mask[:, t, None]
        best = np.where(live, step, best)
        back[:, t] = np.where(live, back[:, t], np.arange(k))
    path = np.zeros((n, longest), dtype=np.int64)
    path[:, -1] = (best + chain.stop).argmax(axis=1)
    for t in range(longest - 1, 0, -1):
        path[:, t - 1] = back[np.arange(n), t, path[:, t]]
    return path[mask]


@dataclass(frozen=True)
class Sequences:
    """Training material: feature rows, labels, the kind of boundary before each; rows and weight of each sequence."""

    x: Any
    labels: Ints
    bounds: Ints
    lengths: Ints
    weights: Floats

    def part(self, kept: NDArray[np.bool_]) -> Sequences:
        """Return some of the sequences."""
        rows = np.repeat(kept, self.lengths)
        return Sequences(
            self.x[np.flatnonzero(rows)], self.labels[rows], self.bounds[rows], self.lengths[kept], self.weights[kept]
        )

    def alike(self) -> list[tuple[Ints, NDArray[np.bool_]]]:
        """Return rows and sequences of each length: what is trained together needs no padding."""
        first = _offsets(self.lengths)[:-1]
        same = [self.lengths == n for n in np.unique(self.lengths)]
        return [(np.concatenate([np.arange(a, a + self.lengths[s][0]) for a in first[s]]), s) for s in same]


def _unpack(theta: Floats, f: int, b: int, k: int) -> Chain:
    a, m = f * k, b * k * k
    state, move = theta[:a].reshape(f, k), theta[a : a + m].reshape(b, k, k)
    return Chain(state, move, theta[a + m : a + m + k], theta[a + m + k :])


def true_counts(data: Sequences, b: int, k: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return labels as rows of ones, and the counts of moves, starts and stops; all weighted."""
    first = _offsets(data.lengths)[:-1]
    last = first + data.lengths - 1
    nodes = np.zeros((len(data.labels), k))
    rows = np.repeat(data.weights, data.lengths)
    nodes[np.arange(len(data.labels)), data.labels] = rows
    inner = np.setdiff1d(np.arange(1, len(data.labels)), first)
    moves = np.zeros((b, k, k))
    np.add.at(moves, (data.bounds[inner], data.labels[inner - 1], data.labels[inner]), rows[inner])
    starts = np.bincount(data.labels[first], data.weights, minlength=k).astype(float)
    stops = np.bincount(data.labels[last], data.weights, minlength=k).astype(float)
    return nodes, moves, starts, stops


def expected(
    chain: Chain, scores: Floats, data: Sequences, groups: list[tuple[Ints, NDArray[np.bool_]]]
) -> tuple[float, Floats, Floats, Floats, Floats]:
    """As `forward_backward` over all sequences, each group of one length at a time; node marginals weighted too."""
    nodes = np.empty_like(scores)
    total, sums = 0.0, [np.zeros_like(chain.move), np.zeros_like(chain.start), np.zeros_like(chain.stop)]
    for rows, kept in groups:
        log_z, nodes[rows], *more = forward_backward(
            chain, scores[rows], data.bounds[rows], data.lengths[kept], data.weights[kept]
        )
        total += log_z
        sums = [a + m for a, m in zip(sums, more, strict=True)]
    return total, nodes * np.repeat(data.weights, data.lengths)[:, None], sums[0], sums[1], sums[2]


def train(
    data: Sequences, b: int, k: int, *, l2: float, iterations: int, margin: float = 0.0, begin: Chain | None = None
) -> Chain:
    """Maximise the conditional likelihood with a squared penalty, the true labels handicapped by a margin.

    Parameters
    ----------
    data : Sequences
        The training material.
    b, k : int
        Number of boundary kinds and of labels.
    l2, iterations
        Penalty and the limit of L-BFGS steps.
    margin : float
        What every wrong label is given in advance: the cost of one wrong row in the softmax-margin of Gimpel and Smith,
        "Softmax-Margin CRFs", NAACL 2010. 0 is plain likelihood.
    begin : Chain, optional
        Weights to start from: a chain that is nearly right needs fewer steps.

    Returns
    -------
    Chain
        The weights; the same for the same material, in any environment.
    """
    from scipy.optimize import minimize

    f = data.x.shape[1]
    nodes, moves, starts, stops = true_counts(data, b, k)
    transposed, groups = data.x.T.tocsr(), data.alike()
    handicap = np.full((len(data.labels), k), margin)
    handicap[np.arange(len(data.labels)), data.labels] = 0.0

    def loss(theta: Floats) -> tuple[float, Floats]:
        chain = _unpack(theta, f, b, k)
        scores = data.x @ chain.state + handicap
        log_z, p_nodes, p_moves, p_starts, p_stops = expected(chain, scores, data, groups)
        fit = float((scores * nodes).sum() + (chain.move * moves).sum() + chain.start @ starts + chain.stop @ stops)
        state = np.asarray(transposed @ (p_nodes - nodes)).ravel()
        gradient = np.concatenate([state, (p_moves - moves).ravel(), p_starts - starts, p_stops - stops])
        return log_z - fit + 0.5 * l2 * float(theta @ theta), gradient + l2 * theta

    theta = np.zeros(f * k + b * k * k + 2 * k)
    if begin is not None:
        theta = np.concatenate([begin.state.ravel(), begin.move.ravel(), begin.start, begin.stop])
    best = minimize(loss, theta, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8})
    return _unpack(best.x, f, b, k)
