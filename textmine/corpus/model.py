"""A corpus: source files and what was read from them, immutable, with pandas frames as its face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.corpus import frames
from textmine.corpus.info import CorpusInfo
from textmine.records import Failure, Form, Passage

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a corpus as it was when read.

    Attributes
    ----------
    source : str
        The path relative to the corpus, ``/`` between folders.
    sha256 : str
        Of the file's bytes, in hexadecimal.
    size : int
        In bytes.
    pages, form_pages, forms : int
        Pages of the file (0 where the format has none), pages with a form on them, forms found.
    path : Path or None
        Where it lay when it was read, for pictures of its pages; None for members of archives. No part of its identity.
    notes : tuple of str
        What the reader remarked: limits reached, a form announced that could not be read, pages read by OCR.
    """

    source: str
    sha256: str
    size: int
    pages: int = 0
    form_pages: int = 0
    forms: int = 0
    path: Path | None = field(default=None, repr=False, compare=False)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Funnel:
    """How much came through each step of the reading: counts, and what was lost on the way."""

    files: int
    files_with_forms: int
    files_failed: int
    pages: int
    form_pages: int
    forms: int
    reconciled: int
    indicators: int
    passages: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A form whose arithmetic does not hold, or that has none: its id, its project, and why, as far as it is known."""

    form: str
    project: str
    reason: str

    @property
    def place(self) -> tuple[str, int]:
        """File and number, to sort by."""
        source, _, number = self.form.rpartition("#")
        return source, int(number)


def is_doubt(code: str) -> bool:
    """Whether findings of this kind say why a form does not reconcile."""
    return code.endswith("_mismatch") or code == "score_above_weight"


@dataclass(frozen=True)
class Corpus:
    """Forms read from files, with their place; every view derives from `forms`.

    Attributes
    ----------
    info : CorpusInfo
        Title, publisher, year, source.
    forms : mapping of str to Form
        By id ``<source>#<n>``, sorted by source, then in printed order.
    failures : tuple of Failure
        Files, or parts of them, that could not be read.
    files : tuple of SourceFile
        All files looked at, sorted by source.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.read("corpora/shanghai-bigdata-2024")  # doctest: +SKIP
    >>> corpus.indicators[["project", "level3", "weight", "score", "lost"]]  # doctest: +SKIP
    """

    info: CorpusInfo
    forms: Mapping[str, Form] = field(repr=False)
    failures: tuple[Failure, ...] = ()
    files: tuple[SourceFile, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """The corpus's short name."""
        return self.info.name

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in printed order."""
        return frames.passages_of(self.forms)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Tidy frame, one row an indicator."""
        return frames.indicators_frame(self.forms)

    @cached_property
    def forms_frame(self) -> pd.DataFrame:
        """Tidy frame, one row a form."""
        return frames.forms_frame(self.forms)

    @cached_property
    def funding(self) -> pd.DataFrame:
        """Tidy frame, one row a funding item."""
        return frames.funding_frame(self.forms)

    @cached_property
    def passages_frame(self) -> pd.DataFrame:
        """Tidy frame, one row a passage."""
        return frames.passages_frame(self.forms, self.passages)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Tidy frame, one row a finding."""
        return frames.findings_frame(self.forms)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Forms that do not reconcile."""
        return tuple(
            Doubt(key, form.project, "；".join(f.message for f in form.findings if is_doubt(f.code)))
            for key, form in self.forms.items()
            if not form.reconciled
        )

    @cached_property
    def funnel(self) -> Funnel:
        """Counts of every step of the reading."""
        failed = {f.source.split("!")[0] for f in self.failures}
        return Funnel(
            files=len(self.files),
            files_with_forms=sum(f.forms > 0 for f in self.files),
            files_failed=sum(f.source in failed for f in self.files),
            pages=sum(f.pages for f in self.files),
            form_pages=sum(f.form_pages for f in self.files),
            forms=len(self.forms),
            reconciled=sum(f.reconciled for f in self.forms.values()),
            indicators=sum(len(f.indicators) for f in self.forms.values()),
            passages=len(self.passages),
        )

    def __len__(self) -> int:
        """Return the number of forms."""
        return len(self.forms)

    def _repr_html_(self) -> str:
        """Show the funnel and the forms in Jupyter."""
        from textmine.corpus.labels import with_labels

        f = self.funnel
        line = (
            f"{f.files} 个文件 → {f.pages} 页 → <b>{f.forms} 张自评表</b>（{f.reconciled} 张勾稽一致）"
            f" → {f.indicators} 项指标 → {f.passages} 段说明"
        )
        columns = ["form", "project", "unit", "year", "indicators", "passages", "total_score", "lost", "reconciled"]
        table = with_labels(self.forms_frame[columns]).to_html(index=False, max_rows=20, border=0)
        return f"<p>{_escape(self.info.title)}：{line}</p>{table}"


def _escape(text: str) -> str:
    import html

    return html.escape(text)
