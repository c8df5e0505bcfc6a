"""RoleSegmenter: what is background, cause, effect, promise; a linear-chain CRF over punctuation-delimited pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain as flatten
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from textmine.errors import UsageError
from textmine.passages import crf
from textmine.passages.features import BOUNDARY_KINDS, boundary_kinds, sequence_features
from textmine.passages.labels import join_pieces, piece_roles, segments_from_dicts
from textmine.passages.pieces import Piece, cut_pieces
from textmine.records import ROLES, Segment

Gold = Sequence[Sequence[Segment]] | Sequence[Sequence[dict[str, str]]]


def feature_matrix(rows: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Any:  # noqa: ANN401 - scipy matrix
    """Binary sparse matrix of the known features, one row a piece."""
    from scipy.sparse import csr_matrix

    found = vocabulary.get
    indices: list[int] = []
    ends = [0]
    for row in rows:
        indices.extend({i for i in map(found, row) if i is not None})
        ends.append(len(indices))
    shape = (len(rows), len(vocabulary))
    return csr_matrix((np.ones(len(indices)), np.array(indices, dtype=np.int32), np.array(ends)), shape=shape)


class RoleSegmenter(BaseEstimator):  # type: ignore[misc]
    """Cut passages into segments with roles.

    Parameters
    ----------
    l2 : float
        Squared penalty on the weights.
    iterations : int
        Limit of optimiser steps.
    min_count : int
        A feature must occur in so many pieces.
    longest : int
        The longest character n-gram.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The learned features.
    chain_ : Chain
        The learned weights.
    classes_ : ndarray
        The roles.

    Examples
    --------
    >>> rows = [[("cause", "因下雨，"), ("effect", "导致延期。")], [("cause", "因停电，"), ("effect", "导致延期。")]]
    >>> gold = [[{"role": r, "text": t} for r, t in row] for row in rows]
    >>> texts = ["".join(t for _, t in row) for row in rows]
    >>> [s.role for s in RoleSegmenter(min_count=1).fit(texts, gold).predict(["因停工，导致延期。"])[0]]
    ['cause', 'effect']
    """

    def __init__(self, l2: float = 2.0, iterations: int = 80, min_count: int = 2, longest: int = 4) -> None:
        self.l2 = l2
        self.iterations = iterations
        self.min_count = min_count
        self.longest = longest

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        """Texts, not numbers; needs annotated segments to learn from."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.target_tags.required = True
        tags.requires_fit = True
        return tags

    def fit(self, X: Sequence[str], y: Gold) -> RoleSegmenter:
        """Learn from passages and their segments.

        Parameters
        ----------
        X : sequence of str
            The passages.
        y : sequence
            For each passage its segments, as records or as ``{"role", "text"}`` objects.

        Raises
        ------
        UsageError
            Nothing to learn from, or X and y of different length.
        ConfigError
            Segments that do not rebuild their text.
        """
        texts = _texts(X)
        if y is None or len(texts) != len(y) or not texts:
            raise UsageError(f"{len(texts)} texts but {0 if y is None else len(y)} annotations / 文本与标注数量不符")
        gold = [_segments(t, s) for t, s in zip(texts, y, strict=True)]
        pieces = [cut_pieces(t) for t in texts]
        kept = [i for i, p in enumerate(pieces) if p]
        if not kept:
            raise UsageError("only empty texts / 文本全部为空")
        rows = [sequence_features(pieces[i], self.longest) for i in kept]
        counts = Counter(f for passage in rows for row in passage for f in set(row))
        names = sorted(f for f, n in counts.items() if n >= self.min_count)
        self.vocabulary_ = {f: i for i, f in enumerate(names)}
        labels = [ROLES.index(r) for i in kept for r in piece_roles(pieces[i], gold[i])]
        data = crf.Sequences(
            feature_matrix(list(flatten.from_iterable(rows)), self.vocabulary_),
            np.array(labels, dtype=np.int64),
            np.array([b for i in kept for b in boundary_kinds(pieces[i])], dtype=np.int64),
            np.array([len(pieces[i]) for i in kept], dtype=np.int64),
        )
        self.chain_ = crf.train(data, BOUNDARY_KINDS, len(ROLES), l2=self.l2, iterations=self.iterations)
        self.classes_ = np.array(ROLES)
        return self

    def predict(self, X: Sequence[str]) -> list[tuple[Segment, ...]]:
        """Return the segments of each passage; joined they are the passage, character for character."""
        return [segments for segments, _ in self.predict_confidence(X)]

    def predict_confidence(self, X: Sequence[str]) -> list[tuple[tuple[Segment, ...], float]]:
        """Return the segments with the probability of the least certain piece (1.0 for an empty text)."""
        check_is_fitted(self, "chain_")
        texts = _texts(X)
        out: list[tuple[tuple[Segment, ...], float]] = [((), 1.0)] * len(texts)
        pieces = [cut_pieces(t) for t in texts]
        order = sorted((i for i, p in enumerate(pieces) if p), key=lambda i: len(pieces[i]))
        for at in range(0, len(order), 256):
            block = order[at : at + 256]
            for i, answer in zip(block, self._decode([pieces[i] for i in block]), strict=True):
                out[i] = answer
        return out

    def _decode(self, passages: list[tuple[Piece, ...]]) -> list[tuple[tuple[Segment, ...], float]]:
        rows = [row for pieces in passages for row in sequence_features(pieces, self.longest)]
        bounds = np.array([b for pieces in passages for b in boundary_kinds(pieces)], dtype=np.int64)
        lengths = np.array([len(pieces) for pieces in passages], dtype=np.int64)
        scores = feature_matrix(rows, self.vocabulary_) @ self.chain_.state
        path = crf.viterbi(self.chain_, scores, bounds, lengths)
        nodes = crf.forward_backward(self.chain_, scores, bounds, lengths)[1]
        chosen = nodes[np.arange(len(path)), path]
        out = []
        start = 0
        for pieces in passages:
            end = start + len(pieces)
            segments = join_pieces(pieces, [ROLES[k] for k in path[start:end]])
            out.append((segments, float(chosen[start:end].min())))
            start = end
        return out


def _texts(X: Sequence[str]) -> list[str]:
    if isinstance(X, str):
        raise UsageError("a single text instead of a list of texts / 需要文本列表，而不是单个字符串", hint="pass [text]")
    texts = list(X)
    bad = next((t for t in texts if not isinstance(t, str)), None)
    if bad is not None:
        raise UsageError(f"not a text / 不是文本: {bad!r:.60}", hint="pass a list of str")
    return texts


def _segments(text: str, rows: Sequence[Segment] | Sequence[dict[str, str]]) -> tuple[Segment, ...]:
    return segments_from_dicts(text, [{"role": r.role, "text": r.text} if isinstance(r, Segment) else r for r in rows])
