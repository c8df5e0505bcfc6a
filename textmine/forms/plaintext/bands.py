"""Rows of a laid-out table: lines are given to the rows so that every cell stands around its row's numbers.

Cells are centred (or set at the top) in their rows, and weight and score are single lines: they are the anchors. The
cuts between anchors are chosen so that texts are centred on them and cells end like cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from textmine.forms.plaintext.atoms import Atom
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.tokens import COMPARATOR, display_width, is_open

_SENTENCE_END = re.compile(r"[。；！!）)]$|^无$")
_TEXTS = ("level3", "target", "criteria", "actual", "deviation")


@dataclass(frozen=True, slots=True)
class Band:
    """One row: the lines `first` to `last` with their words, and the line of its numbers."""

    anchor: int
    first: int
    last: int
    words: tuple[Placed, ...]


def bands(placed: Sequence[Placed]) -> list[Band]:
    """Cut the lines into rows, centred or set at the top, whichever fits better."""
    anchors = sorted({p.atom.line for p in placed if p.column == "weight"} | _lone_scores(placed))
    if not anchors:
        return []
    lines = sorted({p.atom.line for p in placed})
    by_line = {n: [p for p in placed if p.atom.line == n] for n in lines}
    texts = (*_TEXTS, *sorted({p.column for p in placed if p.column.startswith("extra")}))
    widths = {c: max((display_width(p.atom.text) for p in placed if p.column == c), default=0) for c in texts}
    middle = _solve(lines, by_line, anchors, widths, top=False)
    top = _solve(lines, by_line, anchors, widths, top=True)
    return min(middle, top, key=lambda s: s[0])[1]


def _lone_scores(placed: Sequence[Placed]) -> set[int]:
    return {p.atom.line for p in placed if p.column == "score"}


def _solve(
    lines: Sequence[int],
    by_line: Mapping[int, list[Placed]],
    anchors: Sequence[int],
    widths: Mapping[str, int],
    *,
    top: bool,
) -> tuple[float, list[Band]]:
    """Choose the first line of every row but the first (dynamic programming over the cuts)."""
    index = {n: i for i, n in enumerate(lines)}
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for k, anchor in enumerate(anchors):
        after = index[anchors[k + 1]] if k + 1 < len(anchors) else len(lines)
        ends = range(index[anchor] + 1, after + 1) if k + 1 < len(anchors) else [len(lines)]
        step: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in ends:
            options = [
                (cost + _cost([p for n in lines[start:end] for p in by_line[n]], anchor, widths, top=top), (*path, end))
                for start, (cost, path) in best.items()
            ]
            step[end] = min(options)
        best = step
    cost, cuts = best[len(lines)]
    out = [
        Band(anchor, lines[a], lines[b - 1], tuple(p for n in lines[a:b] for p in by_line[n]))
        for anchor, a, b in zip(anchors, cuts, cuts[1:], strict=False)
    ]
    return cost, out


def _cost(row: Sequence[Placed], anchor: int, widths: Mapping[str, int], *, top: bool) -> float:
    """How unlike a row these words are: texts off the anchor, cells that begin or end in the middle of something."""
    pages = {p.atom.line: p.atom.page for p in row}
    home = pages.get(anchor)
    broken = any(page != home for page in pages.values())
    cost = 2.0 if broken else 0.0
    places: list[float] = [anchor]
    for column in widths:
        cell = [p.atom for p in row if p.column == column]
        if not cell:
            cost += {"level3": 6.0, "target": 2.5, "actual": 2.5}.get(column, 0.0)
            continue
        here = [a.line for a in cell if a.page == home]
        if here:
            places.append(here[0] if top else (here[0] + here[-1]) / 2)
        elif column in _TEXTS[:-1]:
            cost += 1.0
        cost += _torn(column, _lines(cell), widths[column])
    middle = median(places)
    return cost + (0.3 if broken else 1.0) * sum(max(0.0, abs(y - middle) - 0.5) for y in places)


def _lines(cell: Sequence[Atom]) -> list[str]:
    out: dict[int, str] = {}
    for atom in cell:
        out[atom.line] = f"{out[atom.line]} {atom.text}" if atom.line in out else atom.text
    return list(out.values())


def _torn(column: str, texts: Sequence[str], width: int) -> float:
    """Cost of a cell that begins or ends in the middle, or whose lines are not filled before the last."""
    text = "".join(texts)
    cost = sum(1.5 for t in texts[:-1] if display_width(t) < 0.7 * width)
    if column in ("level3", "target", "actual") and len(texts[-1]) > 3 and display_width(texts[-1]) >= width - 1:
        cost += 0.3
    if is_open(text) or text.count(")") + text.count("）") > text.count("(") + text.count("（"):
        cost += 2.0
    if column == "deviation" and not _SENTENCE_END.search(text):
        cost += 1.5
    if column == "target":
        cost += 3.0 * sum(1 for t in texts[1:] if COMPARATOR.match(t))
    return cost
