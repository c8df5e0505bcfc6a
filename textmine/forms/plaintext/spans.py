"""Levels of a laid-out table: a label stands in the middle of the rows it covers, so the rows can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label, find_labels, without
from textmine.forms.plaintext.bands import Band
from textmine.forms.plaintext.levels import fit

_BLANK, _MORE = 1.6, 0.4
_STRAINED, _CLOSE, _NEARLY = 1.7, 0.9, 0.3
"""A reading that costs more, or little less than another one, is not certain; nor one that a row more would fit."""


def cover(
    rows: Sequence[Band], labels: Sequence[Label], above: Sequence[str] = (), *, top: bool
) -> tuple[float, list[str]]:
    """Give each row the name of the label that covers it, "" where none does; also return what that costs.

    Spans follow each other in the order of the labels; each is placed so that its label stands in the middle, or at the
    top. Spans of level 2 stay within their level 1 (`above`, row by row) where the template tells it.
    """
    order = sorted(labels, key=lambda lb: lb.middle)
    n, m = len(rows), len(order)
    infinite = float("inf")
    best = [[infinite] * (m + 1) for _ in range(n + 1)]
    past: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            if best[i][j] == infinite:
                continue
            # one blank makes more: a form leaves whole groups blank
            blank = _MORE if i and past[i][j] == (i - 1, j) else _BLANK
            if i < n and best[i][j] + blank < best[i + 1][j]:
                best[i + 1][j], past[i + 1][j] = best[i][j] + blank, (i, j)
            if j < m:
                for end in range(i + 1, n + 1):
                    cost = (
                        best[i][j] + _off_centre(rows[i:end], order[j], top=top) + _foreign(above[i:end], order[j].name)
                    )
                    if cost < best[end][j + 1]:
                        best[end][j + 1], past[end][j + 1] = cost, (i, j)
    if best[n][m] == infinite:
        return infinite, [""] * n
    out = [""] * n
    i, j = n, m
    while i:
        a, b = past[i][j]
        if b < j:
            out[a:i] = [order[b].name] * (i - a)
        i, j = a, b
    return best[n][m], out


def _off_centre(rows: Sequence[Band], label: Label, *, top: bool) -> float:
    """Lines between the middle of a label and the middle of the rows on its page."""
    page = label.atoms[0].page
    here = [r for r in rows if any(p.atom.page == page for p in r.words)]
    if not here:
        return 6.0
    first = min(p.atom.line for p in here[0].words if p.atom.page == page)
    last = max(p.atom.line for p in here[-1].words if p.atom.page == page)
    off = abs(first - label.first) if top else abs((first + last) / 2 - label.middle)
    # a label may need more lines than its rows have
    off = max(0.0, off - max(0, label.last - label.first - last + first) / 2)
    broken = len(here) < len(rows) or any(p.atom.page != page for r in here for p in r.words)
    if broken:
        # a span that a page break cut is printed at its top by some tools
        off = min(off, abs(first - label.first) + 0.3)
    outside = 3.0 if not first - 1 <= label.middle <= last + 1 else 0.0
    return (
        max(0.0, off - 0.3) * 0.8
        + (0.5 if broken else 0.0)
        + outside
        + sum(0.15 * fit(_words(r), label.name) for r in rows)
    )


def _words(row: Band) -> str:
    return "".join(p.atom.text for p in row.words if p.column in ("level3", "target"))


def _foreign(above: Sequence[str], name: str) -> float:
    family = words.family().get(name)
    if not family:
        return 0.0
    ones = set(words.family().values())
    foreign = sum(1 for one in above if one and one != family and one in ones)
    # level 1 is placed first and may be off by a row; what stands outside the template has no level 2 of it
    outside = sum(1 for one in above if one and _plain(one) in words.level_names() and _plain(one) not in ones)
    return 4.0 * max(0, foreign - 1) + 4.0 * outside


def stacked(atoms: Sequence[Atom]) -> list[Label]:
    """Put the words of a column of levels together to labels: known names, else what stands close together."""
    found = find_labels(atoms, words.level_names(), reach=4, slack=99.0)
    out = list(found)
    group: list[Atom] = []
    for atom in sorted(without(atoms, found), key=lambda a: (a.line, a.x0)):
        if group and (atom.line > group[-1].line + 2 or any(group[-1].line < lb.first <= atom.line for lb in found)):
            out += _named(group)
            group = []
        group.append(atom)
    return sorted([*out, *_named(group)], key=lambda lb: lb.middle)


def _named(atoms: Sequence[Atom]) -> list[Label]:
    """Return one label of words that make no known name, none where they are only the points of one."""
    text = _POINTS.sub("", words.squeeze("".join(a.text for a in atoms)))
    if len(text) < 2:
        return []
    if text + "标" in words.level_names():
        text += "标"  # the last character was printed out of reach
    x = sum(a.centre for a in atoms) / len(atoms)
    return [Label(text, "level", atoms[0].line, atoms[-1].line, x, tuple(atoms))]


_POINTS = re.compile(r"[(（]?(权重)?[:：]?\d{1,3}(\.\d+)?(分|%)?[)）]?$")


def levels_of(
    rows: Sequence[Band], one: Sequence[Label], two: Sequence[Label]
) -> tuple[list[tuple[str, str]], list[int]]:
    """Level 1 and level 2 of every row, and the rows (from 0) of which the places of the labels leave doubt."""
    readings = []
    for reading in (partial(cover, top=False), partial(cover, top=True), first_rows):
        # a form prints all its labels in the middle of their rows, or all at the top
        cost, upper = reading(rows, one)
        more, lower = reading(rows, two, upper)
        readings.append((cost + more, upper, lower))
    best, upper, lower = min(readings, key=lambda r: r[0])
    others = [cost for cost, a, b in readings if (a, b) != (upper, lower)]
    sure = not (one or two) or (best <= _STRAINED and all(cost - best >= _CLOSE for cost in others))
    top = next((n == 1 for n, r in enumerate(readings[:2]) if r[1:] == (upper, lower)), None)
    shaky = sorted({*_shaky(rows, one, upper, (), top=top), *_shaky(rows, two, lower, upper, top=top)}) if sure else []
    printed = {_plain(lb.name) for lb in one}
    names = [(_plain(a), _plain(b)) for a, b in zip(upper, lower, strict=True)]
    # the family of level 2 settles level 1 where the template leaves no choice
    names = [(words.family()[b] if words.family().get(b) in printed else a, b) for a, b in names]
    return names, shaky if sure else list(range(len(rows)))


def _shaky(
    rows: Sequence[Band], labels: Sequence[Label], names: Sequence[str], above: Sequence[str], *, top: bool | None
) -> Iterator[int]:
    """Return the rows at the ends of spans that would fit the span beside nearly as well."""
    order = sorted(labels, key=lambda lb: lb.middle)
    runs = [(list(run), name) for name, run in groupby(range(len(names)), key=lambda n: names[n]) if name]
    if top is None or [name for _, name in runs] != [lb.name for lb in order]:
        return

    def price(first: int, last: int, label: Label) -> float:
        return _off_centre(rows[first:last], label, top=top) + _foreign(above[first:last], label.name)

    for ((run, _), upper), ((after, _), lower) in pairwise(zip(runs, order, strict=True)):
        first, cut, last = run[0], after[0], after[-1] + 1
        now = price(first, cut, upper) + price(cut, last, lower)
        for other in (cut - 1, cut + 1):
            if run[-1] + 1 == cut and first < other < last:
                close = price(first, other, upper) + price(other, last, lower) - now < _NEARLY
                if close:
                    yield min(cut, other)


def first_rows(rows: Sequence[Band], labels: Sequence[Label], above: Sequence[str] = ()) -> tuple[float, list[str]]:
    """Read labels that stand in their first row only, beside its numbers; each holds until the next."""
    out, cost, now = [], 0.0, ""
    left = sorted(labels, key=lambda lb: lb.middle)
    for n, row in enumerate(rows):
        while left and (left[0].middle <= row.last + 0.5 or n == len(rows) - 1):
            label = left.pop(0)
            cost += 2.5 * max(0.0, min(abs(label.middle - row.anchor), abs(label.first - row.first) + 0.5) - 0.5)
            now = label.name
        out.append(now)
    cost += sum(0.15 * fit(_words(r), name) for r, name in zip(rows, out, strict=True) if name)
    return cost + (_BLANK if out and not out[0] else 0.0), out


def _plain(name: str) -> str:
    return _POINTS.sub("", name)
