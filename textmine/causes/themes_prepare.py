"""Before clustering: what names no cause is set aside, copies are joined, rows brought into one order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from textmine.causes.dedup import copies, normalise
from textmine.causes.themes_model import SET_ASIDE_CODES, CauseSegment

SET_ASIDE, NO_WORDS = -1, -2


@dataclass(frozen=True, slots=True)
class Prepared:
    """The segments after copies were joined.

    Attributes
    ----------
    segments : tuple of CauseSegment
        As given.
    heads : tuple of CauseSegment
        One for each group of copies, ordered by their words: the order of the rows is forgotten here.
    head_of : tuple of int
        For each segment the index of its head, or ``SET_ASIDE``, or ``NO_WORDS``.
    """

    segments: tuple[CauseSegment, ...]
    heads: tuple[CauseSegment, ...]
    head_of: tuple[int, ...]

    def members(self) -> dict[int, list[int]]:
        """Return for each head the indices of its segments."""
        out: dict[int, list[int]] = defaultdict(list)
        for i, head in enumerate(self.head_of):
            if head >= 0:
                out[head].append(i)
        return out


def prepare(segments: Sequence[CauseSegment], similarity: float) -> Prepared:
    """Set aside what names no cause and join copies.

    A segment is set aside when all its codes are `generic` or `none`; one without codes never is. Copies share words,
    not necessarily codes: the head of a group is its first segment by words, then codes.
    """
    flags = [_flag(s) for s in segments]
    live = [i for i, flag in enumerate(flags) if flag == 0]
    members: dict[int, list[int]] = defaultdict(list)
    for i, group in zip(live, copies([segments[i].text for i in live], similarity=similarity), strict=True):
        members[group].append(i)
    heads = []
    head_of = list(flags)
    for n, inside in enumerate(members[g] for g in sorted(members)):
        heads.append(min((segments[i] for i in inside), key=_order))
        for i in inside:
            head_of[i] = n
    return Prepared(tuple(segments), tuple(heads), tuple(head_of))


def _order(segment: CauseSegment) -> tuple[object, ...]:
    """Sort by what the segment says, then by what is known of it: never by its place in the file."""
    scores = tuple(sorted(segment.scores.items()))
    return normalise(segment.text), segment.text, segment.codes, scores, segment.form, segment.id


def _flag(segment: CauseSegment) -> int:
    if not normalise(segment.text).strip("0"):
        return NO_WORDS
    return SET_ASIDE if segment.codes and set(segment.codes) <= SET_ASIDE_CODES else 0


def sample(texts: Sequence[str], limit: int) -> list[int]:
    """Return at most `limit` positions in ascending order, chosen by the hash of the text: the same everywhere."""
    if len(texts) <= limit:
        return list(range(len(texts)))
    order = sorted(range(len(texts)), key=lambda i: (blake2b(texts[i].encode(), digest_size=8).digest(), i))
    return sorted(order[:limit])
