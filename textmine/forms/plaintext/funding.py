"""The funding block of a form: items, amounts, execution rate; the arithmetic says which number is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import DASH, NUMBER, Token, join
from textmine.records import Funding

_COLUMNS = ("initial_budget", "budget", "executed", "weight", "rate", "score")


def read_funding(tokens: Sequence[Token]) -> tuple[Funding, ...]:
    """Read the rows of the funding block."""
    order = _order(tokens)
    tokens = _whole_numbers(tokens)
    items, runs = items_of([t for t in tokens if t.role in ("", "item", "total")])
    if any(not run or len(run) > len(order) for run in runs):
        runs = max(_divisions(runs, len(order)), key=lambda found: _sense(found, order))
    known = words.labels("funding", "item")
    return tuple(
        _row(_completed(item, known), run, order)
        for item, run in zip(items, runs, strict=False)
        if run or words.squeeze(item).rstrip(":") in known
    )


def _whole_numbers(tokens: Sequence[Token]) -> list[Token]:
    """Join amounts that a narrow column broke behind their point, where others show how many decimals they have."""
    decimals = [len(m[1]) for t in tokens if (m := _DECIMALS.fullmatch(words.squeeze(t.text)))]
    most = max(decimals, default=0)
    out: list[Token] = []
    for token in tokens:
        rest, last = words.squeeze(token.text), words.squeeze(out[-1].text) if out else ""
        broken = _DECIMALS.fullmatch(last)
        if broken and token.gap == "line" and rest.isdigit() and len(broken[1]) + len(rest) == most > len(broken[1]):
            out[-1] = replace(out[-1], text=last + rest)
        else:
            out.append(token)
    return out


_DECIMALS = re.compile(r"[\d,]+\.(\d*)")


def _completed(item: str, known: frozenset[str]) -> str:
    """Complete an item whose last characters were printed out of reach: 其他资 | 金."""
    plain = words.squeeze(item).rstrip(":")
    longer = sorted((k for k in known if k.startswith(plain) and len(k) <= len(plain) + 2), key=lambda k: (len(k), k))
    return longer[0] if len(plain) >= 3 and plain not in known and longer else item


def _divisions(runs: Sequence[Sequence[str]], columns: int) -> list[list[list[str]]]:
    """Return the ways to divide the numbers over the rows: as printed, all alike, the first full, column by column."""
    numbers, rows = [n for run in runs for n in run], len(runs)
    out = [[list(run) for run in runs]]
    if numbers and len(numbers) % rows == 0:
        size = len(numbers) // rows
        out.append([numbers[i : i + size] for i in range(0, len(numbers), size)])
        out.append([numbers[i::rows] for i in range(rows)])
    size, rest = divmod(len(numbers) - columns, rows - 1) if rows > 1 else (0, 1)
    if not rest and size >= 2:
        out.append([numbers[:columns], *(numbers[i : i + size] for i in range(columns, len(numbers), size))])
    return out


def _sense(runs: Sequence[Sequence[str]], order: Sequence[str]) -> float:
    """Tell how well rows of numbers fit the columns; numbers too many in a row speak against it."""
    return sum(_likely(_chosen(run, order)) - 3.0 * max(0, len(run) - len(order)) for run in runs if run)


def _order(tokens: Sequence[Token]) -> tuple[str, ...]:
    seen = list(dict.fromkeys(t.role for t in tokens if t.role in _COLUMNS))
    if not {"budget", "executed"} <= set(seen):
        return _COLUMNS
    return (
        tuple(c for c in seen)
        if {"weight", "rate", "score"} <= set(seen)
        else tuple(c for c in _COLUMNS if c in seen or c not in _COLUMNS[:3])
    )


def items_of(tokens: Sequence[Token]) -> tuple[list[str], list[list[str]]]:
    """Return the items of the block and the numbers behind each."""
    known = words.labels("funding", "item")
    items: list[str] = []
    runs: list[list[str]] = []
    early: list[str] = []
    for token in tokens:
        text = words.squeeze(token.text)
        if token.role or _begins_item(token, runs):
            items.append(token.text)
            runs.append([])
        elif text == "%" and runs and runs[-1]:
            runs[-1][-1] += "%"
        elif NUMBER.match(text) or DASH.match(text):
            (runs[-1] if runs else early).append(text)
        elif runs and not runs[-1] and not re.search(r"\d", text):
            longer = words.squeeze(items[-1]) + text
            if longer.rstrip(":") in known or words.squeeze(items[-1]).rstrip(":") not in known:
                items[-1] = join([items[-1], token.text])
    if early and runs:
        # numbers before their items: all of them are dealt out in order
        runs = [[*early, *(n for run in runs for n in run)], *([[]] * (len(items) - 1))]
    return items, runs


def _begins_item(token: Token, runs: Sequence[Sequence[str]]) -> bool:
    """Whether words that are no known item begin a row: they follow the numbers of another, or the header."""
    words_only = len(re.findall(r"[\u4e00-\u9fff]", token.text)) >= 2 and not NUMBER.match(token.text)
    return words_only and (not runs or bool(runs[-1]))


def _row(item: str, cells: Sequence[str], order: Sequence[str]) -> Funding:
    return Funding(item=item, **{column: _number(cell) for column, cell in _chosen(cells, order).items()})


def _chosen(cells: Sequence[str], order: Sequence[str]) -> dict[str, str]:
    """Give the numbers of a row columns: where some are blank, those that they fit best."""
    if len(cells) >= len(order):
        return dict(zip(order, cells, strict=False))
    ways = (dict(zip(columns, cells, strict=True)) for columns in combinations(order, len(cells)))
    return max(ways, key=_likely)


def _likely(row: dict[str, str]) -> float:
    """How well numbers fit their columns: amounts first, the rate as executed / budget, the score as weight × rate."""
    value = {c: _number(t) for c, t in row.items()}
    budget, executed, rate = value.get("budget"), value.get("executed"), value.get("rate")
    points = sum(0.5 for c in ("budget", "executed", "rate") if c in row)
    points += sum(0.6 for c in ("weight", "score") if DASH.match(row.get(c, "x")))
    points += sum(2.0 if c == "rate" else -1.0 for c, t in row.items() if t.endswith("%"))
    if budget is not None and executed is not None and rate is not None:
        true = 100.0 * executed / budget if budget else 0.0
        points += 3.0 if abs(rate - true) <= 0.06 else -1.0
    weight, score = value.get("weight"), value.get("score")
    if rate is not None and weight is not None and score is not None:
        points += 2.0 if abs(score - weight * min(rate, 100.0) / 100.0) <= 0.06 else -1.0
    if ("weight" in row) != ("score" in row):
        points -= 0.5
    return points


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("，", "").rstrip("%分"))
    except ValueError:
        return None
