"""Forms from plain text layers: no cells, no coordinates, only the order in which a PDF tool emitted the words."""

from textmine.forms.plaintext.parse import parse_text

__all__ = ["parse_text"]
