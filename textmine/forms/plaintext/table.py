"""The indicator table of a token stream: rows in order where the stream has them, else put together from pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textmine.forms.plaintext import levels as lv
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.columns import order_of
from textmine.forms.plaintext.decode import column_widths, decode
from textmine.forms.plaintext.funding import read_funding
from textmine.forms.plaintext.pools import flaws
from textmine.forms.plaintext.rows import Draft, drafts
from textmine.forms.plaintext.scattered import Assembled, assemble, assemble_pools
from textmine.forms.plaintext.stream import Blocks, funding_stream
from textmine.forms.plaintext.strewn import without_funding
from textmine.forms.plaintext.tokens import PLAIN, Gap, Token
from textmine.forms.text import indicator_name
from textmine.records import Finding, Indicator

Before = list[list[tuple[int, str]]]


def read_stream(blocks: Blocks) -> tuple[tuple[Indicator, ...], tuple[Token, ...], list[Finding]]:
    """Read the rows; return them, the tokens behind the numbers of the total, and what was not determined."""
    tokens = _content(blocks.table)
    end = next((i for i in range(1, len(tokens)) if is_total(tokens[i - 1], tokens[i])), len(tokens) + 1) - 1
    order = order_of([*blocks.header, *blocks.table, *blocks.foot])
    reads = decode(tokens[:end], order)
    reads = decode(tokens[:end], order, column_widths(reads))
    rows, after = drafts(reads), tokens[end:]
    names = [n for row in rows for n in row.levels] + [t.text for t in after if t.role == "level"]
    told = iter(lv.split_levels(names))
    before = [[next(told) for _ in row.levels] for row in rows]
    trailing = list(told)
    if all(_whole(row, order) for row in rows) and lv.in_cell_order(before, trailing):
        return _indicators(rows, lv.carry(before)), tuple(after), []
    return _scattered(blocks, tokens, order)


def _content(tokens: Sequence[Token]) -> list[Token]:
    """Leave labels out; the gap before them stays before what follows."""
    out: list[Token] = []
    gap: Gap = "line"
    for token in tokens:
        wider = token.gap if _GAPS.index(token.gap) > _GAPS.index(gap) else gap
        if token.role in ("", "level"):
            out.append(replace(token, gap=wider) if gap != "line" else token)
            gap = "line"
        else:
            # a label of another block ends the cell before it
            gap = wider if _GAPS.index(wider) > _GAPS.index("block") else "block"
    return out


_TORN = 0.2
"""Share of words behind empty lines from which on a table was torn; a tool that goes cell by cell prints none."""
_GAPS: tuple[Gap, ...] = ("space", "line", "block", "page")


def is_total(weight: Token, score: Token) -> bool:
    """Whether two tokens are the numbers of the line of totals."""
    return bool(PLAIN.match(weight.text) and PLAIN.match(score.text)) and float(weight.text.rstrip("分")) == 100.0


def _whole(row: Draft, order: Sequence[str]) -> bool:
    numbers = [row.number(c) for c in ("weight", "score") if c in order]
    return bool(row.text("level3") and row.target and None not in numbers)


def _scattered(
    blocks: Blocks, tokens: Sequence[Token], order: Sequence[str]
) -> tuple[tuple[Indicator, ...], tuple[Token, ...], list[Finding]]:
    body = _content(blocks.foot) if not _has_reasons(blocks) else []
    body = [replace(body[0], gap="page"), *body[1:]] if body else []
    body, total = take_total([*tokens, *(t for t in body if t.text not in words.phrases("grades"))])
    body = without_funding(body)
    done = _best(blocks, body, total, order)
    levels = _place_levels(done)
    findings = []
    if done.moved or any(levels):
        findings.append(
            Finding(
                "low_confidence",
                "文本顺序打乱，部分单元格和一级、二级指标按顺序和词义归位 / "
                "cells were emitted away from their rows and put back by order and words: "
                + "；".join(t[:16] for t in done.moved[:8]),
            )
        )
    if done.lost:
        findings.append(
            Finding(
                "low_confidence", "部分文字无法归位 / text without a row: " + "；".join(t[:30] for t in done.lost[:8])
            )
        )
    return _indicators(done.rows, levels), total, findings


def _best(blocks: Blocks, body: Sequence[Token], total: Sequence[Token], order: Sequence[str]) -> Assembled:
    """Put the rows together piece by piece, or column by column where that makes more sense of them."""
    found = read_funding(funding_stream(blocks))
    money = next(
        (r for r in found if r.weight is not None and 1 <= r.weight <= 30 and (r.score or 0.0) <= r.weight), None
    )
    weights = [100.0 - (money.weight or 0.0)] if money else [90.0, 100.0, 80.0]
    scored = float(total[1].text.rstrip("分")) if len(total) > 1 and money else None
    scored = scored - (money.score or 0.0) if scored is not None and money else None
    pieces = assemble(body, order)
    doubt = flaws(pieces.rows, weights, scored) + 2 * len(pieces.lost)
    torn = sum(t.gap == "block" for t in body) >= _TORN * len(body)
    columns = assemble_pools(body, order, weights, scored) if doubt and torn else None
    if doubt and torn and not columns:
        # names may have been emitted between the titles of the columns
        columns = assemble_pools([*_content(blocks.header), *body], order, weights, scored)
    return columns if columns and flaws(columns.rows, weights, scored) < doubt else pieces


def take_total(tokens: Sequence[Token]) -> tuple[list[Token], tuple[Token, ...]]:
    """Take the numbers of the total out of scattered tokens: 100 and the number behind it, the last such pair."""
    for i in range(len(tokens) - 2, -1, -1):
        if is_total(tokens[i], tokens[i + 1]):
            return [*tokens[:i], *tokens[i + 2 :]], tuple(tokens[i : i + 2])
    return list(tokens), ()


def _has_reasons(blocks: Blocks) -> bool:
    return any(t.role in ("reason", "measure") for t in blocks.foot)


def _place_levels(done: Assembled) -> list[lv.Levels]:
    labels = lv.split_levels(done.labels)
    names = lv.template_order([name for level, name in labels if level == 2])
    if not names or len(names) > len(done.rows):
        return [("", "")] * len(done.rows)
    beside: Before = [lv.split_levels(b) for b in done.beside]
    two = lv.place([row.text("level3") + row.target for row in done.rows], beside, names)
    one = lv.parents(two, [name for level, name in labels if level == 1])
    return list(zip(one, two, strict=True))


def _indicators(rows: Sequence[Draft], levels: Sequence[lv.Levels]) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            level1=one, level2=two, level3=indicator_name(row.text("level3")), target=row.target,
            actual=row.text("actual"), weight=row.number("weight"), score=row.number("score"),
            deviation=row.text("deviation"), page=row.page,
        )
        for row, (one, two) in zip(rows, levels, strict=True)
    )  # fmt: skip
