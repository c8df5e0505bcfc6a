"""Rows from pools: where a tool tore the table into blocks, every column still comes from top to bottom.

Numbers, targets, results and names are collected in their own order and put together row by row. Which number is a
weight and which a score, and which words make one name, is chosen so that the rows make sense: no score above its
weight, the same unit in target and result, full points where the target was met.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.rows import Draft
from textmine.forms.plaintext.settle import Columns, contradiction, settle
from textmine.forms.plaintext.tokens import COMPARATOR, PLAIN, Token, display_width

_BEAM, _NARROW, _MOST = 150, 40, 120


@dataclass(frozen=True, slots=True)
class Pools:
    """The words of a table by kind, each kind in printed order."""

    marks: tuple[Token, ...]
    targets: tuple[Token, ...]
    actuals: tuple[Token, ...]
    names: tuple[Token, ...]
    prose: tuple[Token, ...] = ()
    place: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to tell weights from scores among the numbers read so far."""

    cost: float
    weights: tuple[float, ...]
    scores: tuple[float, ...]
    kinds: str


def deal_marks(
    numbers: Sequence[float], rows_total: float | None, scored: float | None, beam: int = _BEAM
) -> str | None:
    """Tell weights (``w``) from scores (``s``) in a run of numbers; None where no telling makes sense.

    Parameters
    ----------
    rows_total, scored : float or None
        What the weights and the scores must sum to, as far as known.
    """
    if len(numbers) % 2:
        return None
    half = len(numbers) // 2
    ways = [_Way(0.0, (), (), "")]
    for number in numbers:
        grown = [w for way in ways for w in _grow(way, number, half)]
        ways = sorted(grown, key=lambda w: (w.cost, w.kinds))[:beam]
    whole = [w for w in ways if len(w.weights) == len(w.scores)]
    best = min(whole, key=lambda w: w.cost + _off(w, rows_total, scored), default=None)
    return best.kinds if best and _off(best, rows_total, scored) < 1 and best.cost < 20 else None


def _grow(way: _Way, number: float, half: int) -> list[_Way]:
    out = []
    last = way.kinds[-1:]
    if len(way.weights) < half:
        odd = 2.0 if number != int(number) and number * 2 != int(number * 2) else 0.0
        extra = 0.0 if len(way.weights) >= len(way.scores) or not way.kinds else 0.5
        if len(way.scores) > len(way.weights) and way.scores[len(way.weights)] > number:
            extra += 30.0
        move = 1.0 + 0.4 * (len(way.weights) - len(way.scores)) if last == "w" else 0.0
        out.append(_Way(way.cost + odd + extra + move, (*way.weights, number), way.scores, way.kinds + "w"))
    if len(way.scores) < half:
        row = len(way.scores)
        cost = 1.0 if last in ("s", "") else 0.0
        if row < len(way.weights):
            # a score long after its weight: the columns were printed one after the other
            cost += 0.4 * max(0, len(way.weights) - row - 1)
            cost += 30.0 if number > way.weights[row] else 0.0 if number == way.weights[row] else 0.2
        else:
            cost += 1.5
        out.append(_Way(way.cost + cost, way.weights, (*way.scores, number), way.kinds + "s"))
    return out


def _off(way: _Way, weights: float | None, scores: float | None) -> float:
    cost = 0.0
    if weights is not None and abs(sum(way.weights) - weights) > 0.02:
        cost += 10.0
    if scores is not None and abs(sum(way.scores) - scores) > 0.02:
        cost += 0.5
    return cost


def pool(tokens: Sequence[Token]) -> Pools:
    """Collect the words of a table by kind; prose and level names are left to others."""
    marks: list[Token] = []
    targets: list[Token] = []
    actuals: list[Token] = []
    names: list[Token] = []
    told: list[Token] = []
    block: list[Token] = []
    blocks: list[list[Token]] = []
    for token in [*tokens, None]:
        if token is None or token.gap in ("block", "page"):
            blocks += [block] if block else []
            block = []
        block += [token] if token else []
    for block in blocks:
        prose = _is_prose(block)
        for token in block:
            text = words.squeeze(token.text)
            if token.role:
                continue
            if PLAIN.match(text):
                marks.append(token)
            elif COMPARATOR.match(text) or (text in words.phrases("wishes") and text not in words.phrases("answers")):
                targets.append(token)
            elif text in words.phrases("answers") or re.match(r"\d[\d,.]*(\(|（|[%％‰万亿个项])", text):
                actuals.append(token)
            elif prose:
                told.append(token)
            elif _is_name(token, text, bool(names)):
                names.append(token)
    return Pools(tuple(marks), tuple(targets), tuple(actuals), tuple(names), tuple(told), _places(tokens))


def _is_name(token: Token, text: str, begun: bool) -> bool:
    if re.fullmatch(r"[\u4e00-\u9fff]", text):
        return begun and token.gap == "line" and text != "标"  # the last character of a name
    return bool(re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]", text)) and not _is_piece(text)


def _places(tokens: Sequence[Token]) -> dict[int, int]:
    """Count the tokens in printed order; what a page break parts is not next to each other."""
    out: dict[int, int] = {}
    now = 0
    for token in tokens:
        now += 9 if token.gap == "page" else 1
        out[id(token)] = now
    return out


def _is_prose(block: Sequence[Token]) -> bool:
    text = "".join(t.text for t in block if not PLAIN.match(t.text))
    return bool(re.search(r"[。；]", text)) or (len(text) > 24 and "，" in text)


def _is_piece(text: str) -> bool:
    return text in ("指标", "响指标", "益指标", "度指标", "满意度指", "标", "无偏差", "无") or (
        len(text) >= 3 and not text.endswith("满意度") and any(text in n and text != n for n in words.level_names())
    )


def pair_up(pools: Pools, rows_total: float | None, scored: float | None) -> list[Draft] | None:
    """Make rows of pools whose columns have one cell a row; None where they do not fit together."""
    marks, kinds = _telling(pools.marks, rows_total, scored)
    weights = [t for t, k in zip(marks, kinds, strict=True) if k == "w"]
    scores = [t for t, k in zip(marks, kinds, strict=True) if k == "s"]
    count = len(weights)
    if not count or len(pools.targets) != count or len(pools.actuals) != count:
        return None
    names = merge_lines(pools.names, count)
    if names is None:
        return None
    columns = Columns(
        tuple(tuple(n) for n in names), pools.targets, pools.actuals, tuple(weights), tuple(scores),
        pools.place,
    )  # fmt: skip
    rows = settle(columns)
    return rows if _contradictions(rows) <= count // 4 else None


def _telling(marks: Sequence[Token], rows_total: float | None, scored: float | None) -> tuple[tuple[Token, ...], str]:
    """Tell weights from scores, if need be with one number put elsewhere that was emitted out of order."""
    if len(marks) % 2 or not marks or len(marks) > _MOST:
        return (), ""
    kinds = deal_marks([float(t.text.rstrip("分")) for t in marks], rows_total, scored)
    if kinds is not None:
        return tuple(marks), kinds
    for late in range(len(marks) - 1, max(-1, len(marks) - 4), -1):
        for at in range(len(marks) - 1, -1, -1):
            tried = list(marks)
            tried.insert(at, tried.pop(late))
            kinds = deal_marks([float(t.text.rstrip("分")) for t in tried], rows_total, scored, _NARROW)
            if kinds is not None:
                return tuple(tried), kinds
    return (), ""


def _contradictions(rows: Sequence[Draft]) -> int:
    """Count rows whose target and result have different units, or a number here and a word there."""
    pairs = [(row.pieces.get("target"), row.pieces.get("actual")) for row in rows]
    return sum(contradiction(t[0], a[0]) for t, a in pairs if t and a)


def flaws(rows: Sequence[Draft], rows_total: Sequence[float], scored: float | None) -> int:
    """Count what speaks against a reading: empty cells, units that differ, marks that do not sum to what they must."""
    empty = sum(not row.text("level3") or not row.target or not row.text("actual") for row in rows)
    weights = [row.number("weight") for row in rows]
    scores = [row.number("score") for row in rows]
    empty += 2 * (weights.count(None) + scores.count(None))
    over = sum((s or 0.0) > (w if w is not None else 100.0) for w, s in zip(weights, scores, strict=True))
    apart = all(abs(sum(w or 0.0 for w in weights) - total) > 0.02 for total in rows_total)
    missed = scored is not None and abs(sum(s or 0.0 for s in scores) - scored) > 0.02
    long = sum(len(row.text("level3")) > 24 for row in rows)
    return empty + over + _contradictions(rows) + 4 * apart + 2 * missed + long if rows else 99


def merge_lines(tokens: Sequence[Token], count: int) -> list[list[Token]] | None:
    """Join words to `count` cells: lines of one block that run on join first, the fullest before the shortest rest."""
    cells = [[t] for t in tokens]
    if len(cells) < count or not count:
        return None
    widest = max((display_width(t.text) for t in tokens), default=0)
    while len(cells) > count:
        joints = [
            (_joint(cells[i - 1][-1], cells[i][0], widest), i)
            for i in range(1, len(cells))
            if cells[i][0].gap != "page"
        ]
        best = min(joints, default=None)
        if best is None or best[0] > 3.2:
            return None
        i = best[1]
        cells[i - 1 : i + 1] = [cells[i - 1] + cells[i]]
    return cells


def _joint(upper: Token, lower: Token, widest: int) -> float:
    """Cost of reading two words as one cell: a full line and what follows it belong together, also words of a line."""
    if lower.gap == "space":
        return 0.6
    full = min(1.0, max(upper.width, display_width(upper.text)) / widest)
    return (1.2 if lower.gap == "block" else 0.0) + 7.0 * (1 - full) + 0.5 * display_width(lower.text) / widest
