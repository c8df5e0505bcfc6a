"""Rows of a table whose cells were emitted in several places: words woven into cells, explanations to their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import SILENT
from textmine.forms.plaintext.levels import split_levels
from textmine.forms.plaintext.loom import HOLE, MOST_ROWS
from textmine.forms.plaintext.rows import Draft
from textmine.forms.plaintext.sequence import Sums
from textmine.forms.plaintext.tokens import DASH, GAPS, Gap, Token, display_width, join_tokens
from textmine.forms.plaintext.weave import Woven, weave

_UNSUMMED, _UNSCORED = 12.0, 6.0
"""What a reading costs whose weights or scores do not sum to what the form prints."""
_MOST, _LONG, _PASSES, _STEP = 450, 300, 6, 1.0


@dataclass(frozen=True, slots=True)
class Assembled:
    """Rows put together, the level names beside them, all level names, and the words that found no place."""

    rows: tuple[Draft, ...]
    beside: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """A level name, the number of the word printed behind it in its block (else -1), whether on its own line."""

    token: Token
    at: int
    level: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: str
    tokens: list[Token]
    first: int
    follows: bool


def assemble(tokens: Sequence[Token], order: Sequence[str], sums: Sums) -> Assembled:
    """Put the rows of a scattered table together."""
    plain, labels = _without_labels(_with_units(_without_notes(tokens[:_MOST])))
    best = _read(plain, order, _ranks(plain, labels), sums)
    cells = _cells(plain, best)
    rows = {n: Draft() for n in sorted({c.row for c in cells if c.column not in ("deviation",)})}
    begun: dict[int, int] = {}
    for cell in cells:
        if cell.column == "deviation":
            continue
        rows[cell.row].pieces.setdefault(cell.column, []).extend(cell.tokens)
        if cell.column == "level3":
            begun[cell.first] = cell.row
    made = [replace(r, page=next(iter(r.pieces.values()))[0].page) for r in rows.values()]
    lost = _explain(made, list(rows), [c for c in cells if c.column == "deviation"])
    lost += [t.text for t, (row, _, _) in zip(plain, best.places, strict=True) if row < 0 and _says_something(t)]
    lost += [t.text for t in tokens[_MOST:] if _says_something(t)]  # more than any form has: told, not read
    beside = tuple(tuple(b.token.text for b in labels if b.level and begun.get(b.at, -1) == n) for n in rows)
    return Assembled(tuple(made), beside, tuple(b.token.text for b in labels), tuple(lost))


def _says_something(token: Token) -> bool:
    return len(token.text) > 1 and not DASH.match(token.text)


_NOTE_BEGINS, _NOTE_ENDS = (
    re.compile(r"[（(](权重)?[:：]?\d{0,3}(\.\d+)?(分|%)?[)）]?"),
    re.compile(r"\d{0,2}(分|%)?[)）]"),
)
_NEAR = 6


def _without_notes(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the weights printed behind level names, （56分）, also where a narrow column broke them."""
    gone: set[int] = set()
    for i, token in enumerate(tokens):
        levels = any(t.role == "level" for t in tokens[max(0, i - _NEAR) : i])
        if token.role or not levels or not _NOTE_BEGINS.fullmatch(token.text):
            continue
        gone.add(i)
        if token.text[-1] not in ")）":
            ends = (k for k in range(i + 1, min(i + _NEAR, len(tokens))) if _NOTE_ENDS.fullmatch(tokens[k].text))
            gone |= set(list(ends)[:1])
    return [t for i, t in enumerate(tokens) if i not in gone]


_COUNT, _UNIT = (
    re.compile(r"[≥≤=＝><＞＜≧≦]?\d[\d,]*(\.\d+)?"),
    re.compile(r"[\u4e00-\u9fff]{1,4}(/[\u4e00-\u9fff]{1,3})?"),
)


def _with_units(tokens: Sequence[Token]) -> list[Token]:
    """Join numbers with the unit behind a blank: 17 批次."""
    out: list[Token] = []
    for token in tokens:
        unit = token.gap == "space" and not token.role and _UNIT.fullmatch(token.text)
        if out and unit and _COUNT.fullmatch(out[-1].text) and token.text not in words.usual() | {"无"}:
            out[-1] = replace(out[-1], text=f"{out[-1].text} {token.text}")
        else:
            out.append(token)
    return out


def _without_labels(tokens: Sequence[Token]) -> tuple[list[Token], list[_Label]]:
    """Take the level names out; keep with each the number of the word that follows it in its block."""
    plain: list[Token] = []
    labels: list[_Label] = []
    gap: Gap = "space"
    for i, token in enumerate(tokens):
        gap = max(gap, token.gap, key=GAPS.index)
        if token.role == "level":
            after = tokens[i + 1].gap if i + 1 < len(tokens) else "page"
            labels.append(_Label(token, len(plain) if after in ("space", "line") else -1, after == "space"))
        else:
            plain.append(replace(token, gap=gap))
            gap = "space"
    return plain, labels


def _ranks(plain: Sequence[Token], labels: Sequence[_Label]) -> list[int | None]:
    """Return for each word beside a level name the place of that level in the template."""
    out: list[int | None] = [None] * len(plain)
    template = words.template()
    for level, label in zip(split_levels([b.token.text for b in labels]), labels, strict=True):
        at = label.at
        if 0 <= at < len(out):
            out[at] = template.index(level[1]) if level[0] == 2 and level[1] in template else max(-1, out[at] or -1)
    return out


def _read(plain: Sequence[Token], order: Sequence[str], ranks: Sequence[int | None], sums: Sums) -> Woven:
    """Read again and again with what was learnt: the widths of the columns, which have too many cells or too few."""
    bias: dict[str, float] = {}
    widths: Mapping[str, int] = {}
    tried: list[tuple[float, int, Woven]] = []
    for n in range(_PASSES if len(plain) <= _LONG else 2):
        found = weave(plain, order, widths, ranks, bias)
        best = min(found, key=lambda w: _price(w, sums))
        cells = _cells(plain, best)
        counts = {c: sum(cell.column == c for cell in cells) for c in HOLE if c in order}
        short = {c: best.count - k for c, k in counts.items() if best.count < MOST_ROWS}
        if n:
            # what a bias costs is no part of the price
            tried.append((_price(best, sums) - sum(bias.get(c, 0.0) * k for c, k in counts.items()), n, best))
        if n and not any(short.values()):
            break
        widths = _widths(cells)
        bias = {c: bias.get(c, 0.0) + (-_STEP if k > 0 else _STEP) for c, k in short.items() if k} if n else bias
    return min(tried, key=lambda t: t[:2])[2]


def _price(way: Woven, sums: Sums) -> float:
    """Return what a reading costs, counting what does not add up."""
    whole = any(abs(way.weights - w) < 0.011 for w in sums.weights) or not way.weights
    scored = sums.scores is None or abs(way.scores - sums.scores) < 0.011
    return way.cost + _UNSUMMED * (not whole) + _UNSCORED * (not scored)


def _cells(tokens: Sequence[Token], woven: Woven) -> list[_Cell]:
    out: list[_Cell] = []
    now: dict[str, tuple[_Cell, int]] = {}
    for k, (token, (row, column, new)) in enumerate(zip(tokens, woven.places, strict=True)):
        if row < 0:
            continue
        if new:
            before = woven.places[k - 1] if k else (-1, "", False)
            cell = _Cell(row, column, [token], k, before[0] == row and before[1] in ("score", "weight", "actual"))
            out.append(cell)
        else:
            cell, last = now[column]
            cell.tokens.append(token if last == k - 1 else replace(token, gap="line"))
        now[column] = (cell, k)
    return out


def _widths(cells: Sequence[_Cell]) -> Mapping[str, int]:
    """Return the printed width of each column: that of its widest line."""
    out: dict[str, int] = {}
    for cell in cells:
        width = 0
        for token in cell.tokens:
            width = (width + 1 if token.gap == "space" and width else 0) + display_width(token.text)
            out[cell.column] = max(out.get(cell.column, 0), width)
    return out


def _explain(rows: Sequence[Draft], numbers: Sequence[int], cells: Sequence[_Cell]) -> list[str]:
    """Give explanations to their rows: the one they follow, or one that lost points and shares words, in order."""
    from scipy.optimize import linear_sum_assignment

    if not cells or not rows:
        return [join_tokens(c.tokens) for c in cells]
    bill = [
        [
            _oddness(cell, row, cell.row - at) + 2.0 * (i / len(cells) - n / len(rows)) ** 2
            for n, (row, at) in enumerate(zip(rows, numbers, strict=True))
        ]
        for i, cell in enumerate(cells)
    ]
    chosen = dict(zip(*(a.tolist() for a in linear_sum_assignment(bill)), strict=True))
    for i, cell in enumerate(cells):
        if i in chosen:
            rows[chosen[i]].pieces["deviation"] = cell.tokens
    return [join_tokens(c.tokens) for i, c in enumerate(cells) if i not in chosen]


def _oddness(cell: _Cell, row: Draft, ahead: int) -> float:
    """How unlikely an explanation belongs to a row, by where it was printed and by what both say."""
    text, name = words.squeeze(join_tokens(cell.tokens)), words.squeeze(row.text("level3"))
    points = (row.number("weight") or 0.0) - (row.number("score") or 0.0)
    away = -2.5 if ahead == 0 and cell.follows else 0.15 * min(abs(ahead), 6)
    if SILENT.fullmatch(text):
        return away + (1.0 if points > 0 else 0.0)
    shared = sum(1 for k in range(len(name) - 1) if name[k : k + 2] in text)
    answer = words.squeeze(row.text("actual")).startswith(("部分", "未", "基本"))
    lost = 1.5 + 0.3 * min(points, 3.0) if points > 0 else 0.0
    return away - lost - 0.7 * min(shared, 4) - answer
