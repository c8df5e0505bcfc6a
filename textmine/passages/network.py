"""A small network beside the chain: features of a piece → hidden values → with those of its neighbours → roles.

What words mean together, and beside what, is more than the sum of their weights, which is all that a chain on features
knows. The network has the loss of the chain, so both speak in the same units and can be added up. It is trained by
Adam (Kingma and Ba, ICLR 2015), and half of the features are hidden at random in each step (dropout: Srivastava et al.,
JMLR 2014): it must not rely on single words of its material. Two layers in NumPy need no library of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.passages import crf

Floats = NDArray[Any]
Ints = NDArray[np.int64]

_DECAY, _DECAY_OF_SQUARES, _TINY = 0.9, 0.999, 1e-8  # as Adam's authors advise


class Weights(NamedTuple):
    """What a network has learned.

    Attributes
    ----------
    words, words_bias : arrays features × hidden, hidden
        Features → hidden values of a piece.
    around, around_bias : arrays 3 × hidden × hidden, hidden
        Hidden values of the piece before, the piece itself and the one behind → second hidden values.
    own, seen, bias : arrays hidden × roles, hidden × roles, roles
        First and second hidden values → scores.
    move, start, stop : arrays
        As in `crf.Chain`.
    """

    words: Floats
    words_bias: Floats
    around: Floats
    around_bias: Floats
    own: Floats
    seen: Floats
    bias: Floats
    move: Floats
    start: Floats
    stop: Floats

    @property
    def chain(self) -> crf.Chain:
        """The transitions."""
        return crf.Chain(self.words[:0], self.move, self.start, self.stop)

    def scaled(self, factor: float) -> Weights:
        """Return a network whose scores and transitions are so many times as large."""
        last = ("own", "seen", "bias", "move", "start", "stop")
        return self._replace(**{name: getattr(self, name) * factor for name in last})

    def scores(self, hidden: Floats, lengths: Ints) -> Floats:
        """Return the scores of pieces.

        Parameters
        ----------
        hidden : array pieces × hidden
            The features of each piece times `words`.
        lengths : array
            Pieces of each passage.
        """
        first = np.maximum(hidden + self.words_bias, 0)
        second = np.maximum(_mixed(first, self.around, _inner(lengths)) + self.around_bias, 0)
        scores: Floats = first @ self.own + second @ self.seen + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How the network is trained.

    Attributes
    ----------
    hidden : int
        Hidden values of a piece; 0 for no network.
    rounds : int
        How often all passages are seen.
    min_count : int
        A feature must occur in so many pieces.
    features_dropped, hidden_dropped : float
        Shares hidden at random in each step.
    rate : float
        Length of the first steps; they become shorter evenly.
    batch : int
        Passages in a step.
    seed : int
        Of all that is random.
    """

    hidden: int = 32
    rounds: int = 8
    min_count: int = 10
    features_dropped: float = 0.5
    hidden_dropped: float = 0.2
    rate: float = 0.01
    batch: int = 128
    seed: int = 0


def train_network(data: crf.Sequences, b: int, k: int, *, margin: float, settings: NetworkSettings) -> Weights:
    """Learn from annotated passages; features that are too rare have zeros.

    Parameters
    ----------
    data : Sequences
        The training material.
    b, k : int
        Number of boundary kinds and of labels.
    margin : float
        See `crf.train`.
    """
    from threadpoolctl import threadpool_limits

    random = np.random.default_rng(settings.seed)
    often = np.flatnonzero(np.bincount(data.x.indices, minlength=data.x.shape[1]) >= settings.min_count)
    known = crf.Sequences(data.x[:, often], data.labels, data.bounds, data.lengths, data.weights)
    weights = _fresh(len(often), settings.hidden, (b, k), random)
    means, squares = (Weights(*map(np.zeros_like, weights)) for _ in range(2))
    steps = list(_batches(known, settings, random))
    with threadpool_limits(1, user_api="blas"):  # small products, the same on any number of cores
        for number, batch in enumerate(steps, 1):
            slopes = _slopes(weights, known.part(batch), margin, settings, random)
            rate = settings.rate * (1 - number / (len(steps) + 1))
            for value, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
                mean += (1 - _DECAY) * (slope - mean)
                square += (1 - _DECAY_OF_SQUARES) * (slope * slope - square)
                size = np.sqrt(square / (1 - _DECAY_OF_SQUARES**number)) + _TINY
                value -= rate * mean / (1 - _DECAY**number) / size
    words = np.zeros((data.x.shape[1], settings.hidden))
    words[often] = weights.words
    return weights._replace(words=words)


def _fresh(f: int, h: int, outside: tuple[int, int], random: np.random.Generator) -> Weights:
    b, k = outside
    return Weights(
        random.normal(0, 0.1, (f, h)), np.zeros(h), random.normal(0, 0.05, (3, h, h)), np.zeros(h),
        random.normal(0, 0.2, (h, k)), random.normal(0, 0.2, (h, k)), np.zeros(k),
        np.zeros((b, k, k)), np.zeros(k), np.zeros(k),
    )  # fmt: skip


def _batches(
    data: crf.Sequences, settings: NetworkSettings, random: np.random.Generator
) -> Iterator[NDArray[np.bool_]]:
    """Mark the passages of each step: of similar length, so that little is padded, in random order."""
    n = len(data.lengths)
    for _ in range(settings.rounds):
        order = np.argsort(data.lengths + 2 * random.random(n), kind="stable")
        starts = np.arange(0, n, settings.batch)
        for start in random.permutation(starts).tolist():
            marked = np.zeros(n, bool)
            marked[order[start : start + settings.batch]] = True
            yield marked


def _slopes(
    weights: Weights, data: crf.Sequences, margin: float, settings: NetworkSettings, random: np.random.Generator
) -> Weights:
    """Return the slope of the loss of some passages in each weight."""
    x, inner, n = data.x.copy(), _inner(data.lengths), data.weights.sum()
    x.data = x.data * _kept(x.data.shape, settings.features_dropped, random)
    before = x @ weights.words + weights.words_bias
    kept = _kept(before.shape, settings.hidden_dropped, random) * (before > 0)
    first = before * kept
    mixed = _mixed(first, weights.around, inner) + weights.around_bias
    second = np.maximum(mixed, 0)
    scores = first @ weights.own + second @ weights.seen + weights.bias + margin
    scores[np.arange(len(scores)), data.labels] -= margin
    _, nodes, *found = crf.forward_backward(weights.chain, scores, data.bounds, data.lengths, data.weights)
    true, *counts = crf.true_counts(data, len(weights.move), len(weights.start))
    off = (nodes * np.repeat(data.weights, data.lengths)[:, None] - true) / n
    move, start, stop = ((f - c) / n for f, c in zip(found, counts, strict=True))
    back = (off @ weights.seen.T) * (mixed > 0)
    left, right = _shifted(first, inner)
    around = np.stack([left.T @ back, first.T @ back, right.T @ back])
    down = (off @ weights.own.T + _unmixed(back, weights.around, inner)) * kept
    words = np.asarray(x.T @ down)
    return Weights(
        words, down.sum(axis=0), around, back.sum(axis=0), first.T @ off, second.T @ off, off.sum(axis=0),
        move, start, stop,
    )  # fmt: skip


def _kept(shape: tuple[int, ...], dropped: float, random: np.random.Generator) -> Floats:
    """Return 0 for what is hidden at random; what is left is worth as much more."""
    return (random.random(shape) >= dropped) / (1 - dropped)


def _inner(lengths: Ints) -> NDArray[np.bool_]:
    """Return for each piece but the first whether it stands in the passage of the one before, as a column."""
    passage = np.repeat(np.arange(len(lengths)), lengths)
    same: NDArray[np.bool_] = passage[1:] == passage[:-1]
    return same[:, None]


def _shifted(values: Floats, inner: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return for each piece the values of the one before and of the one behind it in its passage, zeros at its ends."""
    before, behind = np.zeros_like(values), np.zeros_like(values)
    before[1:], behind[:-1] = values[:-1] * inner, values[1:] * inner
    return before, behind


def _mixed(first: Floats, around: Floats, inner: NDArray[np.bool_]) -> Floats:
    before, behind = _shifted(first, inner)
    mixed: Floats = before @ around[0] + first @ around[1] + behind @ around[2]
    return mixed


def _unmixed(back: Floats, around: Floats, inner: NDArray[np.bool_]) -> Floats:
    """Take slopes back through `_mixed`."""
    before, behind = _shifted(back, inner)
    slopes: Floats = behind @ around[0].T + back @ around[1].T + before @ around[2].T
    return slopes
