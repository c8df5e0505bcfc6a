"""A study: a corpus together with what its passages say and what each stated cause is associated with in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textmine.corpus.model import Corpus
from textmine.records import Annotation

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.causes.themes import ThemeResult
    from textmine.points.ledger import Entry


@dataclass(frozen=True)
class Study:
    """The result of :func:`analyse`; immutable, every view derives from its fields.

    Attributes
    ----------
    corpus : Corpus
        What was read.
    codebook : Codebook
        The codes used, with names and definitions.
    annotations : mapping of str to Annotation
        By passage id.
    ledger : tuple of Entry
        The place of every lost point.
    themes : ThemeResult
        Clusters of cause segments, or the statement that the corpus is too small for them.
    seed : int
        Of every random draw.
    """

    corpus: Corpus
    codebook: Codebook = field(repr=False)
    annotations: Mapping[str, Annotation] = field(repr=False)
    ledger: tuple[Entry, ...] = field(repr=False)
    themes: ThemeResult = field(repr=False)
    seed: int = 0
