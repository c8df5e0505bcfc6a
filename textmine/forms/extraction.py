"""A file → its forms: the first engine, and where its reading does not add up, a second one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.collector import paused
from textmine.documents import read_document
from textmine.documents.model import Document, Line
from textmine.errors import TextmineError
from textmine.forms.checks import ARITHMETIC
from textmine.forms.classify import caption_kind
from textmine.forms.layouts import Layouts, builtin_layouts
from textmine.forms.parsing import parse_forms
from textmine.forms.text import squeeze
from textmine.records import Failure, Form

SECOND_ENGINES = {"pdfium": "pdfplumber"}

_LONGEST_LABEL = 60
_LOST = 2
"""What a reading lost weighs as much as so many faults."""

_HEADINGS = re.compile("一级指标|二级指标|三级指标|指标值|目标值|完成值|分值|得分")

UNREAD = "有自评表的标题和表头，但未能读出表格，请人工核对 (a form is announced, but no table of one could be read)"
"""Note on a file without forms that has the caption and the header of one."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one file.

    Attributes
    ----------
    n_pages : int
        Pages of the file.
    pages_with_forms : int
        Pages on which a form stands.
    engines : tuple of str
        The engines that were tried, in order.
    notes : tuple of str
        Remarks of the reader, e.g. limits reached.
    """

    source: str
    forms: tuple[Form, ...] = ()
    failures: tuple[Failure, ...] = ()
    n_pages: int = 0
    pages_with_forms: int = 0
    engines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def extract_file(path: Path, *, source: str | None = None, layouts: Layouts | None = None) -> Extraction:
    """Read all forms of a file; what cannot be read is a failure in the result, never an exception.

    Parameters
    ----------
    path : Path
        The file.
    source : str, optional
        What the file is called in the records; its name by default.
    layouts : Layouts, optional
        Known layouts; those of the package by default.
    """
    path = Path(path)
    name = source or path.name
    try:
        document = read_document(path, source=name)
        with paused():
            forms = parse_forms(document, layouts)
    except Exception as error:
        # one file must not stop a run over thousands; what went wrong is reported, with its kind
        return Extraction(name, failures=(_failure(name, error),))
    engines, remarks = [document.engine], document.notes
    second = SECOND_ENGINES.get(document.engine)
    hinted = not forms and _hints_at_form(document, layouts or builtin_layouts())
    if second and (hinted or any(is_suspect(form) for form in forms)):
        engines.append(second)
        forms, doubt = _again(path, document, second, forms, layouts)
        remarks += doubt
    failures = tuple(Failure(name, page.unreadable, f"第{page.number}页") for page in document.pages if page.unreadable)
    pages = {page for form in forms for page in form.pages}
    notes = (*remarks, UNREAD) if hinted and not forms else remarks
    return Extraction(name, forms, failures, document.n_pages, len(pages), tuple(engines), notes)


def is_suspect(form: Form) -> bool:
    """Whether a reading may be wrong: the arithmetic does not hold, or rows lack their numbers or names."""
    if any(finding.code in ARITHMETIC for finding in form.findings):
        return True
    weights = [row.weight for row in form.indicators]
    torn = any(w is None for w in weights) and any(w is not None for w in weights)
    return torn or any(not row.level3 for row in form.indicators)


def _again(
    path: Path, document: Document, engine: str, first: tuple[Form, ...], layouts: Layouts | None
) -> tuple[tuple[Form, ...], tuple[str, ...]]:
    """Read with a second engine; form by form the reading that adds up better wins, the first in doubt.

    Pages that the first engine left out hold no form, unless it could not read some at all.
    Where the second engine fails the first reading stands, with its findings, and a note says so.
    """
    whole = any(page.unreadable for page in document.pages)
    pages = None if whole else {page.number for page in document.pages if page.number is not None}
    try:
        second = parse_forms(read_document(path, source=document.source, engine=engine, pages=pages), layouts)
    except Exception as error:
        return first, (f"未能用 {engine} 复读核对：{error} (no second reading)",)
    if len(second) != len(first):
        better = _badness_all(second) < _badness_all(first) and len(second) > len(first)
        return (second if better else first), ()
    return tuple(b if _badness(b) < _badness(a) else a for a, b in zip(first, second, strict=True)), ()


def _badness(form: Form) -> tuple[int, int]:
    """Say how doubtful a reading is; one that lost what was to be checked does not add up better."""
    faults = sum(finding.code in ARITHMETIC for finding in form.findings)
    lost = (form.total_score is None) + (not form.funding) + (not form.grade)
    gaps = sum(row.weight is None for row in form.indicators) + sum(not row.level3 for row in form.indicators)
    if form.funding:
        row = form.funding[0]
        gaps += sum(value is None for value in (row.budget, row.executed, row.rate, row.weight, row.score))
    texts = sum(len(row.deviation) + len(row.level3) for row in form.indicators)
    return faults + _LOST * lost + gaps, -texts


def _badness_all(forms: tuple[Form, ...]) -> float:
    return sum(_badness(form)[0] for form in forms) / len(forms) if forms else 99.0


def _hints_at_form(document: Document, layouts: Layouts) -> bool:
    """Whether a document without forms has the caption of one and words of its header: then the grid was misread.

    Accounts that only speak of self-evaluation are not worth a second, slow reading.
    """
    texts = [
        text
        for page in document.pages
        for block in page.blocks
        for text in ([block.text] if isinstance(block, Line) else [cell.text for cell in block.cells])
    ]
    announced = any(len(text) < 60 and caption_kind(text, layouts) == "title" for text in texts)
    return announced and any(_heads(squeeze(text)) for text in texts)


def _heads(text: str) -> bool:
    """Whether a text is a cell of a header, or a whole header that ran into one cell."""
    return "级指标" in text if len(text) < _LONGEST_LABEL else len(set(_HEADINGS.findall(text))) > 3


def _failure(name: str, error: BaseException) -> Failure:
    if isinstance(error, TextmineError):
        return Failure(name, error.message, "" if error.where == name else error.where, error.hint)
    if isinstance(error, (MemoryError, RecursionError)):
        return Failure(name, f"文件过大或嵌套过深 (too large or too deeply nested: {type(error).__name__})")
    detail = f"{type(error).__name__}: {error}"[:300]
    return Failure(name, f"读取时出错 (could not be read: {detail})", hint="请反馈此文件 (please report this file)")


def renamed(extraction: Extraction, source: str) -> Extraction:
    """Give the extraction another source name, for members of an archive."""
    return replace(
        extraction, source=source, forms=tuple(replace(form, source=source) for form in extraction.forms),
        failures=tuple(replace(failure, source=source) for failure in extraction.failures),
    )  # fmt: skip
