"""JiebaVectorizer: Chinese texts to TF-IDF columns, one-character words kept, for use in scikit-learn pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from textmine.errors import UsageError
from textmine.lexicon.segmenter import Segmenter, default_segmenter


class JiebaVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Count words and word pairs of Chinese texts, weighted by TF-IDF.

    Parameters
    ----------
    ngram_range : tuple of int
        Shortest and longest word n-gram; n-grams never cross punctuation.
    min_df : int or float
        As in scikit-learn: a term must occur in so many texts.
    stop_words : sequence of str, optional
        Words left out. They are compared with whole words, so no stop word is silently inconsistent.
    segmenter : Segmenter, optional
        Cuts texts into words; jieba with our domain terms by default.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Term → column.

    Examples
    --------
    >>> JiebaVectorizer().fit(["设备很旧", "设备太少"]).get_feature_names_out().tolist()
    ['太', '太 少', '少', '很', '很 旧', '旧', '设备', '设备 太', '设备 很']
    """

    def __init__(
        self,
        ngram_range: tuple[int, int] = (1, 2),
        min_df: int | float = 1,
        stop_words: Sequence[str] | None = None,
        segmenter: Segmenter | None = None,
    ) -> None:
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.stop_words = stop_words
        self.segmenter = segmenter

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        """Texts in, sparse numbers out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

    def analyse(self, text: str) -> list[str]:
        """Return the terms of one text: words and n-grams within clauses."""
        cut = (self.segmenter or default_segmenter()).cut
        stop = frozenset(self.stop_words or ())
        low, high = self.ngram_range
        out: list[str] = []
        clause: list[str] = []
        for word in [*cut(text), "。"]:
            if any(c.isalnum() for c in word):
                if word not in stop:
                    clause.append(word)
                continue
            out += [" ".join(clause[i : i + k]) for k in range(low, high + 1) for i in range(len(clause) - k + 1)]
            clause = []
        return out

    def fit(self, X: Sequence[str], y: object = None) -> JiebaVectorizer:
        """Learn the vocabulary and the weights.

        Raises
        ------
        UsageError
            A single text instead of a list, or values that are not texts.
        """
        self.model_ = TfidfVectorizer(analyzer=self.analyse, min_df=self.min_df, sublinear_tf=True).fit(_texts(X))
        self.vocabulary_ = self.model_.vocabulary_
        return self

    def transform(self, X: Sequence[str]) -> Any:  # noqa: ANN401 - scipy matrix
        """Return the sparse TF-IDF matrix."""
        check_is_fitted(self, "model_")
        return self.model_.transform(_texts(X))

    def get_feature_names_out(self, input_features: object = None) -> Any:  # noqa: ANN401
        """Return the terms in the order of the columns."""
        check_is_fitted(self, "model_")
        return np.asarray(self.model_.get_feature_names_out(), dtype=object)


def _texts(X: Sequence[str]) -> list[str]:
    if isinstance(X, str):
        raise UsageError("a single text, not a list of texts / 需要文本列表，而不是单个字符串", hint="pass [text]")
    texts = list(X)
    bad = next((t for t in texts if not isinstance(t, str)), None)
    if bad is not None:
        raise UsageError(f"not a text / 不是文本: {bad!r:.60}", hint="pass a list of str")
    return texts
