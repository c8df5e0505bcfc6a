"""RoleSegmenter: what is background, cause, effect, promise; a CRF and a network over punctuation-delimited pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from textmine.errors import UsageError
from textmine.passages.labels import segments_from_dicts
from textmine.passages.model import RoleSettings, train_roles
from textmine.passages.network import NetworkSettings
from textmine.records import ROLES, Segment

Gold = Sequence[Sequence[Segment | dict[str, str]]]


class RoleSegmenter(BaseEstimator):  # type: ignore[misc]
    """Cut passages into segments with roles.

    Parameters
    ----------
    l2 : float
        Squared penalty on the weights.
    iterations : int
        Limit of optimiser steps.
    margin : float
        Handicap of the true role in training (softmax-margin): 0 is plain likelihood.
    min_count : int
        A feature must occur in so many pieces.
    longest : int
        The longest character n-gram.
    hidden : int
        Hidden values of the network beside the chain, from 100 passages on; 0 for the chain alone.
    random_state : int
        Seed of the network's training.

    Attributes
    ----------
    model_ : RoleModel
        The learned features and weights.
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

    def __init__(
        self,
        l2: float = 2.0,
        iterations: int = 80,
        margin: float = 1.0,
        min_count: int = 2,
        longest: int = 4,
        hidden: int = 32,
        random_state: int = 0,
    ) -> None:
        self.l2 = l2
        self.iterations = iterations
        self.margin = margin
        self.min_count = min_count
        self.longest = longest
        self.hidden = hidden
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        """Texts, not numbers; needs annotated segments to learn from."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.target_tags.required = True
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
        texts = check_texts(X)
        if y is None or len(texts) != len(y):
            raise UsageError(f"{len(texts)} texts but {0 if y is None else len(y)} annotations / 文本与标注数量不符")
        gold = [_segments(t, s) for t, s in zip(texts, y, strict=True)]
        network = NetworkSettings(hidden=self.hidden, seed=self.random_state)
        how = RoleSettings(self.l2, self.iterations, self.margin, self.min_count, self.longest, network)
        self.model_ = train_roles(texts, gold, settings=how)
        self.classes_ = np.array(ROLES)
        return self

    def predict(self, X: Sequence[str]) -> list[tuple[Segment, ...]]:
        """Return the segments of each passage; joined they are the passage, character for character."""
        return [segments for segments, _ in self.predict_confidence(X)]

    def predict_confidence(self, X: Sequence[str]) -> list[tuple[tuple[Segment, ...], float]]:
        """Return the segments with the probability of the least certain piece (1.0 for an empty text)."""
        check_is_fitted(self, "model_")
        return self.model_.predict(check_texts(X))

    def score(self, X: Sequence[str], y: Gold) -> float:
        """Return the share of characters with the right role."""
        right = total = 0
        for text, found, gold in zip(X, self.predict(X), y, strict=True):
            a = [s.role for s in found for _ in s.text]
            b = [s.role for s in _segments(text, gold) for _ in s.text]
            right += sum(p == q for p, q in zip(a, b, strict=True))
            total += len(b)
        return right / total if total else 1.0


def check_texts(X: Sequence[str]) -> list[str]:
    """Return the texts as a list.

    Raises
    ------
    UsageError
        A single text instead of a list, or values that are not texts.
    """
    if isinstance(X, str):
        raise UsageError("a single text, not a list of texts / 需要文本列表，而不是单个字符串", hint="pass [text]")
    texts = list(X)
    bad = next((t for t in texts if not isinstance(t, str)), None)
    if bad is not None or None in texts:
        raise UsageError(f"not a text / 不是文本: {bad!r:.60}", hint="pass a list of str")
    return texts


def _segments(text: str, rows: Sequence[Segment | dict[str, str]]) -> tuple[Segment, ...]:
    return segments_from_dicts(text, [{"role": r.role, "text": r.text} if isinstance(r, Segment) else r for r in rows])
