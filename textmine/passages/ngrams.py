"""Character n-grams of many pieces at once, looked up in a vocabulary by NumPy instead of string by string.

Up to four characters of the basic plane fit into 64 bits, so a packed n-gram is the n-gram itself: no hashing and no
collisions. Rarer characters all count as U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]

GAP = "\0"
"""Parts pieces, and clauses within them: no n-gram reaches across."""
LONGEST = 4
_OTHER = 0xFFFD
_MOST_BLOCKS = 200_000
_SLOT_BITS = 20
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def _points(text: str) -> Codes:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    points[points > 0xFFFF] = _OTHER
    return points


@dataclass(frozen=True)
class NgramTable:
    """The n-grams of a vocabulary, packed and sorted, with their numbers."""

    packed: Codes = field(repr=False)
    number: Ints = field(repr=False)
    slots: NDArray[np.int32] = field(repr=False)
    """Where an n-gram stands in `packed` by the first bits of its hash; those displaced by another are searched for."""

    @classmethod
    def build(cls, grams: Iterable[tuple[str, int]]) -> NgramTable:
        """Pack ``(n-gram, number)`` pairs; n-grams that are too long are left out."""
        kept = [(g, n) for g, n in grams if 0 < len(g) <= LONGEST]
        packed = np.zeros(len(kept), dtype=np.uint64)
        points = _points("".join(g.rjust(LONGEST, GAP) for g, _ in kept)).reshape(-1, LONGEST)
        for k in range(LONGEST):
            packed = (packed << np.uint64(16)) | points[:, k]
        order = np.argsort(packed, kind="stable")
        packed = packed[order]
        slots = np.full(1 << _SLOT_BITS, -1, dtype=np.int32)
        slots[_slot(packed)] = np.arange(len(packed))
        return cls(packed, np.array([n for _, n in kept], dtype=np.int64)[order], slots)

    def find(self, texts: Sequence[str], *, longest: int = LONGEST, lone: bool = False) -> tuple[Ints, Ints]:
        """Return rows and numbers of the known n-grams of each text, repeats included.

        Parameters
        ----------
        texts : sequence of str
            One row each; `GAP` inside a text parts it.
        longest : int
            The longest n-gram, at most four characters.
        lone : bool
            Whether a single character counts only where it stands alone between gaps.
        """
        points = _points(GAP.join(texts) + GAP)
        row = np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)
        live = points != 0
        inside, packed = live.copy(), points.copy()
        rows, numbers = [], []
        for k in range(longest):
            if k:
                inside = inside[:-1] & live[k:]
                packed = (packed[:-1] << np.uint64(16)) | points[k:]
            at = np.flatnonzero(inside if k or not lone else _alone(live))
            known, number = self._look_up(packed[at])
            rows.append(row[at[known]])
            numbers.append(number)
        return np.concatenate(rows), np.concatenate(numbers)

    def _look_up(self, wanted: Codes) -> tuple[NDArray[np.bool_], Ints]:
        at = self.slots[_slot(wanted)]
        known = at >= 0
        known[known] = self.packed[at[known]] == wanted[known]
        other = np.flatnonzero((at >= 0) & ~known)  # the slot holds another one: it may have displaced this
        if len(other):
            place = np.minimum(np.searchsorted(self.packed, wanted[other]), len(self.packed) - 1)
            same = self.packed[place] == wanted[other]
            known[other[same]], at[other[same]] = True, place[same]
        return known, self.number[at[known]]


def _slot(packed: Codes) -> NDArray[np.int64]:
    slot: NDArray[np.int64] = ((packed * _SPREAD) >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
    return slot


def _alone(live: NDArray[np.bool_]) -> NDArray[np.bool_]:
    before, after = np.concatenate([[False], live[:-1]]), np.concatenate([live[1:], [False]])
    alone: NDArray[np.bool_] = live & ~before & ~after
    return alone


def indicator(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Any:  # noqa: ANN401 - scipy matrix
    """Return the sparse matrix of ones at the given places, repeats counted once, columns in order."""
    from scipy.sparse import csr_matrix

    bits = shape[1].bit_length()
    keys = np.sort(rows << bits | columns)  # np.unique of NumPy 2 hashes first, which is ten times slower here
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    ends = np.searchsorted(keys, np.arange(shape[0] + 1) << bits)
    column = (keys & ((1 << bits) - 1)).astype(np.int32)
    return csr_matrix((np.ones(len(keys)), column, ends.astype(np.int32)), shape=shape)


def numbers_of(rows: Iterable[Iterable[str]], vocabulary: dict[str, int]) -> tuple[Ints, Ints]:
    """Return rows and numbers of the known strings of each row."""
    found = vocabulary.get
    columns: list[int] = []
    counts: list[int] = []
    for row in rows:
        known = [n for n in map(found, row) if n is not None]
        columns += known
        counts.append(len(known))
    return np.repeat(np.arange(len(counts)), counts), np.array(columns, dtype=np.int64)


class BlockTable:
    """Features that come in blocks: the numbers of a block are looked up once.

    Parameters
    ----------
    vocabulary : dict of str to int
        The known features.
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._found = vocabulary.get
        self._kept: dict[tuple[str, ...], tuple[int, ...]] = {}

    def find(self, rows: Iterable[Iterable[tuple[str, ...]]]) -> tuple[Ints, Ints]:
        """Return rows and numbers of the known features of each row of blocks."""
        columns: list[int] = []
        ends: list[int] = [0]
        for row in rows:
            for block in row:
                numbers = self._kept.get(block)
                columns += self._keep(block) if numbers is None else numbers
            ends.append(len(columns))
        return np.repeat(np.arange(len(ends) - 1), np.diff(ends)), np.array(columns, dtype=np.int64)

    def _keep(self, block: tuple[str, ...]) -> tuple[int, ...]:
        if len(self._kept) > _MOST_BLOCKS:  # a long-lived process must not grow without end
            self._kept.clear()
        numbers = tuple(n for n in map(self._found, block) if n is not None)
        self._kept[block] = numbers
        return numbers
