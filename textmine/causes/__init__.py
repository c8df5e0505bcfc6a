"""Codebook, coder, themes, key terms, stability, agreement."""

from __future__ import annotations

# `annotate` is the function, not the module of that name: it is bound here after the module has been loaded.
from textmine.causes.annotate import annotate
from textmine.causes.codebook import Code, Codebook, load_codebook

__all__ = [  # noqa: F822 - two are loaded by __getattr__
    "CauseCoder",
    "Code",
    "Codebook",
    "annotate",
    "find_themes",
    "load_codebook",
]

_HOMES = {"CauseCoder": "textmine.causes.coder", "find_themes": "textmine.causes.themes"}


def __getattr__(name: str) -> object:
    # What needs scikit-learn is loaded on first use.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.causes' has no attribute {name!r}")
