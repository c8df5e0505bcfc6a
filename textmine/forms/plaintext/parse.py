"""A document of plain text → forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.documents.model import Document
from textmine.forms.layouts import Layouts
from textmine.forms.plaintext import layout, layout_funding, layout_prose, layout_rows
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import is_layout
from textmine.forms.plaintext.doubts import doubts
from textmine.forms.plaintext.funding import read_funding
from textmine.forms.plaintext.goal import read_goal
from textmine.forms.plaintext.halves import put_together
from textmine.forms.plaintext.head import YEAR_LINE, mended, read_head, tidy_head, year_of
from textmine.forms.plaintext.marks import without_watermarks
from textmine.forms.plaintext.stream import (
    cut,
    funding_stream,
    labelled,
    recognise,
    split_forms,
    take_title,
    text_lines,
)
from textmine.forms.plaintext.table import read_stream
from textmine.forms.plaintext.tokens import TextLine, Token, join_tokens
from textmine.forms.plaintext.totals import read_totals, scored
from textmine.forms.text import number
from textmine.records import Finding, Form


def parse_text(document: Document, layouts: Layouts | None = None) -> tuple[Form, ...]:
    """Read the forms of a plain text layer that came in the order of a PDF tool, without coordinates.

    Parameters
    ----------
    layouts : Layouts, optional
        With a user's labels, which are known then as well as ours.

    Returns
    -------
    tuple of Form
        In printed order. Cells that the text does not determine (a level printed away from its rows, an explanation
        away from its row) are filled by their words and named in a ``low_confidence`` finding, and so is everything
        that does not look like what forms print.
    """
    with words.using(layouts):
        return tuple(_form(document, without_watermarks(lines)) for lines in split_forms(text_lines(document)))


def _form(document: Document, lines: Sequence[TextLine]) -> Form:
    title, body = take_title(lines)
    form = _laid_out(title, body) if is_layout(body) else _streamed(title, body)
    pages = sorted({line.page for line in lines if line.page is not None})
    form = replace(
        form, source=document.source, engine=document.engine, pages=tuple(pages), title=title, year=year_of(title, body)
    )
    return replace(form, findings=(*form.findings, *_gaps(form), *doubts(form, labelled(body))))


def _gaps(form: Form) -> list[Finding]:
    """Name the rows that lack a name or their marks: the text did not tell where these stand."""
    weighted = any(row.weight is not None for row in form.indicators)
    torn = [
        n
        for n, row in enumerate(form.indicators, 1)
        if not row.level3 or row.score is None or (weighted and row.weight is None)
    ]
    where = "、".join(str(n) for n in torn)
    message = "文本未能确定部分单元格 / cells that the text does not determine"
    return [Finding("low_confidence", message, f"第{where}行")] if torn else []


def _laid_out(title: str, body: Sequence[TextLine]) -> Form:
    """Read a form by the places of its words."""
    sheet = layout.sheet_of(body)
    head = tidy_head(layout.head_fields(sheet))
    rows, notes = layout_rows.read_rows(sheet)
    funding = read_funding(layout_funding.funding_tokens(sheet))
    weight, score, grade = layout_prose.read_end(sheet, scored(rows, funding))
    return Form(
        source="",
        project=head["project"],
        department=head["department"],
        unit=head["unit"],
        funding=funding,
        goal=layout_prose.read_goal(sheet),
        indicators=rows,
        total_weight=weight,
        total_score=score if score is not None else number(head["total"]),
        grade=grade or _grade_of(head["grade"]),
        deviation=layout_prose.foot_text(sheet),
        findings=tuple(notes),
    )


def _streamed(title: str, body: Sequence[TextLine]) -> Form:
    """Read a form by the order of its words."""
    plain = labelled([line for line in body if not YEAR_LINE.match(words.squeeze(line.text))])
    tokens = recognise(plain)
    torn = put_together(tokens)
    plain, tokens = (torn[0], torn[0]) if torn else (plain, tokens)
    blocks = cut(title, tokens)
    read = read_head(blocks.head)
    fields = mended(read, tokens)
    word_by_word = cut(title, plain)
    # a name that was emitted inside the table is no indicator
    names = {fields[k] for k in ("project", "department", "unit") if fields.get(k)}
    word_by_word = replace(word_by_word, table=tuple(t for t in word_by_word.table if t.text not in names))
    indicators, after, notes = read_stream(blocks, word_by_word, torn)
    if any(fields.get(name, "") != read.get(name, "") for name in fields):
        notes = [*notes, Finding("low_confidence", _HEAD, "表头")]
    head = tidy_head(fields)
    funding = read_funding(funding_stream(blocks))
    total = [Token("总分", "line", None, "total"), *after] if after else word_by_word.foot
    weight, score = read_totals(total, scored(indicators, funding))
    return Form(
        source="",
        project=head["project"],
        department=head["department"],
        unit=head["unit"],
        funding=funding,
        goal=read_goal(blocks.goal),
        indicators=indicators,
        total_weight=weight,
        total_score=score if score is not None else number(head["total"]),
        grade=_grade(blocks.foot) or _grade_of(head["grade"]),
        deviation=_form_deviation(blocks.foot),
        findings=tuple(notes),
    )


_HEAD = "项目、部门、单位在文本中与标签分离，按顺序和名称归位 / the names in the head were put back by order and looks"


def _grade_of(text: str) -> str:
    return next((word for word in text.split() if word in words.phrases("grades")), "")


def _grade(foot: Sequence[Token]) -> str:
    at = next((i for i, t in enumerate(foot) if t.role == "grade"), None)
    if at is not None:
        return next((t.text for t in foot[at + 1 :] if t.text in words.phrases("grades")), "")
    inline = (_INLINE_GRADE.match(words.squeeze(t.text)) for t in foot)
    return next((m[1] for m in inline if m), "")


_INLINE_GRADE = re.compile(r"^(?:自评|评价|评分|绩效)?(?:等级|结论|结果):(优秀?|良好?|中|差|合格|不合格|较差|一般)$")


def _form_deviation(foot: Sequence[Token]) -> str:
    parts: dict[str, list[Token]] = {}
    now = ""
    for token in foot:
        now = token.role if token.role in ("reason", "measure", "total", "grade") else now
        if token.gap == "page" and parts.get(now) and parts[now][-1].text.endswith("。"):
            break  # another table follows
        if now in ("reason", "measure") and not token.role:
            parts.setdefault(now, []).append(token)
    return "\n".join(join_tokens(parts[k]) for k in ("reason", "measure") if k in parts)
