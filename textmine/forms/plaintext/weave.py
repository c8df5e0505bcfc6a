"""Rows of a table that a tool printed block by block: the cheapest way to weave its words into rows and columns.

A tool that prints a page in reading order parts a table into blocks of any shape. What stays true: a column comes from
top to bottom, blocks come mostly row by row or column by column, inside a block lines come from top to bottom, and a
cell looks like a cell of its column. So every word goes on with the open cell of a column or begins the column's next
cell; what that costs depends on the looks of the cells and on how far it jumps over the table. A beam search keeps the
cheapest ways; the sums of weights and scores tell between them in the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import NEVER, is_mark
from textmine.forms.plaintext.loom import HOLE, MOST_ROWS, SLACK, Loom, Move, Way
from textmine.forms.plaintext.pieces import told
from textmine.forms.plaintext.tokens import Token

_BEAM = 40


@dataclass(frozen=True, slots=True)
class Woven:
    """Words with their places, what that costs, what weights and scores sum to, and how many rows the marks tell."""

    places: tuple[tuple[int, str, bool], ...]
    cost: float
    weights: float
    scores: float
    count: int


def weave(
    tokens: Sequence[Token],
    order: Sequence[str],
    widths: Mapping[str, int],
    ranks: Sequence[int | None],
    bias: Mapping[str, float] = MappingProxyType({}),
    keep: int = 10,
) -> list[Woven]:
    """Weave the words of a table; return the cheapest ways that differ in their sums, the cheapest first.

    Parameters
    ----------
    ranks : sequence of int or None
        For each word the place, among the levels of the template, of the level name that it was printed beside.
    bias : mapping of str to float, optional
        What a cell of a column costs more, where a reading found too many of them, or less.
    """
    columns = tuple(c for c in order if c != "level")
    block, blocks = 0, []
    for token in tokens:
        block += token.gap in ("block", "page")
        blocks.append(block)
    known = tuple(columns.index(c) if c in columns else None for c in ("target", "actual", "weight", "score"))
    final = max((i for i, c in enumerate(columns) if c in HOLE), default=0)
    loom = Loom(
        tuple(tokens), tuple(words.squeeze(t.text) for t in tokens), columns, widths, tuple(blocks), known,
        tuple(ranks), told(tokens, blocks, ranks), _count(tokens, columns), final, bias,
    )  # fmt: skip
    ways = [Way(0.0, (0,) * len(columns), (None,) * len(columns))]
    for k, token in enumerate(tokens):
        if token.gap == "page" and k:
            ways = [loom.turned(w) for w in ways]
        prices, leave = loom.prices(k), loom.leaving(k)
        moves: list[Move] = []
        limit = NEVER * 1e6
        for way in ways:
            for move in loom.grow(way, k, prices, leave):
                if move[0] <= limit:
                    moves.append(move)
                    limit = min(limit, move[0] + SLACK)
        moves.sort(key=lambda m: m[0])
        ways = _kept(loom, moves, k)
    ends = sorted(((loom.closed(w), n, w) for n, w in enumerate(ways)), key=lambda e: e[:2])
    out: dict[tuple[float, float], Woven] = {}
    for cost, _, way in ends:
        sums = (round(way.weights, 4), round(way.scores, 4))
        if sums not in out and len(out) < keep:
            out[sums] = Woven(_trace(way, columns), cost, *sums, loom.count)
    return list(out.values())


def _count(tokens: Sequence[Token], columns: Sequence[str]) -> int:
    """Return how many rows there are by the marks printed."""
    wide = sum(c in ("weight", "score") for c in columns)
    marks = sum(is_mark(words.squeeze(t.text)) for t in tokens)
    split = {"nature", "unit_of"} & set(columns)
    return -(-marks // wide) if wide and marks >= wide and not split else MOST_ROWS


def _kept(loom: Loom, moves: Sequence[Move], k: int) -> list[Way]:
    """Follow the cheapest of the moves that do not come to the same."""
    out: dict[object, Way] = {}
    for move in moves:
        if len(out) >= _BEAM or move[0] > moves[0][0] + SLACK:
            break
        way = loom.follow(move, k)
        opened = tuple(o and (o.row, o.at) for o in way.opened)
        out.setdefault((way.filled, way.last, round(way.weights, 4), opened), way)
    return list(out.values())


def _trace(way: Way, columns: Sequence[str]) -> tuple[tuple[int, str, bool], ...]:
    out = []
    step = way.step
    while step is not None:
        out.append((step.row, columns[step.column] if step.row >= 0 else "", step.new))
        step = step.past
    return tuple(out[::-1])
