"""Annotation on many processes or machines: the same answers, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textmine.corpus.executors import Executor
from textmine.errors import TextmineError
from textmine.records import Annotation, Failure

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.passages.context import RowContext

_BLOCK = 1000
Block = tuple[int, list[str], list[float | None] | None, "list[RowContext | None] | None"]


def annotate_on(
    executor: Executor,
    texts: Sequence[str],
    lost: Sequence[float | None] | None = None,
    contexts: Sequence[RowContext | None] | None = None,
    *,
    codebook: Codebook | None = None,
    block: int = _BLOCK,
) -> Iterator[Annotation]:
    """Annotate texts where an executor runs; see `textmine.causes.annotate`.

    Parameters
    ----------
    executor : Executor
        Local processes or a cluster.
    texts, lost, contexts : sequences
        The passages, the points lost in their rows, and the cells of these rows, where known.
    codebook : Codebook, optional
        A codebook of your own; it travels with every block.
    block : int
        Passages that travel together.

    Yields
    ------
    Annotation
        In the order of the texts, equal to what `annotate` gives in one process.

    Raises
    ------
    TextmineError
        A block could not be annotated: a study without some of its passages would be wrong.
    """
    blocks: Iterator[Block] = (
        (i, *(None if part is None else list(part[i : i + block]) for part in (texts, lost, contexts)))  # type: ignore[misc]
        for i in range(0, len(texts), block)
    )
    for found in executor.map(partial(_annotate, codebook=codebook), blocks, name=_name):
        yield from whole(found)


def whole(found: list[Annotation] | Failure) -> list[Annotation]:
    """Return what a block gave, or raise its failure."""
    if isinstance(found, Failure):
        raise TextmineError(found.error, where=found.source, hint=found.hint)
    return found


def _annotate(block: Block, codebook: Codebook | None) -> list[Annotation]:
    from textmine.causes import annotate

    return annotate(*block[1:], codebook=codebook)


def _name(block: Block) -> str:
    return f"passages from {block[0] + 1}"
