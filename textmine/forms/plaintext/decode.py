"""Read the stream of an indicator table: the cheapest way to give every token its column (Viterbi).

Rows follow each other, columns follow the header; a token either stays in the column of the one before, moves on, or
begins a row. What that costs depends on the looks of the token, the gap before it and what the arithmetic allows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.columns import look
from textmine.forms.plaintext.tokens import PLAIN, Token, is_open

SKIP = {
    "level": 0.0, "level3": 7.0, "target": 4.0, "actual": 4.0, "weight": 9.0, "score": 9.0, "deviation": 0.0,
    "criteria": 3.0, "nature": 2.0, "unit_of": 1.0,
}  # fmt: skip
LOOSE = 2.0
"""The most that leaving out cells may cost: in a text whose cells were scattered, pieces of rows stand alone."""
_SENTENCE_END = re.compile(r"[。；！;!]$|^无$|^[-—/]$")


@dataclass(frozen=True, slots=True)
class Read:
    """A token with its column; `new` where a row begins with it."""

    token: Token
    column: str
    new: bool


def decode(tokens: Sequence[Token], order: Sequence[str], widths: Mapping[str, int] | None = None) -> list[Read]:
    """Return every token with its column.

    Parameters
    ----------
    widths : mapping, optional
        The printed width of each column as far as known: a line that ends early ends its cell.
    """
    if not tokens:
        return []
    widths = widths or {}
    looks = [look(t, order) for t in tokens]
    best: list[dict[str, tuple[float, str, bool]]] = [
        {c: (looks[0][c] + _skip(order, None, i)[0], "", True) for i, c in enumerate(order)}
    ]
    for k in range(1, len(tokens)):
        row: dict[str, tuple[float, str, bool]] = {}
        for i, column in enumerate(order):
            row[column] = min(
                (best[-1][past][0] + looks[k][column] + cost, past, new)
                for j, past in enumerate(order)
                for cost, new in _moves(tokens[k - 1], tokens[k], order, j, i, widths)
            )
        best.append(row)
    return _trace(tokens, best)


def _trace(tokens: Sequence[Token], best: Sequence[Mapping[str, tuple[float, str, bool]]]) -> list[Read]:
    column = min(best[-1], key=lambda c: best[-1][c][0])
    out: list[Read] = []
    for k in range(len(tokens) - 1, -1, -1):
        _, past, new = best[k][column]
        out.append(Read(tokens[k], column, new))
        column = past
    return out[::-1]


def _skip(order: Sequence[str], past: int | None, column: int) -> tuple[float, bool]:
    """Cost of going on from one column to another, and whether a row begins on the way."""
    if past is not None and past < column:
        return min(LOOSE, sum(SKIP[c] for c in order[past + 1 : column])), False
    rest = 0.0 if past is None else sum(SKIP[c] for c in order[past + 1 :])
    return min(LOOSE, rest) + min(LOOSE, sum(SKIP[c] for c in order[:column])), True


def _moves(
    last: Token, token: Token, order: Sequence[str], past: int, column: int, widths: Mapping[str, int]
) -> list[tuple[float, bool]]:
    """Return the ways from one column to another: within the row, or into the next."""
    if past != column:
        return [_move(last, token, order, past, column)]
    stay = (_stay(last, token, order[column], widths), False)
    runs_on = token.gap == "line" and last.width >= 0.9 * widths.get(order[column], 99)
    again = LOOSE + (3.0 if token.gap == "space" else 1.5 if runs_on else 0.0)
    return [stay, (again, True)]


def _move(last: Token, token: Token, order: Sequence[str], past: int, column: int) -> tuple[float, bool]:
    name = order[column]
    cost, new = _skip(order, past, column)
    if is_open(last.text):
        cost += 4.0
    if order[past] == "weight" and name == "score":
        cost += _too_much(last, token)
    if order[past] == "deviation" and not _SENTENCE_END.search(last.text):
        cost += 3.0
    if order[past] in ("level3", "deviation", "criteria") and token.gap == "space" and name != "target":
        cost += 0.5
    return cost, new


def _stay(last: Token, token: Token, column: str, widths: Mapping[str, int]) -> float:
    """Cost of reading a token in the same cell as the one before."""
    if column == "level":
        return 0.0
    if column in ("weight", "score", "nature"):
        return 20.0
    cost = {"level3": 1.2, "target": 1.8, "actual": 1.8, "unit_of": 3.0}.get(column, 0.4)
    if is_open(last.text):
        cost -= 3.0
    if token.gap == "space" and column in ("target", "actual"):
        cost += 1.5
    if token.gap in ("line", "block") and column in widths and last.width < 0.72 * widths[column]:
        cost += 3.0
    if column == "level3" and token.gap in ("block", "page"):
        cost += 2.0
    if column in ("target", "actual") and words.squeeze(last.text) in words.usual():
        cost += 2.0
    return cost


def _too_much(weight: Token, score: Token) -> float:
    if not (PLAIN.match(weight.text) and PLAIN.match(score.text)):
        return 0.0
    return 5.0 if float(score.text.rstrip("分")) > float(weight.text.rstrip("分")) else 0.0


def column_widths(reads: Sequence[Read]) -> dict[str, int]:
    """Return the printed width of each column: that of the lines that ran on, else of the widest."""
    out: dict[str, int] = {}
    full: dict[str, list[int]] = {}
    for k, read in enumerate(reads):
        out[read.column] = max(out.get(read.column, 0), read.token.width)
        after = reads[k + 1] if k + 1 < len(reads) else None
        if after and after.column == read.column and not after.new and after.token.gap == "line":
            full.setdefault(read.column, []).append(read.token.width)
    return {c: int(median(full[c])) if len(full.get(c, ())) >= 3 else w for c, w in out.items()}
