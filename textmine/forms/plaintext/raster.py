"""Columns of a laid-out indicator table: every word of a line gets its column by looks, order and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from textmine.forms.plaintext.atoms import Atom, Label
from textmine.forms.plaintext.columns import look
from textmine.forms.plaintext.tokens import PLAIN, Token

Centres = Mapping[str, Sequence[Atom]]
_WINDOW = 12
_PER_CHARACTER = 0.35


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its column."""

    atom: Atom
    column: str


def place_words(atoms: Sequence[Atom], order: Sequence[str], header: Sequence[Label]) -> list[Placed]:
    """Give every word a column; the places of the columns are learned from the words themselves, in three rounds."""
    columns = [c for c in order if c != "level"]
    lines = _by_line(atoms)
    pair = {"weight", "score"} & set(columns)
    known: dict[str, list[Atom]] = {}
    for label in header:
        if label.role in columns:
            known.setdefault(label.role, []).extend(label.atoms)
    placed: list[Placed] = []
    for turn in range(5):
        # lines with both numbers tell the columns by their order alone: they come first
        usable = [line for line in lines if turn or sum(1 for a in line if PLAIN.match(a.text)) >= len(pair)] or lines
        placed = [p for line in usable for p in _line(line, columns, known)]
        known = {}
        for p in placed:
            known.setdefault(p.column, []).append(p.atom)
    return placed


def _by_line(atoms: Sequence[Atom]) -> list[list[Atom]]:
    out: dict[int, list[Atom]] = {}
    for atom in atoms:
        out.setdefault(atom.line, []).append(atom)
    return [out[k] for k in sorted(out)]


def _line(line: Sequence[Atom], columns: Sequence[str], known: Centres) -> list[Placed]:
    """Find the cheapest reading of one line: columns never go back to the left."""
    spans = _bounded([_span(line[0], known.get(c, ())) for c in columns])
    costs = [[_looks(a, c) + _off(a, span) for c, span in zip(columns, spans, strict=True)] for a in line]
    best: list[list[tuple[float, int]]] = [[(cost, -1) for cost in costs[0]]]
    for k in range(1, len(line)):
        row = []
        for j in range(len(columns)):
            options = [(best[-1][i][0] + _step(line[k - 1], line[k], columns, i, j), i) for i in range(j + 1)]
            cost, past = min(options)
            row.append((cost + costs[k][j], past))
        best.append(row)
    # a weight without a score is half a row
    j = min(
        range(len(columns)),
        key=lambda c: best[-1][c][0] + (5.0 if columns[c] == "weight" and "score" in columns else 0.0),
    )
    out = []
    for k in range(len(line) - 1, -1, -1):
        out.append(Placed(line[k], columns[j]))
        j = best[k][j][1]
    return out[::-1]


def _looks(atom: Atom, column: str) -> float:
    if atom.hint:
        return 0.0 if atom.hint == column else 12.0
    return look(Token(atom.text, "space", atom.page), (column,))[column]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a column stands: the middle and the usual width of its words."""

    centre: float
    width: float


def _span(atom: Atom, known: Sequence[Atom]) -> Span | None:
    """Where a column stands near a line: medians of its words around it, on the same page if there are any."""
    # another page is another raster: its places tell nothing
    same = [a for a in known if a.page == atom.page]
    near = [a for a in same if abs(a.line - atom.line) <= _WINDOW] or same
    if not near:
        return None
    return Span(median(a.centre for a in near), median(a.x1 - a.x0 for a in near))


def _bounded(spans: Sequence[Span | None]) -> list[Span | tuple[float, float]]:
    """Give a column that no word has shown yet the room between its neighbours."""
    out: list[Span | tuple[float, float]] = []
    for i, span in enumerate(spans):
        left = max((s.centre for s in spans[:i] if s), default=float("-inf"))
        right = min((s.centre for s in spans[i + 1 :] if s), default=float("inf"))
        out.append(span or (left, right))
    return out


def _off(atom: Atom, span: Span | tuple[float, float]) -> float:
    """Cost of the distance of a word from its column."""
    if isinstance(span, Span):
        slack = 1.5 + abs(span.width - (atom.x1 - atom.x0)) / 4
        away = abs(atom.centre - span.centre) - slack
    else:
        away = 2.0 + max(span[0] - atom.centre, atom.centre - span[1])
    return _PER_CHARACTER * min(max(0.0, away), 16.0)


def _step(last: Atom, atom: Atom, columns: Sequence[str], past: int, column: int) -> float:
    if past == column:
        if columns[column] in ("weight", "score"):
            return 20.0
        return 0.8 if atom.gap <= 1 else 3.0 + 0.2 * atom.gap
    if columns[column] == "score" and "weight" in columns:
        return (3.0 if _over(last, atom) else 0.0) if columns[past] == "weight" else 5.0
    return 5.0 if columns[past] == "weight" and "score" in columns else 0.0


def _over(weight: Atom, score: Atom) -> bool:
    if not (PLAIN.match(weight.text) and PLAIN.match(score.text)):
        return False
    return float(score.text.rstrip("分")) > float(weight.text.rstrip("分"))
