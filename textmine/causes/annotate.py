"""annotate: texts → segments, codes, probabilities, evidence, by the shipped model. NumPy and SciPy are loaded late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmine.collector import paused
from textmine.errors import UsageError
from textmine.records import Annotation

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.causes.coder_engine import Engine
    from textmine.causes.model import Model
    from textmine.passages.context import RowContext

_BLOCK = 2000


def annotate(
    texts: Sequence[str],
    lost: Sequence[float | None] | None = None,
    contexts: Sequence[RowContext | None] | None = None,
    *,
    codebook: Codebook | None = None,
    model: Model | None = None,
) -> list[Annotation]:
    """Say what passages say: roles, cause codes with probabilities, and the words that carried each code.

    Parameters
    ----------
    texts : sequence of str
        The passages.
    lost : sequence of float or None, optional
        Points lost in the row of each passage, where known: a passage that only promises is ``generic`` where points
        were lost and ``none`` where not.
    contexts : sequence of RowContext or None, optional
        Indicator, target and actual of the row of each passage, where known: they show which words only restate the
        deviation.
    codebook : Codebook, optional
        ``causes16.v1`` by default; codes that the model has not learned are coded by their cues and examples.
    model : Model, optional
        The shipped one by default.

    Returns
    -------
    list of Annotation
        In the order of the texts; a text is annotated the same whatever stands beside it.

    Raises
    ------
    UsageError
        Values that are not texts, or `lost` or `contexts` of another length.

    Examples
    --------
    >>> annotate(["因项目两次流标，导致采购延后。"])[0].causes
    ('procurement',)
    """
    from threadpoolctl import threadpool_limits

    engine = _engine(codebook, model)
    rows = _checked(texts)
    if lost is not None and len(lost) != len(rows):
        raise UsageError(f"{len(rows)} texts but {len(lost)} values of lost points / 文本与失分数量不符")
    points = [None] * len(rows) if lost is None else list(lost)
    if contexts is not None and len(contexts) != len(rows):
        raise UsageError(f"{len(rows)} texts but {len(contexts)} contexts / 文本与指标行数量不符")
    beside = [None] * len(rows) if contexts is None else list(contexts)
    blocks = [slice(i, i + _BLOCK) for i in range(0, len(rows), _BLOCK)]
    out: list[Annotation] = []
    with threadpool_limits(1, user_api="blas"):  # threads would wait for each other, the products are small
        for part in blocks:
            with paused():  # a third of the time went into looking for cycles where there are none
                out += engine.run(rows[part], points[part], beside[part])
    return out


def annotate_rows(
    rows: Iterable[Mapping[str, Any]], *, codebook: Codebook | None = None, model: Model | None = None
) -> Iterator[dict[str, Any]]:
    """Add segments, causes, scores and evidence to objects with a text; others pass through.

    Only `text`, `weight`, `score`, `indicator`, `target` and `actual` are read; annotations that an object already has
    are replaced.
    """
    from textmine.causes.model_data import lost_points
    from textmine.jsonl import annotation_to_dict
    from textmine.passages.context import RowContext

    block: list[dict[str, Any]] = []

    def flush() -> Iterator[dict[str, Any]]:
        live = [r for r in block if isinstance(r.get("text"), str)]
        lost, beside = [lost_points(r) for r in live], [RowContext.of(r) for r in live]
        found = annotate([r["text"] for r in live], lost, beside, codebook=codebook, model=model)
        answers = iter(found)
        for row in block:
            yield row | annotation_to_dict(next(answers)) if isinstance(row.get("text"), str) else row
        block.clear()

    for row in rows:
        block.append(dict(row))
        if len(block) == _BLOCK:
            yield from flush()
    yield from flush()


def _engine(codebook: Codebook | None, model: Model | None) -> Engine:
    from textmine.causes.coder_engine import make_engine

    return make_engine(codebook, model)


def _checked(texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise UsageError("a single text, not a list of texts / 需要文本列表，而不是单个字符串", hint="pass [text]")
    rows = list(texts)
    for n, text in enumerate(rows):
        if not isinstance(text, str):
            raise UsageError(f"not a text / 不是文本: {text!r:.60}", where=f"texts[{n}]")
    return rows
