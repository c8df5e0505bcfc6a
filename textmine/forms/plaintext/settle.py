"""Rows of a torn table, settled: single cells that were emitted out of order move to the row where they make sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.rows import Draft
from textmine.forms.plaintext.tokens import Token

_UNIT = re.compile(r"[-\d.,≥≤=＝<>＜＞≧≦%()（）\s]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOVE, _ROUNDS, _MOST = 1.3, 4, 40


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of a table, column by column, each from top to bottom; `place` tells where a token was emitted."""

    names: tuple[tuple[Token, ...], ...]
    targets: tuple[Token, ...]
    actuals: tuple[Token, ...]
    weights: tuple[Token, ...]
    scores: tuple[Token, ...]
    place: dict[int, int]


def settle(columns: Columns) -> list[Draft]:
    """Make rows: in printed order, save for cells that contradict their row there and fit another."""
    count = len(columns.weights)
    orders = {c: list(range(count)) for c in ("name", "target", "actual", "mark")}
    known: dict[tuple[int, int, int, int], float] = {}
    worth = _worth(columns)

    def cost() -> float:
        total = 0.0
        for key in zip(*orders.values(), strict=True):
            if key not in known:
                known[key] = _row_cost(columns, worth, *key)
            total += known[key]
        return total

    best = cost()
    for _ in range(_ROUNDS if count <= _MOST else 0):
        found = None
        for column, order in orders.items():
            for i in range(count):
                for j in range(count):
                    if i == j:
                        continue
                    orders[column] = _moved(order, i, j)
                    price = cost() + _MOVE
                    if price < best - 1e-9:
                        best, found = price, (column, orders[column])
            orders[column] = order
        if not found:
            break
        orders[found[0]] = found[1]
    rows = zip(*orders.values(), strict=True)
    return [_draft(columns, *key) for key in rows]


def _moved(order: Sequence[int], start: int, end: int) -> list[int]:
    out = list(order)
    out.insert(end, out.pop(start))
    return out


def _draft(columns: Columns, name: int, target: int, actual: int, mark: int) -> Draft:
    weight = columns.weights[mark]
    cells = {
        "level3": list(columns.names[name]), "target": [columns.targets[target]], "actual": [columns.actuals[actual]],
        "weight": [weight], "score": [columns.scores[mark]],
    }  # fmt: skip
    return Draft([], cells, weight.page)


def _worth(columns: Columns) -> tuple[float, float, float]:
    """Return what neighbourhood in the text is worth for each pair of columns: nothing where it is but chance."""
    ends = [n[-1] for n in columns.names]
    pairs = ((ends, columns.targets), (columns.targets, columns.actuals), (columns.actuals, columns.weights))
    out = []
    for first, second in pairs:
        places = {columns.place[id(t)] for t in second}
        share = sum(columns.place[id(t)] + 1 in places for t in first) / len(columns.weights)
        out.append(1.0 if share >= 0.3 else 0.0)
    return out[0], out[1], out[2]


def _row_cost(
    columns: Columns, worth: tuple[float, float, float], name: int, target: int, actual: int, mark: int
) -> float:
    """Rate what speaks against four cells in one row; cells emitted right after each other speak for it."""
    first, goal, result = columns.names[name], columns.targets[target], columns.actuals[actual]
    weight, score = columns.weights[mark], columns.scores[mark]
    place = columns.place
    total = contradiction(goal, result) * 2.0 + _unearned(goal, result, weight, score)
    for one, two, value in zip((first[-1], goal, result), (goal, result, weight), worth, strict=True):
        total -= value if place[id(two)] - place[id(one)] == 1 else 0.0
    return total


def contradiction(target: Token, actual: Token) -> int:
    """Tell whether target and result cannot belong together: another unit, or a number here and a word there."""
    one, two = bool(_NUMBER.search(target.text)), bool(_NUMBER.search(actual.text))
    if one and two:
        return int(_UNIT.sub("", words.squeeze(target.text)) != _UNIT.sub("", words.squeeze(actual.text)))
    return int(one and not two)


def _unearned(target: Token, actual: Token, weight: Token, score: Token) -> float:
    """Rate full points without the target met, and points lost although it was."""
    full = float(score.text.rstrip("分")) >= float(weight.text.rstrip("分"))
    wanted, got = _NUMBER.search(target.text), _NUMBER.search(actual.text)
    if wanted and got:
        goal, result = (float(m[0].replace(",", "")) for m in (wanted, got))
        met = result <= goal if target.text[:1] in "≤<＜≦" else result >= goal
        return 0.0 if met == full else 0.2 if met else 0.5
    if actual.text.startswith(("部分", "未", "基本")):
        return 0.5 if full else 0.0
    return 0.0 if full else 0.2
