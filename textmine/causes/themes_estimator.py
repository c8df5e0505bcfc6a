"""ThemeClusterer: themes with scikit-learn's face — fit, labels_, predict, clone, pickle, grid search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted

from textmine.causes.themes import find_themes
from textmine.causes.themes_cluster import centres, nearest
from textmine.causes.themes_features import EmbeddedSpace, TextSpace, WordAnalyzer
from textmine.causes.themes_model import CauseSegment, Embedder, ThemeSettings
from textmine.errors import UsageError
from textmine.lexicon import Segmenter, default_segmenter


class ThemeClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Cluster texts into themes; the same texts give the same themes in every order.

    Parameters
    ----------
    n_clusters : int, optional
        The number of themes; None lets stability choose it.
    max_unassigned : float
        At most this share of the distinct texts stays without a theme (−1).
    code_weight : float
        How far codes guide the clusters, where `fit` is given codes.
    min_segments : int
        Fewer distinct texts are not clustered: without codes all of them are −1.
    draws : int
        Subsamples of forms for stability.
    segmenter : Segmenter, optional
        Cuts texts into words; jieba with our domain terms by default.
    embedder : Embedder, optional
        Texts → rows of numbers, in place of words and character n-grams.
    random_state : int
        Seed of the subsamples and of the randomised decomposition of large corpora.

    Attributes
    ----------
    labels_ : array of int
        The theme of each text, −1 unassigned; 0 is the largest theme.
    result_ : ThemeResult
        Themes with labels, terms, exemplars, and the stability panel.
    n_clusters_ : int
        The number of themes found.

    Examples
    --------
    >>> texts = [f"{place}{cause}" for cause in ("人手不足", "资金未到位") for place in "东西南北中前后左右上下内外里"]
    >>> ThemeClusterer(n_clusters=2, min_segments=10).fit_predict(texts).tolist()[::14]
    [0, 1]
    """

    def __init__(
        self,
        n_clusters: int | None = None,
        *,
        max_unassigned: float = 0.05,
        code_weight: float = 0.75,
        min_segments: int = 30,
        draws: int = 100,
        segmenter: Segmenter | None = None,
        embedder: Embedder | None = None,
        random_state: int = 0,
    ) -> None:
        self.n_clusters = n_clusters
        self.max_unassigned = max_unassigned
        self.code_weight = code_weight
        self.min_segments = min_segments
        self.draws = draws
        self.segmenter = segmenter
        self.embedder = embedder
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        """Texts in, cluster numbers out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

    def fit(
        self,
        X: Sequence[str],
        y: object = None,
        *,
        forms: Sequence[str] | None = None,
        codes: Sequence[Sequence[str]] | None = None,
    ) -> ThemeClusterer:
        """Find the themes of the texts.

        Parameters
        ----------
        X : sequence of str
            The texts.
        y : ignored
            For pipelines.
        forms : sequence of str, optional
            The form of each text: stability leaves out forms, not rows.
        codes : sequence of sequence of str, optional
            The codes of each text, most important first.

        Raises
        ------
        UsageError
            A single text instead of a list, values that are not texts, `forms` or `codes` of another length, or
            settings out of range.
        """
        texts = _texts(X)
        for name, given in (("forms", forms), ("codes", codes)):
            if given is not None and len(given) != len(texts):
                raise UsageError(f"{len(texts)} texts but {len(given)} {name} / 长度不符")
        segments = [
            CauseSegment(str(i), text, forms[i] if forms else "", tuple(codes[i]) if codes else ())
            for i, text in enumerate(texts)
        ]
        settings = ThemeSettings(
            count=self.n_clusters,
            max_unassigned=self.max_unassigned,
            code_weight=self.code_weight,
            min_segments=self.min_segments,
            draws=self.draws,
            seed=self.random_state,
        )
        self.result_ = find_themes(segments, settings=settings, segmenter=self.segmenter, embedder=self.embedder)
        self.labels_ = np.array([a.theme for a in self.result_.assignments], dtype=np.int64)
        self.n_clusters_ = len(self.result_.themes)
        self._remember(texts)
        return self

    def _remember(self, texts: list[str]) -> None:
        """Keep a space of words and the centre of each theme in it, for texts to come."""
        inside = np.flatnonzero(self.labels_ >= 0)
        self.space_: TextSpace | EmbeddedSpace | None = None
        if not len(inside):
            return
        kept = sorted({texts[i] for i in inside})
        words = WordAnalyzer((self.segmenter or default_segmenter()).cut)
        self.space_ = EmbeddedSpace(self.embedder) if self.embedder else TextSpace(words).fit(kept)
        rows = self.space_.transform([texts[i] for i in inside])
        self.centres_ = centres(rows, self.labels_[inside])

    def predict(self, X: Sequence[str]) -> Any:  # noqa: ANN401 - array of int
        """Return for each text the theme whose centre is nearest by words; −1 where it shares no word with any."""
        check_is_fitted(self, "labels_")
        texts = _texts(X)
        if self.space_ is None or not texts:
            return np.full(len(texts), -1, dtype=np.int64)
        found, cosine = nearest(self.space_.transform(texts), self.centres_)
        return np.where(cosine > 0, found, -1)


def _texts(X: Sequence[str]) -> list[str]:
    if isinstance(X, str):
        raise UsageError(
            "a single text instead of a list of texts / 需要文本列表，而不是单个字符串", hint="pass [text]"
        )
    texts = list(X)
    wrong = next((t for t in texts if not isinstance(t, str)), None)
    if wrong is not None:
        raise UsageError(f"not a text / 不是文本: {wrong!r:.60}", hint="pass a list of str")
    return texts
