"""The learned part of role finding: a vocabulary, a chain and a network. Needs NumPy and SciPy, not scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain as flatten
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import UsageError
from textmine.passages import crf
from textmine.passages.calibration import Rescaling, Unseen
from textmine.passages.context import RowContext, left_out
from textmine.passages.features import (
    BOUNDARY_KINDS,
    boundary_kinds,
    is_ngram,
    marked_body,
    place_features,
    sequence_features,
)
from textmine.passages.labels import alike_in_lists, join_pieces, piece_roles
from textmine.passages.network import NetworkSettings, Weights, train_network
from textmine.passages.ngrams import BlockTable, NgramTable, indicator, numbers_of
from textmine.passages.pieces import Piece, cut_pieces
from textmine.records import ROLES, Segment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FEWEST_FOR_NETWORK = 100
"""Passages below which there is no network: it would learn them by heart."""
_SHARE = 0.5
"""Part of the network in every score; the rest is the chain's."""
_EVERYWHERE = "bias:"
"""The feature that every piece has."""
_BLOCK = 512
"""Passages decoded at once; of similar length, so that little is padded."""


Passage = tuple[tuple[Piece, ...], RowContext | None]


@dataclass(frozen=True)
class RoleModel:
    """Learned features and weights.

    Attributes
    ----------
    vocabulary : dict of str to int
        The features.
    chain : Chain
        Weights of features and transitions.
    longest : int
        The longest n-gram.
    network : Weights or None
        What is added to the scores and transitions of the chain.
    """

    vocabulary: dict[str, int] = field(repr=False)
    chain: crf.Chain = field(repr=False)
    longest: int = 4
    network: Weights | None = field(default=None, repr=False)

    def predict(
        self, texts: Sequence[str], contexts: Sequence[RowContext | None] | None = None
    ) -> list[tuple[tuple[Segment, ...], float]]:
        """Return segments and the probability of the least certain piece (1.0 for an empty text).

        Parameters
        ----------
        texts : sequence of str
            The passages.
        contexts : sequence of RowContext or None, optional
            The indicator row beside each, where known.
        """
        beside = [None] * len(texts) if contexts is None else contexts
        out: list[tuple[tuple[Segment, ...], float]] = [((), 1.0)] * len(texts)
        pieces = [cut_pieces(t) for t in texts]
        order = sorted((i for i, p in enumerate(pieces) if p), key=lambda i: len(pieces[i]))
        for at in range(0, len(order), _BLOCK):
            block = order[at : at + _BLOCK]
            for i, answer in zip(block, self._decode([(pieces[i], beside[i]) for i in block]), strict=True):
                out[i] = answer
        return out

    @cached_property
    def _ngrams(self) -> NgramTable:
        return NgramTable.build((f, i) for f, i in self.vocabulary.items() if is_ngram(f))

    @cached_property
    def _places(self) -> BlockTable:
        return BlockTable(self.vocabulary)

    def _features(self, passages: Sequence[Passage]) -> Any:  # noqa: ANN401 - scipy matrix
        """As `feature_matrix` of `sequence_features`, with the n-grams looked up by NumPy."""
        bodies = [marked_body(piece.text) for pieces, _ in passages for piece in pieces]
        row, column = self._ngrams.find(bodies, longest=self.longest)
        rest, other = self._places.find(row for pieces, beside in passages for row in place_features(pieces, beside))
        shape = (len(bodies), len(self.vocabulary))
        return indicator(np.concatenate([row, rest]), np.concatenate([column, other]), shape)

    def unseen(
        self, texts: Sequence[str], gold: Sequence[Sequence[Segment]], contexts: Sequence[RowContext | None]
    ) -> Unseen:
        """Return the scores of annotated passages, to fit a rescaling; empty ones are passed over."""
        rows = [(cut_pieces(t), c, g) for t, c, g in zip(texts, contexts, gold, strict=True) if t]
        data = _sequences([(p, g) for p, _, g in rows])
        scores = self._scores([(p, c) for p, c, _ in rows], data.lengths)
        return Unseen(self._transitions, scores, data)

    def rescaled(self, how: Rescaling) -> RoleModel:
        """Return the model with a rescaling in its weights."""
        chain = how.chain(self.chain, self.vocabulary.get(_EVERYWHERE))
        return replace(self, chain=chain, network=self.network and self.network.scaled(how.scale))

    @cached_property
    def _transitions(self) -> crf.Chain:
        """What the chain and the network say of transitions."""
        one, two = self.chain, self.network
        return (
            one
            if two is None
            else replace(one, move=one.move + two.move, start=one.start + two.start, stop=one.stop + two.stop)
        )

    @cached_property
    def _joint(self) -> NDArray[Any]:
        """The weights of features in the chain and in the network, side by side: looked up but once."""
        return self.chain.state if self.network is None else np.hstack([self.chain.state, self.network.words])

    def _scores(self, passages: Sequence[Passage], lengths: Ints) -> Floats:
        """Return the scores of every piece."""
        found = np.asarray(self._features(passages) @ self._joint, float)
        k = len(ROLES)
        return found if self.network is None else found[:, :k] + self.network.scores(found[:, k:], lengths)

    def _decode(self, passages: Sequence[Passage]) -> list[tuple[tuple[Segment, ...], float]]:
        bounds = np.array([b for pieces, _ in passages for b in boundary_kinds(pieces)], dtype=np.int64)
        lengths = np.array([len(pieces) for pieces, _ in passages], dtype=np.int64)
        chain, scores = self._transitions, self._scores(passages, lengths)
        nodes = crf.forward_backward(chain, scores, bounds, lengths)[1]
        path = crf.viterbi(chain, scores, bounds, lengths)
        chosen = nodes[np.arange(len(path)), path]
        out = []
        start = 0
        for pieces, _ in passages:
            end = start + len(pieces)
            segments = join_pieces(pieces, alike_in_lists(pieces, [ROLES[k] for k in path[start:end]]))
            out.append((segments, float(chosen[start:end].min())))
            start = end
        return out


def feature_matrix(rows: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Any:  # noqa: ANN401 - scipy matrix
    """Binary sparse matrix of the known features, one row a piece."""
    return indicator(*numbers_of(rows, vocabulary), (len(rows), len(vocabulary)))


@dataclass(frozen=True, slots=True)
class RoleSettings:
    """How roles are trained.

    Attributes
    ----------
    l2 : float
        Squared penalty on the weights.
    iterations : int
        Limit of optimiser steps.
    margin : float
        Handicap of the true role in training, see `crf.train`.
    min_count : int
        A feature must occur in so many pieces.
    longest : int
        The longest character n-gram.
    network : NetworkSettings
        How the network is trained.
    """

    l2: float = 2.0
    iterations: int = 80
    margin: float = 1.0
    min_count: int = 2
    longest: int = 4
    network: NetworkSettings = field(default_factory=NetworkSettings)


def train_roles(
    texts: Sequence[str],
    gold: Sequence[Sequence[Segment]],
    contexts: Sequence[RowContext | None] | None = None,
    *,
    settings: RoleSettings | None = None,
    weights: Sequence[float] | None = None,
) -> RoleModel:
    """Learn from annotated passages, each with its weight; empty ones are passed over.

    Raises
    ------
    UsageError
        Nothing to learn from.
    """
    how = settings or RoleSettings()
    pieces = [cut_pieces(t) for t in texts]
    kept = [i for i, p in enumerate(pieces) if p]
    if not kept:
        raise UsageError("nothing to learn from: no passage with text / 没有可学习的文本")
    beside = [None if contexts is None or left_out(t) else contexts[i] for i, t in enumerate(texts)]
    rows = [sequence_features(pieces[i], how.longest, beside[i]) for i in kept]
    counts = Counter(f for passage in rows for row in passage for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= how.min_count)
    vocabulary = {f: i for i, f in enumerate(names)}
    data = replace(
        _sequences([(pieces[i], gold[i]) for i in kept]),
        x=feature_matrix(list(flatten.from_iterable(rows)), vocabulary),
        weights=np.array([1.0 if weights is None else weights[i] for i in kept]),
    )
    kinds, k = BOUNDARY_KINDS, len(ROLES)
    chain = crf.train(data, kinds, k, l2=how.l2, iterations=how.iterations, margin=how.margin)
    if len(kept) < _FEWEST_FOR_NETWORK or not how.network.hidden:
        return RoleModel(vocabulary, chain, how.longest)
    network = train_network(data, kinds, k, margin=how.margin, settings=how.network)
    part = Rescaling(1 - _SHARE, np.zeros(k)).chain(chain, None)
    return RoleModel(vocabulary, part, how.longest, network.scaled(_SHARE))


def _sequences(rows: Sequence[tuple[Sequence[Piece], Sequence[Segment]]]) -> crf.Sequences:
    """Return pieces and their true roles, still without features."""
    return crf.Sequences(
        None,
        np.array([ROLES.index(r) for pieces, gold in rows for r in piece_roles(pieces, gold)], dtype=np.int64),
        np.array([b for pieces, _ in rows for b in boundary_kinds(pieces)], dtype=np.int64),
        np.array([len(pieces) for pieces, _ in rows], dtype=np.int64),
        np.ones(len(rows)),
    )
