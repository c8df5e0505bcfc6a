"""Ruling lines → tidy tables of lines: snapped to common positions, joined over gaps, parted into separate tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.documents.glyphs import Floats, Rules
from textmine.documents.model import Rule

SNAP = 4.0
"""Lines closer than this are one line (double borders, gaps between boxes): no text fits in between."""

JOIN = 3.5
"""Gaps up to this are closed along a line, and between a line and the line it should meet."""

DASH = 14.0
"""Among pieces shorter than this gaps of twice the shorter one are closed too."""

AT_ONCE = 500
"""Lines compared with all others at once: memory stays small however many a drawing has."""

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
    return tuple(sorted(_components(level, upright), key=lambda ruling: ruling.box[1::-1]))


def tidy(rules: Iterable[Rule]) -> tuple[list[Stroke], list[Stroke]]:
    """Horizontal and vertical strokes, snapped and joined."""
    boxes = Rules.of(rules).boxes
    wide, high = (boxes[:, 2:] - boxes[:, :2]).T
    across, down = boxes[wide >= high], boxes[high >= wide]
    return (
        _join((across[:, 1] + across[:, 3]) / 2, across[:, 0], across[:, 2]),
        _join((down[:, 0] + down[:, 2]) / 2, down[:, 1], down[:, 3]),
    )


def _join(at: Floats, start: Floats, end: Floats) -> list[Stroke]:
    """Return strokes of the lines at these positions, from these starts to these ends; gaps in them are closed."""
    if not len(at):
        return []
    order = np.argsort(at, kind="stable")
    at, group = _snap(at[order], start[order], end[order])
    order = order[np.lexsort((start[order], group))]
    start, end, length = start[order], end[order], (end - start)[order]
    fresh = np.diff(group, prepend=-1) > 0  # the first line of a group
    short, long = np.minimum(length[1:], length[:-1]), np.maximum(length[1:], length[:-1])
    gap = np.where(long < DASH, np.maximum(JOIN, 2.0 * short), JOIN)
    fresh[1:] |= start[1:] - _reached(end, fresh)[:-1] > gap
    first = np.flatnonzero(fresh)
    facts = (at[group[first]], start[first], np.maximum.reduceat(end, first))
    strokes = zip(*(fact.tolist() for fact in facts), strict=True)
    return [Stroke(place, low, high) for place, low, high in strokes if high - low >= SHORT]


def _reached(end: Floats, begins: NDArray[np.bool_]) -> Floats:
    """Return how far the lines of a group reach up to each of them; groups begin with the marked ones."""
    reached, far = [], 0.0
    for place, first in zip(end.tolist(), begins.tolist(), strict=True):
        far = place if first or place > far else far
        reached.append(far)
    return np.array(reached)


def _snap(at: Floats, start: Floats, end: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the positions of groups of lines close to their first, weighted by lengths, and the group of each line."""
    first: list[int] = []
    places, steps = at.tolist(), [0, *(np.flatnonzero(np.diff(at)) + 1).tolist()]
    for i in steps:
        if not first or places[i] - places[first[-1]] > SNAP:
            first.append(i)
    group = np.zeros(len(at), np.intp)
    group[first[1:]] = 1
    group = np.cumsum(group)
    weight = end - start + 0.01
    return np.bincount(group, at * weight) / np.bincount(group, weight), group


def _crossings(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Iterator[tuple[int, int]]:
    """Yield which level strokes meet which upright ones; drawings have too many to compare all at once."""
    place, top, bottom = np.array([(s.at, s.start, s.end) for s in upright]).reshape(-1, 3).T
    for begin in range(0, len(level), AT_ONCE):
        some = np.array([(s.at, s.start, s.end) for s in level[begin : begin + AT_ONCE]])
        at, start, end = some.reshape(-1, 3, 1).swapaxes(0, 1)
        meet = (start - JOIN <= place) & (place <= end + JOIN) & (top - JOIN <= at) & (at <= bottom + JOIN)
        yield from ((begin + i, j) for i, j in np.argwhere(meet).tolist())


def _components(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[Ruling]:
    """Return sets of lines connected by crossings."""
    nodes = len(level) + len(upright)
    connected = [[node] for node in range(nodes)]  # of each node the list that it shares with those it is joined to
    for i, j in _crossings(level, upright):
        one, other = connected[i], connected[len(level) + j]
        if one is other:
            continue
        small, large = sorted((one, other), key=len)
        large += small
        for node in small:
            connected[node] = large
    members: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for node, stroke in enumerate((*level, *upright)):
        members.setdefault(id(connected[node]), ([], []))[node >= len(level)].append(stroke)
    return [Ruling(tuple(rows), tuple(columns)) for rows, columns in members.values()]
