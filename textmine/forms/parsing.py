"""Documents → forms: cut into drafts, read the blocks of each, check the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from textmine.documents.model import Document, Line
from textmine.forms.checks import Printed, check
from textmine.forms.cutting import Draft, cut
from textmine.forms.doubts import doubtful_cells, missing_parts, unread_total
from textmine.forms.entries import Entry, read_entries, target_text
from textmine.forms.foot import read_foot
from textmine.forms.funding import read_funding
from textmine.forms.goal import read_goal
from textmine.forms.grades import read_grade
from textmine.forms.head import read_head
from textmine.forms.header import Header
from textmine.forms.inferring import guess_findings
from textmine.forms.layouts import Layouts, builtin_layouts
from textmine.forms.level_doubts import level_findings
from textmine.forms.levels import level_labels
from textmine.forms.plaintext import parse_text
from textmine.forms.plaintext.certainty import temper
from textmine.forms.table import stream
from textmine.forms.text import clean, indicator_name, points
from textmine.records import Form, Indicator


def parse_forms(document: Document, layouts: Layouts | None = None) -> tuple[Form, ...]:
    """Read all self-evaluation forms of a document.

    Parameters
    ----------
    document : Document
        What a reader made of a file.
    layouts : Layouts, optional
        The known layouts and labels; those of the package where omitted.

    Returns
    -------
    tuple of Form
        In printed order, with findings; empty where the document has none.
    """
    layouts = layouts or builtin_layouts()
    if document.kind == "text":
        return tuple(_tempered(_checked(form, Printed(), layouts), form) for form in parse_text(document, layouts))
    vocabulary = layouts.labels["head"]
    items = stream(document, lambda key: key != "项目" and vocabulary.get(key) == "project")
    forms = (_read(draft, document, layouts) for draft in cut(items, layouts))
    return tuple(form for form in forms if form is not None)


def _read(draft: Draft, document: Document, layouts: Layouts) -> Form | None:
    if not draft.has("header"):
        return None
    header, entries = read_entries(draft, layouts)
    if header is None or not entries or not _is_form(draft, header, entries, layouts):
        return None
    head, foot = read_head(draft, layouts), read_foot(draft, header, layouts)
    funding = read_funding(draft, layouts)
    form = Form(
        document.source, draft.pages, head.title, head.year, head.project, head.department, head.unit,
        tuple(item.row for item in funding), read_goal(draft, layouts), _indicators(entries, layouts),
        foot.total_weight, foot.total_score if foot.total_score is not None else head.score,
        foot.grade or read_grade(head.grade), foot.deviation, tuple(guess_findings(header, draft.rows("body"))),
        engine=document.engine,
    )  # fmt: skip
    printed = Printed(
        tuple(item.rate_decimals for item in funding),
        next((item.promised for item in funding if item.promised is not None), None),
        f"{foot.scale}\n{head.grade}",
        tuple(entry.confidence for entry in entries),
        tuple((page.number, page.unreadable) for page in document.pages if page.unreadable),
        (
            *doubtful_cells(draft),
            *(unread_total(draft, layouts) if form.total_score is None else ()),
            *missing_parts(draft, form, _lines(document, draft), layouts),
        ),
    )
    return _checked(form, printed, layouts)


def _lines(document: Document, draft: Draft) -> Iterator[str]:
    """Give the lines outside all tables on the pages from the first of a form to its last."""
    for page in document.pages:
        if draft.pages and page.number is not None and draft.pages[0] <= page.number <= draft.pages[-1]:
            yield from (block.text for block in page.blocks if isinstance(block, Line))


def _checked(form: Form, printed: Printed, layouts: Layouts) -> Form:
    form = replace(form, findings=(*form.findings, *level_findings(form, layouts)))
    findings, reconciled = check(form, printed, layouts.bonus)
    return replace(form, findings=(*form.findings, *findings), reconciled=reconciled)


def _tempered(checked: Form, read: Form) -> Form:
    """Faults of a text layer that may be misread are no faults of the form."""
    return replace(checked, findings=temper(read, checked.findings))


def _is_form(draft: Draft, header: Header, entries: tuple[Entry, ...], layouts: Layouts) -> bool:
    """Tell forms from statements of goals (no results) and third parties' score tables (nobody evaluates himself)."""
    if "actual" not in header.roles:
        return False
    if not (
        header.roles & {"score", "weight"} or draft.announced or (draft.has("head") and "deviation" in header.roles)
    ):
        return False
    first_levels = {cell.text for entry in entries for cell in entry.levels["level1"]}
    foreign = {clean(text) for text in first_levels} & layouts.reject_level1
    if len(foreign) >= 2 and not draft.announced:
        return False
    return draft.announced or draft.has("head", "funding")


def _indicators(entries: tuple[Entry, ...], layouts: Layouts) -> tuple[Indicator, ...]:
    labels = level_labels(entries, layouts)
    return tuple(_indicator(entry, *names) for entry, names in zip(entries, labels, strict=True))


def _indicator(entry: Entry, level1: str, level2: str) -> Indicator:
    texts = entry.texts
    row = entry.rows[0]
    deviation = "\n".join(t for t in (clean(texts["deviation"]), clean(texts["measure"])) if t)
    return Indicator(
        level1, level2, indicator_name(texts["level3"]), target_text(texts), clean(texts["actual"]),
        points(texts["weight"]), points(texts["score"]), deviation, row.frame.page,
        row.box if row.frame.page is not None else None,
    )  # fmt: skip
