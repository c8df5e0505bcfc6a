"""What pieces of cells look like while their cells are still being printed, and what that costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import QUANTITY, cell_cost, is_mark
from textmine.forms.plaintext.tokens import COMPARATOR, Token

PROSE = ("deviation", "criteria", "extra")
"""Columns of sentences."""
NUMBER = re.compile(r"[≥≤=＝><＞＜≧≦]?\d[\d,]*(\.\d*)?")
_UNITLESS, _LEAST_PROSE, _SIZE = 0.5, 16, 100_000


@lru_cache(maxsize=_SIZE)
def piece_cost(column: str, text: str) -> float:
    """Return the cost of a cell as far as it is printed: a bracket may close yet, and a number have a unit."""
    cost = cell_cost(column, text + ")" * max(0, text.count("(") - text.count(")")))
    if column in ("target", "actual") and text in _begun():
        cost = min(cost, 0.0)
    return cost + _UNITLESS if column in ("target", "actual") and NUMBER.fullmatch(text) else cost


@cache
def _begun() -> frozenset[str]:
    """Return what a narrow column may leave of a usual answer on its first lines."""
    return frozenset(a[:k] for a in words.usual() for k in range(3, len(a)))


def is_rest(text: str) -> bool:
    """Whether a text is what a narrow column leaves of a usual answer on its later lines: 标并具有一, 定效果."""
    return text in _rests()


@cache
def _rests() -> frozenset[str]:
    usual = words.usual()
    return frozenset(a[i:k] for a in usual for i in range(2, len(a)) for k in range(i + 3, len(a) + 1)) - usual


def is_label_piece(text: str, *, titles: bool = True) -> bool:
    """Whether a text may be left of a level name, or of a column's title."""
    return text in _pieces(words.level_names() | words.labels("indicators") if titles else words.level_names())


@cache
def _pieces(names: frozenset[str]) -> frozenset[str]:
    return frozenset(n[i:k] for n in names for i in range(len(n)) for k in range(i + 1, min(i + 5, len(n)) + 1))


@lru_cache(maxsize=_SIZE)
def is_value(text: str) -> bool:
    """Whether a text prints points or a quantity."""
    return is_mark(text) or bool(COMPARATOR.match(text)) or (len(text) > 3 and bool(QUANTITY.fullmatch(text)))


@lru_cache(maxsize=_SIZE)
def marks_cost(weight: str, score: str) -> float:
    """Return the cost of weight and score of one row: most are the same, no score is above its weight."""
    high, low = points(weight), points(score)
    return 6.0 if low > high else 0.0 if low == high else 0.3


def points(text: str) -> float:
    """Return the points that a text prints, 0 where it prints none."""
    return float(text.rstrip("分")) if is_mark(text) else 0.0


def told(tokens: Sequence[Token], blocks: Sequence[int], ranks: Sequence[int | None]) -> tuple[bool, ...]:
    """Tell the words of blocks that are nothing but sentences, up to the last full stop: explanations."""
    whole: dict[int, str] = {}
    ends: dict[int, int] = {}
    mixed: set[int] = set()
    for k, (token, block, rank) in enumerate(zip(tokens, blocks, ranks, strict=True)):
        whole[block] = whole.get(block, "") + token.text
        if "。" in token.text:
            ends[block] = k
        if rank is not None or is_value(words.squeeze(token.text)):
            mixed.add(block)
    prose = {b for b, text in whole.items() if b not in mixed and len(text) >= _LEAST_PROSE}
    return tuple(b in prose and k <= ends.get(b, -1) for k, b in enumerate(blocks))
