"""What a piece shows of its role: its own words, cues of time and logic, its place, and its neighbours.

Features are plain strings; the sequence model keeps a dictionary of those it has learned. Everything is computed in one
pass over the pieces, because "后续" in one piece makes measures of those that follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, combinations
from operator import add

from textmine.passages.context import RowContext, context_features
from textmine.passages.cues import cue_families
from textmine.passages.pieces import Piece

_LASTING = frozenset(("future", "will", "measure_label", "cause_label", "concede", "but", "effect_cue", "done", "wish"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PROMISE = frozenset(("future", "will", "measure_label", "done"))
_SENTENCE_END = frozenset("。！？!?.\n")


def _last_mark(text: str) -> str:
    body = text.rstrip(" \t\n”」』）)'\"")
    return body[-1] if body and not body[-1].isalnum() else "_"


_NAMING = str.maketrans({":": "：", "&": "＆", "\0": " "})


@lru_cache(maxsize=16384)  # n-grams and edges both ask
def _mask(text: str) -> str:
    """Digits to 0, so that figures of one passage do not look like words of another; no marks of feature names."""
    return _NUMBER.sub("0", text).translate(_NAMING)


def marked_body(text: str) -> str:
    """Return a piece as its n-grams are taken from: figures masked, beginning and end marked."""
    return f"^{_mask(text)}$"


def is_ngram(feature: str) -> bool:
    """Whether a feature is an n-gram of a piece: the names of all others hold a colon."""
    return ":" not in feature


def own_ngrams(text: str, longest: int) -> list[str]:
    """Return the n-grams of a piece, two characters and more."""
    marked = marked_body(text)
    out: list[str] = []
    row: Sequence[str] = marked
    for k in range(1, longest):
        row = list(map(add, row, marked[k:]))  # each n-gram and its next character; no loop in Python
        out += row
    return out


@lru_cache(maxsize=65536)
def _edges(prefix: str, start: str) -> Block:
    return (f"{prefix}:{start[:1]}", f"{prefix}:{start[:2]}", f"{prefix}:{start}")


def sequence_features(pieces: Sequence[Piece], longest: int = 4, row: RowContext | None = None) -> list[list[str]]:
    """Describe every piece of one passage by string features: its n-grams, and what is known beside them.

    Parameters
    ----------
    pieces : sequence of Piece
        The pieces of one passage, in order.
    longest : int
        The longest character n-gram.
    row : RowContext, optional
        The indicator row beside the passage.

    Returns
    -------
    list of list of str
        One list of features a piece.
    """
    own = (own_ngrams(piece.text, longest) for piece in pieces)
    places = place_features(pieces, row)
    return [[*grams, *chain.from_iterable(blocks)] for grams, blocks in zip(own, places, strict=True)]


Block = tuple[str, ...]
"""Features that come together; blocks are kept, since few of each kind make up most pieces."""


def place_features(pieces: Sequence[Piece], row: RowContext | None = None) -> list[list[Block]]:
    """Describe every piece by all features but its n-grams: cues, place, neighbours, the indicator row."""
    beside = context_features(pieces, row)
    find = cue_families().find
    found = [find(piece.text) for piece in pieces]
    cues, outcomes = [main for main, _ in found], [more for _, more in found]
    starts = [_mask(piece.text).lstrip()[:3] for piece in pieces]
    marks = [_last_mark(piece.text) for piece in pieces]
    seen: frozenset[str] = frozenset()
    sentence: frozenset[str] = frozenset()
    out = []
    last = len(pieces) - 1
    for i, (piece, (where, after)) in enumerate(zip(pieces, _standings(marks), strict=True)):
        before = marks[i - 1] if i else "^"
        opens = before in _SENTENCE_END
        if opens:
            sentence = frozenset()
        length = min(len(piece.text) // 6, 6)
        place = _place(min(i, 3), min(last - i, 3), min(last + 1, 6), length, before, marks[i])
        blocks = [where, place, _cue_block(cues[i], where[:4], _before_measure(cues, i), opens), _edges("b", starts[i])]
        if sentence:
            blocks.append(_said("s", sentence))
        if seen:
            blocks.append(_said("a", seen))
        if outcomes[i]:
            blocks.append(_outcome(outcomes[i], after, i == last))
        blocks += _beside(i, starts, cues, outcomes, marks[i])
        if beside[i]:
            blocks += [beside[i], _with_cues(beside[i], cues[i])]
        out.append(blocks)
        if cues[i]:
            seen |= _LASTING.intersection(cues[i])
            sentence |= frozenset(cues[i])
    return out


def _beside(i: int, starts: Sequence[str], cues: Sequence[Block], outcomes: Sequence[Block], mark: str) -> list[Block]:
    """Describe the pieces before and after a piece."""
    out = []
    last = len(starts) - 1
    if i:
        out.append(_edges("-", starts[i - 1]))
        if cues[i - 1] or outcomes[i - 1]:
            out.append(_followed(cues[i - 1], outcomes[i - 1], cues[i]))
    if i < last:
        out.append(_edges("+", starts[i + 1]))
        if cues[i + 1] or outcomes[i + 1]:
            out.append(_ahead(cues[i + 1], outcomes[i + 1], mark))
    if i + 1 < last and cues[i + 2]:
        out.append(_prefixed("+2", cues[i + 2]))
    return out


@lru_cache(maxsize=65536)
def _said(prefix: str, cues: frozenset[str]) -> Block:
    return tuple(f"{prefix}:{c}" for c in sorted(cues))


@lru_cache(maxsize=65536)
def _followed(before: Block, outcomes: Block, own: Block) -> Block:
    return (*_prefixed("-1", before), *(f"-c:{a}&{b}" for a in before for b in own), *_prefixed("F-", outcomes))


@lru_cache(maxsize=65536)
def _with_cues(beside: Block, cues: Block) -> Block:
    return tuple(f"{b}&{c}" for b in beside if b[2] in "nok" for c in cues)


@lru_cache(maxsize=65536)
def _ahead(after: Block, outcomes: Block, mark: str) -> Block:
    return _prefixed("+1", after) + _prefixed(f"+1{mark}", after) + _prefixed("F+", outcomes)


@lru_cache(maxsize=65536)
def _cue_block(cues: Block, places: Block, tail: str, opens: bool) -> Block:
    """Cues alone, in pairs, and with the place of the piece; kept, since few combinations make up most pieces."""
    row = [f"c:{c}" for c in cues]
    row += [f"cc:{a}&{b}" for a, b in combinations(cues, 2)]
    row += [f"{place}&{c}" for place in places for c in cues]
    row += [f"t:{tail}{places[0]}"] + [f"t:{tail}{places[0]}&{c}" for c in cues]
    row += [f"x:{c}&{opens}" for c in cues]
    return tuple(row)


def _before_measure(cues: Sequence[tuple[str, ...]], i: int) -> str:
    """Whether a promise begins after this piece (M), nothing follows (E), or something else does (-)."""
    if i + 1 == len(cues):
        return "E"
    return "M" if _PROMISE.intersection(cues[i + 1]) else "-"


def _standings(marks: Sequence[str]) -> list[tuple[Block, int]]:
    """For every piece: its place in its sentence, and which sentence that is; how many pieces follow in it (to two)."""
    spots = spots_in_sentence(marks)
    total = sum(before == 0 for before, _, _ in spots)
    out = []
    own = -1
    for i, (before, after, size) in enumerate(spots):
        own += before == 0
        kind = ("opens" if after else "only") if before == 0 else ("inner" if after else "closes")
        sentence = _sentence_place(kind, min(own, 2), min(total - 1 - own, 2), min(total, 4))
        near = min(after, 2)
        out.append((sentence + _spot(min(before, 3), min(after, 3), min(size, 5), min(len(spots) - 1 - i, 3)), near))
    return out


@lru_cache(maxsize=65536)
def _sentence_place(kind: str, front: int, back: int, total: int) -> Block:
    row = (f"k:{kind}", f"sb:{back}", f"sf:{front}", f"kb:{kind}{back}", f"kf:{kind}{front}")
    return (*row, f"st:{total}{front}{kind}")


def spots_in_sentence(marks: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return for every piece how many stand before and after it in its sentence, and how many there are."""
    out: list[tuple[int, int, int]] = []
    size = 0
    for i, mark in enumerate(marks):
        size += 1
        if mark in _SENTENCE_END or i + 1 == len(marks):
            out += [(k, size - 1 - k, size) for k in range(size)]
            size = 0
    return out


@lru_cache(maxsize=65536)
def _outcome(outcomes: Block, near: int, last: bool) -> Block:
    return tuple(f for c in outcomes for f in (f"F:{c}", f"Fz:{c}&{near}", f"Fl:{c}&{last}"))


@lru_cache(maxsize=65536)
def _spot(before: int, after: int, size: int, rest: int) -> Block:
    near = min(after, 2)
    return f"S:{before}{after}", f"Sc:{near}{size}", f"Sl:{near}{rest}"


def boundary_kinds(pieces: Sequence[Piece]) -> list[int]:
    """Return what lies before each piece: 0 the beginning, 1 a sentence end, 2 a semicolon, 3 a comma, 4 else."""
    marks = ["^", *(_last_mark(piece.text) for piece in pieces[:-1])]
    return [0 if m == "^" else 1 if m in _SENTENCE_END else 2 if m in "；;" else 3 if m in "，," else 4 for m in marks]


BOUNDARY_KINDS = 5


@lru_cache(maxsize=65536)
def _place(i: int, rest: int, count: int, length: int, before: str, mark: str) -> Block:
    marks = ("bias:", f"m:{mark}", f"p:{before}", f"pm:{before}{mark}")
    counts = (f"i:{i}", f"r:{rest}", f"n:{count}", f"len:{length}")
    return (*marks, *counts, *((f"first:{mark}&{count == 1}",) if i == 0 else ()))


@lru_cache(maxsize=65536)
def _prefixed(prefix: str, cues: Block) -> Block:
    return tuple(f"{prefix}:{c}" for c in cues)
