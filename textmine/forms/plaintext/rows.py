"""Columns read from the stream → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import QUANTITY, is_mark
from textmine.forms.plaintext.grammar import Cell
from textmine.forms.plaintext.tokens import DASH, Token, join_tokens


@dataclass(frozen=True, slots=True)
class Draft:
    """One row while it is put together: the pieces of its cells, the level names printed before it."""

    levels: list[str] = field(default_factory=list)
    pieces: dict[str, list[Token]] = field(default_factory=dict)
    page: int | None = None

    def text(self, column: str) -> str:
        """Return the text of a cell; a lone dash is blank."""
        tokens = self.pieces.get(column, ())
        text = join_tokens(tokens)
        whole = words.squeeze(text)
        if len(tokens) > 1 and (QUANTITY.fullmatch(whole) or is_mark(whole)):
            text = "".join(t.text for t in tokens)  # a number that a narrow column broke
        text += ")" if text.endswith("(/") else "）" if text.endswith("（/") else ""  # an empty unit, closed elsewhere
        return "" if DASH.match(text) else text

    def number(self, column: str) -> float | None:
        """Return the number in a cell."""
        try:
            return float(self.text(column).rstrip("分"))
        except ValueError:
            return None

    @property
    def target(self) -> str:
        """The target, put together where nature, value and unit have columns of their own."""
        return "".join(self.text(c) for c in ("nature", "target", "unit_of"))


def as_draft(row: Mapping[str, Sequence[Cell]]) -> Draft:
    """Return a row of cells that were read in sequence."""
    pieces = {c: [t for cell in cells for t in cell.tokens] for c, cells in row.items() if c != "level"}
    page = next((tokens[0].page for c, tokens in pieces.items() if c in ("weight", "score", "level3")), None)
    return Draft([cell.text for cell in row.get("level", ())], pieces, page)
