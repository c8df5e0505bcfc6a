"""Copied passages: near-identical texts under different indicators, projects or years, and what the copier forgot.

Candidates come from MinHash signatures of character 4-grams (Broder 1997, *On the resemblance and containment of
documents*) in bands, so that 100,000 passages need no pairwise comparison; each candidate is then compared exactly.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

MIN_LENGTH = 15
"""Shorter passages are alike by chance («受疫情影响。»)."""
MIN_RATIO = 0.8
_COMMON = re.compile(
    r"(节约|提升|提高|降低|减少|增加|增强|促进|改善|完善|健全|加强|推进|实现|保障|完成|情况|工作|项目|程度|水平|指标|数量|效果)+性?率?"
)
_GRAM, _BANDS, _ROWS = 4, 16, 3
_MAX_BUCKET = 40


@dataclass(frozen=True, slots=True)
class Copy:
    """Two passages that are the same or nearly so.

    Attributes
    ----------
    first, second : str
        Passage ids, in order.
    ratio : float
        Similarity, 0..1 (difflib; 1 is identical).
    shared : str
        The longest text both have, word for word.
    """

    first: str
    second: str
    ratio: float
    shared: str


def find_copies(texts: Mapping[str, str], *, min_ratio: float = MIN_RATIO) -> tuple[Copy, ...]:
    """Find pairs of passages with at least `min_ratio` similarity.

    Parameters
    ----------
    texts : mapping of passage id to text
    min_ratio : float

    Returns
    -------
    tuple of Copy
        Sorted by ids. Of many passages alike each is paired with one earlier passage only, the most similar (the first
        where several are), so that their number is that of the passages that repeat something.
    """
    long = {key: text for key, text in sorted(texts.items()) if len(text) >= MIN_LENGTH}
    first_of: dict[str, str] = {}
    out: dict[tuple[str, str], Copy] = {}
    for key, text in long.items():
        first = first_of.setdefault(text, key)
        if first != key:
            out[first, key] = Copy(first, key, 1.0, text)
    best: dict[str, Copy] = {}
    unique = sorted(first_of.values())
    for one, other in sorted(_candidates({key: long[key] for key in unique})):
        match = SequenceMatcher(None, long[one], long[other], autojunk=False)
        if match.real_quick_ratio() >= min_ratio and match.quick_ratio() >= min_ratio and match.ratio() >= min_ratio:
            longest = match.find_longest_match()
            shared = long[one][longest.a : longest.a + longest.size]
            found = Copy(one, other, round(match.ratio(), 3), shared)
            if other not in best or found.ratio > best[other].ratio:
                best[other] = found
    out |= {(copy.first, copy.second): copy for copy in best.values()}
    return tuple(out[pair] for pair in sorted(out))


def foreign_words(text: str, own: str, other: str) -> tuple[str, ...]:
    """Return words of the other indicator's name that stand in a text where the own name has different ones.

    A passage copied from «节约企业、群众办事成本» to «提升企业群众办事效率» that still speaks of «成本» gives it away.

    Examples
    --------
    >>> foreign_words("导致企业群众办事成本有一定的增加。", "提升企业群众办事效率", "节约企业、群众办事成本")
    ('成本',)
    """
    parts = SequenceMatcher(None, own, other, autojunk=False).get_opcodes()
    # Verbs of improvement stand in every passage; only the matter itself gives a copy away.
    words = [other[b0:b1] for tag, _, _, b0, b1 in parts if tag in {"replace", "insert"} and b1 - b0 >= 2]
    return tuple(w for w in words if w in text and w not in own and not _COMMON.fullmatch(w))


def _candidates(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    a, b = _parameters()
    for key, text in texts.items():
        # Multiply-shift hashing: 64-bit products wrap around, their upper halves are the hash values.
        signature = ((a[:, None] * _grams(text)[None, :] + b[:, None]) >> np.uint64(32)).min(axis=1)
        for band in range(_BANDS):
            buckets[band, signature[band * _ROWS : (band + 1) * _ROWS].tobytes()].append(key)
    return {pair for keys in buckets.values() for pair in _pairs(keys)}


def _pairs(keys: list[str]) -> Iterable[tuple[str, str]]:
    """All pairs of a bucket; in a large one (a phrase everybody uses) each with the first only."""
    heads = keys if len(keys) <= _MAX_BUCKET else keys[:1]
    return ((one, other) for i, one in enumerate(heads) for other in keys[i + 1 :])


def _grams(text: str) -> npt.NDArray[np.uint64]:
    grams = {text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1))}
    return np.fromiter((zlib.crc32(g.encode()) for g in grams), dtype=np.uint64)


def _parameters() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    rng = np.random.default_rng(7)
    size, top = _BANDS * _ROWS, np.iinfo(np.uint64).max
    a = rng.integers(0, top, size, dtype=np.uint64) | np.uint64(1)
    return a, rng.integers(0, top, size, dtype=np.uint64)
