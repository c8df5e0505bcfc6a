"""One row of laid-out text: words whose place leaves their column open go where whole cells come out.

Cells that nearly touch stand one blank apart, as words of one cell do, and lines that are pushed to the right begin in
the column beside. What the cells of a row look like once they are joined tells what the place of a word does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.bands import Band
from textmine.forms.plaintext.cells import cell_cost, is_mark
from textmine.forms.plaintext.grammar import SKIP, unlike
from textmine.forms.plaintext.layout import cell_text, mark_of
from textmine.forms.plaintext.place import LEVELS
from textmine.forms.plaintext.raster import Placed

_FAR, _MOST, _ROUNDS = 2, 8, 3
"""How many columns a word may move, how many words a line may have to be tried anew, how often lines are gone over."""
_CLOSE, _APART = 0.5, 1.2
"""What moving a word by a column costs: one blank behind its neighbour, or well away from it."""
_WRONG = 0.6
"""What a row must gain for its words to be moved."""

Line = tuple[Placed, ...]


def mend(row: Band, columns: Sequence[str]) -> Band:
    """Return a row with its words in the columns where its cells look whole; most rows stay as they are."""
    order = [c for c in columns if c not in LEVELS]
    levels = tuple(p for p in row.words if p.column not in order)
    lines = _lines([p for p in row.words if p.column in order])
    best = _cost(lines, order)
    for _ in range(_ROUNDS):
        found = None
        for n, line in enumerate(lines):
            for other, moved in _others(line, order):
                tried = [*lines[:n], other, *lines[n + 1 :]]
                cost = _cost(tried, order) + moved
                if cost < best - _WRONG:
                    best, found = cost, tried
        if found is None:
            break
        lines = found
    return replace(row, words=(*levels, *(p for line in lines for p in line)))


def price(row: Band, columns: Sequence[str]) -> float:
    """Return how unlike the cells of a row look, as `mend` rates them."""
    order = [c for c in columns if c not in LEVELS]
    return _cost(_lines([p for p in row.words if p.column in order]), order)


def _lines(placed: Sequence[Placed]) -> list[Line]:
    out: dict[int, list[Placed]] = {}
    for p in placed:
        out.setdefault(p.atom.line, []).append(p)
    return [tuple(sorted(line, key=lambda p: p.atom.x0)) for line in out.values()]


def _others(line: Line, order: Sequence[str]) -> Iterator[tuple[Line, float]]:
    """Return the other ways to give the words of a line columns from left to right, with the cost of moving them."""
    if len(line) > _MOST:
        return
    own = [order.index(p.column) for p in line]
    ways: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    for p, k in zip(line, own, strict=True):
        step = _CLOSE if p.atom.gap <= 1 or p.atom.line != line[0].atom.line else _APART
        near = range(max(0, k - _FAR), min(len(order), k + _FAR + 1))
        ways = [((*way, j), cost + step * abs(j - k)) for way, cost in ways for j in near if not way or j >= way[-1]]
    for way, cost in ways:
        if list(way) != own:
            yield tuple(replace(p, column=order[j]) for p, j in zip(line, way, strict=True)), cost


def _cost(lines: Sequence[Line], order: Sequence[str]) -> float:
    """How unlike the cells of a row look: each by itself, target beside result, score beside weight."""
    cells: dict[str, list[Placed]] = {}
    for line in lines:
        for p in line:
            cells.setdefault(p.column, []).append(p)
    texts = {c: words.squeeze(cell_text(parts)) for c, parts in cells.items()}
    cost = sum(cell_cost(c, texts[c]) if c in texts else SKIP[c.partition("#")[0]] for c in order)
    if texts.get("target") and texts.get("actual"):
        cost += unlike(texts["target"], texts["actual"])
    weight, score = mark_of(texts.get("weight", "")), mark_of(texts.get("score", ""))
    cost += 3.0 * sum(is_mark(p.atom.text) and p.atom.gap > 1 for p in cells.get("deviation", ()))
    return cost + 4.0 * (weight is not None and score is not None and score > weight)
