"""The learned part of role finding: a vocabulary and a chain of weights. Needs NumPy and SciPy, not scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain as flatten
from typing import Any

import numpy as np

from textmine.errors import UsageError
from textmine.passages import crf
from textmine.passages.features import BOUNDARY_KINDS, boundary_kinds, sequence_features
from textmine.passages.labels import join_pieces, piece_roles
from textmine.passages.pieces import Piece, cut_pieces
from textmine.records import ROLES, Segment

_BLOCK = 512
"""Passages decoded at once; of similar length, so that little is padded."""


@dataclass(frozen=True)
class RoleModel:
    """Learned features, weights, and the longest n-gram they were made with."""

    vocabulary: dict[str, int]
    chain: crf.Chain
    longest: int = 4

    def predict(self, texts: Sequence[str]) -> list[tuple[tuple[Segment, ...], float]]:
        """Return segments and the probability of the least certain piece (1.0 for an empty text)."""
        out: list[tuple[tuple[Segment, ...], float]] = [((), 1.0)] * len(texts)
        pieces = [cut_pieces(t) for t in texts]
        order = sorted((i for i, p in enumerate(pieces) if p), key=lambda i: len(pieces[i]))
        for at in range(0, len(order), _BLOCK):
            block = order[at : at + _BLOCK]
            for i, answer in zip(block, self._decode([pieces[i] for i in block]), strict=True):
                out[i] = answer
        return out

    def _decode(self, passages: list[tuple[Piece, ...]]) -> list[tuple[tuple[Segment, ...], float]]:
        rows = [row for pieces in passages for row in sequence_features(pieces, self.longest)]
        bounds = np.array([b for pieces in passages for b in boundary_kinds(pieces)], dtype=np.int64)
        lengths = np.array([len(pieces) for pieces in passages], dtype=np.int64)
        scores = feature_matrix(rows, self.vocabulary) @ self.chain.state
        path = crf.viterbi(self.chain, scores, bounds, lengths)
        nodes = crf.forward_backward(self.chain, scores, bounds, lengths)[1]
        chosen = nodes[np.arange(len(path)), path]
        out = []
        start = 0
        for pieces in passages:
            end = start + len(pieces)
            segments = join_pieces(pieces, [ROLES[k] for k in path[start:end]])
            out.append((segments, float(chosen[start:end].min())))
            start = end
        return out


def feature_matrix(rows: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Any:  # noqa: ANN401 - scipy matrix
    """Binary sparse matrix of the known features, one row a piece."""
    from scipy.sparse import csr_matrix

    found = vocabulary.get
    indices: list[int] = []
    ends = [0]
    for row in rows:
        known = set(map(found, row))
        known.discard(None)
        indices.extend(known)  # type: ignore[arg-type]  # None is gone
        ends.append(len(indices))
    shape = (len(rows), len(vocabulary))
    return csr_matrix((np.ones(len(indices)), np.array(indices, dtype=np.int32), np.array(ends)), shape=shape)


def train_roles(
    texts: Sequence[str],
    gold: Sequence[Sequence[Segment]],
    *,
    l2: float = 2.0,
    iterations: int = 80,
    min_count: int = 2,
    longest: int = 4,
) -> RoleModel:
    """Learn from annotated passages; empty ones are passed over.

    Raises
    ------
    UsageError
        Nothing to learn from.
    """
    pieces = [cut_pieces(t) for t in texts]
    kept = [i for i, p in enumerate(pieces) if p]
    if not kept:
        raise UsageError("nothing to learn from: no passage with text / 没有可学习的文本")
    rows = [sequence_features(pieces[i], longest) for i in kept]
    counts = Counter(f for passage in rows for row in passage for f in set(row))
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= min_count))}
    labels = [ROLES.index(r) for i in kept for r in piece_roles(pieces[i], gold[i])]
    data = crf.Sequences(
        feature_matrix(list(flatten.from_iterable(rows)), vocabulary),
        np.array(labels, dtype=np.int64),
        np.array([b for i in kept for b in boundary_kinds(pieces[i])], dtype=np.int64),
        np.array([len(pieces[i]) for i in kept], dtype=np.int64),
    )
    return RoleModel(vocabulary, crf.train(data, BOUNDARY_KINDS, len(ROLES), l2=l2, iterations=iterations), longest)
