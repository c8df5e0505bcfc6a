"""The store: what was read from a corpus folder, kept on disk as Parquet shards keyed by content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.corpus.store.load import open_store, read_stored
    from textmine.corpus.store.run import Update, update

__all__ = ["Update", "open_store", "read_stored", "update"]

_HOMES = {"open_store": "load", "read_stored": "load", "Update": "run", "update": "run"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Load a name when it is used: who asks only whether there is a store need not wait for Arrow."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
