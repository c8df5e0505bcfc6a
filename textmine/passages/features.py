"""What a piece shows of its role: its own words, cues of time and logic, its place, and its neighbours.

Features are plain strings; the sequence model keeps a dictionary of those it has learned. Everything is computed in one
pass over the pieces, because "后续" in one piece makes measures of those that follow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from operator import add
from pathlib import Path

from textmine.passages.pieces import Piece

_LASTING = frozenset(("future", "will", "measure_label", "cause_label", "concede", "but", "effect_cue", "done", "wish"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PROMISE = frozenset(("future", "will", "measure_label", "done"))
_SENTENCE_END = frozenset("。！？!?.\n")


@cache
def cue_families() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the named families of cues, read from ``cues.toml`` on first use."""
    rows = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))
    return tuple((name, re.compile("|".join(patterns))) for name, patterns in rows.items())


def _cues(text: str) -> list[str]:
    return [name for name, pattern in cue_families() if pattern.search(text)]


def _last_mark(text: str) -> str:
    body = text.rstrip(" \t\n”」』）)'\"")
    return body[-1] if body and not body[-1].isalnum() else "_"


def _mask(text: str) -> str:
    """Digits to 0, so that figures of one passage do not look like words of another."""
    return _NUMBER.sub("0", text)


def _own(body: str, longest: int) -> list[str]:
    """Return the n-grams of a piece as they are; the names of all other features hold a colon or an ampersand."""
    marked = f"^{body}$"
    out: list[str] = []
    row: Sequence[str] = marked
    for k in range(1, longest):
        row = list(map(add, row, marked[k:]))  # each n-gram and its next character; no loop in Python
        out += row
    return out


def _edges(prefix: str, body: str) -> list[str]:
    start = body.lstrip()
    return [f"{prefix}:{start[:1]}", f"{prefix}:{start[:2]}", f"{prefix}:{start[:3]}"]


def sequence_features(pieces: Sequence[Piece], longest: int = 4) -> list[list[str]]:
    """Describe every piece of one passage by string features.

    Parameters
    ----------
    pieces : sequence of Piece
        The pieces of one passage, in order.
    longest : int
        The longest character n-gram.

    Returns
    -------
    list of list of str
        One list of features a piece.
    """
    cues = [_cues(piece.text) for piece in pieces]
    bodies = [_mask(piece.text) for piece in pieces]
    marks = [_last_mark(piece.text) for piece in pieces]
    places = _sentence_places(marks)
    seen: set[str] = set()
    sentence: set[str] = set()
    out = []
    for i, piece in enumerate(pieces):
        before = marks[i - 1] if i else "^"
        if before in _SENTENCE_END or before == "^":
            sentence = set()
        row = _own(bodies[i], longest)
        row += [f"c:{c}" for c in cues[i]]
        row += [f"s:{c}" for c in sorted(sentence)] + [f"a:{c}" for c in sorted(seen)]
        row += _edges("b", bodies[i])
        row += _place(i, len(pieces), piece.text, before, marks[i]) + places[i]
        row += [f"{place}&{c}" for place in places[i][:4] for c in cues[i]]
        tail = _before_measure(cues, i)
        row += [f"t:{tail}{places[i][0]}"] + [f"t:{tail}{places[i][0]}&{c}" for c in cues[i]]
        row += _neighbours(bodies, cues, marks, i)
        row += [f"x:{c}&{before in _SENTENCE_END}" for c in cues[i]]
        out.append(row)
        lasting = [c for c in cues[i] if c in _LASTING]
        seen.update(lasting)
        sentence.update(cues[i])
    return out


def _before_measure(cues: list[list[str]], i: int) -> str:
    """Whether a promise begins after this piece (M), nothing follows (E), or something else does (-)."""
    if i + 1 == len(cues):
        return "E"
    return "M" if _PROMISE.intersection(cues[i + 1]) else "-"


def _sentence_places(marks: Sequence[str]) -> list[list[str]]:
    """For every piece: first, inner, last or only piece of its sentence; which sentence, from the front and the end."""
    number = []
    current = 0
    for mark in marks:
        number.append(current)
        current += mark in _SENTENCE_END
    total = number[-1] + 1 if number else 0
    out = []
    for i, own in enumerate(number):
        opens = i == 0 or number[i - 1] != own
        closes = i + 1 == len(number) or number[i + 1] != own
        kind = ("only" if closes else "opens") if opens else ("closes" if closes else "inner")
        front, back = min(own, 2), min(total - 1 - own, 2)
        row = [f"k:{kind}", f"sb:{back}", f"sf:{front}", f"kb:{kind}{back}", f"kf:{kind}{front}"]
        out.append([*row, f"st:{min(total, 4)}{front}{kind}"])
    return out


def boundary_kinds(pieces: Sequence[Piece]) -> list[int]:
    """Return what lies before each piece: 0 the beginning, 1 a sentence end, 2 a semicolon, 3 a comma, 4 else."""
    marks = ["^", *(_last_mark(piece.text) for piece in pieces[:-1])]
    return [0 if m == "^" else 1 if m in _SENTENCE_END else 2 if m in "；;" else 3 if m in "，," else 4 for m in marks]


BOUNDARY_KINDS = 5


def _place(i: int, count: int, text: str, before: str, mark: str) -> list[str]:
    row = ["bias:", f"m:{mark}", f"p:{before}", f"pm:{before}{mark}", f"i:{min(i, 3)}", f"r:{min(count - 1 - i, 3)}"]
    row.append(f"n:{min(count, 6)}")
    row.append(f"len:{min(len(text) // 6, 6)}")
    if i == 0:
        row.append(f"first&{mark}&{count == 1}")
    return row


def _neighbours(bodies: list[str], cues: list[list[str]], marks: list[str], i: int) -> list[str]:
    row = []
    if i:
        row += [f"-1:{c}" for c in cues[i - 1]] + _edges("-", bodies[i - 1])
    if i + 1 < len(bodies):
        row += [f"+1:{c}" for c in cues[i + 1]] + _edges("+", bodies[i + 1])
        row += [f"+1{marks[i]}:{c}" for c in cues[i + 1]]
    if i + 2 < len(bodies):
        row += [f"+2:{c}" for c in cues[i + 2]]
    return row
