"""Grids → forms: layouts as data, blocks, joining over pages, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.forms.extraction import Extraction, extract_file
    from textmine.forms.layouts import Layouts, load_layouts
    from textmine.forms.parsing import parse_forms

__all__ = ["Extraction", "Layouts", "extract_file", "load_layouts", "parse_forms"]

_HOMES = {
    "Extraction": "extraction",
    "extract_file": "extraction",
    "Layouts": "layouts",
    "load_layouts": "layouts",
    "parse_forms": "parsing",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
