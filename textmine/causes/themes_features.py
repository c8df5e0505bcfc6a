"""Cause segments as vectors: words and character n-grams in a latent space, beside the profile of their codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from textmine.causes.dedup import normalise
from textmine.causes.themes_model import SET_ASIDE_CODES, CauseSegment, Embedder
from textmine.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

DIMENSIONS = 30
EXACT_UP_TO = 2000
"""Texts up to which the latent space is computed exactly."""
_WORDLIKE = re.compile(r"[\u3400-\u9fffA-Za-z]")
_BLOCK = 10_000  # texts transformed at once: bounds memory


@dataclass(frozen=True)
class WordAnalyzer:
    """Text → words: cut by the segmenter, then stop words, numbers and punctuation dropped; one-character words stay.

    A plain object instead of a closure, so that vectorisers that hold it can be pickled.
    """

    cut: Callable[[str], list[str]]
    stop: frozenset[str] = frozenset()

    def __call__(self, text: str) -> list[str]:
        """Return the content words of a text, in order."""
        return [w for w in self.cut(text) if w not in self.stop and _WORDLIKE.search(w)]


def character_grams(text: str) -> list[str]:
    """Return the characters, bi- and trigrams of a text without its numbers and punctuation."""
    key = normalise(text).replace("0", " ")
    return [key[i : i + n] for n in (1, 2, 3) for i in range(len(key) - n + 1) if " " not in key[i : i + n]]


@dataclass
class TextSpace:
    """TF-IDF over words and character n-grams, reduced by a truncated SVD; rows have length one.

    The vocabulary is fixed at `fit`, so that subsamples and later texts live in the same space.
    """

    analyzer: Callable[[str], list[str]]
    dimensions: int = DIMENSIONS
    seed: int = 0
    words_: Any = field(default=None, repr=False)
    grams_: Any = field(default=None, repr=False)
    basis_: Any = field(default=None, repr=False)
    counts_: Any = field(default=None, repr=False)

    def fit(self, texts: Sequence[str]) -> TextSpace:
        """Learn vocabulary, weights and the latent space of these texts (at least two).

        Raises
        ------
        UsageError
            Not a single word in all the texts.
        """
        self.words_ = _vectorizer(self.analyzer, texts, None)
        self.grams_ = _vectorizer(character_grams, texts, 60_000)
        if self.words_ is None and self.grams_ is None:
            raise UsageError("the texts hold no words / 文本中没有词", hint="check that they are Chinese sentences")
        self.counts_ = self._counts(texts)
        self.basis_ = latent_basis(self.counts_, self.dimensions, self.seed)
        return self

    @property
    def exact(self) -> bool:
        """Whether no part of the space depends on a seed."""
        return bool(self.counts_.shape[0] <= EXACT_UP_TO)

    def reseeded(self, seed: int) -> TextSpace:
        """Return the same space with a decomposition from another seed."""
        return replace(self, seed=seed, basis_=latent_basis(self.counts_, self.dimensions, seed))

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length one for each text (zero where it shares no word with the space)."""
        import numpy as np

        blocks = [texts[i : i + _BLOCK] for i in range(0, len(texts), _BLOCK)] or [texts]
        return np.vstack([unit_rows(self._counts(block) @ self.basis_) for block in blocks])

    def _counts(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a scipy sparse matrix
        from scipy.sparse import csr_matrix, hstack

        parts = [v for v in (self.words_, self.grams_) if v is not None]
        if not len(texts):
            return csr_matrix((0, sum(len(v.vocabulary_) for v in parts)))
        return hstack([v.transform(texts) for v in parts]).tocsr()


def _vectorizer(analyzer: Callable[[str], list[str]], texts: Sequence[str], limit: int | None) -> Any:  # noqa: ANN401
    """Fit TF-IDF without the rarest and the commonest terms; with all of them where nothing else is left, else None."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rare = 2 if len(texts) >= 60 else 1
    common = 0.2 if len(texts) >= 200 else 0.5  # a small corpus may have three themes with a third of the texts each
    for bounds in ({"min_df": rare, "max_df": common}, {"min_df": 1, "max_df": 1.0}):
        try:
            return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, max_features=limit, **bounds).fit(texts)
        except ValueError:  # scikit-learn's word for an empty vocabulary
            continue
    return None


@dataclass
class EmbeddedSpace:
    """The same face over an `Embedder`: raw texts in, unit rows out; nothing is learned."""

    embedder: Embedder

    def fit(self, texts: Sequence[str]) -> EmbeddedSpace:
        """Return itself: an embedding needs no fitting."""
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Embed the texts.

        Raises
        ------
        UsageError
            Where the embedder does not return one finite row a text.
        """
        import numpy as np

        rows = np.asarray(self.embedder(list(texts)), dtype=np.float64)
        if rows.ndim != 2 or rows.shape[0] != len(texts) or not np.isfinite(rows).all():
            raise UsageError(
                f"the embedder returned {rows.shape} for {len(texts)} texts / 向量形状不符",
                hint="it must return one finite row of numbers a text",
            )
        return unit_rows(rows)


def latent_basis(counts: Any, dimensions: int, seed: int) -> Matrix:  # noqa: ANN401 - a scipy sparse matrix
    """Return the leading right singular vectors as columns.

    Up to 2,000 texts exactly, from the eigenvectors of the Gram matrix; beyond by a randomised decomposition with a
    fixed seed.
    """
    import numpy as np

    size = max(1, min(dimensions, counts.shape[0] - 1, counts.shape[1] - 1))
    if counts.shape[0] <= EXACT_UP_TO:
        values, vectors = np.linalg.eigh((counts @ counts.T).toarray())
        values, vectors = values[::-1][:size], vectors[:, ::-1][:, :size]
        kept = values > 1e-9
        return np.asarray(counts.T @ (vectors[:, kept] / np.sqrt(values[kept])), dtype=np.float64)
    from sklearn.decomposition import TruncatedSVD

    found = TruncatedSVD(size, n_iter=7, random_state=seed).fit(counts)
    return np.asarray(found.components_.T, dtype=np.float64)


def code_names(segments: Iterable[CauseSegment]) -> tuple[str, ...]:
    """Return all concrete codes that occur, sorted."""
    found = {c for s in segments for c in (*s.codes, *s.scores)}
    return tuple(sorted(found - SET_ASIDE_CODES))


def code_profiles(segments: Sequence[CauseSegment], codes: Sequence[str]) -> Matrix:
    """Return the profile of each segment over the codes: the coder's probabilities and its order of importance.

    The profile adds to each probability (or 0) the weight 1/r of a code that stands at rank r of the passage's codes;
    rows have length one, a segment without any code is a row of zeros.
    """
    import numpy as np

    column = {code: j for j, code in enumerate(codes)}
    out = np.zeros((len(segments), len(codes)))
    for i, segment in enumerate(segments):
        for code, p in segment.scores.items():
            if code in column:
                out[i, column[code]] += p
        for rank, code in enumerate((c for c in segment.codes if c in column), 1):
            out[i, column[code]] += 1.0 / rank
    return unit_rows(out)


def combine(text: Matrix, codes: Matrix, weight: float) -> Matrix:
    """Return text and code profile side by side; `weight` is the share of the codes in the squared distance."""
    import numpy as np

    if weight == 0 or codes.shape[1] == 0 or not codes.any():
        return text
    return unit_rows(np.hstack([np.sqrt(weight) * codes, np.sqrt(1 - weight) * text]))


def unit_rows(rows: Any) -> Matrix:  # noqa: ANN401
    """Scale each row to length one; zero rows stay zero. Rounded, so that machines agree on ties."""
    import numpy as np

    dense = np.asarray(rows, dtype=np.float64)
    length = np.linalg.norm(dense, axis=1, keepdims=True)
    return np.round(dense / np.where(length > 0, length, 1.0), 9)
