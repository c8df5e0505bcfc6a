"""The line of totals: weight and score, which narrow columns may have broken; the sum of the rows tells how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import Token
from textmine.records import Funding, Indicator

_PIECE = re.compile(r"[\d.]{1,6}分?|分|\.")
_MOST = 8


def scored(rows: Sequence[Indicator], funding: Sequence[Funding]) -> float | None:
    """Return what the scores sum to, that of the execution included; None where one is missing."""
    scores = [row.score for row in rows]
    if not scores or None in scores:
        return None
    total = sum(s for s in scores if s is not None)
    if abs(sum(row.weight or 0.0 for row in rows) - 100.0) < 0.011:
        return total
    return total + next((f.score for f in funding if f.score is not None), 0.0)


def read_totals(foot: Sequence[Token], expected: float | None) -> tuple[float | None, float | None]:
    """Return weight and score of the line of totals that the tokens begin with or hold.

    Parameters
    ----------
    expected : float or None
        What the scores of the rows sum to: tells which way of joining the pieces is right.
    """
    start = next((i for i, t in enumerate(foot) if t.role == "total"), None)
    if start is None:
        return None, None
    pieces: list[str] = []
    for token in foot[start + 1 : start + 1 + _MOST]:
        text = words.squeeze(token.text)
        if _PIECE.fullmatch(text):
            pieces.append(text)
        elif pieces or token.role in ("reason", "measure"):
            break
    return join_pieces(pieces, expected)


def join_pieces(pieces: Sequence[str], expected: float | None) -> tuple[float | None, float | None]:
    """Join pieces of numbers to weight and score, or to a score alone."""
    ways = []
    for end in range(1, len(pieces) + 1):
        for cut in range(end):
            weight, score = _points("".join(pieces[:cut])), _points("".join(pieces[cut:end]))
            if score is not None and (weight is not None or not cut):
                ways.append((_unlikely(weight, score, expected) + len(pieces) - end, weight, score))
    best = min(ways, key=lambda w: w[0], default=None)
    return (best[1], best[2]) if best else (None, None)


def _points(text: str) -> float | None:
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)分?", text)
    return float(found[1]) if found else None


def _unlikely(weight: float | None, score: float, expected: float | None) -> float:
    cost = 0.0 if weight == 100.0 else 3.0 if weight is not None else 1.5
    if expected is not None:
        cost += 0.0 if abs(score - expected) < 0.011 else 4.0
    return cost + 5.0 * (weight is not None and score > weight) + 1.0 * (weight is None and score == 100.0)
