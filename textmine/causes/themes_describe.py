"""After clustering: themes with label, terms and exemplars; the place of every segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.causes.labels import class_tfidf, distinct_labels, phrase, top_terms
from textmine.causes.themes_model import SET_ASIDE_CODES, Assignment, Reason
from textmine.causes.themes_prepare import NO_WORDS, Prepared
from textmine.records import Theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]

EXEMPLARS = 5
_CENTRAL = 200  # segments of a theme that its terms and its phrase are taken from: the nearest ones


@dataclass(frozen=True, slots=True)
class Wording:
    """What labels are made with: words of a text, and texts as unit rows of the text space."""

    words: Callable[[str], list[str]]
    embed: Callable[[Sequence[str]], Matrix]


def largest_first(labels: Labels) -> Labels:
    """Give themes their numbers by size, the largest 0; equal sizes by their first head. −1 stays."""
    counts = Counter(int(x) for x in labels if x >= 0)
    first = {int(x): i for i, x in reversed(list(enumerate(labels)))}
    rank = {theme: n for n, theme in enumerate(sorted(counts, key=lambda t: (-counts[t], first[t])))}
    import numpy as np

    return np.array([rank.get(int(x), -1) for x in labels], dtype=np.int64)


def describe(
    prepared: Prepared, labels: Labels, near: Matrix, wording: Wording, stability: Sequence[float | None]
) -> tuple[Theme, ...]:
    """Build the themes of a clustering; copies count as occurrences, not as evidence for words."""
    count = len(stability)
    central = [_central(labels, near, prepared, theme) for theme in range(count)]
    texts = [[prepared.heads[i].text for i in heads] for heads in central]
    documents = [_terms(wording.words(text)) for own in texts for text in own]
    weights = class_tfidf(documents, [theme for theme, own in enumerate(texts) for _ in own])
    weights += [{}] * (count - len(weights))
    terms = [top_terms(w) for w in weights]
    labelled = distinct_labels([_phrase(own, wording, weights[n]) for n, own in enumerate(texts)], terms)
    members = prepared.members()
    return tuple(
        _theme(prepared, members, labels, theme, labelled[theme], terms[theme], stability[theme], central[theme])
        for theme in range(count)
    )


def _central(labels: Labels, near: Matrix, prepared: Prepared, theme: int) -> list[int]:
    heads = [i for i, label in enumerate(labels) if label == theme]
    return sorted(heads, key=lambda i: (-round(float(near[i]), 6), i))[:_CENTRAL]


def _terms(words: list[str]) -> list[str]:
    """Return words and adjacent pairs of words: 「人手 不足」 says more than 人手."""
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


def _phrase(texts: Sequence[str], wording: Wording, weights: dict[str, float]) -> str:
    if not texts:
        return "（全部未归类）"
    rows = wording.embed(texts[:60])
    return phrase(texts[:60], rows.mean(axis=0), wording.embed, weights, wording.words)


def _theme(
    prepared: Prepared,
    members: Mapping[int, list[int]],
    labels: Labels,
    theme: int,
    label: str,
    terms: tuple[str, ...],
    stability: float | None,
    shown: Sequence[int],
) -> Theme:
    heads = [i for i, own in enumerate(labels) if own == theme]
    inside = [prepared.segments[i] for head in heads for i in members[head]]
    codes = Counter(code for s in inside for code in s.codes[:1] if code not in SET_ASIDE_CODES)
    return Theme(
        id=theme,
        label=label,
        terms=terms,
        size=len(heads),
        stability=stability,
        exemplars=tuple(prepared.heads[i].quote or prepared.heads[i].text for i in shown[:EXEMPLARS]),
        codes=tuple(sorted(codes, key=lambda c: (-codes[c], c))),
        occurrences=len(inside),
        forms=len({s.form or s.id for s in inside}),
    )


def assign(prepared: Prepared, labels: Labels, near: Matrix | None, reason: Reason = "theme") -> tuple[Assignment, ...]:
    """Give every segment, in the order given, its theme and the reason."""
    out = []
    for segment, head in zip(prepared.segments, prepared.head_of, strict=True):
        if head < 0:
            out.append(Assignment(segment.id, -1, "empty" if head == NO_WORDS else "set_aside"))
            continue
        theme = int(labels[head])
        why: Reason = reason if prepared.heads[head].id == segment.id else "copy"
        nearness = None if near is None else round(float(near[head]), 4)
        out.append(Assignment(segment.id, theme, why if theme >= 0 else "outlier", nearness))
    return tuple(out)


def code_labels(prepared: Prepared) -> Labels:
    """Make one theme of each first code: all that a small corpus supports. Segments without a code have no theme."""
    import numpy as np

    first = [_first(h.codes) for h in prepared.heads]
    known = sorted({c for c in first if c})
    return largest_first(np.array([known.index(c) if c else -1 for c in first], dtype=np.int64))


def describe_codes(
    prepared: Prepared, labels: Labels, names: Mapping[str, str], words: Callable[[str], list[str]]
) -> tuple[Theme, ...]:
    """Build the themes of a small corpus: named by their codes, stability not measured."""
    count = int(labels.max(initial=-1)) + 1
    inside = [[i for i, own in enumerate(labels) if own == t] for t in range(count)]
    documents = [_terms(words(prepared.heads[i].text)) for own in inside for i in own]
    weights = class_tfidf(documents, [theme for theme, own in enumerate(inside) for _ in own])
    members = prepared.members()
    out = []
    for theme, own in enumerate(inside):
        codes = dict.fromkeys(_first(prepared.heads[i].codes) for i in own)
        label = "、".join(names.get(c, c) for c in codes)
        out.append(_theme(prepared, members, labels, theme, label, top_terms(weights[theme]), None, own))
    return tuple(out)


def _first(codes: Sequence[str]) -> str:
    return next((c for c in codes if c not in SET_ASIDE_CODES), "")
