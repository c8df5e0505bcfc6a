"""Ruling lines → tidy tables of lines: snapped to common positions, joined over gaps, parted into separate tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from textmine.documents.model import Rule

SNAP = 4.0
"""Lines closer than this are one line (double borders, gaps between boxes): no text fits in between."""

JOIN = 3.5
"""Gaps up to this are closed along a line, and between a line and the line it should meet."""

SHORT = 6.0
"""What stays shorter than this after joining is no line (dots, dashes of text)."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A joined line: its position across (`at`) and its extent along (`start` to `end`)."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines of one table: horizontals by their y, verticals by their x."""

    level: tuple[Stroke, ...]
    upright: tuple[Stroke, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around all lines: x0, top, x1, bottom."""
        xs = [x for s in self.level for x in (s.start, s.end)] + [s.at for s in self.upright]
        ys = [y for s in self.upright for y in (s.start, s.end)] + [s.at for s in self.level]
        return min(xs), min(ys), max(xs), max(ys)


def find_rulings(rules: Iterable[Rule]) -> tuple[Ruling, ...]:
    """Return the separate tables that a page's lines draw, from top to bottom; lines that meet belong together."""
    level, upright = tidy(rules)
    return tuple(sorted(_components(level, upright), key=lambda ruling: (ruling.box[1], ruling.box[0])))


def tidy(rules: Iterable[Rule]) -> tuple[list[Stroke], list[Stroke]]:
    """Horizontal and vertical strokes, snapped and joined."""
    across: list[Piece] = []
    down: list[Piece] = []
    for x0, top, x1, bottom in rules:
        width, height = x1 - x0, bottom - top
        if width >= height:
            across.append(((top + bottom) / 2, x0, x1))
        if height >= width:
            down.append(((x0 + x1) / 2, top, bottom))
    return _join(across), _join(down)


Piece = tuple[float, float, float]
"""Position, start and end of a line as drawn."""


def _join(pieces: list[Piece]) -> list[Stroke]:
    joined: list[Piece] = []
    for at, group in _snap(pieces):
        _, start, end = group[0]
        last = end - start
        for _, here, there in group[1:]:
            length = there - here
            short, long = (last, length) if last < length else (length, last)
            if here - end <= (JOIN if long >= 14 or 2.0 * short < JOIN else 2.0 * short):
                end = there if there > end else end
            else:
                joined.append((at, start, end))
                start, end = here, there
            last = length
        joined.append((at, start, end))
    return [Stroke(at, start, end) for at, start, end in joined if end - start >= SHORT]


def _snap(pieces: list[Piece]) -> Iterator[tuple[float, list[Piece]]]:
    """Yield groups of lines at one position, weighted by their lengths, each from its first line to its last."""
    pieces.sort(key=itemgetter(0))
    begin = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or pieces[i][0] - pieces[begin][0] > SNAP:
            group = pieces[begin:i]
            weights = [end - start + 0.01 for _, start, end in group]
            moment = sum(at * weight for (at, _, _), weight in zip(group, weights, strict=True))
            yield moment / sum(weights), sorted(group, key=itemgetter(1))
            begin = i


def _components(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[Ruling]:
    """Return sets of lines connected by crossings."""
    parent = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    at, start, end = np.array([(s.at, s.start, s.end) for s in level]).reshape(-1, 3, 1).swapaxes(0, 1)
    place, top, bottom = np.array([(s.at, s.start, s.end) for s in upright]).reshape(-1, 3).T
    meet = (start - JOIN <= place) & (place <= end + JOIN) & (top - JOIN <= at) & (at <= bottom + JOIN)
    for i, j in np.argwhere(meet).tolist():
        parent[root(len(level) + j)] = root(i)
    members: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, across in enumerate(level):
        members.setdefault(root(i), ([], []))[0].append(across)
    for j, down in enumerate(upright):
        members.setdefault(root(len(level) + j), ([], []))[1].append(down)
    return [Ruling(tuple(rows), tuple(columns)) for rows, columns in members.values()]
