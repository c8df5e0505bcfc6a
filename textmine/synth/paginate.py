"""A table on pages: rows get heights, pages cut the long strip, and every cell falls into one fragment a page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from textmine.synth.table import UNITS, Box, Caption, Table

Measure = Callable[[str, float], float]
_CLOSING = "，。；：、！？）》”’】,.;:!?)%"


@dataclass(frozen=True, slots=True)
class Setup:
    """Paper and habits of the program that prints.

    Attributes
    ----------
    mid_row : bool
        A page may cut a row in the middle of its text.
    repeat : bool
        The indicator header is printed again on a new page.
    continued : bool
        The title is printed again on every page, with 「（续）」 behind it.
    gap : float
        Space between the tables of a form that consists of several.
    labels : {"once", "largest", "last", "split", "each"}
        Where the text of a merged cell goes that a page break cuts: the first, largest or last part, its lines
        over both parts, or the whole text in each.
    """

    width: float = 595.3
    height: float = 841.9
    margin: float = 42.0
    size: float = 9.0
    leading: float = 1.25
    pad: float = 3.0
    mid_row: bool = False
    repeat: bool = False
    labels: str = "largest"
    kinsoku: bool = True
    keep_words: bool = True
    spacing: float = 0.0
    continued: bool = False
    gap: float = 9.0


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a cell on one page: box in points from the top left, lines of text, whether an edge is a page cut."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[str, ...]
    box: Box
    cut_top: bool = False
    cut_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A caption with its place (baseline zone) on the page."""

    caption: Caption
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: the fragments of tables and the lines between them."""

    fragments: tuple[Fragment, ...]
    captions: tuple[Printed, ...] = ()


def wrap(text: str, width: float, setup: Setup, measure: Measure) -> tuple[str, ...]:
    """Break a text into lines that fit; words and numbers stay whole where the program keeps them."""

    def span(piece: str) -> float:
        return measure(piece, setup.size) + setup.spacing * len(piece)

    lines: list[str] = []
    pattern = r"[0-9A-Za-z.,%≥≤=]+|." if setup.keep_words else r"."
    for part in text.split("\n"):
        line, used = "", 0.0
        for token in re.findall(pattern, part):
            pieces = [token] if span(token) <= width else list(token)
            for piece in pieces:
                need = span(piece)
                if not line or used + need <= width:
                    line, used = line + piece, used + need
                elif setup.kinsoku and piece in _CLOSING and len(line) > 2:
                    lines.append(line[:-1])
                    line = line[-1] + piece
                    used = span(line)
                else:
                    lines.append(line)
                    line, used = piece, need
        lines.append(line)
    return tuple(s for s in lines if s.strip())


@dataclass(frozen=True, slots=True)
class _Strip:
    """The endless table: edges of columns and rows, the lines of every cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    lines: dict[Box, tuple[str, ...]]


def _strip(table: Table, setup: Setup, measure: Measure) -> _Strip:
    span = setup.width - 2 * setup.margin
    xs = tuple(setup.margin + span * i / UNITS for i in range(UNITS + 1))
    step = setup.size * setup.leading
    lines: dict[Box, tuple[str, ...]] = {}
    heights = [step + 2 * setup.pad] * table.n_rows
    for box in table.boxes:
        room = xs[box.col + box.colspan] - xs[box.col] - 2 * min(setup.pad, 2.5)
        lines[box] = tuple(box.text.replace("\n", "")) if box.vertical else wrap(box.text, room, setup, measure)
        if box.rowspan == 1:
            heights[box.row] = max(heights[box.row], len(lines[box]) * step + 2 * setup.pad)
    for box in table.boxes:
        need = len(lines[box]) * step + 2 * setup.pad
        lack = need - sum(heights[box.row : box.row + box.rowspan])
        if box.rowspan > 1 and lack > 0:
            for r in range(box.row, box.row + box.rowspan):
                heights[r] += lack / box.rowspan
    ys = [0.0]
    for h in heights:
        ys.append(ys[-1] + h)
    return _Strip(xs, tuple(ys), lines)


def _cuts(strip: _Strip, table: Table, setup: Setup, first: float, page: float) -> list[float]:
    """Return where pages cut the strip: between rows, or inside one whose text may break."""
    cuts, start, room = [0.0], 0.0, first
    head = strip.ys[table.repeat[1]] - strip.ys[table.repeat[0]] if setup.repeat else 0.0
    step = setup.size * setup.leading
    while strip.ys[-1] - start > room + 0.01:
        limit = start + room
        rows = [y for y in strip.ys if start + 1 < y <= limit]
        at = rows[-1] if rows else 0.0
        row = max(i for i, y in enumerate(strip.ys) if y <= limit)
        low, high = strip.ys[row], strip.ys[row + 1]
        base = max(low, start)
        fit = int((limit - base - setup.pad) / step)
        tall = high - base >= step * 3
        if not rows or (fit >= 1 and low > start and tall and (setup.mid_row or high - low > page - head)):
            at = base + setup.pad + max(1, fit) * step + 0.5
        cuts.append(min(at, strip.ys[-1]))
        start = cuts[-1]
        room = page - (head if start >= strip.ys[table.repeat[1]] else 0.0)
    return [*cuts, strip.ys[-1]]


def _share(lines: tuple[str, ...], heights: list[float], box: Box, setup: Setup) -> list[tuple[str, ...]]:
    """Deal the lines of a cut cell out over its parts."""
    step = setup.size * setup.leading
    room = [max(0, int((h - setup.pad * 0.5) / step + 0.25)) for h in heights]
    if not lines:
        return [()] * len(heights)
    if box.rowspan > 1 and box.kind in ("level1", "level2", "label"):
        order = {"once": 0, "last": len(room) - 1}.get(setup.labels, room.index(max(room)))
        if setup.labels == "each" and min(room) >= len(lines):
            return [lines] * len(heights)
        if setup.labels != "split" and room[order] >= len(lines):
            return [lines if i == order else () for i in range(len(heights))]
        if setup.labels != "split" and max(room) >= len(lines):
            order = room.index(max(room))
            return [lines if i == order else () for i in range(len(heights))]
        if setup.labels == "split" and len(lines) > 1 and sum(room) >= len(lines):
            half = [min(r, max(1, len(lines) // len(room))) for r in room]
            half[-1] = min(room[-1], len(lines) - sum(half[:-1]))
            if sum(half) == len(lines):
                room = half
    out, done = [], 0
    for i, r in enumerate(room):
        take = len(lines) - done if i == len(room) - 1 else min(r, len(lines) - done)
        out.append(lines[done : done + take])
        done += take
    return out


def _fragments(strip: _Strip, table: Table, cuts: list[float], tops: list[float], setup: Setup) -> list[list[Fragment]]:
    pages: list[list[Fragment]] = [[] for _ in cuts[:-1]]
    for box in table.boxes:
        low, high = strip.ys[box.row], strip.ys[box.row + box.rowspan]
        parts = [
            (p, max(low, a), min(high, b))
            for p, (a, b) in enumerate(itertools.pairwise(cuts))
            if a < high - 0.4 and b > low + 0.4
        ]
        shares = (
            _share(strip.lines[box], [b - a for _, a, b in parts], box, setup) if len(parts) > 1 else [strip.lines[box]]
        )
        for (p, a, b), lines in zip(parts, shares, strict=True):
            dy = tops[p] - cuts[p]
            x0, x1 = strip.xs[box.col], strip.xs[box.col + box.colspan]
            pages[p].append(Fragment(x0, a + dy, x1, b + dy, lines, box, a > low + 0.4, b < high - 0.4))
    return pages


def _repeated(strip: _Strip, table: Table, top: float, left: float) -> tuple[Fragment, ...]:
    low, high = table.repeat
    out = []
    for box in table.boxes:
        if low <= box.row < high and box.col >= left:
            a, b = strip.ys[box.row], strip.ys[min(high, box.row + box.rowspan)]
            dy = top - strip.ys[low]
            out.append(
                Fragment(strip.xs[box.col], a + dy, strip.xs[box.col + box.colspan], b + dy, strip.lines[box], box)
            )
    return tuple(out)


class _Paper:
    """The pages being filled: `cursor` is where the next thing goes."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.pages: list[tuple[list[Fragment], list[Printed]]] = [([], [])]
        self.top = self.cursor = setup.margin
        self.bottom = setup.height - setup.margin

    def turn(self) -> None:
        """Begin a page."""
        self.pages.append(([], []))
        self.cursor = self.top

    def captions(self, captions: tuple[Caption, ...]) -> None:
        """Print lines, on a new page where the old one is full."""
        for caption in captions:
            step = caption.size * self.setup.size * 1.7
            if self.cursor + step > self.bottom + 1:
                self.turn()
            self.pages[-1][1].append(Printed(caption, self.cursor))
            self.cursor += step

    def table(self, table: Table, strip: _Strip) -> None:
        """Print the rows of a table, over as many pages as it takes."""
        setup, again = self.setup, _again(table, self.setup)
        low, high = strip.ys[table.repeat[0]], strip.ys[table.repeat[1]]
        lead = sum(c.size * setup.size * 1.7 for c in again)
        cuts = _cuts(strip, table, setup, self.bottom - self.cursor, self.bottom - self.top - lead)
        block = _has_block(table)
        left = min(b.colspan for b in table.boxes if b.row == table.repeat[0] and b.col == 0) if block else 0
        tops = [self.cursor]
        heads: list[tuple[Fragment, ...]] = [()]
        for a in cuts[1:-1]:
            repeated = setup.repeat and a >= high
            heads.append(_repeated(strip, table, self.top + lead, left) if repeated else ())
            tops.append(self.top + lead + (high - low if repeated else 0.0))
        for p, fragments in enumerate(_fragments(strip, table, cuts, tops, setup)):
            if p:
                self.turn()
                self.captions(again)
            self.pages[-1][0].extend([*heads[p], *_stretch(fragments, heads[p], block)])
        self.cursor = tops[-1] + cuts[-1] - cuts[-2] + 4


def _has_block(table: Table) -> bool:
    """Tell whether a label runs down beside the indicators and their header."""
    low, high = table.repeat
    return any(b.col == 0 and b.row == low and b.rowspan > high - low for b in table.boxes)


def flow(tables: list[Table], setup: Setup, measure: Measure, new_page: bool = True) -> list[Sheet]:
    """Put tables on pages, each on a new one or right behind the other.

    Returns
    -------
    list of Sheet
        The pages in order.
    """
    paper = _Paper(setup)
    for number, table in enumerate(tables):
        strip = _strip(table, setup, measure)
        above = sum(c.size * setup.size * 1.7 for c in table.above)
        gap = setup.gap if table.attached else 24.0 if number else 0.0
        need = gap + above + strip.ys[min(2 if table.attached else 3, table.n_rows)]
        if number and ((new_page and not table.attached) or paper.cursor + need > paper.bottom):
            paper.turn()
        else:
            paper.cursor += gap
        paper.captions(table.above)
        if table.n_rows:
            paper.table(table, strip)
        below = sum(c.size * setup.size * 1.7 for c in table.below)
        if table.below and paper.cursor + below > paper.bottom:
            paper.turn()
        paper.captions(table.below)
    return [Sheet(tuple(f), tuple(c)) for f, c in paper.pages]


def _again(table: Table, setup: Setup) -> tuple[Caption, ...]:
    if not (setup.continued and table.above):
        return ()
    return (Caption(table.above[0].text + "（续）", 1.3),)


def _stretch(fragments: list[Fragment], head: tuple[Fragment, ...], block: bool) -> list[Fragment]:
    """Let a block label that runs through grow over the repeated header beside it."""
    if not (head and block):
        return fragments
    top = min(f.top for f in head)
    return [
        Fragment(f.x0, top, f.x1, f.bottom, f.lines, f.box, f.cut_top, f.cut_bottom)
        if f.cut_top and f.box.col == 0 and f.box.kind == "label"
        else f
        for f in fragments
    ]
