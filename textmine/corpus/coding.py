"""Coding of a corpus: what its passages say, with corrections by people laid over, and the ledger that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.corpus.model import Corpus
from textmine.corpus.study_frames import passage_lost
from textmine.records import Annotation

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.corpus.executors import Executor
    from textmine.passages.context import RowContext
    from textmine.points.ledger import Entry
    from textmine.records import Passage


@dataclass(frozen=True)
class Reviewed:
    """Passages that people reviewed.

    Attributes
    ----------
    annotations : mapping of str to Annotation
        What they decided, by passage id; it replaces what the machine says.
    coders : tuple of str
        Who decided, sorted.
    sha256 : str
        Of the decisions file.
    """

    annotations: Mapping[str, Annotation] = field(default_factory=dict, repr=False)
    coders: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Coding:
    """What the passages of a corpus say, and the place of every lost point that follows from it.

    `changed` are the reviewed passages in which people decided otherwise than the machine, in codes or segments.
    """

    codebook: Codebook = field(repr=False)
    annotations: Mapping[str, Annotation] = field(repr=False)
    ledger: tuple[Entry, ...] = field(repr=False)
    changed: int = 0


def code_passages(
    corpus: Corpus,
    *,
    codebook: str | Path | Codebook | None = None,
    reviewed: Reviewed | None = None,
    executor: Executor | None = None,
) -> Coding:
    """Annotate the passages of a corpus and put every lost point in its place.

    Parameters
    ----------
    corpus : Corpus
        As read by :func:`textmine.read`.
    codebook : path or Codebook, optional
        Default ``causes16.v1``.
    reviewed : Reviewed, optional
        Decisions of people; they replace the machine's annotations.
    executor : Executor, optional
        Where passages are annotated; in this process by default. The answers are the same.
    """
    from textmine.causes import load_codebook
    from textmine.causes.codebook import Codebook as Book
    from textmine.corpus.executors import LocalExecutor
    from textmine.corpus.executors.annotate import annotate_on
    from textmine.points.ledger import build_ledger

    book = codebook if isinstance(codebook, Book) else load_codebook(codebook)
    passages = corpus.passages
    lost = [passage_lost(corpus, p) for p in passages]
    beside = [_beside(corpus, p) for p in passages]
    found = annotate_on(executor or LocalExecutor(), [p.text for p in passages], lost, beside, codebook=book)
    machine = {p.id: a for p, a in zip(passages, found, strict=True)}
    corrected = reviewed.annotations if reviewed is not None else {}
    changed = sum((a.causes, a.segments) != (machine[i].causes, machine[i].segments) for i, a in corrected.items())
    annotations = {**machine, **corrected}
    return Coding(book, annotations, build_ledger(corpus.forms, annotations), changed)


def _beside(corpus: Corpus, passage: Passage) -> RowContext | None:
    """Return the cells of the indicator row of a passage; a form's own explanation has none."""
    from textmine.passages.context import RowContext

    if passage.row is None:
        return None
    row = corpus.forms[passage.form].indicators[passage.row - 1]
    return RowContext.of({"indicator": row.level3 or row.level2, "target": row.target, "actual": row.actual})
