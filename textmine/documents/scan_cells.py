"""Pieces of read text in the cells of the ruled tables they stand in, and what their neighbours there tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.documents.lattice import Lattice
from textmine.documents.model import Glyph
from textmine.documents.scan_closing import balanced, mended_closings

_DASHES = frozenset({"—", "——", "-", "一", "_"})

_BORDER = 3.0
"""Points: nearer to a line of its cell stands no character, not even 一."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The ruled tables of a page as places of text."""

    lattices: Sequence[Lattice]

    def cell(self, glyph: Glyph) -> tuple[int, int] | None:
        """Return the table and the cell that a piece stands in, None outside all tables."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        found = ((n, lattice.at(x, y)) for n, lattice in enumerate(self.lattices))
        return next(((n, index) for n, index in found if index is not None), None)

    def together(self, a: Glyph, b: Glyph) -> bool:
        """Whether two pieces stand in one cell."""
        return (cell := self.cell(a)) is not None and cell == self.cell(b)

    def without_remains(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Return the pieces without dashes that lie on a border of a cell with other text: pieces of its line."""
        glyphs = list(glyphs)
        return [glyph for glyph in glyphs if not (self._on_border(glyph) and self._has_company(glyph, glyphs))]

    def _on_border(self, glyph: Glyph) -> bool:
        cell = self.cell(glyph) if glyph.text in _DASHES else None
        if cell is None:
            return False
        lattice = self.lattices[cell[0]]
        area = lattice.areas[cell[1]]
        middle = (glyph.top + glyph.bottom) / 2
        return min(middle - lattice.ys[area.row], lattice.ys[area.row_end] - middle) < _BORDER

    def _has_company(self, glyph: Glyph, glyphs: Sequence[Glyph]) -> bool:
        return any(other is not glyph and self.together(glyph, other) for other in glyphs)

    def mended(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Return the pieces with closing marks as the other pieces of their cell ask for them."""
        glyphs = list(glyphs)
        cells: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            if (cell := self.cell(glyph)) is not None:
                cells.setdefault(cell, []).append(glyph)
        changed: dict[Glyph, Glyph] = {}
        for (number, index), held in cells.items():
            closings = mended_closings(held)
            marked = [closings.get(glyph, glyph) for glyph in held]
            lattice = self.lattices[number]
            inner = lattice.areas[index].row_end < len(lattice.ys) - 1
            pairs = balanced(marked, closed=inner)
            changed |= {
                old: pairs.get(new, new) for old, new in zip(held, marked, strict=True) if pairs.get(new, new) != old
            }
        return [changed.get(glyph, glyph) for glyph in glyphs]
