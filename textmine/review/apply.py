"""Decisions read back: as a data frame, as coders to compare, and as corrections of a study."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from textmine.corpus.coding import Reviewed
from textmine.errors import UsageError
from textmine.jsonl import read_jsonl
from textmine.review.decisions import Decision, code_problems, decision_to_dict
from textmine.review.log import read_decisions, replay

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.corpus.model import Corpus
    from textmine.corpus.study import Study

COLUMNS = ("passage", "coder", "seq", "status", "primary", "causes", "segments", "note", "text")


def standing(path: str | Path, coder: str | None = None) -> tuple[Decision, ...]:
    """Return the decisions that stand, the last one of every coder and passage, sorted by coder and sequence.

    Raises
    ------
    UsageError
        No such file, or nobody of the given name decided anything.
    ConfigError
        A line that is no decision.
    """
    file = Path(path)
    if not file.is_file():
        raise UsageError("no such file / 没有这个文件", where=str(file))
    found = [d for d in replay(read_decisions(file)).latest.values() if d.stands]
    coders = sorted({d.coder for d in found})
    if coder is not None and coder not in coders:
        raise UsageError(f"no decision by / 没有此人的复核记录: {coder!r}", where=str(file),
                         hint=f"coders in the file / 文件中有: {', '.join(coders)}")  # fmt: skip
    return tuple(sorted((d for d in found if coder in (None, d.coder)), key=lambda d: (d.coder, d.seq)))


def load_decisions(path: str | Path, coder: str | None = None) -> pd.DataFrame:
    """Return the decisions that stand as a frame, one row a passage and coder.

    Parameters
    ----------
    path : path
        As written by ``textmine review``.
    coder : str, optional
        Only this one's.

    Returns
    -------
    DataFrame
        `causes` joined with ``;``, the first is the primary one; `segments` as ``[role]text`` in order.

    Raises
    ------
    UsageError
        No such file, no such coder.
    ConfigError
        A line that is no decision.
    """
    rows = [
        {
            "passage": d.id,
            "coder": d.coder,
            "seq": d.seq,
            "status": d.status,
            "primary": d.causes[0] if d.causes else "",
            "causes": ";".join(d.causes),
            "segments": "".join(f"[{s.role}]{s.text}" for s in d.segments),
            "note": d.note,
            "text": d.text,
        }
        for d in standing(path, coder)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"seq": "int64"})


def coder_rows(path: Path, coder: str | None = None) -> list[dict[str, Any]]:
    """Return one coder's rows for :func:`textmine.causes.agreement.compare`.

    A plain annotate file passes through; of a decisions file the last line of every passage counts.

    Raises
    ------
    UsageError
        Several coders in the file and none chosen, or no such coder.
    """
    rows = list(read_jsonl(path))
    if not any("coder" in r and "seq" in r for r in rows):
        return rows
    found = standing(path, coder)
    coders = sorted({d.coder for d in found})
    if len(coders) > 1:
        raise UsageError(f"several coders / 文件中有多位标注者: {', '.join(coders)}", where=str(path),
                         hint="choose one / 指定一位: --first-coder, --second-coder")  # fmt: skip
    return [decision_to_dict(d) for d in found]


def corrections(corpus: Corpus, path: str | Path, book: Codebook, coder: str | None = None) -> Reviewed:
    """Return what people decided on the passages of a corpus, checked against corpus and codebook.

    Raises
    ------
    UsageError
        Passages that the corpus does not have or that read otherwise there, codes that the codebook does not have,
        or coders who decided differently on the same passage (choose one with `coder`).
    """
    texts = {p.id: p.text for p in corpus.passages}
    found = standing(path, coder)
    _refuse(path, "不在该语料中 not in the corpus", (d.id for d in found if d.id not in texts))
    _refuse(path, "原文与语料不同 another text", (d.id for d in found if texts[d.id] != d.text))
    _refuse(path, "代码有误 wrong codes", (f"{d.id} ({p})" for d in found for p in code_problems(d.causes, book)))
    chosen: dict[str, Decision] = {}
    split = []
    for decision in found:
        other = chosen.setdefault(decision.id, decision)
        if (other.causes, other.segments) != (decision.causes, decision.segments):
            split.append(decision.id)
    _refuse(path, "多位标注者结论不同 coders differ", split, hint="choose one coder / 指定以谁为准: --reviewer 姓名")
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    coders = tuple(sorted({d.coder for d in found}))
    return Reviewed({key: d.annotation() for key, d in chosen.items()}, coders, digest)


def apply_decisions(study: Study, path: str | Path, coder: str | None = None) -> Study:
    """Return the study with people's decisions in place of the machine's; ledger, causes and themes follow from them.

    Parameters
    ----------
    study : Study
        As returned by :func:`textmine.analyse`; it is not changed.
    path : path
        The decisions, as written by ``textmine review``.
    coder : str, optional
        Whose decisions count; needed where several coders differ.

    Raises
    ------
    UsageError
        The decisions are on another corpus or codebook, or coders differ.

    Examples
    --------
    >>> from textmine.review import apply_decisions  # doctest: +SKIP
    >>> apply_decisions(study, "reviewed.jsonl").causes  # doctest: +SKIP
    """
    from textmine.causes.themes_model import ThemeSettings
    from textmine.corpus.study import analyse

    settings = study.theme_result.settings
    count = settings.count if isinstance(settings, ThemeSettings) else None
    found = corrections(study.corpus, path, study.codebook, coder)
    return analyse(study.corpus, codebook=study.codebook, themes=count, seed=study.seed, reviewed=found)


def machine_rows(passages: Mapping[str, str], annotations: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield the machine's annotation of every passage in the annotate format: the machine as one more coder."""
    from textmine.jsonl import annotation_to_dict
    from textmine.review.decisions import MACHINE

    for key, text in passages.items():
        yield {"id": key, "text": text, **annotation_to_dict(annotations[key]), "annotator": MACHINE}


def _refuse(path: str | Path, what: str, found: Iterable[str], hint: str = "") -> None:
    names = list(dict.fromkeys(found))
    if names:
        more = " …" if len(names) > 5 else ""
        text = f"{len(names)} 段 passages: {what}: {', '.join(names[:5])}{more}"
        raise UsageError(text, where=str(path), hint=hint or "review the corpus as it is read now / 请对当前语料复核")
