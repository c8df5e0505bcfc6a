"""A form whose page was torn from top to bottom: names and targets first, then results and marks of the same rows.

A tool that looks for columns of prose takes the gap beside the targets for a gutter. Left of it stand names, targets,
right of it the rate of execution, the result of the goal, and a result and marks for each row. The halves are put
together where both have the same number of rows and the weights add up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.forms.plaintext import levels as lv
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import NEVER, SILENT, WHOSE, cell_cost
from textmine.forms.plaintext.funding import items_of
from textmine.forms.plaintext.grammar import unlike
from textmine.forms.plaintext.rows import Draft
from textmine.forms.plaintext.tokens import DASH, NUMBER, PLAIN, Token, join_tokens

_MONEY = frozenset({"initial_budget", "budget", "executed"})
_GOAL = frozenset({"expected", "goal_side"})
_MARKS = ("weight", "rate", "score")
_RIGHT = frozenset({"unit", "weight", "rate", "score", "goal_actual"})
_JOINT = {"space": 1.2, "line": 0.8, "block": 4.0, "page": 4.0}
_LONGEST, _AHEAD, _LEAST, _MOST = 4, 12, 3, 30
Run = list[Token]
Result = tuple[list[Run], Run, Token, Token]
"""Of one row: the lines above its result, the result, weight and score."""


Joined = tuple[list[Token], tuple[Draft, ...], list[lv.Levels]]


def put_together(tokens: Sequence[Token]) -> Joined | None:
    """Return what stands around the table of a torn form, its rows and their levels; None where nothing fits."""
    table = _first(tokens, {"level1", "level2", "level3"})
    target = _first(tokens, {"target"}, table)
    result = _first(tokens, {"actual"}, target)
    tear = next((i for i in range(target, result) if tokens[i].role in _RIGHT), result)
    while target < tear < len(tokens) and tokens[tear].gap not in ("block", "page"):
        tear -= 1
    left = [*(t for t in tokens[table:target] if t.role == "level"), *tokens[target + 1 : tear]]
    right = list(tokens[result:])
    titles = 1 + max((i for i, t in enumerate(right[:6]) if t.role in words.COLUMNS), default=-1)
    order = list(dict.fromkeys(t.role for t in right[:titles] if t.role in words.COLUMNS))
    if sum(t.role == "level" for t in left) < _LEAST or order[:3] != ["actual", "weight", "score"]:
        return None
    found, rest, total = _results(right[titles:])
    rows = _rows([t for t in left if not t.role], found, rest)
    money = [_value(t) for t in tokens[tear:result] if PLAIN.match(t.text) and _value(t) <= _MOST] or [10.0]
    weights = sum(row.number("weight") or 0.0 for row in rows)
    if min(abs(weights - 100.0 + w) for w in (0.0, *money)) > 0.02:
        return None
    titled = [t for t in tokens[table : target + 1] if t.role != "level"]
    foot = [Token("总分", "block", None, "total"), *total] if total else []
    above = _above(tokens[:table], tokens[tear:result])
    around = [*above, *titled, *right[:titles], *foot, *(t for t in left if t.role == "grade")]
    return around, rows, _levels(left, rows)


def _rows(left: Sequence[Token], found: Sequence[Result], rest: Sequence[Token]) -> tuple[Draft, ...]:
    """Return the rows; none where there are not as many names and targets as results, or words are left over."""
    named = _names(left, [words.squeeze(join_tokens(actual)) for _, actual, _, _ in found])
    lost = [_value(score) < _value(weight) for _, _, weight, score in found]
    told = _told([*(lines for lines, *_ in found), _lines(rest)], lost)
    if not named or not told:
        return ()
    columns = ("level3", "target", "actual", "weight", "score", "deviation")
    cells = (
        (name, goal, actual, [weight], [score], why)
        for (name, goal), (_, actual, weight, score), why in zip(named, found, told, strict=True)
    )
    return tuple(Draft([], dict(zip(columns, row, strict=True)), row[3][0].page) for row in cells)


def _first(tokens: Sequence[Token], roles: set[str] | frozenset[str], start: int = 0) -> int:
    return next((i for i in range(start, len(tokens)) if tokens[i].role in roles), len(tokens))


def _value(token: Token) -> float:
    return float(token.text.rstrip("分%"))


def _above(left: Sequence[Token], right: Sequence[Token]) -> list[Token]:
    """Return what stands above the table: head, funding, goal, each with its right half."""
    fund = min(_first(left, _MONEY), _first(left, _GOAL))
    goal = _first(left, _GOAL, fund)
    result = _first(right, {"goal_actual"})
    figures = [t for t in right[:result] if NUMBER.match(t.text)]
    head = [t for t in right[:result] if t not in figures and t.role not in _MARKS and not DASH.match(t.text)]
    block = [*(t for t in left[:fund] if t.role == "item"), *left[fund:goal]]
    before = [t for t in left[:fund] if t.role != "item"]
    return [*before, *head, *_funding(block, figures), *left[goal:], *right[result:]]


def _funding(left: Sequence[Token], figures: Sequence[Token]) -> list[Token]:
    """Return the rows of the funding block with the figures of both halves, as far as both are in rows."""
    titles = [t for t in left if t.role in _MONEY]
    items, runs = items_of([t for t in left if t.role in ("", "item")])
    flat, wide = [n for run in runs for n in run], len(titles)
    if wide and len(flat) == wide * len(items):
        runs = [flat[k : k + wide] for k in range(0, len(flat), wide)]
    rates = [t.text for t in figures if t.text.endswith("%")]
    marks = [t.text for t in figures if t.text not in rates]
    if not titles or len(marks) != 2 or not rates or any(len(run) not in (0, wide) for run in runs):
        return [*left, *figures]
    out = [*titles, *(Token(role, "line", None, role) for role in _MARKS)]
    for n, (item, run) in enumerate(zip(items, runs, strict=True)):
        own = [marks[0], rates[0], marks[1]] if n == 0 else ["—", rates[n] if n < len(rates) else "—", "—"]
        out += [Token(item, "block", None, "item"), *(Token(text, "line", None) for text in [*run, *own] if run)]
    return out


def _results(tokens: Sequence[Token]) -> tuple[list[Result], Run, Run]:
    """Return for each row the lines before its result, the result, weight and score; what follows, and the totals."""
    out: list[Result] = []
    start, k = 0, 0
    while k < len(tokens) - 1:
        weight, score = tokens[k], tokens[k + 1]
        result = weight.text.endswith("分") > score.text.endswith("分") or (k == start and weight.text[:3] != "100")
        if result or not (PLAIN.match(weight.text) and PLAIN.match(score.text)) or _value(score) > _value(weight):
            k += 1
        elif _value(weight) == 100.0:
            return out, list(tokens[start:k]), list(tokens[k:])
        else:
            size = _result_size(tokens[start:k])
            out.append((_lines(tokens[start : k - size]), list(tokens[k - size : k]), weight, score))
            start = k = k + 2
    return out, list(tokens[start:]), []


def _result_size(tokens: Sequence[Token]) -> int:
    """Return how many of the last words make the result of a row: those before them are lines of explanations."""
    sizes = range(1, min(_LONGEST, len(tokens)) + 1)
    return min(sizes, key=lambda n: cell_cost("actual", words.squeeze(join_tokens(tokens[-n:]))) + n, default=0)


def _lines(tokens: Sequence[Token]) -> list[Run]:
    out: list[Run] = []
    for token in tokens:
        if out and token.gap == "space":
            out[-1].append(token)
        else:
            out.append([replace(token, gap="line")])
    return out


def _names(tokens: Sequence[Token], results: Sequence[str]) -> list[tuple[Run, Run]] | None:
    """Part the words left of the gutter into a name and a target for each result, both in printed order."""
    ways: list[dict[tuple[int, int], tuple[float, tuple[tuple[str, int, int], ...]]]] = [{} for _ in (*tokens, None)]
    ways[0][0, 0] = (0.0, ())
    for i, token in enumerate(tokens):
        for (names, goals), (cost, cells) in ways[i].items():
            # what may be a piece of a level may be left out
            steps = [(i + 1, (names, goals), 1.0, "")] if WHOSE.fullmatch(token.text) else []
            for j in range(i + 1, min(i + _LONGEST, len(tokens)) + 1):
                text = words.squeeze(join_tokens(tokens[i:j]))
                joints = sum(_JOINT[t.gap] for t in tokens[i + 1 : j])
                if names < min(len(results), goals + _AHEAD):
                    steps.append((j, (names + 1, goals), joints + cell_cost("level3", text), "level3"))
                if goals < names:
                    alike = -1.0 if text == results[goals] else 1.5 * unlike(text, results[goals])
                    steps.append((j, (names, goals + 1), joints + cell_cost("target", text) + alike, "target"))
            for j, key, price, column in steps:
                if price < NEVER and cost + price < ways[j].get(key, (1e9,))[0]:
                    ways[j][key] = (cost + price, (*cells, (column, i, j)) if column else cells)
    last = ways[-1].get((len(results), len(results)))
    cut = [(column, list(tokens[a:b])) for column, a, b in last[1]] if last else []
    found = ([cell for column, cell in cut if column == c] for c in ("level3", "target"))
    return list(zip(*found, strict=True)) if last else None


def _levels(left: Sequence[Token], rows: Sequence[Draft]) -> list[lv.Levels]:
    """Return level 1 and level 2 of each row: printed for each, or once in the middle of the rows that they cover."""
    begins = {id(row.pieces["level3"][0]): k for k, row in enumerate(rows)}
    now, at = 0, []
    for token in left:
        now = begins.get(id(token), now - 1) + 1
        at += [min(now, len(rows) - 1)] if token.role == "level" else []
    labels = lv.split_levels([t.text for t in left if t.role == "level"])
    texts = [row.text("level3") + row.target for row in rows]
    second = _spans([(k, label) for k, label in zip(at, labels, strict=True) if label[0] == 2], texts)
    ones = [name for level, name in labels if level == 1]
    first = lv.parents(second, ones) if all(second) else []
    if set(first) != set(ones):
        first = _spans([(k, label) for k, label in zip(at, labels, strict=True) if label[0] == 1], texts)
    return list(zip(first, second, strict=True))


def _spans(labels: Sequence[tuple[int, tuple[int, str]]], texts: Sequence[str]) -> list[str]:
    names = [name for _, (_, name) in labels]
    if not 0 < len(names) < len(texts):
        return names if len(names) == len(texts) else [""] * len(texts)
    beside = [[(2, name) for at, (_, name) in labels if at == k] for k in range(len(texts))]
    return lv.place(texts, beside, names)


def _told(gaps: Sequence[list[Run]], lost: Sequence[bool]) -> list[Run] | None:
    """Deal the lines between the marks out to the rows: a cell has as many lines above its marks as below them."""
    ways: dict[int, tuple[float, tuple[Run, ...]]] = {0: (0.0, ())}
    for k, loss in enumerate(lost):
        grown: dict[int, tuple[float, tuple[Run, ...]]] = {}
        for used, (cost, cells) in ways.items():
            above = gaps[k][used:]
            # without lines above, the cell may begin at the top of its row
            for below in {len(above), len(above) + 1, *(range(len(gaps[k + 1]) + 1) if not above else ())}:
                cell = [t for line in [*above, *gaps[k + 1][:below]] for t in line]
                price = cost + _oddness(cell, loss) + (0.5 if below > len(above) + 1 else 0.0)
                if below <= len(gaps[k + 1]) and price < grown.get(below, (1e9,))[0]:
                    grown[below] = (price, (*cells, cell))
        ways = grown
    last = ways.get(len(gaps[-1]))
    return list(last[1]) if last else None


def _oddness(cell: Sequence[Token], lost: bool) -> float:
    """How unlikely a row is explained so: rows that lost points are, in whole sentences, and the others are not."""
    text = words.squeeze(join_tokens(cell))
    if not text or SILENT.fullmatch(text):
        return 1.5 * (lost and not text)
    ends = bool(re.search(r"[。;!]$", text)) and not re.match(r"[,。;、]", text)
    return 2.0 * (not lost) + 2.0 * (not ends)
