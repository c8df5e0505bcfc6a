"""Corpora and studies: what was read and what it says, as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.corpus.info import CorpusInfo, read_info
    from textmine.corpus.labels import ZH, with_labels
    from textmine.corpus.model import Corpus, Funnel, SourceFile

__all__ = ["ZH", "Corpus", "CorpusInfo", "Funnel", "SourceFile", "read_info", "with_labels"]

_HOMES = {"ZH": "labels", "with_labels": "labels", "CorpusInfo": "info", "read_info": "info"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Load a name when it is used."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
