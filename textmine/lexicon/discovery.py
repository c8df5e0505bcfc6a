"""New words: strings that hold together inside and stand freely outside, and that the dictionary does not know."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from textmine.errors import UsageError

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_EDGE = frozenset(
    "的了着过和与及或在是有为对将被把从向到由因但也都就还又这那其之以而且等各该本个一二三四五六七八九十两几第年月日时起"
    "未无没不仍已曾拟需应可能会要才仅只较约近按让使给我他它们所存进"
)
"""Function characters, numerals, adverbs: a word does not begin or end with them."""


@dataclass(frozen=True, slots=True)
class NewWord:
    """A candidate for the user's dictionary.

    Attributes
    ----------
    text : str
        The string.
    count, documents : int
        Occurrences, and documents in which it occurs.
    cohesion : float
        Least pointwise mutual information (bits) over all ways to cut it in two.
    freedom : float
        The smaller of the entropies (bits) of the characters left and right of it.
    parts : tuple of str
        How the segmenter cuts it now.
    """

    text: str
    count: int
    documents: int
    cohesion: float
    freedom: float
    parts: tuple[str, ...]


def new_words(
    texts: Iterable[str],
    cut: Callable[[str], list[str]],
    *,
    longest: int = 6,
    min_documents: int = 5,
    min_cohesion: float = 3.0,
    min_freedom: float = 1.0,
    limit: int | None = None,
) -> tuple[NewWord, ...]:
    r"""Find words that the segmenter cuts apart.

    Parameters
    ----------
    texts : iterable of str
        One document each; copies should be joined first, or they make phrases look like words.
    cut : callable
        Text → words (`Segmenter.cut`).
    longest : int
        Most characters of a word.
    min_documents : int
        Least documents.
    min_cohesion, min_freedom : float
        Thresholds in bits.
    limit : int, optional
        At most this many, best first.

    Returns
    -------
    tuple of NewWord
        Ordered by cohesion + freedom, weighted with the logarithm of the documents.

    Raises
    ------
    UsageError
        `longest` under 2 or `min_documents` under 1.

    Notes
    -----
    Cohesion is the least :math:`\log_2 \frac{p(w)}{p(a)\,p(b)}` over the cuts *w = ab*; freedom is the smaller of the
    branching entropies :math:`-\sum_c p(c|w) \log_2 p(c|w)` on both sides, the edge of a clause counting as a
    neighbour of its own each time. A candidate must stand between word borders of the segmenter in 60% of its places
    (标文件 of 招标文件 does not); one inside a longer candidate that occurs about as often is dropped.
    """
    if longest < 2 or min_documents < 1:
        raise UsageError(f"longest={longest}, min_documents={min_documents}: must be at least 2 and 1")
    held = list(texts)
    documents = [_HAN_RUN.findall(text) for text in held]
    counts, spread = _count(documents, longest, min_documents)
    total = sum(n for gram, n in counts.items() if len(gram) == 1)
    near = _neighbours(documents, longest, {g for g, n in spread.items() if n >= min_documents and len(g) > 1})
    found = []
    for gram, (left, right) in near.items():
        if gram[0] in _EDGE or gram[-1] in _EDGE:
            continue
        cohesion, freedom = _cohesion(gram, counts, total), min(_entropy(left), _entropy(right))
        if cohesion < min_cohesion or freedom < min_freedom:
            continue
        parts = tuple(cut(gram))
        if len(parts) > 1:
            found.append(NewWord(gram, counts[gram], spread[gram], round(cohesion, 3), round(freedom, 3), parts))
    whole = _between_words(held, cut, {w.text for w in found}, longest)
    kept = _longest_only([w for w in found if whole[w.text] >= 0.6 * w.count])
    ranked = sorted(kept, key=lambda w: (-(w.cohesion + 2 * w.freedom) * math.log1p(w.documents), w.text))
    return tuple(ranked[:limit])


def _count(documents: list[list[str]], longest: int, min_documents: int) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Count strings of growing length; a string is counted only where both its shorter parts are frequent enough."""
    counts: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    alive: set[str] | None = None
    for size in range(1, longest + 1):
        level: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        for runs in documents:
            own = [
                run[i : i + size]
                for run in runs
                for i in range(len(run) - size + 1)
                if alive is None or (run[i : i + size - 1] in alive and run[i + 1 : i + size] in alive)
            ]
            level.update(own)
            seen.update(set(own))
        alive = {gram for gram, n in seen.items() if n >= min_documents}
        counts.update({g: n for g, n in level.items() if size == 1 or g in alive})
        spread.update({g: seen[g] for g in alive})
    return counts, spread


def _neighbours(
    documents: list[list[str]], longest: int, grams: set[str]
) -> dict[str, tuple[Counter[str], Counter[str]]]:
    out: dict[str, tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
    edge = 0
    for runs in documents:
        for run in runs:
            for size in range(2, longest + 1):
                for i in range(len(run) - size + 1):
                    gram = run[i : i + size]
                    if gram not in grams:
                        continue
                    edge += 1
                    left, right = out[gram]
                    left[run[i - 1] if i else f"<{edge}"] += 1
                    right[run[i + size] if i + size < len(run) else f">{edge}"] += 1
    return out


def _cohesion(gram: str, counts: Mapping[str, int], total: int) -> float:
    whole = counts[gram] * total
    return min(math.log2(whole / (counts[gram[:i]] * counts[gram[i:]])) for i in range(1, len(gram)))


def _entropy(neighbours: Mapping[str, int]) -> float:
    total = sum(neighbours.values())
    return -sum(n / total * math.log2(n / total) for n in neighbours.values())


def _between_words(
    texts: Iterable[str], cut: Callable[[str], list[str]], grams: set[str], longest: int
) -> Counter[str]:
    """Count the places in which a string consists of whole words of the segmenter."""
    out: Counter[str] = Counter()
    for text in texts:
        words = cut(text)
        for i in range(len(words)):
            joined = words[i]
            for word in words[i + 1 : i + longest]:
                joined += word
                if len(joined) > longest:
                    break
                if joined in grams:
                    out[joined] += 1
    return out


def _longest_only(words: list[NewWord]) -> list[NewWord]:
    """Drop a word that stands inside a longer one in most of its places."""
    most = Counter[str]()
    for word in words:
        for size in range(2, len(word.text)):
            for i in range(len(word.text) - size + 1):
                inner = word.text[i : i + size]
                most[inner] = max(most[inner], word.count)
    return [w for w in words if most[w.text] < 0.7 * w.count]
