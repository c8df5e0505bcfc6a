"""Columns of laid-out text: on one page a column ends where the next begins, for all lines alike.

The tools that lay text out keep the order of beginnings: what begins further right on the page is printed further right
on its line. So the columns of a page are parted by places that hold for every line, and these are chosen so that the
words look right in their columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label
from textmine.forms.plaintext.columns import look
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.tokens import PLAIN, Token

LEVELS = ("side", "level1", "level2")
_SIDE = frozenset("年度项目绩效总体目标指标完成情况")
_NOTE = re.compile(r"^[(（]?(权重)?[:：]?\d{0,3}(\.\d+)?(分|%)?[)）]?$")
_QUANTITY = re.compile(r"^[≥≤=＝≧≦><＞＜]?\d")
_SATISFACTION = re.compile(r"..满意度$")
"""What ends so is an indicator as often as the beginning of a level name."""
_ODD, _TITLE, _OTHER_LEVEL = 6.0, 4.0, 4.0
_JUMP, _MOVED, _NEAR, _FAR = 0.5, 0.2, 4, 20.0
_WIDE = 0.3
"""What a blank character in front of a column is worth: columns begin after gaps."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the columns of one page begin: column k holds what begins in [starts[k], starts[k + 1])."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def drift(self, x: float, column: int) -> float:
        """Return how many characters a beginning is away from a column: negative left of it, positive right."""
        low = self.starts[column]
        high = self.starts[column + 1] if column + 1 < len(self.starts) else float("inf")
        if low <= x < high:
            return 0.0
        return max(x - low, -_FAR) if x < low else min(x - self.ends[column], _FAR)


def place(atoms: Sequence[Atom], columns: Sequence[str], header: Sequence[Label]) -> list[Placed]:
    """Give every word of a table its column, page by page.

    Parameters
    ----------
    columns : sequence of str
        The columns from left to right, those of the levels included.
    header : sequence of Label
        The column titles with their places, on each page that prints them.
    """
    out: list[Placed] = []
    for page in dict.fromkeys(a.page for a in atoms):
        here = [a for a in atoms if a.page == page]
        titles = [
            (a, columns.index(lb.role)) for lb in header for a in lb.atoms if a.page == page and lb.role in columns
        ]
        edges = find_edges(here, columns, titles)
        out += _page(_lines(here), columns, edges)
    return out


def find_edges(atoms: Sequence[Atom], columns: Sequence[str], titles: Sequence[tuple[Atom, int]]) -> Edges:
    """Choose where the columns of a page begin so that its words look right in them."""
    bill: dict[int, list[float]] = {}
    for atom in atoms:
        row = bill.setdefault(atom.x0, [0.0] * len(columns))
        for k, column in enumerate(columns):
            # a word after one blank may have been pushed to the right, or run on
            row[k] += min(cost(atom, column), 9.0) * (0.4 if atom.gap == 1 else 1.0)
    for atom, own in titles:
        if atom.gap != 1:
            row = bill.setdefault(atom.x0, [0.0] * len(columns))
            for k in range(len(columns)):
                row[k] += 0.0 if k == own else _TITLE
    places = sorted(bill)
    return _cheapest(places, bill, len(columns))


def _cheapest(places: Sequence[int], bill: Mapping[int, Sequence[float]], count: int) -> Edges:
    """Part the places into `count` runs, empty ones allowed, at the least cost (dynamic programming)."""
    best = [0.0] + [float("inf")] * (len(places))
    # best[i]: the first i places are in the columns so far
    past: list[list[int]] = []
    for k in range(count):
        row, cut = [float("inf")] * (len(places) + 1), [0] * (len(places) + 1)
        run, low, low_at = 0.0, float("inf"), 0
        for i in range(len(places) + 1):
            if i:
                run += bill[places[i - 1]][k]
            gap = places[i] - places[i - 1] if 0 < i < len(places) else 0
            if best[i] - run - _WIDE * min(gap, 12) < low:
                low, low_at = best[i] - run - _WIDE * min(gap, 12), i
            row[i], cut[i] = low + run, low_at
        best = row
        past.append(cut)
    cuts, i = [0] * count, len(places)
    for k in range(count - 1, -1, -1):
        i = past[k][i]
        cuts[k] = i
    starts = tuple(_between(places, c) for c in cuts)
    last = [places[c - 1] if c > 0 else float("-inf") for c in (*cuts[1:], len(places))]
    return Edges(starts, tuple(max(a, b) for a, b in zip(starts, last, strict=True)))


def _between(places: Sequence[int], cut: int) -> float:
    if cut == 0:
        return float("-inf")
    return places[cut] - 0.5 if cut < len(places) else places[-1] + 0.5


def _lines(atoms: Sequence[Atom]) -> list[list[Atom]]:
    out: dict[int, list[Atom]] = {}
    for atom in atoms:
        out.setdefault(atom.line, []).append(atom)
    return [out[k] for k in sorted(out)]


def _with_marks(line: Sequence[Atom], columns: Sequence[str]) -> list[Atom]:
    """Mark the two numbers of a line that can only be weight and score, wherever they were moved to."""
    pair = ("weight", "score")
    if not any(tuple(columns[k : k + 2]) == pair for k in range(len(columns))):
        return list(line)
    plain = [k for k, a in enumerate(line) if PLAIN.match(a.text)]
    if len(plain) != 2 or plain[1] != plain[0] + 1 or line[plain[1]].gap < 2:
        return list(line)
    weight, score = (float(line[k].text.rstrip("分")) for k in plain)
    if score > weight or weight > 60:
        return list(line)
    out = list(line)
    for k, column in zip(plain, pair, strict=True):
        out[k] = replace(line[k], hint=column)
    return out


def cost(atom: Atom, column: str, foreign: float = _ODD) -> float:
    """Return how odd a word looks in a column; `foreign` is what a level name costs in another one."""
    if atom.hint:
        return 0.0 if atom.hint == column else 20.0 if atom.hint in ("weight", "score") else 8.0
    plain = words.squeeze(atom.text)
    if column == "side":
        return 0.0 if set(plain) <= _SIDE and len(plain) <= 4 else 2.5 if _NOTE.match(plain) else _ODD
    if column in LEVELS:
        return _level_cost(plain) + _OTHER_LEVEL * (plain in _only("level2" if column == "level1" else "level1"))
    if _SATISFACTION.search(plain):
        foreign = 0.0
    odd = foreign if plain in words.level_names() else foreign / 2 if plain in _pieces() and len(plain) > 1 else 0.0
    return odd + look(Token(atom.text, "space", atom.page), (column,))[column]


def _level_cost(plain: str) -> float:
    if PLAIN.match(plain):
        return 2.5
    if len(plain) > 14:
        return _ODD + 2
    if _SATISFACTION.search(plain):
        return 1.0
    known = plain in _pieces() or _NOTE.match(plain) or _core(plain) in _pieces()
    return 0.0 if known else 2.5


def _core(plain: str) -> str:
    return re.sub(r"[(（].*$", "", plain)


def _pieces() -> frozenset[str]:
    """Return everything that a narrow column may leave of a level name on one line."""
    return _pieces_of(words.level_names())


@cache
def _pieces_of(names: frozenset[str]) -> frozenset[str]:
    return frozenset(n[i:k] for n in names for i in range(len(n)) for k in range(i + 1, len(n) + 1))


@cache
def _only(group: str) -> frozenset[str]:
    """Return the pieces of names that stand on one of the two levels and never on the other."""
    other = "level2" if group == "level1" else "level1"
    return _pieces_of(words.phrases(group)) - _pieces_of(words.phrases(other))


def _page(lines: Sequence[Sequence[Atom]], columns: Sequence[str], edges: Edges) -> list[Placed]:
    """Read the lines of a page: full lines first, which tell how far the columns have moved there."""
    still = (0.0,) * len(columns)
    moved: dict[int, tuple[float, ...]] = {}
    done: dict[int, list[Placed]] = {}
    for line in lines:
        if len(line) >= 4:
            done[line[0].line] = _read(_with_marks(line, columns), columns, edges, still)
            moved[line[0].line] = _drifts(done[line[0].line], columns, edges)
    out: list[Placed] = []
    for line in lines:
        number = line[0].line
        near = min((n for n in moved if abs(n - number) <= _NEAR), key=lambda n: abs(n - number), default=None)
        out += done.get(number) or _read(line, columns, edges, moved[near] if near is not None else still)
    return out


def _drifts(line: Sequence[Placed], columns: Sequence[str], edges: Edges) -> tuple[float, ...]:
    """Return how far each column has moved on a line; where it shows nothing, as far as the one left of it."""
    seen = {p.column: edges.drift(p.atom.x0, columns.index(p.column)) for p in reversed(line)}
    out, now = [], 0.0
    for column in columns:
        now = seen.get(column, now)
        out.append(now)
    return tuple(out)


def _read(line: Sequence[Atom], columns: Sequence[str], edges: Edges, moved: Sequence[float]) -> list[Placed]:
    """Read one line: its words stand in their columns, or the rest of the line has moved."""
    drifts = [[edges.drift(a.x0 - moved[k], k) for k in range(len(columns))] for a in line]
    costs = [
        [cost(a, c, 2.0) + _MOVED * min(abs(d), 15.0) for c, d in zip(columns, here, strict=True)]
        for a, here in zip(line, drifts, strict=True)
    ]
    costs[0] = [c + _JUMP * min(abs(d), 15.0) for c, d in zip(costs[0], drifts[0], strict=True)]
    best: list[list[tuple[float, int]]] = [[(c, -1) for c in costs[0]]]
    for n in range(1, len(line)):

        def way(j: int, k: int, n: int = n) -> tuple[float, int]:
            moves = _step(line[n - 1], line[n], columns, j, k) + _jump(line[n], drifts[n - 1][j], drifts[n][k], j == k)
            return best[n - 1][j][0] + moves, j

        ways = [min(way(j, k) for j in range(k + 1)) for k in range(len(columns))]
        best.append([(price + costs[n][k], past) for k, (price, past) in enumerate(ways)])
    k = min(range(len(columns)), key=lambda c: best[-1][c][0])
    out: list[Placed] = []
    for n in range(len(line) - 1, -1, -1):
        out.append(Placed(line[n], columns[k]))
        k = best[n][k][1]
    return out[::-1]


def _jump(atom: Atom, before: float, here: float, same: bool) -> float:
    """Cost of a change of place within a line; a word after one blank may be pushed on, or run on."""
    if same and atom.gap == 1:
        return 0.0
    return (_JUMP / 2 if atom.gap == 1 else _JUMP) * min(abs(here - before), 15.0)


def _step(last: Atom, atom: Atom, columns: Sequence[str], past: int, column: int) -> float:
    if past != column:
        # a weight has a score beside it
        return 3.0 if "weight" in columns[past + 1 : column] and "score" in columns[column : column + 1] else 0.0
    if columns[column] in ("weight", "score", "nature"):
        return 20.0
    if _QUANTITY.match(last.text) and atom.text[:1].isdigit() and columns[column] in ("target", "actual"):
        return 12.0
    return 0.3 if atom.gap <= 1 else 3.0 + 0.5 * min(atom.gap, 10)
