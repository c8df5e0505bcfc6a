"""Key terms: what the passages of one cause, sector or year say more often than the others, with an interval."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from textmine.errors import UsageError

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term that sets a group apart.

    Attributes
    ----------
    group, term : str
        Which words where.
    documents, others : int
        Documents of the group, and of all other groups, that hold the term.
    log_odds : float
        Natural logarithm of the odds ratio, shrunk by the prior.
    low, high : float
        Its 95% interval.
    z : float
        ``log_odds`` in standard errors; over 1.96 is more than chance at one look.
    """

    group: str
    term: str
    documents: int
    others: int
    log_odds: float
    low: float
    high: float
    z: float


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two words that stand together more often than chance.

    Attributes
    ----------
    first, second : str
        The words in their order.
    documents : int
        Documents in which they are neighbours.
    log_likelihood : float
        G² of the two by two table (evidence; 15.13 is p < 0.0001).
    log_dice : float
        14 + log2 of the Dice coefficient: strength, comparable between corpora of any size (14 at most).
    """

    first: str
    second: str
    documents: int
    log_likelihood: float
    log_dice: float


def key_terms(
    documents: Sequence[Sequence[str]],
    groups: Sequence[str],
    *,
    min_documents: int = 5,
    min_z: float = 1.96,
    prior: float = 1.0,
    limit: int | None = 20,
) -> tuple[KeyTerm, ...]:
    r"""Rank the terms of each group against all other groups.

    Parameters
    ----------
    documents : sequence of sequence of str
        The terms of each document; a term counts once a document, however often it stands there.
    groups : sequence of str
        The group of each document.
    min_documents : int
        Least documents in the whole corpus that hold a term.
    min_z : float
        Least standard score.
    prior : float
        Strength of the prior: 1 adds as many imagined documents as the group has real ones a term on average.
    limit : int, optional
        At most this many terms a group.

    Returns
    -------
    tuple of KeyTerm
        By group, most telling first.

    Raises
    ------
    UsageError
        Documents and groups differ in number, or the prior is not positive.

    Notes
    -----
    Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), on document counts. With
    :math:`y_w` the documents of the group that hold *w* and :math:`n` their sum over all terms, :math:`y'_w, n'` the
    same for the other groups, and the prior :math:`\alpha_w = \alpha_0 \cdot (y_w + y'_w) / (n + n')` proportional
    to the whole corpus,

    .. math::

        \delta_w = \log\frac{y_w + \alpha_w}{n + \alpha_0 - y_w - \alpha_w}
                 - \log\frac{y'_w + \alpha_w}{n' + \alpha_0 - y'_w - \alpha_w}, \quad
        \sigma^2_w \approx \frac{1}{y_w + \alpha_w} + \frac{1}{y'_w + \alpha_w}, \quad
        z_w = \delta_w / \sigma_w .

    :math:`\alpha_0` is ``prior`` × the number of different terms. The interval is :math:`\delta_w \pm 1.96\,\sigma_w`.
    A term inside a longer key term of the group with as many documents is merged into it.
    """
    if len(documents) != len(groups) or prior <= 0:
        raise UsageError(f"{len(documents)} documents, {len(groups)} groups, prior={prior}")
    own: dict[str, Counter[str]] = defaultdict(Counter)
    for terms, group in zip(documents, groups, strict=True):
        own[group].update(set(terms))
    total: Counter[str] = sum(own.values(), Counter())
    if len(total) < 2:  # one term alone has no odds against others
        return ()
    alpha = prior * len(total)
    out: list[KeyTerm] = []
    for group in sorted(own):
        scored = _scored(group, own[group], total, alpha, min_documents)
        telling = sorted((t for t in scored if t.z >= min_z), key=lambda t: (-t.z, t.term))
        out += _merge_nested(telling)[:limit]
    return tuple(out)


def _scored(
    group: str, own: Mapping[str, int], total: Mapping[str, int], alpha: float, min_documents: int
) -> Iterable[KeyTerm]:
    n, everything = sum(own.values()), sum(total.values())
    for term, inside in own.items():
        if total[term] < min_documents:
            continue
        a = alpha * total[term] / everything
        others = total[term] - inside
        delta = _log_odds(inside + a, n + alpha) - _log_odds(others + a, everything - n + alpha)
        sigma = math.sqrt(1 / (inside + a) + 1 / (others + a))
        low, high = delta - _Z95 * sigma, delta + _Z95 * sigma
        yield KeyTerm(group, term, inside, others, *(round(v, 4) for v in (delta, low, high, delta / sigma)))


def _log_odds(count: float, total: float) -> float:
    return math.log(count / (total - count))


def _merge_nested(terms: list[KeyTerm]) -> list[KeyTerm]:
    """Drop a term that only occurs inside a longer key term of the same group."""
    return [
        t
        for t in terms
        if not any(t.term != o.term and t.term in o.term and o.documents >= 0.9 * t.documents for o in terms)
    ]


def collocations(
    documents: Sequence[Sequence[str]],
    *,
    min_documents: int = 3,
    min_likelihood: float = 15.13,
    limit: int | None = None,
) -> tuple[Collocation, ...]:
    """Find neighbouring words that belong together, on document counts.

    Parameters
    ----------
    documents : sequence of sequence of str
        The words of each document in order (stop words may be left out).
    min_documents : int
        Least documents with the pair.
    min_likelihood : float
        Least G²; 15.13 is p < 0.0001.
    limit : int, optional
        At most this many, strongest first.

    Returns
    -------
    tuple of Collocation
        Ordered by log-Dice, then G².
    """
    pairs: Counter[tuple[str, str]] = Counter()
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for words in documents:
        own = set(pairwise(words))
        pairs.update(own)
        left.update({a for a, _ in own})
        right.update({b for _, b in own})
    n = len(documents)
    found = []
    for (a, b), both in pairs.items():
        if both < min_documents or a == b:
            continue
        evidence = _g2(both, left[a], right[b], n)
        if evidence >= min_likelihood:
            dice = 14 + math.log2(2 * both / (left[a] + right[b]))
            found.append(Collocation(a, b, both, round(evidence, 3), round(dice, 3)))
    found.sort(key=lambda c: (-c.log_dice, -c.log_likelihood, c.first, c.second))
    return tuple(found[:limit])


def _g2(both: int, left: int, right: int, n: int) -> float:
    """Return the log-likelihood ratio of a two by two table; 0 where the pair is rarer than chance."""
    expected = left * right / n
    if both <= expected:
        return 0.0
    observed = (both, left - both, right - both, n - left - right + both)
    means = (expected, left * (n - right) / n, right * (n - left) / n, (n - left) * (n - right) / n)
    return 2 * sum(o * math.log(o / e) for o, e in zip(observed, means, strict=True) if o > 0 and e > 0)
