"""Themes: finer, inductive groups of stated causes — found the same way on every machine and in every row order.

The way: copies are joined and counted once, `generic` and `none` set aside; each distinct segment becomes a point made
of its words and of its codes (the codebook guides, the words split); a Ward tree is cut where subsamples of forms
agree; what lies far from every theme stays unassigned, never more than asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textmine.causes import stability as measure
from textmine.causes.themes_cluster import centres, clusterings, nearest, outliers
from textmine.causes.themes_describe import Wording, assign, code_labels, describe, describe_codes, largest_first
from textmine.causes.themes_edits import Edits, apply_edits
from textmine.causes.themes_features import (
    EmbeddedSpace,
    TextSpace,
    WordAnalyzer,
    code_names,
    code_profiles,
    combine,
)
from textmine.causes.themes_model import (
    CauseSegment,
    Embedder,
    StabilityPanel,
    ThemeResult,
    ThemeSettings,
    check_ids,
)
from textmine.causes.themes_prepare import Prepared, prepare, sample
from textmine.records import Theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.lexicon import Segmenter

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]

COUNTS = (4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40, 50, 60)
"""The numbers of themes that are tried: up to eight themes of eight distinct segments, beyond that of twenty."""

_TRIAL_DRAWS, _TRIAL_ROWS = 20, 1200  # the search for the number of themes is bounded: seconds, whatever the corpus
_SEEDS = (1, 2)


@dataclass(frozen=True, slots=True)
class _Clustering:
    """Points of the heads and their themes (largest first), before outliers are taken out."""

    points: Matrix
    forms: tuple[str, ...]
    checked: tuple[int, ...]  # the heads on which stability is measured
    labels: Labels
    near: Matrix
    tried: tuple[measure.CountStability, ...]


def find_themes(
    segments: Sequence[CauseSegment],
    *,
    settings: ThemeSettings | None = None,
    segmenter: Segmenter | None = None,
    embedder: Embedder | None = None,
    names: Mapping[str, str] | None = None,
    edits: Edits | None = None,
) -> ThemeResult:
    """Find the themes of a corpus.

    Parameters
    ----------
    segments : sequence of CauseSegment
        The cause segments, in any order: the result does not depend on it.
    settings : ThemeSettings, optional
        How; the defaults choose the number of themes by stability.
    segmenter : Segmenter, optional
        Chinese word segmentation; ours by default.
    embedder : Embedder, optional
        Sentence embeddings in place of words and character n-grams.
    names : mapping of str to str, optional
        Code → name, for the labels of a corpus that is too small to cluster; the shipped codebook's by default.
    edits : Edits, optional
        A researcher's merges, splits and names (`load_edits`), applied after the fit.

    Returns
    -------
    ThemeResult
        Themes (largest first), one assignment a segment, and the stability panel.

    Raises
    ------
    UsageError
        Settings out of range, ids that occur twice, an embedder that does not return one row a text.
    ConfigError
        A correction names no theme.

    Notes
    -----
    With fewer than `min_segments` distinct segments nothing is clustered: the theme of a segment is its first code,
    stability is not measured (None), and the panel says ``method="codes"``.

    Stability is not validity. Where codes guide the clusters, part of their stability is the codebook's: compare with
    ``code_weight=0``, which looks at words only and is far less stable on short texts.
    """
    how = (settings or ThemeSettings()).check()
    check_ids(segments)
    prepared = prepare(segments, how.similarity)
    words = _words(segmenter)
    if len(prepared.heads) < how.min_segments:
        return _small(prepared, how, _code_names() if names is None else names, words, edits)
    space = _space([s.text for s in prepared.heads], how, words, embedder)
    found = _cluster(prepared, space, how)
    samples = _samples(found, how)
    labels = found.labels.copy()
    labels[outliers(found.near, how.max_unassigned)] = -1
    panel = _panel(prepared, found, labels, samples, how)
    if isinstance(space, TextSpace) and not space.exact:
        panel = _with_seeds(panel, prepared, found, space, how)
    wording = Wording(words, space.transform)

    def described(labels: Labels) -> tuple[Theme, ...]:
        checked = list(found.checked)
        jaccard = measure.jaccard_by_cluster(labels[checked], samples, int(labels.max()) + 1)
        return describe(prepared, labels, found.near, wording, jaccard)

    themes = described(labels)
    if edits is not None:
        changed, given = apply_edits(edits, prepared, labels, found.points, themes)
        labels = largest_first(changed)
        themes = _renamed(described(labels), labels, given)
    return ThemeResult(themes, assign(prepared, labels, found.near), panel, how)


def _small(
    prepared: Prepared, how: ThemeSettings, names: Mapping[str, str], words: WordAnalyzer, edits: Edits | None
) -> ThemeResult:
    labels = code_labels(prepared)
    themes = describe_codes(prepared, labels, names, words)
    if edits is not None:
        changed, given = apply_edits(edits, prepared, labels, None, themes)
        labels = largest_first(changed)
        themes = _renamed(describe_codes(prepared, labels, names, words), labels, given)
    lost = int((labels < 0).sum())
    aside = sum(head < 0 for head in prepared.head_of)
    share = lost / len(labels) if len(labels) else 0.0
    panel = StabilityPanel("codes", "codes", len(prepared.segments), len(labels), aside, lost, share)
    return ThemeResult(themes, assign(prepared, labels, None, "code"), panel, how)


def _renamed(themes: Sequence[Theme], labels: Labels, given: Mapping[int, str]) -> tuple[Theme, ...]:
    names = {int(labels[head]): label for head, label in given.items()}
    return tuple(replace(t, label=names.get(t.id, t.label)) for t in themes)


def _code_names() -> dict[str, str]:
    from textmine.causes.codebook import load_codebook

    return {entry.code: entry.name for entry in load_codebook().entries}


def _words(segmenter: Segmenter | None) -> WordAnalyzer:
    from textmine.lexicon import default_segmenter
    from textmine.lexicon.stopwords import stop_words

    return WordAnalyzer((segmenter or default_segmenter()).cut, stop_words())


def _space(
    texts: Sequence[str], how: ThemeSettings, words: WordAnalyzer, embedder: Embedder | None
) -> TextSpace | EmbeddedSpace:
    if embedder is not None:
        return EmbeddedSpace(embedder)
    everything = WordAnalyzer(words.cut)  # stop words are kept out of labels; in the space, weights see to them
    return TextSpace(everything, seed=how.seed).fit([texts[i] for i in sample(texts, 2 * how.sample)])


def _points(prepared: Prepared, space: TextSpace | EmbeddedSpace, how: ThemeSettings) -> Matrix:
    rows = space.transform([s.text for s in prepared.heads])
    return combine(rows, code_profiles(prepared.heads, code_names(prepared.heads)), how.code_weight)


def _cluster(prepared: Prepared, space: TextSpace | EmbeddedSpace, how: ThemeSettings) -> _Clustering:
    points = _points(prepared, space, how)
    forms = tuple(s.form or s.id for s in prepared.heads)
    texts = [s.text for s in prepared.heads]
    checked = sample(texts, _TRIAL_ROWS)
    tried: tuple[measure.CountStability, ...] = ()
    if how.count is None:
        counts = _counts([prepared.heads[i] for i in checked])
        draws = max(2, min(how.draws, _TRIAL_DRAWS))
        rows, own = points[checked], [forms[i] for i in checked]
        tried = tuple(measure.count_stability(rows, own, counts, draws=draws, share=how.share, seed=how.seed + 1))
    count = how.count or measure.choose_count(tried).count
    labels, near = _grow(points, sample(texts, how.sample), count)
    return _Clustering(points, forms, tuple(checked), labels, near, tried)


def _counts(heads: Sequence[CauseSegment]) -> list[int]:
    """Return the numbers to be tried; the number of codes is one of them, for themes should not be coarser."""
    codes = {h.codes[0] for h in heads if h.codes}
    fine = {c for c in COUNTS if c * (8 if c <= 8 else 20) <= len(heads)} or {2}
    return sorted(fine | ({len(codes)} if 2 <= len(codes) <= len(heads) // 2 else set()))


def _grow(points: Matrix, core: list[int], count: int) -> tuple[Labels, Matrix]:
    """Cluster the core rows and let all others join the nearest centre."""
    import numpy as np

    found = clusterings(points[core], [count])
    inner = next(iter(found.values()))
    middle = centres(points[core], inner)
    labels, _ = nearest(points, middle)
    labels[core] = inner
    labels = largest_first(labels)
    middle = centres(points, labels)
    return labels, np.einsum("ij,ij->i", points, middle[labels])


def _samples(found: _Clustering, how: ThemeSettings) -> list[Labels]:
    """Cluster subsamples of forms again, with the final number of themes."""
    checked = list(found.checked)
    count = int(found.labels.max()) + 1
    masks = measure.draw_forms([found.forms[i] for i in checked], how.draws, how.share, how.seed)
    return measure.subsample_labels(found.points[checked], masks, [count])[count]


def _panel(
    prepared: Prepared, found: _Clustering, labels: Labels, samples: Sequence[Labels], how: ThemeSettings
) -> StabilityPanel:
    checked = list(found.checked)
    ami, ari = measure.agreement(found.labels[checked], samples)
    first = [s.codes[0] if s.codes else "" for s in prepared.heads]
    coded = [i for i, code in enumerate(first) if code]
    lost = int((labels < 0).sum())
    return StabilityPanel(
        method="clusters",
        chosen_by="user" if how.count else "stability",
        segments=len(prepared.segments),
        distinct=len(prepared.heads),
        set_aside=sum(head < 0 for head in prepared.head_of),
        unassigned=lost,
        unassigned_share=lost / len(labels),
        ami=ami,
        ari=ari,
        pac=measure.pac(samples, how.seed) if samples else None,
        code_ami=measure.agreement_of(found.labels[coded], [first[i] for i in coded]) if coded else None,
        tried=tuple((t.count, round(t.covered, 4), round(t.ami, 4), round(t.pac, 4)) for t in found.tried),
        draws=len(samples),
    )


def _with_seeds(
    panel: StabilityPanel, prepared: Prepared, found: _Clustering, space: TextSpace, how: ThemeSettings
) -> StabilityPanel:
    """Add the agreement with clusterings whose latent space was built with other seeds, on the core segments."""
    core = sample([s.text for s in prepared.heads], how.sample)
    heads = Prepared((), tuple(prepared.heads[i] for i in core), ())
    count = int(found.labels.max()) + 1

    def rebuilt(seed: int) -> Labels:
        return _grow(_points(heads, space.reseeded(seed), how), list(range(len(core))), count)[0]

    ami, ari = measure.agreement(found.labels[core], [rebuilt(how.seed + step) for step in _SEEDS])
    return replace(panel, ami_seeds=ami, ari_seeds=ari)
