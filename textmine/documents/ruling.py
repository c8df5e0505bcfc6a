"""Ruling lines → tidy tables of lines: snapped to common positions, joined over gaps, parted into separate tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    across: list[Stroke] = []
    down: list[Stroke] = []
    for rule in rules:
        width, height = rule.x1 - rule.x0, rule.bottom - rule.top
        if width >= height:
            across.append(Stroke((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        if height >= width:
            down.append(Stroke((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    return _join(across), _join(down)


def _join(strokes: list[Stroke]) -> list[Stroke]:
    joined: list[Stroke] = []
    for at, group in _snap(strokes):
        group.sort(key=lambda stroke: stroke.start)
        start, end, piece = group[0].start, group[0].end, group[0].end - group[0].start
        for stroke in group[1:]:
            length = stroke.end - stroke.start
            gap = max(JOIN, 2.0 * min(piece, length)) if max(piece, length) < 14 else JOIN
            if stroke.start - end <= gap:
                end, piece = max(end, stroke.end), length
            else:
                joined.append(Stroke(at, start, end))
                start, end, piece = stroke.start, stroke.end, length
        joined.append(Stroke(at, start, end))
    return [stroke for stroke in joined if stroke.end - stroke.start >= SHORT]


def _snap(strokes: list[Stroke]) -> list[tuple[float, list[Stroke]]]:
    """Return groups of strokes at one position, weighted by their lengths."""
    groups: list[tuple[float, list[Stroke]]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if groups and stroke.at - groups[-1][0] <= SNAP:
            groups[-1][1].append(stroke)
        else:
            groups.append((stroke.at, [stroke]))
    return [(_position(group), group) for _, group in groups]


def _position(group: Sequence[Stroke]) -> float:
    weight = sum(stroke.end - stroke.start + 0.01 for stroke in group)
    return sum(stroke.at * (stroke.end - stroke.start + 0.01) for stroke in group) / weight


def _components(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[Ruling]:
    """Return sets of lines connected by crossings."""
    parent = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, across in enumerate(level):
        for j, down in enumerate(upright):
            if (
                across.start - JOIN <= down.at <= across.end + JOIN
                and down.start - JOIN <= across.at <= down.end + JOIN
            ):
                parent[root(len(level) + j)] = root(i)
    members: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, across in enumerate(level):
        members.setdefault(root(i), ([], []))[0].append(across)
    for j, down in enumerate(upright):
        members.setdefault(root(len(level) + j), ([], []))[1].append(down)
    return [Ruling(tuple(rows), tuple(columns)) for rows, columns in members.values()]
