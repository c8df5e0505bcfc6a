"""Words of laid-out text with the cell they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.forms.plaintext.atoms import Atom


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its column."""

    atom: Atom
    column: str
