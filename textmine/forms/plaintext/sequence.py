"""The indicator table of a text whose cells were emitted one after the other, row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import is_mark
from textmine.forms.plaintext.grammar import Cell, Reading, column_widths, read
from textmine.forms.plaintext.tokens import Token, fuse

_DOTS = re.compile(r"(指标\d+[:：.])?[.…。·]{2,}|(指标\d+[:：.])?…+")
_YEAR = re.compile(r"\(?[\d〇○零一二三四五六七八九]{4}年度?\)?|\([\d〇○零一二三四五六七八九]{4}\)")
_KEEP = 10
_MANY, _MOST = 700, 1500
"""No table of a form has more words: beyond, sums are not searched for, and nothing is cut at all."""

Row = Mapping[str, Sequence[Cell]]
"""The cells of one row by column; several only of levels."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the form says its rows must add up to, as far as known."""

    weights: tuple[float, ...] = (90.0, 100.0, 80.0)
    scores: float | None = None

    def fit(self, reading: Reading) -> bool:
        """Whether a reading adds up."""
        whole = any(abs(reading.weights - w) < 0.011 for w in self.weights) or not reading.weights
        return whole and (self.scores is None or abs(reading.scores - self.scores) < 0.011)


def read_sequence(tokens: Sequence[Token], order: Sequence[str], sums: Sums) -> Reading | None:
    """Cut the words of a table into cells: the cheapest way, or one little dearer that adds up."""
    words_ = content(tokens)
    if not words_ or len(words_) > _MOST:
        return None
    first = read(words_, order, {})
    if not first:
        return None
    widths = column_widths(first[0].cells)
    best = read(words_, order, widths)
    if not best or sums.fit(best[0]) or len(words_) > _MANY:
        return best[0] if best else first[0]
    others = read(words_, order, widths, _KEEP)
    fitting = [r for r in others if sums.fit(r) and r.cost <= best[0].cost + 12]
    return (fitting or best)[0]


def content(tokens: Sequence[Token]) -> list[Token]:
    """Leave out what is no cell of a row: repeated headers, subtotals, unfilled lines, years."""
    titles = words.labels("indicators")
    named = fuse(
        [replace(t, role="") if t.role in ("", *words.COLUMNS, "mark") else t for t in tokens], titles, "title"
    )
    out: list[Token] = []
    i = 0
    while i < len(named):
        end = _header(named, i)
        text = words.squeeze(named[i].text)
        if end > i:
            i = end
        elif text.rstrip(":") == "小计":
            i += 1
            while i < len(named) and is_mark(words.squeeze(named[i].text)) and named[i].gap == "space":
                i += 1
        elif _DOTS.fullmatch(text) or _YEAR.fullmatch(text) or words.CONTINUED.search(text):
            i += 1
        else:
            out += _unglued(replace(named[i], role="level" if named[i].role == "level" else ""))
            i += 1
    return out


def _unglued(token: Token) -> list[Token]:
    """Part target and result that were printed so close that no blank stands between them: 持续优化未达成指标且."""
    text = token.text
    if token.role or not 4 <= len(text) <= 24 or words.squeeze(text) in words.usual():
        return [token]
    for k in range(2, len(text) - 1):
        first, second = words.squeeze(text[:k]), words.squeeze(text[k:])
        goal = first in words.phrases("wishes") or re.fullmatch(r"[≥≤=＝]\d[\d.]*(%|\([^()]{1,5}\))", first)
        if goal and (second in words.phrases("answers") or (len(second) >= 3 and second in _begun())):
            return [replace(token, text=text[:k]), replace(token, text=text[k:], gap="space")]
    return [token]


@cache
def _begun() -> frozenset[str]:
    """Return what a narrow column may leave of a usual answer on its first line."""
    return frozenset(a[:k] for a in words.phrases("answers") for k in range(3, len(a)))


def _header(tokens: Sequence[Token], start: int) -> int:
    """Return where a repeated header ends that begins here; `start` where none does."""
    end, count = start, 0
    for i in range(start, min(len(tokens), start + 30)):
        if tokens[i].role == "title":
            end, count = i + 1, count + 1
        elif i - end > 2 or tokens[i].role == "level" or is_mark(words.squeeze(tokens[i].text)):
            break
    return end if tokens[start].role == "title" and count >= 4 else start


def rows_of(reading: Reading) -> list[Row]:
    """Return the cells of each row by column."""
    out: list[dict[str, list[Cell]]] = []
    for cell in reading.cells:
        if cell.new or not out:
            out.append({})
        out[-1].setdefault(cell.column, []).append(cell)
    return list(out)
