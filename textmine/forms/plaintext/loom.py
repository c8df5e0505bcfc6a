"""Where the words of a table may go, and what that costs: down its columns, along its rows, on with an open cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from textmine.forms.plaintext.cells import NEVER, is_mark
from textmine.forms.plaintext.grammar import unlike as _unlike
from textmine.forms.plaintext.pieces import (
    NUMBER,
    PROSE,
    is_label_piece,
    is_rest,
    is_value,
    marks_cost,
    piece_cost,
    points,
)
from textmine.forms.plaintext.tokens import Token, display_width
from textmine.forms.plaintext.tokens import is_open as _is_open

HOLE = {"level3": 5.0, "target": 3.0, "actual": 3.0, "weight": 6.0, "score": 6.0, "nature": 1.0, "unit_of": 1.0}
"""What a row without a cell of a column costs; columns that are not named here may be blank."""
SLACK = 14.0
"""Ways that cost so much more than the best one are given up."""
MOST_ROWS = 60
"""No form has more."""
_SKIPS, _STRAY, _PIECE, _BARE = 4, 5.0, 1.0, 2.5
_AHEAD, _BEYOND, _ODD = 0.3, 3.0, 9.0
_BETWEEN, _FOREIGN, _BACK, _TOLD = 2.5, 3.0, 3.0, 4.0
_ENDS = ("。", "!", "；", ";")
_BREAKS = {"space": 0.3, "line": 0.1, "block": 1.5, "page": 2.5}

unlike = lru_cache(maxsize=100_000)(_unlike)
is_open = lru_cache(maxsize=100_000)(_is_open)

Place = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Open:
    """The last cell of a column: its row, what it prints so far, the width of its last line, its last word."""

    row: int
    text: str
    width: int
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """Where one word went: a row (-1: left out) and a column; the step before it."""

    row: int
    column: int
    new: bool
    past: Step | None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to weave the words so far."""

    cost: float
    filled: tuple[int, ...]
    opened: tuple[Open | None, ...]
    last: Place = (-1, 99)
    floor: int = 0
    weights: float = 0.0
    scores: float = 0.0
    texts: Mapping[Place, str] = field(default_factory=dict)
    ranks: tuple[tuple[int, int], ...] = ()
    step: Step | None = None


Move = tuple[float, Way, int, int, bool]
"""What it comes to cost, the way before, the column, the row (-1: left out), whether a cell begins."""


@dataclass(frozen=True, slots=True)
class Loom:
    """The words of a table and what is known of them and of its columns.

    Attributes
    ----------
    texts : tuple of str
        The words, squeezed.
    widths : mapping of str to int
        The printed width of each column as far as known: a line that ends early ends its cell.
    blocks : tuple of int
        For each word the number of the block that it was printed in.
    known : tuple of int or None
        Where target, result, weight and score stand among the columns.
    ranks : tuple of int or None
        For each word the place of the level that it was printed beside: -1 for an unknown one, None beside no level.
    told : tuple of bool
        Whether a word was printed in a block of nothing but sentences.
    count : int
        How many rows there are by the marks printed.
    final : int
        The column that ends a row.
    bias : mapping of str to float
        What a cell of a column costs more, or less.
    """

    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    order: tuple[str, ...]
    widths: Mapping[str, int]
    blocks: tuple[int, ...]
    known: tuple[int | None, ...]
    ranks: tuple[int | None, ...]
    told: tuple[bool, ...]
    count: int
    final: int
    bias: Mapping[str, float]
    seen: dict[tuple[int, ...], float] = field(default_factory=dict)

    def prices(self, k: int) -> list[float]:
        """Return the cost of a word as the beginning of a cell in each column, as far as it can be one."""
        text = self.texts[k]
        kinds = [name.partition("#")[0] for name in self.order]
        bare = is_mark(text)
        no_cell = _TOLD * (self.told[k] or is_rest(text))
        out = [self._cost(kind, text) + (_BARE * bare if kind in PROSE else no_cell) for kind in kinds]
        out = [price + self.bias.get(name, 0.0) for price, name in zip(out, self.order, strict=True)]
        return [price if price < min(min(out) + _ODD, NEVER) else NEVER for price in out]

    def _cost(self, kind: str, text: str) -> float:
        """Cost of a cell as far as it is printed; a number without a unit is a mark, unless units have a column."""
        bare = kind in ("target", "actual") and is_mark(text) and not self.split
        return piece_cost(kind, text) + (_BARE if bare else 0.0)

    @property
    def split(self) -> bool:
        """Whether the target has columns for its sign and its unit."""
        return "nature" in self.order or "unit_of" in self.order

    def grow(self, way: Way, k: int, prices: Sequence[float], leave: float) -> Iterator[Move]:
        """Return the ways to place one more word, with their costs."""
        beside = self.tokens[k].gap == "space" and way.step is not None and way.step.row >= 0
        left = way.step.column if beside and way.step else -1  # words of one line stand from left to right
        for column, name in enumerate(self.order):
            kind = name.partition("#")[0]
            held = way.opened[column]
            back = _BACK if column < left else 0.0
            if held is not None:
                cost = self._continuing(way, k, column, kind, held) + back
                if cost < SLACK:
                    yield way.cost + cost, way, column, held.row, False
            if prices[column] < NEVER:
                price = (
                    prices[column] + way.cost + self._closing(held, name) + max(back, _BACK if column == left else 0.0)
                )
                for row in self._rows(way, column, kind):
                    yield price + self._beginning(way, k, column, kind, row), way, column, row, True
        yield way.cost + leave, way, 0, -1, False

    def follow(self, move: Move, k: int) -> Way:
        """Return the way with one more word."""
        cost, way, column, row, new = move
        step = Step(row, column, new, way.step)
        if row < 0:
            return replace(way, cost=cost, step=step)
        kind, token = self.order[column].partition("#")[0], self.tokens[k]
        held = None if new else way.opened[column]
        old = held.text if held else ""
        own = held is not None and token.gap == "space" and held.at == k - 1
        width = display_width(token.text) + (held.width + 1 if held and own else 0)
        text = old + self.texts[k]
        opened, rank = _with(way.opened, column, Open(row, text, width, k)), self.ranks[k]
        if kind not in HOLE:
            return replace(way, cost=cost, opened=opened, step=step)
        return Way(
            cost,
            _with(way.filled, column, way.filled[column] | 1 << row),
            opened,
            (row, column) if new else way.last,
            way.floor,
            way.weights + (points(text) - points(old) if kind == "weight" else 0.0),
            way.scores + (points(text) - points(old) if kind == "score" else 0.0),
            {**way.texts, (row, column): text},
            (*way.ranks, (row, rank))
            if new and kind == "level3" and (rank := self.ranks[k]) is not None
            else way.ranks,
            step,
        )

    def _closing(self, held: Open | None, name: str) -> float:
        """Cost of ending a cell whose last line is full: its text runs on more often than not."""
        if held is None:
            return 0.0
        full = held.width >= 0.93 * self.widths.get(name, 999)
        return 4.0 * is_open(held.text) + 0.5 * full

    def leaving(self, k: int) -> float:
        """Cost of leaving a word out: little for a piece of a label."""
        if not is_label_piece(self.texts[k]):
            return _STRAY
        titles = not any(is_value(text) for text in self.texts[: k + 1])
        return 0.5 * _PIECE if titles else _PIECE

    def _rows(self, way: Way, column: int, kind: str) -> Sequence[int]:
        """Return the rows in which a cell of a column may begin: the next, some further down, the first hole."""
        if kind not in HOLE:
            return (max(way.last[0], 0),)
        mask = way.filled[column]
        top = max(mask.bit_length(), way.floor)
        near = way.last[0]
        skips = _SKIPS if kind == "level3" else 2
        rows = list(range(top, min(top + skips, MOST_ROWS)))
        rows += [r for r in (near, near + 1) if r > top + skips - 1]
        holes = [r for r in range(way.floor, top) if not mask >> r & 1]
        return [*rows, *(r for i, r in enumerate(holes) if i == 0 or holes[i - 1] != r - 1 or r in (near, near + 1))]

    def _continuing(self, way: Way, k: int, column: int, kind: str, held: Open) -> float:
        """Cost of reading a word as the next piece of the open cell of a column."""
        joint = self._joint(held, k, column, kind)
        if joint > SLACK:
            return joint
        text, before = held.text + self.texts[k], self._cost(kind, held.text)
        price = self._cost(kind, text)
        if price >= NEVER > before and not is_open(held.text) and kind not in ("target", "actual"):
            return NEVER
        if kind in HOLE:
            price += self._couple(way.texts, held.row, column, text)
            price -= self._couple(way.texts, held.row, column, held.text)
        return price - before + joint

    def _joint(self, held: Open, k: int, column: int, kind: str) -> float:
        token = self.tokens[k]
        if kind in ("weight", "score"):
            torn = token.text == "分" or held.text.endswith(".") or token.text.startswith(".")
            return 0.2 if torn else NEVER
        apart = self.blocks[k] - self.blocks[held.at]
        if held.at == k - 1:
            cost = _BREAKS[token.gap]
        else:
            cost = 0.4 + 0.03 * (k - held.at) if not apart else 2.0 + 0.5 * apart
        open_, prose = is_open(held.text), kind in PROSE
        cost += _TOLD if self.told[k] and not prose else 0.0
        if kind == "level3" and len(token.text) > 1 and is_label_piece(self.texts[k], titles=False):
            cost += _PIECE
        number = kind in ("target", "actual") and (open_ or bool(NUMBER.fullmatch(held.text)))
        own = token.gap == "space" and held.at == k - 1
        if not number and is_value(self.texts[k]) and not (prose and own and is_mark(self.texts[k])):
            cost += _FOREIGN
        if open_ and self.texts[k].count(")") > self.texts[k].count("("):
            return min(cost, 1.0)
        if own:
            mixed = held.text[-1:].isascii() != token.text[:1].isascii()
            return cost + (0.3 if prose or mixed else 1.2)
        if prose and held.text.endswith(_ENDS):
            cost += 0.5
        cost += _BETWEEN * (self.ranks[k] is not None)
        if number and self.texts[k][:1] in "0123456789.(":
            return cost
        wide = self.widths.get(self.order[column], 0)
        if not open_ and held.width < 0.7 * wide:
            cost += 3.0
        elif not open_ and held.width < 0.85 * wide:
            cost += 1.0
        return cost

    def _beginning(self, way: Way, k: int, column: int, kind: str, row: int) -> float:
        """Cost of beginning a cell in a row, besides its looks."""
        if kind not in HOLE:
            return 0.3 + self._amid(way, k)
        after = _with(way.filled, column, way.filled[column] | 1 << row)
        cost = self._jump(way.last, (row, column), k)
        cost += _AHEAD * (self._held_holes(after) - self._held_holes(way.filled))
        cost += _BEYOND * (row >= self.count and not way.filled[column] >> row & 1)
        rank = self.ranks[k]
        if rank is not None and kind == "level3":
            cost += self._misplaced(way, rank, row)
        return cost + self._couple(way.texts, row, column, self.texts[k])

    def _amid(self, way: Way, k: int) -> float:
        """Cost of prose that begins right below a name, or inside prose: it has begun before more likely."""
        if self.told[k] and self.tokens[k].gap == "line" and not self.texts[k - 1].endswith(_ENDS):
            return 1.5
        name = way.opened[self.order.index("level3")] if "level3" in self.order else None
        return 1.5 if name is not None and name.at == k - 1 and self.tokens[k].gap == "line" else 0.0

    def _misplaced(self, way: Way, own: int, row: int) -> float:
        """Cost of a name beside a level that stands above or below its place among the other levels."""
        if own < 0:
            return 0.0
        return sum(
            3.0 for other, rank in way.ranks if (other < row and rank > own) or (other > row and 0 <= rank < own)
        )

    def _jump(self, last: Place, to: Place, k: int) -> float:
        """Cost of going on from one cell to another: along the row or down the column is usual."""
        down, right = to[0] - last[0], to[1] - last[1]
        if last[0] < 0:
            return 0.0 if down == 1 else 2.0
        if down == 0:
            return 0.0 if right > 0 else 0.7
        if down == 1:
            ahead = 0.0 if last[1] >= self.final else 0.4
            return 0.4 if right == 0 else ahead if right < 0 else 1.2
        same = self.tokens[k].gap in ("space", "line")
        return 1.8 + (1.5 if same else 0.0) + (1.5 if same and down < 0 else 0.0)

    def _couple(self, texts: Mapping[Place, str], row: int, column: int, text: str) -> float:
        """Cost of what one more cell makes of its row: a result of another kind, a score above its weight."""
        target, actual, weight, score = self.known
        if column == target:
            other = texts.get((row, actual), "") if actual is not None else ""
            return unlike(text, other) - 1.0 if other else 0.0
        if column == actual:
            other = texts.get((row, target), "") if target is not None else ""
            return unlike(other, text) if other else 1.0
        if column == weight and score is not None:
            other = texts.get((row, score), "")
            return marks_cost(text, other) - 3.0 if other else 0.0
        if column == score and weight is not None:
            other = texts.get((row, weight), "")
            return marks_cost(other, text) if other else 3.0
        return 0.0

    def turned(self, way: Way) -> Way:
        """Return a way at a page break: what begins behind it stands below all that was begun before."""
        rows = max((m.bit_length() for m in way.filled), default=0)
        return replace(way, floor=max(rows - 1, way.floor), last=(rows - 1, self.final))

    def closed(self, way: Way) -> float:
        """Return the cost of a way that ends here: rows lack cells."""
        cost = way.cost + sum(4.0 for held in way.opened if held and is_open(held.text))
        return cost + self._holes(way.filled, True) - _AHEAD * self._holes(way.filled, False)

    def _held_holes(self, filled: tuple[int, ...]) -> float:
        found = self.seen.get(filled)
        if found is None:
            found = self.seen[filled] = self._holes(filled, False)
        return found

    def _holes(self, filled: tuple[int, ...], ended: bool) -> float:
        """Cost of the cells that lack: above the last of their column or in a row that has its last mark."""
        done = filled[self.final].bit_length() if not ended else max(m.bit_length() for m in filled)
        return sum(
            HOLE[name] * (max(done, mask.bit_length()) - mask.bit_count())
            for mask, name in zip(filled, self.order, strict=True)
            if name in HOLE
        )


def _with(values: tuple, at: int, value: object) -> tuple:  # type: ignore[type-arg]
    return (*values[:at], value, *values[at + 1 :])
