"""The learned part of role finding: a vocabulary and a chain of weights. Needs NumPy and SciPy, not scikit-learn."""

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
from textmine.passages.ngrams import BlockTable, NgramTable, indicator, numbers_of
from textmine.passages.outlook import outlook_features
from textmine.passages.pieces import Piece, cut_pieces
from textmine.records import ROLES, Segment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FEWEST_FOR_SECOND = 100
"""Passages below which there is no second pass: each half would be too small to learn from."""
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
        The weights of the first pass.
    longest : int
        The longest n-gram.
    second : Chain or None
        The weights of the second pass, which also sees what the first one found.
    """

    vocabulary: dict[str, int] = field(repr=False)
    chain: crf.Chain = field(repr=False)
    longest: int = 4
    second: crf.Chain | None = field(default=None, repr=False)

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
        chain, scores = self._scored([(p, c) for p, c, _ in rows], data.bounds, data.lengths)
        return Unseen(chain, scores, data)

    def rescaled(self, how: Rescaling) -> RoleModel:
        """Return the model with a rescaling in the weights that decide."""
        row = self.vocabulary.get(_EVERYWHERE)
        if self.second is None:
            return replace(self, chain=how.chain(self.chain, row))
        return replace(self, second=how.chain(self.second, row))

    def _scored(self, passages: Sequence[Passage], bounds: Ints, lengths: Ints) -> tuple[crf.Chain, Floats]:
        """Return the chain that decides, and its scores of every piece."""
        x = self._features(passages)
        scores = x @ self.chain.state
        if self.second is None:
            return self.chain, scores
        nodes = crf.forward_backward(self.chain, scores, bounds, lengths)[1]
        more = outlook(nodes, lengths, self._places, len(self.vocabulary))
        return self.second, x @ self.second.state + more @ self.second.state

    def _decode(self, passages: Sequence[Passage]) -> list[tuple[tuple[Segment, ...], float]]:
        bounds = np.array([b for pieces, _ in passages for b in boundary_kinds(pieces)], dtype=np.int64)
        lengths = np.array([len(pieces) for pieces, _ in passages], dtype=np.int64)
        chain, scores = self._scored(passages, bounds, lengths)
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


def outlook(nodes: Floats, lengths: Ints, table: BlockTable, width: int) -> Any:  # noqa: ANN401 - scipy matrix
    """Return the features of the second pass, one row a piece."""
    parts = np.split(nodes, np.cumsum(lengths)[:-1])
    return indicator(*table.find(row for part in parts for row in outlook_features(part)), (len(nodes), width))


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
        Limit of optimiser steps; half of it in the second pass.
    margin : float
        Handicap of the true role in training, see `crf.train`.
    min_count : int
        A feature must occur in so many pieces.
    longest : int
        The longest character n-gram.
    """

    l2: float = 2.0
    iterations: int = 80
    margin: float = 1.0
    min_count: int = 2
    longest: int = 4

    def train(self, data: crf.Sequences, steps: int, begin: crf.Chain | None = None) -> crf.Chain:
        """Train a chain."""
        return crf.train(
            data, BOUNDARY_KINDS, len(ROLES), l2=self.l2, iterations=steps, margin=self.margin, begin=begin
        )


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
    first = how.train(data, how.iterations)
    if len(kept) < _FEWEST_FOR_SECOND:
        return RoleModel(vocabulary, first, how.longest)
    return _second_pass(data, vocabulary, first, how)


def _sequences(rows: Sequence[tuple[Sequence[Piece], Sequence[Segment]]]) -> crf.Sequences:
    """Return pieces and their true roles, still without features."""
    return crf.Sequences(
        None,
        np.array([ROLES.index(r) for pieces, gold in rows for r in piece_roles(pieces, gold)], dtype=np.int64),
        np.array([b for pieces, _ in rows for b in boundary_kinds(pieces)], dtype=np.int64),
        np.array([len(pieces) for pieces, _ in rows], dtype=np.int64),
        np.ones(len(rows)),
    )


def _second_pass(data: crf.Sequences, vocabulary: dict[str, int], first: crf.Chain, how: RoleSettings) -> RoleModel:
    """Learn from what models of the other half say: a model is too sure of what it was trained on."""
    k = len(ROLES)
    half = np.arange(len(data.lengths)) % 2 == 0
    nodes = np.zeros((len(data.labels), k))
    for seen in (half, ~half):
        chain = how.train(data.part(seen), how.iterations // 2)
        rest = data.part(~seen)
        found = crf.forward_backward(chain, rest.x @ chain.state, rest.bounds, rest.lengths)[1]
        nodes[np.repeat(~seen, data.lengths)] = found
    rows = [row for part in np.split(nodes, np.cumsum(data.lengths)[:-1]) for row in outlook_features(part)]
    fresh = sorted({f for row in rows for block in row for f in block})
    vocabulary = vocabulary | {f: len(vocabulary) + n for n, f in enumerate(fresh)}
    wide = _widened(first, len(fresh))
    x = data.x.copy()
    x.resize(x.shape[0], len(vocabulary))
    x = (x + outlook(nodes, data.lengths, BlockTable(vocabulary), len(vocabulary))).tocsr()
    all_seen = replace(data, x=x)
    second = how.train(all_seen, how.iterations // 2, wide)
    return RoleModel(vocabulary, wide, how.longest, second)


def _widened(chain: crf.Chain, more: int) -> crf.Chain:
    state = np.vstack([chain.state, np.zeros((more, chain.state.shape[1]))])
    return crf.Chain(state, chain.move, chain.start, chain.stop)
