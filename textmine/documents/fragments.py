"""Text without ruling lines → fragments (pieces of printed lines) and blocks (fragments stacked in one cell)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from textmine.documents.lines import bounds, line_text
from textmine.documents.model import Glyph
from textmine.documents.ruling import Stroke

PART = 0.36
"""A gap of this many em parts a printed line into fragments: running text has none, columns are padded."""

PART_HAN = 0.3
"""The same between two full-width characters, which have no blanks between words."""

PITCH = 1.45
"""Line pitch in em where the page itself shows none."""

SHORT_LABELS = frozenset({"分值", "得分", "权重", "评分", "分数", "满分", "序号", "备注"})
"""Labels that narrow columns break after their first character."""

_FIGURE = re.compile(r"[-—–/]|[≥≤=＞＜><]?[\d,]+(\.\d+)?[%％]?")
_TORN = re.compile(r"[\d,]+\.\d\|\d[%％]?")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of one printed line between two wide gaps."""

    glyphs: tuple[Glyph, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of its text."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its centre in y."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Fragments stacked at line pitch: the text of one cell, as far as its neighbourhood tells."""

    parts: tuple[Fragment, ...]
    x0: float
    top: float
    x1: float
    bottom: float


class Pitch(NamedTuple):
    """Distances of lines inside a cell, in em: the usual and the greatest."""

    line: float
    most: float


def make_fragments(glyphs: Sequence[Glyph]) -> list[Fragment]:
    """Return the pieces of printed lines, from top to bottom and left to right."""
    lines = [_parted(line) for line in _base_lines(glyphs)]
    singles = _towers([piece for line in lines for piece in line])
    edges = _common_starts(piece for line in lines for piece in line if len(piece) > 1)
    pieces = [piece for line in lines for piece in _respaced(line, singles, edges)]
    starts = _common_starts(pieces)
    return [_fragment(part) for piece in pieces for part in _cut_at_starts(piece, starts)]


def _fragment(piece: Sequence[Glyph]) -> Fragment:
    return Fragment(tuple(piece), line_text(piece), *bounds(piece))


def _parted(line: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return a printed line parted at every visible gap."""
    pieces: list[list[Glyph]] = [[line[0]]]
    for left, right in pairwise(line):
        height = min(left.bottom - left.top, right.bottom - right.top)
        part = PART if left.text[-1].isascii() or right.text[0].isascii() else PART_HAN
        if right.x0 - left.x1 > part * height:
            pieces.append([right])
        else:
            pieces[-1].append(right)
    return pieces


def _towers(pieces: Sequence[Sequence[Glyph]]) -> set[int]:
    """Return the ids of lone characters that stand in stacks: vertical writing in narrow columns.

    A stack of two may also be letter-spaced text over other letter-spaced text, unless it reads as a label.
    """
    lone = sorted((piece[0] for piece in pieces if len(piece) == 1), key=lambda g: (round(g.x0 / 2), g.top))
    found: set[int] = set()
    stack: list[Glyph] = []
    for glyph in [*lone, None]:
        last = stack[-1] if stack else None
        height = last.bottom - last.top if last else 0.0
        if glyph and last and abs(glyph.x0 - last.x0) < 0.3 * height and glyph.top - last.top < 1.7 * height:
            stack.append(glyph)
            continue
        if len(stack) >= 3 or "".join(member.text for member in stack) in SHORT_LABELS:
            found |= {id(member) for member in stack}
        stack = [glyph] if glyph else []
    return found


def _respaced(line: list[list[Glyph]], towers: set[int], edges: set[int]) -> list[list[Glyph]]:
    """Return the pieces of a line with letter-spaced text (得　分) put together again, but for what begins a column."""
    glyphs = [glyph for piece in line for glyph in piece]
    starts = {id(piece[0]) for piece in line}
    pieces: list[list[Glyph]] = [[glyphs[0]]]
    for at in range(1, len(glyphs)):
        glyph, last = glyphs[at], pieces[-1][-1]
        height = min(last.bottom - last.top, glyph.bottom - glyph.top)
        apart = id(glyph) in towers or id(last) in towers or round(2 * glyph.x0) in edges
        if id(glyph) in starts and (apart or not _spaced(pieces[-1], glyphs[at : at + 2], height)):
            pieces.append([glyph])
        else:
            pieces[-1].append(glyph)
    return pieces


def _common_starts(pieces: Iterable[Sequence[Glyph]]) -> set[int]:
    """Return places (in half points) where at least four pieces begin: the left edges of columns."""
    count = Counter(round(2 * piece[0].x0) for piece in pieces)
    return {place for place, times in count.items() if times >= 4}


def _cut_at_starts(piece: Sequence[Glyph], starts: set[int]) -> list[Sequence[Glyph]]:
    """Return a piece cut where a column begins and a gap, however small, comes before it: wider than its others.

    It begins where a column does itself: other text only happens to cross the left edge of a column.
    """
    begins = [round(2 * glyph.x0) in starts for glyph in piece]
    places = [at for at in range(1, len(piece)) if begins[0] and begins[at]]
    usual = median(right.x0 - left.x1 for left, right in pairwise(piece)) if places else 0.0
    cuts = [
        at
        for at in places
        if piece[at].x0 - piece[at - 1].x1 > max(0.0, usual) + 0.1 * (piece[at].bottom - piece[at].top)
    ]
    return [piece[a:b] for a, b in pairwise([0, *cuts, len(piece)])]


def make_blocks(fragments: Sequence[Fragment], pitch: Pitch, lines: Sequence[Stroke] = ()) -> list[Block]:
    """Return fragments joined that follow one another at line pitch in one column, with no line in between."""
    followers = {
        id(upper): lower
        for upper, lower in _stacked(fragments)
        if _same_cell(upper, lower, pitch) and not any(_parts(line, upper, lower) for line in lines)
    }
    taken = {id(lower) for lower in followers.values()}
    blocks: list[Block] = []
    for fragment in fragments:
        if id(fragment) in taken:
            continue
        parts = [fragment]
        while id(parts[-1]) in followers:
            parts.append(followers[id(parts[-1])])
        blocks.append(make_block(parts))
    return blocks


def make_block(parts: Sequence[Fragment]) -> Block:
    """Return a block of the given fragments."""
    return Block(tuple(parts), *bounds([glyph for part in parts for glyph in part.glyphs]))


def find_pitch(fragments: Sequence[Fragment], lines: Sequence[Stroke] = ()) -> Pitch:
    """Return the distance of lines inside a cell and how far lines may be apart to be of one cell.

    Numbers stacked in a column stand in rows of their own, so lines inside a cell are closer than these; among the
    closer ones, running text tells best. Where lines part most of the numbers, the others are numbers broken in two.
    """
    stacked = _stacked(fragments)
    numbers = [pair for pair in stacked if are_numbers(*pair)]
    parted = [pair for pair in numbers if any(_parts(line, *pair) for line in lines)]
    rows = _row_step(parted if 2 * len(parted) > len(numbers) else numbers)
    inside = [(u, v) for u, v in stacked if 0.9 < _step(u, v) < min(0.94 * rows, 2.2)]
    wide = [_step(u, v) for u, v in inside if u.x1 - u.x0 > 8 * u.size and abs(u.x0 - v.x0) < 2.5 * u.size]
    if wide:
        line = median(wide)
    else:
        close = [_step(u, v) for u, v in inside if _step(u, v) <= 1.6]
        line = median(close) if close else min(PITCH, 0.85 * rows)
    return Pitch(line, min(1.12 * line, (line + rows) / 2))


def are_numbers(upper: Fragment, lower: Fragment) -> bool:
    """Return whether two stacked fragments are a number each, not one broken in two (11. | 00, 6.0 | 0, 94.3 | 7%)."""
    if not (is_figure(upper.text) and is_figure(lower.text)):
        return False
    return not _TORN.fullmatch(f"{upper.text}|{lower.text}")


def _row_step(figures: Sequence[tuple[Fragment, Fragment]]) -> float:
    """Return the least distance of rows, by numbers stacked at the same heights in two columns.

    A single pair may be one number that its narrow cell breaks in two.
    """
    twice = [
        _step(u, v)
        for i, (u, v) in enumerate(figures)
        if any(
            abs(u.middle - w.middle) < 0.3 * u.size and abs(v.middle - x.middle) < 0.3 * v.size
            for j, (w, x) in enumerate(figures)
            if i != j
        )
    ]
    every = [_step(u, v) for u, v in figures] if len(figures) > 2 else []
    return min(twice or every, default=9.0)


def _step(upper: Fragment, lower: Fragment) -> float:
    return (lower.bottom - upper.bottom) / max(upper.size, 1.0)


def is_figure(text: str) -> bool:
    """Whether a fragment is a number or a dash of its own, which never continues on the next line."""
    return _FIGURE.fullmatch(text) is not None


def _base_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    base = reach = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.bottom):
        height = glyph.bottom - glyph.top
        if lines and glyph.bottom - base <= max(reach, 0.25 * height):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            base, reach = glyph.bottom, 0.25 * height
    for line in lines:
        line.sort(key=lambda glyph: glyph.x0)
    return lines


def _spaced(piece: Sequence[Glyph], coming: Sequence[Glyph], height: float) -> bool:
    """Return whether a character continues letter-spaced text (得　分): the same gap before, behind or nothing."""
    left, right = piece[-1], coming[0]
    gap = right.x0 - left.x1
    if gap > 2.2 * height or len(right.text) > 1 or left.text.isascii() or right.text.isascii():
        return False
    before = left.x0 - piece[-2].x1 if len(piece) > 1 else gap
    behind = coming[1].x0 - right.x1 if len(coming) > 1 else gap
    return abs(before - gap) < 0.2 * height and behind > gap - 0.2 * height


def _stacked(fragments: Sequence[Fragment]) -> list[tuple[Fragment, Fragment]]:
    """Pairs of fragments where the second is the next below the first in the same column."""
    pairs: list[tuple[Fragment, Fragment]] = []
    ordered = sorted(fragments, key=lambda fragment: fragment.bottom)
    for i, upper in enumerate(ordered):
        for lower in ordered[i + 1 :]:
            if lower.bottom - upper.bottom > 3 * upper.size:
                break
            overlap = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
            if lower.top > upper.middle and overlap > 0.5 * min(upper.x1 - upper.x0, lower.x1 - lower.x0):
                pairs.append((upper, lower))
                break
    return pairs


def _parts(line: Stroke, upper: Fragment, lower: Fragment) -> bool:
    return (
        upper.middle < line.at < lower.middle
        and line.start < min(upper.x1, lower.x1)
        and line.end > max(upper.x0, lower.x0)
    )


def _same_cell(upper: Fragment, lower: Fragment, pitch: Pitch) -> bool:
    if abs(upper.size - lower.size) > 0.3 * upper.size:
        return False
    if _step(upper, lower) > pitch.most:
        return False
    if are_numbers(upper, lower):
        return False
    wraps = upper.x1 - upper.x0 >= lower.x1 - lower.x0 - 1.3 * upper.size
    return wraps or len(lower.text) <= 4
