"""Synthetic forms with known truth, for tests, benchmarks and teaching; nothing here is a real form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.synth.plan import Recipe, generate, make_files

__all__ = ["Recipe", "generate", "make_files"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Load the generator only when it is used: it needs the extra `synth` (reportlab)."""
    if name not in __all__:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module("textmine.synth.plan"), name)
