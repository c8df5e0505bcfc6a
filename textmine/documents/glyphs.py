"""Glyphs and rules in columns: sequences whose places NumPy computes with; single records are made on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

from textmine.documents.model import Glyph, Rule

Floats = NDArray[np.float64]


class Glyphs(Sequence[Glyph]):
    """Glyphs in columns; does not change.

    Parameters
    ----------
    texts : sequence of str
        What each says.
    boxes : array of n rows
        x0, top, x1, bottom of each.
    sizes, confidences : array of n numbers
        See `Glyph`.
    """

    __slots__ = ("boxes", "confidences", "sizes", "texts")

    def __init__(self, texts: Sequence[str], boxes: Floats, sizes: Floats, confidences: Floats) -> None:
        self.texts, self.boxes, self.sizes, self.confidences = texts, boxes, sizes, confidences

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Self:
        """Put glyphs into columns."""
        if isinstance(glyphs, cls):
            return glyphs
        rows = tuple(glyphs)
        numbers = np.array([row[1:] for row in rows], float).reshape(-1, 6)
        return cls([row.text for row in rows], numbers[:, :4], numbers[:, 4], numbers[:, 5])

    def take(self, which: NDArray[np.intp]) -> Self:
        """Return some of them, in a new order."""
        texts = list(map(self.texts.__getitem__, which.tolist()))
        return type(self)(texts, self.boxes[which], self.sizes[which], self.confidences[which])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Glyph: ...

    @overload
    def __getitem__(self, index: slice) -> Self: ...

    def __getitem__(self, index: int | slice) -> Glyph | Self:
        """Return one as a record, or a run of them."""
        if isinstance(index, slice):
            return type(self)(self.texts[index], self.boxes[index], self.sizes[index], self.confidences[index])
        x0, top, x1, bottom = self.boxes[index].tolist()
        return Glyph(self.texts[index], x0, top, x1, bottom, float(self.sizes[index]), float(self.confidences[index]))

    def __iter__(self) -> Iterator[Glyph]:
        """Give all as records."""
        return map(Glyph, self.texts, *self.boxes.T.tolist(), self.sizes.tolist(), self.confidences.tolist())

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same glyphs."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class Rules(Sequence[Rule]):
    """Ruling lines in columns; does not change.

    Parameters
    ----------
    boxes : array of n rows
        x0, top, x1, bottom of each.
    """

    __slots__ = ("boxes",)

    def __init__(self, boxes: Floats) -> None:
        self.boxes = boxes

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Self:
        """Put rules into columns."""
        return rules if isinstance(rules, cls) else cls(np.array(tuple(rules), float).reshape(-1, 4))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.boxes)

    @overload
    def __getitem__(self, index: int) -> Rule: ...

    @overload
    def __getitem__(self, index: slice) -> Self: ...

    def __getitem__(self, index: int | slice) -> Rule | Self:
        """Return one as a record, or a run of them."""
        return type(self)(self.boxes[index]) if isinstance(index, slice) else Rule._make(self.boxes[index].tolist())

    def __iter__(self) -> Iterator[Rule]:
        """Give all as records."""
        return map(Rule._make, self.boxes.tolist())

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same rules."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]
