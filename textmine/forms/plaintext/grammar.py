"""Rows of a table whose cells were emitted one after the other: the cheapest way to cut the words into cells.

A form's table is read as a sentence of a small grammar: rows of cells in the order of the header, levels before the
name of an indicator, cells left out where they are blank. Every run of words is rated as a whole cell (`cells`); the
cut that costs least is found by dynamic programming. Several sums of weights and scores are kept apart on the way, so
that in the end the reading that adds up to the printed totals can be told from one that merely looks right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import LONGEST, NEVER, SILENT, UNIT, cell_cost, is_mark, text_of
from textmine.forms.plaintext.tokens import COMPARATOR, Token, display_width, is_open

SKIP = {
    "level": 0.0, "level3": 7.0, "target": 4.0, "actual": 4.0, "weight": 8.0, "score": 8.0, "deviation": 0.3,
    "criteria": 3.0, "extra": 2.0, "nature": 0.5, "unit_of": 1.0, "index": 3.0,
}  # fmt: skip
_ROW, _DROP, _BEAM, _BREAK = 0.5, 14.0, 60, 1.0
_TORN = frozenset({"level3", "target", "actual", "criteria", "extra", "deviation"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of words read as one cell; `new` where a row begins with it."""

    column: str
    tokens: tuple[Token, ...]
    new: bool

    @property
    def text(self) -> str:
        """What it prints, squeezed."""
        return text_of(self.tokens)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to cut the words so far: what it cost, the column it ended in, its sums, the way before it.

    `torn` tells that its row goes on behind a page break: ``marked`` where it has its marks, else ``open``.
    """

    cost: float
    column: int
    weights: float
    scores: float
    weight: float
    target: str
    lines: int
    cell: Cell | None = None
    past: _Way | None = None
    torn: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Words cut into cells, what that costs in all, and what weights and scores sum to."""

    cells: tuple[Cell, ...]
    cost: float
    weights: float
    scores: float


def read(tokens: Sequence[Token], order: Sequence[str], widths: Mapping[str, int], keep: int = 1) -> list[Reading]:
    """Cut words into cells; return the cheapest ways that differ in their sums, the cheapest first.

    Parameters
    ----------
    order : sequence of str
        The columns as the header has them; ``level`` stands for all levels.
    widths : mapping of str to int
        The printed width of each column as far as known: a line that ends early ends its cell.
    keep : int
        How many sums to keep apart.
    """
    table = _Table(tuple(tokens), tuple(words.squeeze(t.text) for t in tokens), tuple(order), widths, keep)
    best: list[dict[tuple[object, ...], _Way]] = [{} for _ in range(len(tokens) + 1)]
    best[0][()] = _Way(0.0, -1, 0.0, 0.0, 0.0, "", 0)
    for i in range(len(tokens)):
        ways = table.kept(best[i].values())
        for k in range(len(order)):
            starts = table.starts(ways, i, k)
            for j, cost in table.cells(i, k) if starts else ():
                for start in starts:
                    _enter(best[j], table.grow(start, i, j, k, cost), keep)
        for j, way in table.torn(ways, i):
            _enter(best[j], way, keep)
    ends = sorted((table.closed(w), n, w) for n, w in enumerate(best[-1].values()))
    out: dict[tuple[float, float], Reading] = {}
    for cost, _, way in ends:
        out.setdefault((way.weights, way.scores), Reading(_trace(way), cost, way.weights, way.scores))
    return list(out.values())


def _enter(ways: dict[tuple[object, ...], _Way], way: _Way, keep: int) -> None:
    key = (way.column, way.torn, way.weights, way.scores) if keep > 1 else (way.column, way.torn)
    if key not in ways or way.cost < ways[key].cost:
        ways[key] = way


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of a table and what is known of its columns."""

    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    order: tuple[str, ...]
    widths: Mapping[str, int]
    keep: int

    def kept(self, ways: Iterable[_Way]) -> list[_Way]:
        """Leave out ways that cost much more than the best one to the same place."""
        found = sorted(ways, key=lambda w: w.cost)
        return [w for w in found[: _BEAM if self.keep > 1 else None] if w.cost <= found[0].cost + _DROP]

    def starts(self, ways: Sequence[_Way], at: int, column: int) -> list[tuple[float, _Way, bool]]:
        """Return the ways that may go on with a cell of a column, with their cost and whether a row begins there."""
        name = self.order[column]
        out: list[tuple[float, _Way, bool]] = []
        for way in ways:
            again = way.column == column and name == "level"
            if name == "index" and way.cell and way.cell.new and way.cell.column == "level":
                again = True  # levels that a page break repeats stand before the number of the row
            new = (way.column >= column and not again) or way.column < 0
            if new:
                cost = self._rest(way) + self._skip(0, column) + _ROW
            else:
                if way.torn == "marked" and name in ("weight", "score"):
                    continue
                cost = 0.0 if again or way.torn else self._skip(way.column + 1, column)
                cost += self._apart(way, at)
            out.append((cost + way.cost, way, new))
        out.sort(key=lambda x: x[0])
        return out[: self.keep]

    def _skip(self, first: int, last: int) -> float:
        return sum(SKIP[c.partition("#")[0]] for c in self.order[first:last])

    def _rest(self, way: _Way) -> float:
        if way.column < 0 or way.torn == "marked":
            return 0.0
        return self._skip(way.column + 1, len(self.order))

    def _apart(self, way: _Way, at: int) -> float:
        """Cost of a line break between two cells that are single lines: these stand on one line."""
        return 0.7 if way.lines == 1 and self.tokens[at].gap == "line" else 0.0

    def cells(self, start: int, column: int) -> list[tuple[int, float]]:
        """Return where a cell of a column that begins at `start` may end, and what it costs."""
        name = self.order[column].partition("#")[0]
        out = []
        joints = 4.0 if self.tokens[start].role == "level" and name != "level" else 0.0
        width = 0
        for end in range(start + 1, min(len(self.tokens), start + LONGEST[name]) + 1):
            if end > start + 1:
                joints += self._joint(self.tokens[end - 2], self.tokens[end - 1], self.order[column], width)
            same = end > start + 1 and self.tokens[end - 1].gap == "space"
            width = (width + 1 if same else 0) + display_width(self.tokens[end - 1].text)
            if joints > _DROP:
                break
            cost = cell_cost(name, "".join(self.texts[start:end])) + joints
            if cost < NEVER:
                out.append((end, cost))
        return out

    def _joint(self, upper: Token, lower: Token, column: str, width: int) -> float:
        """Cost of reading two neighbouring words as one cell, whose line is so wide up to the first one."""
        name = column.partition("#")[0]
        if name in ("weight", "score"):
            torn = lower.text == "分" or upper.text.endswith(".") or lower.text.startswith(".")
            return 0.2 if torn else NEVER
        cost = {"space": 0.0, "line": 0.1, "block": 1.5, "page": 2.5}[lower.gap]
        if name != "level":
            cost += 4.0 * (lower.role == "level") + 2.0 * bool(COMPARATOR.match(lower.text))
        if lower.gap == "space":
            mixed = upper.text[-1:].isascii() != lower.text[:1].isascii()
            prose = name in ("deviation", "criteria", "extra")
            cost += (0.1 if prose else 0.6) if mixed else 0.6 if prose else 1.8
        elif name != "level" and not is_open(upper.text):
            cost += 2.5 if width < 0.7 * self.widths.get(column, 0) else 0.0
        if name in ("deviation", "criteria", "extra") and is_mark(lower.text) and len(lower.text) > 1:
            cost += 1.0
        return cost

    def torn(self, ways: Sequence[_Way], at: int) -> Iterator[tuple[int, _Way]]:
        """Go on with a row that a page break tore: what follows are the rests of its cells, in order."""
        broken = self.tokens[at].gap == "page"
        for way in [w for w in ways if w.cell and (broken or w.torn)][:3]:
            begun = _row(way)
            state = way.torn or ("marked" if "score" in begun else "open")
            for k, column in enumerate(self.order):
                first = begun.get(column)
                if first is None or column not in _TORN or (not broken and k <= way.column):
                    continue
                for j, _ in self.cells(at, k):
                    text = "".join(self.texts[at:j])
                    price = cell_cost(column, first + text) - cell_cost(column, first)
                    joints = sum(self._joint(a, b, column, 99) for a, b in pairwise(self.tokens[at:j]))
                    cell = Cell(column, self.tokens[at:j], new=False)
                    cost = way.cost + price + joints + (_BREAK if broken else 0.7)
                    yield j, replace(way, cost=cost, column=k, lines=2, cell=cell, past=way, torn=state)

    def grow(self, start: tuple[float, _Way, bool], i: int, j: int, column: int, cost: float) -> _Way:
        """Return a way with one more cell."""
        base, way, new = start
        name, run = self.order[column], self.tokens[i:j]
        weights, scores = way.weights, way.scores
        weight, target = (0.0, "") if new else (way.weight, way.target)
        text = "".join(self.texts[i:j]) if name in ("weight", "score", "target", "actual", "deviation") else ""
        if name == "weight" and is_mark(text):
            weight = float(text.rstrip("分"))
            weights = round(weights + weight, 4)
        elif name == "score" and is_mark(text):
            scores = round(scores + float(text.rstrip("分")), 4)
            cost += 4.0 if "weight" in self.order[:column] and float(text.rstrip("分")) > weight else 0.0
        elif name == "target":
            target = text
        elif name == "actual" and target:
            cost += unlike(target, text)
        lines = 1 + sum(t.gap != "space" for t in run[1:])
        cell = Cell(name, run, new)
        torn = "" if new else way.torn
        return _Way(base + cost, column, weights, scores, weight, target, lines, cell, way, torn)

    def closed(self, way: _Way) -> float:
        """Return the cost of a way that ends here."""
        return way.cost + self._rest(way)


def _row(way: _Way) -> dict[str, str]:
    """Return the texts of the row that a way is in, by column."""
    out: dict[str, str] = {}
    now: _Way | None = way
    while now and now.cell:
        out[now.cell.column] = now.cell.text + out.get(now.cell.column, "")
        if now.cell.new:
            break
        now = now.past
    return out


def unlike(target: str, actual: str) -> float:
    """Cost of a target and a result of different kinds."""
    if SILENT.fullmatch(actual):
        return 0.0
    one, two = any(c.isdigit() for c in target), any(c.isdigit() for c in actual)
    if one and two:
        return -0.7 if UNIT.sub("", target) == UNIT.sub("", actual) else 1.0
    return 0.5 if one != two else 0.0


def _trace(way: _Way | None) -> tuple[Cell, ...]:
    out = []
    while way is not None and way.cell is not None:
        out.append(way.cell)
        way = way.past
    return tuple(out[::-1])


def column_widths(cells: Sequence[Cell]) -> dict[str, int]:
    """Return the printed width of each column: that of its widest line."""
    out: dict[str, int] = {}
    for cell in cells:
        lines: list[str] = []
        for token in cell.tokens:
            if lines and token.gap == "space":
                lines[-1] += " " + token.text
            else:
                lines.append(token.text)
        out[cell.column] = max([out.get(cell.column, 0), *(display_width(line) for line in lines)])
    return out
