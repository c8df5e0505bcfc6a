"""A document of plain text → forms."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.documents.model import Document
from textmine.forms.plaintext import layout
from textmine.forms.plaintext import levels as lv
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import is_layout
from textmine.forms.plaintext.columns import order_of
from textmine.forms.plaintext.decode import column_widths, decode
from textmine.forms.plaintext.funding import read_funding
from textmine.forms.plaintext.goal import read_goal
from textmine.forms.plaintext.head import find_organisation, read_head, year_of
from textmine.forms.plaintext.marks import without_watermarks
from textmine.forms.plaintext.rows import Draft, drafts
from textmine.forms.plaintext.stream import Blocks, cut, recognise, split_forms, text_lines
from textmine.forms.plaintext.tokens import PLAIN, TextLine, Token, join_tokens
from textmine.records import Finding, Form, Indicator


def parse_text(document: Document) -> tuple[Form, ...]:
    """Read the forms of a plain text layer that came in the order of a PDF tool, without coordinates.

    Cells that the text does not determine (a level printed away from its rows, an explanation away from its row) are
    filled by their words and named in a ``low_confidence`` finding.
    """
    return tuple(_form(document, without_watermarks(lines)) for lines in split_forms(text_lines(document)))


def _form(document: Document, lines: Sequence[TextLine]) -> Form:
    titled = bool(words.TITLE.match(words.squeeze(lines[0].text)))
    title = lines[0].text.strip() if titled else ""
    body = lines[1:] if titled else lines
    blocks = cut(title, recognise(body))
    findings: list[Finding] = []
    if is_layout(body):
        sheet = layout.sheet_of(body)
        indicators, after = layout.read_rows(sheet), []
        goal, funds, deviation = layout.read_goal(sheet), layout.funding_tokens(sheet), layout.foot_text(sheet)
    else:
        rows, after = _rows(blocks)
        indicators = _indicators(rows, after, findings)
        goal, funds, deviation = read_goal(blocks.goal), blocks.funding, _form_deviation(blocks.foot)
    weight, score = _totals(blocks.foot, after)
    head, missing = read_head(blocks.head)
    if "unit" in missing:
        head["unit"] = find_organisation([*blocks.funding, *blocks.goal, *blocks.table])
    pages = sorted({line.page for line in lines if line.page is not None})
    return Form(
        source=document.source,
        pages=tuple(pages),
        title=title,
        year=year_of(title, blocks.head),
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


def _rows(blocks: Blocks) -> tuple[list[Draft], list[Token]]:
    """Decode the table; the tokens after the numbers of the total are what was printed away from its place."""
    tokens = [t for t in blocks.table if t.role in ("", "level")]
    end = next((i for i in range(1, len(tokens)) if _is_total(tokens[i - 1], tokens[i])), len(tokens) + 1) - 1
    order = order_of([*blocks.header, *blocks.table, *blocks.foot])
    reads = decode(tokens[:end], order)
    reads = decode(tokens[:end], order, column_widths(reads))
    return drafts(reads), tokens[end:]


def _is_total(weight: Token, score: Token) -> bool:
    return bool(PLAIN.match(weight.text) and PLAIN.match(score.text)) and float(weight.text.rstrip("分")) == 100.0


def _indicators(rows: Sequence[Draft], after: Sequence[Token], findings: list[Finding]) -> tuple[Indicator, ...]:
    names = [n for row in rows for n in row.levels] + [t.text for t in after if t.role == "level"]
    told = iter(lv.split_levels(names))
    before = [[next(told) for _ in row.levels] for row in rows]
    trailing = list(told)
    levels = lv.carry(before) if lv.in_cell_order(before, trailing) else _placed(rows, before, trailing, findings)
    return tuple(
        Indicator(
            level1=one, level2=two, level3=row.text("level3"), target=row.target, actual=row.text("actual"),
            weight=row.number("weight"), score=row.number("score"), deviation=row.text("deviation"), page=row.page,
        )
        for row, (one, two) in zip(rows, levels, strict=True)
    )  # fmt: skip


def _placed(
    rows: Sequence[Draft], before: Sequence[Sequence[tuple[int, str]]], trailing: Sequence[tuple[int, str]], findings: list[Finding]
) -> list[lv.Levels]:
    labels = [x for b in before for x in b] + list(trailing)
    names = lv.template_order([name for level, name in labels if level == 2])
    if not names or len(names) > len(rows):
        return lv.carry(before)
    two = lv.place([row.text("level3") + row.target for row in rows], before, names)
    one = lv.parents(two, [name for level, name in labels if level == 1])
    findings.append(
        Finding("low_confidence", "一级、二级指标印在别处，按名称推断 / levels are printed away from their rows, placed by their words")
    )
    return list(zip(one, two, strict=True))


def _totals(foot: Sequence[Token], after: Sequence[Token]) -> tuple[float | None, float | None]:
    for tokens in (after, foot):
        numbers = []
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
