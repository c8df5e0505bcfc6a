"""Copies: which texts say the same thing in the same words, so that they are counted once.

Explanations are copied between indicators, projects and years; a copied sentence must not become a theme of its own
only because it was pasted fifty times. Two texts are copies when they are equal after normalisation (numbers,
punctuation and blanks do not count) or when their character shingles overlap almost wholly (MinHash, verified).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 3
"""Characters in a shingle: long enough that ordinary phrases (「未完成」) do not make two texts alike."""

_BANDS, _ROWS = 16, 4  # candidates at a similarity of about (1/16)^(1/4) = 0.5 and above; verified afterwards
_NUMBER = re.compile(r"\d+")
_NOISE = re.compile(r"[^\w]+|_+")


def normalise(text: str) -> str:
    """Return the words of a text: NFKC, no punctuation or blanks, every number written as 0.

    >>> normalise("因 2023年 招标，流标３次。")
    '因0年招标流标0次'
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return _NUMBER.sub("0", _NOISE.sub("", folded))


def copies(texts: Sequence[str], *, similarity: float = 0.8) -> list[int]:
    """Group the texts that are copies of each other.

    Parameters
    ----------
    texts : sequence of str
        As printed, in any order.
    similarity : float
        Least Jaccard similarity of the character shingles of two near-copies; 1.0 groups exact copies only.

    Returns
    -------
    list of int
        For each text the number of its group. Groups are numbered by the order of their normalised texts, so that
        the grouping does not depend on the order of the rows.

    Notes
    -----
    Exact copies are found by their normalised text; near-copies among the rest by MinHash over character trigrams in
    16 bands of 4, each candidate verified with the exact Jaccard similarity. Time and memory grow linearly.
    """
    keys = [normalise(text) for text in texts]
    distinct = sorted(set(keys))
    parent = list(range(len(distinct)))
    if similarity < 1.0 and len(distinct) > 1:
        _join_near(distinct, parent, similarity)
    roots = [_root(parent, i) for i in range(len(distinct))]
    number = {root: n for n, root in enumerate(sorted(set(roots)))}
    group = {key: number[root] for key, root in zip(distinct, roots, strict=True)}
    return [group[key] for key in keys]


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _join_near(keys: list[str], parent: list[int], similarity: float) -> None:
    """Join near-copies in `parent`; a text is compared with the first text of its bucket, never with all pairs."""
    shingles = [_shingles(key) for key in keys]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for i, hashes in enumerate(shingles):
        if hashes.size == 0:
            continue
        signature = _signature(hashes)
        for band in range(_BANDS):
            heads = buckets[band, signature[band * _ROWS : (band + 1) * _ROWS].tobytes()]
            if any(_same(parent, shingles, i, head, similarity) for head in heads[:4]):
                continue
            if len(heads) < 4:  # a crowded bucket keeps four heads: enough to catch its families
                heads.append(i)


def _same(parent: list[int], shingles: list[NDArray[np.uint64]], i: int, head: int, similarity: float) -> bool:
    a, b = _root(parent, i), _root(parent, head)
    if a == b:
        return True
    if _jaccard(shingles[i], shingles[head]) < similarity:
        return False
    parent[max(a, b)] = min(a, b)
    return True


def _jaccard(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> float:
    import numpy as np

    if min(a.size, b.size) < 0.5 * max(a.size, b.size):
        return 0.0
    common = np.intersect1d(a, b, assume_unique=True).size
    return float(common / (a.size + b.size - common))


def _shingles(key: str) -> NDArray[np.uint64]:
    """Return the distinct shingles of a text as numbers; a text shorter than a shingle has none (exact copies only)."""
    import numpy as np

    points = np.frombuffer(key.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if points.size < SHINGLE:
        return np.empty(0, dtype=np.uint64)
    codes = np.zeros(points.size - SHINGLE + 1, dtype=np.uint64)
    for offset in range(SHINGLE):
        codes = codes * np.uint64(1_000_003) + points[offset : offset + codes.size]
    return np.unique(codes)


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    import numpy as np

    rng = np.random.default_rng(20_240_101)
    odd = rng.integers(1, 2**62, size=_BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, rng.integers(0, 2**63, size=_BANDS * _ROWS, dtype=np.uint64)


def _signature(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the MinHash signature: multiply-shift hashing modulo 2**64, the high half kept."""
    import numpy as np

    odd, shift = _permutations()
    mixed = hashes[:, None] * odd[None, :] + shift[None, :]
    low: NDArray[np.uint64] = (mixed >> np.uint64(32)).min(axis=0)
    return low
