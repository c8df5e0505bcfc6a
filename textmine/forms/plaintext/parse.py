"""A document of plain text → forms."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.documents.model import Document
from textmine.forms.plaintext import layout
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import is_layout
from textmine.forms.plaintext.funding import read_funding
from textmine.forms.plaintext.goal import read_goal
from textmine.forms.plaintext.head import find_organisation, read_head, year_of
from textmine.forms.plaintext.marks import without_watermarks
from textmine.forms.plaintext.stream import cut, funding_stream, recognise, split_forms, take_title, text_lines
from textmine.forms.plaintext.table import read_stream
from textmine.forms.plaintext.tokens import PLAIN, TextLine, Token, join_tokens
from textmine.records import Finding, Form


def parse_text(document: Document) -> tuple[Form, ...]:
    """Read the forms of a plain text layer that came in the order of a PDF tool, without coordinates.

    Cells that the text does not determine (a level printed away from its rows, an explanation away from its row) are
    filled by their words and named in a ``low_confidence`` finding.
    """
    return tuple(_form(document, without_watermarks(lines)) for lines in split_forms(text_lines(document)))


def _form(document: Document, lines: Sequence[TextLine]) -> Form:
    title, body = take_title(lines)
    tokens = recognise(body)
    blocks = cut(title, tokens)
    findings: list[Finding] = []
    after: tuple[Token, ...]
    if is_layout(body):
        sheet = layout.sheet_of(body)
        indicators, after = layout.read_rows(sheet), ()
        goal, deviation = layout.read_goal(sheet), layout.foot_text(sheet)
        funds = layout.funding_tokens(sheet)
    else:
        indicators, after, notes = read_stream(blocks)
        findings += notes
        funds = funding_stream(blocks)
        goal, deviation = read_goal(blocks.goal), _form_deviation(blocks.foot)
    weight, score = _totals(blocks.foot, after)
    head, stray = read_head(blocks.head)
    if not head["unit"] and any(t.role == "unit" for t in tokens):
        rest = [t.text for t in (*blocks.funding, *blocks.goal, *blocks.table) if not t.role]
        head["unit"] = find_organisation([*stray, *rest])
    if not head["project"] and not head["department"]:
        # a form for a whole department names only the unit
        head["department"], head["unit"] = head["unit"], ""
    pages = sorted({line.page for line in lines if line.page is not None})
    return Form(
        source=document.source,
        pages=tuple(pages),
        title=title,
        year=year_of(title, body),
        project=head["project"],
        department=head["department"],
        unit=head["unit"],
        funding=read_funding(funds),
        goal=goal,
        indicators=indicators,
        total_weight=weight,
        total_score=score,
        grade=_grade(blocks.foot),
        deviation=deviation,
        findings=tuple(findings),
        engine=document.engine,
    )


def _totals(foot: Sequence[Token], after: Sequence[Token]) -> tuple[float | None, float | None]:
    for tokens in (after, foot):
        numbers: list[float] = []
        for token in tokens:
            if token.role == "grade" or (numbers and not PLAIN.match(token.text)):
                break
            numbers += [float(token.text.rstrip("分"))] if PLAIN.match(token.text) else []
        if numbers:
            return (numbers[0], numbers[1]) if len(numbers) > 1 else (None, numbers[0])
    return None, None


def _grade(foot: Sequence[Token]) -> str:
    at = next((i for i, t in enumerate(foot) if t.role == "grade"), None)
    return "" if at is None else next((t.text for t in foot[at + 1 :] if t.text in words.GRADES), "")


def _form_deviation(foot: Sequence[Token]) -> str:
    parts: dict[str, list[Token]] = {}
    now = ""
    for token in foot:
        now = token.role if token.role in ("reason", "measure", "total", "grade") else now
        if now in ("reason", "measure") and not token.role:
            parts.setdefault(now, []).append(token)
    return "\n".join(join_tokens(parts[k]) for k in ("reason", "measure") if k in parts)
