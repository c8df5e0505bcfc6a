"""Annotation on many processes or machines: the same answers, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.corpus.executors import Executor
from textmine.errors import TextmineError
from textmine.records import Annotation, Failure

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook

_BLOCK = 2000
Block = tuple[int, tuple[str, ...], tuple[float | None, ...]]


def annotate_on(
    executor: Executor,
    texts: Sequence[str],
    lost: Sequence[float | None] | None = None,
    *,
    codebook: Path | None = None,
    block: int = _BLOCK,
) -> Iterator[Annotation]:
    """Annotate texts where an executor runs; see `textmine.causes.annotate`.

    Parameters
    ----------
    executor : Executor
        Local processes or a cluster.
    texts, lost : sequences
        The passages, and the points lost in their rows, where known.
    codebook : Path, optional
        A codebook of your own, under a path that the workers see.
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
    points = [None] * len(texts) if lost is None else list(lost)
    blocks: Iterator[Block] = (
        (i, tuple(texts[i : i + block]), tuple(points[i : i + block])) for i in range(0, len(texts), block)
    )
    for found in executor.map(partial(_annotate, codebook=codebook), blocks, name=_name):
        if isinstance(found, Failure):
            raise TextmineError(found.error, where=found.source, hint=found.hint)
        yield from found


def _annotate(block: Block, codebook: Path | None) -> list[Annotation]:
    from textmine.causes import annotate

    _, texts, lost = block
    return annotate(texts, lost, codebook=_codebook(codebook))


@cache
def _codebook(path: Path | None) -> Codebook | None:
    from textmine.causes import load_codebook

    return None if path is None else load_codebook(path)


def _name(block: Block) -> str:
    return f"passages from {block[0] + 1}"
