"""The indicator table of a token stream: rows in order where the stream has them, else put together from pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.forms.plaintext import levels as lv
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.columns import STANDARD
from textmine.forms.plaintext.funding import read_funding
from textmine.forms.plaintext.grammar import Reading
from textmine.forms.plaintext.halves import Joined
from textmine.forms.plaintext.rows import Draft, as_draft
from textmine.forms.plaintext.sequence import Row, Sums, content, read_sequence, rows_of
from textmine.forms.plaintext.stream import Blocks, funding_stream
from textmine.forms.plaintext.strewn import without_funding
from textmine.forms.plaintext.titles import columns_of
from textmine.forms.plaintext.tokens import GAPS, PLAIN, Gap, Token
from textmine.forms.plaintext.woven import Assembled, assemble
from textmine.forms.text import indicator_name
from textmine.records import Finding, Funding, Indicator

Before = list[list[tuple[int, str]]]


def read_stream(
    blocks: Blocks, plain: Blocks, torn: Joined | None = None
) -> tuple[tuple[Indicator, ...], tuple[Token, ...], list[Finding]]:
    """Read the rows; return them, the tokens behind the numbers of the total, and what was not determined.

    Parameters
    ----------
    blocks : Blocks
        With everything joined that a torn text scattered.
    plain : Blocks
        Word by word, for a text whose cells follow each other.
    torn : optional
        The rows of a page that was torn from top to bottom.
    """
    if torn:
        return _indicators(torn[1], torn[2]), (), [Finding("low_confidence", _HALVES)]
    sums = _sums(blocks)
    reading = read_sequence(plain.table, columns_of(plain.header), sums)
    rows = tuple(rows_of(reading)) if reading else ()
    if reading and _sound(rows, reading):
        told = iter(lv.split_levels([c.text for row in rows for c in row.get("level", ())]))
        before = [[next(told) for _ in row.get("level", ())] for row in rows]
        drafts_ = [as_draft(row) for row in rows]
        if lv.in_cell_order(before, ()) or not any(before):
            return _indicators(drafts_, lv.carry(before)), (), []
        return _indicators(drafts_, _spans(drafts_, before)), (), [Finding("low_confidence", _SPANS)]
    return _scattered(plain, sums)


_HALVES = "表格被左右拆开输出，已按行对齐 / the halves of the table were emitted one after the other and put together"
_SPANS = "一级、二级指标所属行不确定 / the rows that some level labels cover are not certain"


def _spans(rows: Sequence[Draft], before: Before) -> list[lv.Levels]:
    """Give rows their levels where labels were not emitted before their first row: by order, place and words."""
    printed = [label for labels in before for label in labels]
    names = lv.template_order([name for level, name in printed if level == 2])
    if not names or len(names) > len(rows) or len(names) < len({n for level, n in printed if level == 2}):
        return lv.carry(before)
    two = lv.place([row.text("level3") + row.target for row in rows], before, names)
    return list(zip(lv.parents(two, [n for level, n in printed if level == 1]), two, strict=True))


_DEAR, _BLANK = 2.5, 0.25
"""What a row may cost, and how many may lack a value, in a table whose cells follow each other."""


def _sound(rows: Sequence[Row], reading: Reading) -> bool:
    """Whether a reading in sequence makes sense: rows that are whole, at a price that is usual."""
    whole = sum("level3" in row and "score" in row for row in rows)
    blank = sum("target" not in row or "actual" not in row for row in rows)
    return whole == len(rows) > 0 and blank <= _BLANK * len(rows) and reading.cost <= _DEAR * len(rows)


def _money(blocks: Blocks) -> tuple[tuple[Funding, ...], Funding | None]:
    """Return the funding rows and the one that has points."""
    found = read_funding(funding_stream(blocks))
    points = (r for r in found if r.weight is not None and 1 <= r.weight <= 30 and (r.score or 0.0) <= r.weight)
    return found, next(points, None)


def _sums(blocks: Blocks) -> Sums:
    """Tell what the rows must add up to from the funding block and the line of totals."""
    found, money = _money(blocks)
    numbers = [float(t.text.rstrip("分")) for t in blocks.foot[:6] if PLAIN.match(t.text)]
    total = numbers[1] if len(numbers) > 1 and numbers[0] == 100.0 else None
    if money is None:
        return Sums((90.0, 100.0, 80.0), total if total is not None and not found else None)
    scores = round(total - (money.score or 0.0), 4) if total is not None else None
    return Sums((100.0 - (money.weight or 0.0),), scores)


def _content(tokens: Sequence[Token]) -> list[Token]:
    """Leave labels out; the gap before them stays before what follows."""
    out: list[Token] = []
    gap: Gap = "line"
    for token in tokens:
        wider = max(gap, token.gap, key=GAPS.index)
        if token.role in ("", "level"):
            out.append(replace(token, gap=wider) if gap != "line" else token)
            gap = "line"
        else:
            # a label of another block ends the cell before it
            gap = max(wider, "block", key=GAPS.index)
    return out


def is_total(weight: Token, score: Token) -> bool:
    """Whether two tokens are the numbers of the line of totals."""
    return bool(PLAIN.match(weight.text) and PLAIN.match(score.text)) and float(weight.text.rstrip("分")) == 100.0


def _scattered(blocks: Blocks, sums: Sums) -> tuple[tuple[Indicator, ...], tuple[Token, ...], list[Finding]]:
    foot = _content(blocks.foot) if not _has_reasons(blocks) else []
    foot = [replace(foot[0], gap="block"), *foot[1:]] if foot else []
    tokens = [*_names_among(blocks.header), *content(_content(blocks.table))]
    body, total = take_total(_whole_marks([*tokens, *(t for t in foot if t.text not in words.phrases("grades"))]))
    body = without_funding(body)
    done = assemble(body, _order(blocks, body), sums)
    levels = _place_levels(done)
    findings = [Finding("low_confidence", _MOVED)]
    if done.lost:
        findings.append(
            Finding(
                "low_confidence",
                f"{len(done.lost)} 处文字无法归位 / text without a row: " + "；".join(t[:30] for t in done.lost[:8]),
            )
        )
    return _indicators(done.rows, levels), total, findings


_MOVED = (
    "文本顺序打乱，部分单元格和一级、二级指标按顺序和词义归位 / "
    "cells were emitted away from their rows and put back by order and words"
)


def _order(blocks: Blocks, body: Sequence[Token]) -> tuple[str, ...]:
    """Return the columns; titles that were emitted late or in pieces stand where the national template has them."""
    order = list(columns_of(blocks.header))
    titled = {t.role for t in (*blocks.header, *blocks.table, *blocks.foot)}
    if "criteria" not in titled:
        order = [c for c in order if not c.startswith("extra")]
    late = [c for c in STANDARD if c in titled and c not in order]
    if "deviation" not in order and any(_SENTENCE.search(t.text) for t in body):
        late = [*(c for c in late if c != "deviation"), "deviation"]
    for role in late:
        after = [order.index(c) for c in STANDARD[STANDARD.index(role) + 1 :] if c in order]
        order.insert(min(after, default=len(order)), role)
    target, actual = (order.index(c) if c in order else -1 for c in ("target", "actual"))
    if -1 < actual < target:
        order[actual], order[target] = order[target], order[actual]
    return tuple(order)


_SENTENCE = re.compile(r"[，。；]")


def _names_among(header: Sequence[Token]) -> list[Token]:
    """Return names that were emitted between the titles of the columns."""
    pieces = words.labels("indicators") | words.level_names()
    return [
        t
        for t in _content(header)
        if len(t.text) > 3 and t.text[0] not in "(（" and not any(words.squeeze(t.text) in p for p in pieces)
    ]


def _whole_marks(tokens: Sequence[Token]) -> list[Token]:
    """Join numbers that a narrow column broke behind their point: 83. | 47."""
    out: list[Token] = []
    for token in tokens:
        broken = out and token.gap == "line" and re.fullmatch(r"\d{1,3}\.", out[-1].text)
        if broken and re.fullmatch(r"\d{1,4}", token.text):
            out[-1] = replace(out[-1], text=out[-1].text + token.text)
        else:
            out.append(token)
    return out


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
