"""CauseCoder: the coder as a scikit-learn estimator, for pipelines, grid search and training on one's own passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from textmine.causes.build import BuildSettings, train
from textmine.causes.codebook import Codebook, load_codebook
from textmine.causes.coder_engine import Engine, make_engine
from textmine.causes.explain import Explanation, explain_annotation
from textmine.causes.model import Model, load_model
from textmine.causes.model_causes import FitSettings
from textmine.causes.model_data import Coded
from textmine.errors import UsageError
from textmine.passages.segmenter import check_texts
from textmine.records import Annotation, Segment

Labels = Sequence[Sequence[str]]


class CauseCoder(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Give passages the codes of a codebook.

    Roles come before codes: without `segments`, `fit` takes the roles that the shipped model finds.

    Parameters
    ----------
    codebook : path, optional
        ``causes16.v1`` by default.
    l2 : float
        Squared penalty on the weights.
    iterations : int
        Limit of optimiser steps.
    min_count : int
        A feature must occur in so many pieces.

    Attributes
    ----------
    model_ : Model
        The learned weights, with the roles.
    classes_ : ndarray
        The codes, in the order of the columns of `predict_proba`.

    Examples
    --------
    >>> coder = CauseCoder(min_count=1).fit(["人手不足。", "设备老化。"], [["staffing"], ["technology"]])
    >>> coder.predict(["编制少，人手不足。"])
    [('staffing',)]
    """

    def __init__(
        self,
        codebook: Codebook | str | Path | None = None,
        l2: float = 0.3,
        iterations: int = 60,
        min_count: int = 2,
    ) -> None:
        self.codebook = codebook
        self.l2 = l2
        self.iterations = iterations
        self.min_count = min_count

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        """Texts in, sets of codes out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.classifier_tags.multi_label = True
        return tags

    def fit(
        self,
        X: Sequence[str],
        y: Labels,
        segments: Sequence[Sequence[Segment]] | None = None,
        groups: Sequence[str] | None = None,
    ) -> CauseCoder:
        """Learn from coded passages.

        Parameters
        ----------
        X : sequence of str
            The passages.
        y : sequence
            The codes of each.
        segments : sequence, optional
            The segments of each, where annotated.
        groups : sequence of str, optional
            The author of each passage; with two or more, held-out authors calibrate the probabilities.

        Raises
        ------
        UsageError
            Nothing to learn from, X and y of different length, or a code that the codebook does not have.
        """
        texts = check_texts(X)
        book = self._book()
        labels = _checked_labels(texts, y, book)
        base = load_model()
        roles = segments if segments is not None else [s for s, _ in base.roles.predict(texts)]
        sources = [str(g) for g in groups] if groups is not None else ["all"] * len(texts)
        rows = [
            Coded(f"{n}", t, tuple(s), c, None, g)
            for n, (t, s, c, g) in enumerate(zip(texts, roles, labels, sources, strict=True))
        ]
        fit = FitSettings(self.l2, self.l2, self.iterations, self.min_count)
        self.model_: Model = train(rows, book, BuildSettings(codes=fit))
        if segments is None:
            self.model_ = replace(self.model_, roles=base.roles)
        self.classes_ = np.array(book.codes)
        return self

    def predict(self, X: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the codes of each passage, most important first."""
        return [a.causes for a in self.annotate(X)]

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each code, passages × codes."""
        rows = [[a.scores[c] for c in self.classes_] for a in self.annotate(X)]
        return np.array(rows, dtype=float).reshape(len(rows), len(self.classes_))

    def annotate(self, X: Sequence[str], lost: Sequence[float | None] | None = None) -> list[Annotation]:
        """Return segments, codes, probabilities and evidence of each passage."""
        texts = check_texts(X)
        return self._engine().run(texts, list(lost) if lost is not None else [None] * len(texts))

    def explain(self, text: str, lost: float | None = None) -> Explanation:
        """Say why a passage gets its codes."""
        (annotation,) = self.annotate([text], [lost])
        return explain_annotation(text, annotation, self._engine())

    def score(self, X: Sequence[str], y: Labels, sample_weight: object = None) -> float:
        """Return the micro-averaged F1 of the codes."""
        right = spurious = missed = 0
        for got, want in zip(self.predict(X), y, strict=True):
            right += len(set(got) & set(want))
            spurious += len(set(got) - set(want))
            missed += len(set(want) - set(got))
        total = 2 * right + spurious + missed
        return 2 * right / total if total else 1.0

    def _book(self) -> Codebook:
        return self.codebook if isinstance(self.codebook, Codebook) else load_codebook(self.codebook)

    def _engine(self) -> Engine:
        check_is_fitted(self, "model_")
        return make_engine(self._book(), self.model_)


def _checked_labels(texts: Sequence[str], y: Labels, book: Codebook) -> list[tuple[str, ...]]:
    if y is None or len(texts) != len(y) or not texts:
        raise UsageError(f"{len(texts)} texts but {0 if y is None else len(y)} sets of codes / 文本与代码数量不符")
    labels = [(row,) if isinstance(row, str) else tuple(row) for row in y]
    unknown = sorted({c for row in labels for c in row if c not in book})
    if unknown:
        raise UsageError(f"not in the codebook {book.id} / 编码手册中没有: {', '.join(unknown)}")
    return labels
