"""Names for themes: a phrase that people wrote themselves, the terms that set it apart, its central segments.

Three separate things, because a label that hides its evidence is not to be trusted: the phrase is a clause of a
member, word for word; the terms come from class-based TF-IDF; the exemplars are whole segments nearest to the centre.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_CLAUSE = re.compile(r"[^，。；！？：,.;!?:\s（）()「」“”\"]+")
_LEAD = re.compile(
    r"^(?:\d+[.、]?|[①-⑩]|[一二三四五六七八九十]是|其[一二三]|主要(?:原因)?(?:是|为)?|原因(?:是|为|在于)?|"
    r"(?:是)?(?:因为|由于|因|受)|(?:但|而|且|并|也|均|都|又|再|同时|加之|另外|此外|尤其是|目前|仍|还)(?!未))+"
)
_WRONG = re.compile(
    r"不足|不够|不到|不全|不畅|不清|不高|不准|不合理|不一致|未|缺|没有|无法|滞后|延[期迟误后]|推迟|偏[高低少晚慢]|过[高低长]|"
    r"晚|慢|迟|难|低|少|差|故障|损坏|老化|流标|调整|变[化更动]|取消|追加|上涨|下降|压减|结余|短缺|空缺|薄弱|落后|不[愿肯想]"
)
_FRAGMENT = re.compile(r"^[的了和与及对是后前这那该其它他她一两几各些]|[的了和与及对里在是把被从向将为时]$")
SHORTEST, LONGEST = 4, 16
"""Characters of a label."""


def class_tfidf(documents: Sequence[Sequence[str]], classes: Sequence[int]) -> list[dict[str, float]]:
    r"""Weight the terms of each class against the other classes (c-TF-IDF, as in BERTopic).

    .. math:: w_{t,c} = \frac{f_{t,c}}{\sum_t f_{t,c}} \cdot \log\left(1 + \frac{A}{f_t}\right)

    with :math:`f` counted once a document (copied wording weighs less) and *A* the mean number of counts a class.
    A description for labels, not a test: use `lexicon.keyterms` for claims.

    Parameters
    ----------
    documents : sequence of sequence of str
        The terms of each document.
    classes : sequence of int
        The class 0 … k−1 of each document.
    """
    import math

    counts = [Counter[str]() for _ in range(max(classes, default=-1) + 1)]
    for terms, label in zip(documents, classes, strict=True):
        counts[label].update(set(terms))
    total: Counter[str] = sum(counts, Counter())
    mean = sum(total.values()) / max(1, len(counts))
    return [
        {t: n / max(1, sum(c.values())) * math.log(1 + mean / total[t]) for t, n in c.items() if n > 1 or len(c) < 40}
        for c in counts
    ]


def top_terms(weights: dict[str, float], limit: int = 8) -> tuple[str, ...]:
    """Return the heaviest terms; a term inside an already chosen longer one, or around a shorter one, is merged."""
    chosen: list[str] = []
    for term in sorted(weights, key=lambda t: (-weights[t], t)):
        plain = term.replace(" ", "")
        if len(plain) < 2 or any(plain in c or c in plain for c in chosen):
            continue
        chosen.append(plain)
        if len(chosen) == limit:
            break
    return tuple(chosen)


def clauses(text: str) -> list[str]:
    """Return the clauses of a segment that could stand as a label, without lead words such as 因 or 一是.

    >>> clauses("一是因执法人员编制空缺，2人借调；影响较大。")
    ['执法人员编制空缺', '影响较大']
    """
    stripped = (_LEAD.sub("", piece) for piece in _CLAUSE.findall(text))
    return [c for c in stripped if SHORTEST <= len(c) <= LONGEST and not re.search(r"[0-9A-Za-z]", c)]


def phrase(
    texts: Sequence[str],
    middle: Matrix,
    embed: Callable[[Sequence[str]], Matrix],
    weights: dict[str, float],
    words: Callable[[str], list[str]],
) -> str:
    """Return the clause that lies nearest to the centre of its theme, or the start of the first text.

    Parameters
    ----------
    texts : sequence of str
        Central segments, nearest first.
    middle : array
        The centre of the theme in the text space.
    embed : callable
        Texts → unit rows of the same space.
    weights : dict of str to float
        The c-TF-IDF of the theme's terms.
    words : callable
        Text → content words.

    Notes
    -----
    A clause scores by its nearness to the centre, by the weight of its words for this theme (over the root of their
    number, so that long clauses do not win by length), and by saying what is wrong (不足, 未, 滞后 …): a label names
    a cause, not a place or a date.
    """
    import numpy as np

    found = Counter(c for text in texts for c in clauses(text))
    if not found:
        return _CLAUSE.findall(texts[0] + "。")[0][:LONGEST] if texts and _CLAUSE.search(texts[0]) else "（无短语）"
    names = sorted(found)
    near = embed(names) @ middle
    heavy = np.array([_weight(words(n), weights) for n in names])
    heavy = heavy / max(float(heavy.max()), 1e-12)
    extra = np.array([0.25 * bool(_WRONG.search(n)) + 0.05 * min(found[n] - 1, 3) - _penalty(n) for n in names])
    return names[int(np.round(1.5 * near + heavy + extra, 9).argmax())]


def _weight(words: Sequence[str], weights: dict[str, float]) -> float:
    terms = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return sum(weights.get(t, 0.0) for t in terms) / max(1, len(words)) ** 0.5 if len(words) > 1 else 0.0


def _penalty(clause: str) -> float:
    """Return what a clause loses for its length and for reading like a fragment."""
    return 0.03 * abs(len(clause) - 8) + 0.5 * bool(_FRAGMENT.search(clause))


def distinct_labels(labels: Sequence[str], terms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Make labels unique: a repeated phrase gets the first of its own terms that tells it apart."""
    seen: set[str] = set()
    out = []
    for label, own in zip(labels, terms, strict=True):
        options = [
            label,
            *(f"{label}（{t}）" for t in own if t not in label),
            *(f"{label}（{n}）" for n in range(2, 99)),
        ]
        name = next(o for o in options if o not in seen)
        seen.add(name)
        out.append(name)
    return tuple(out)
