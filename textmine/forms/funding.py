"""The funding block → rows of amounts, rate and points."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from textmine.forms.classify import is_funding_header
from textmine.forms.cutting import Draft
from textmine.forms.header import Column, Header, read_header
from textmine.forms.layouts import Layouts
from textmine.forms.table import Row, Slot
from textmine.forms.text import bracket_points, clean, decimals, is_blank, label_key, number, squeeze
from textmine.records import Funding

_NEAR = 1.5
_AMOUNTS = ("initial_budget", "budget", "executed", "weight", "rate", "score")


@dataclass(frozen=True, slots=True)
class PrintedFunding:
    """A funding row and how its rate is printed; `promised` are points in brackets of the block's label."""

    row: Funding
    rate_decimals: int = 2
    promised: float | None = None


def read_funding(draft: Draft, layouts: Layouts) -> tuple[PrintedFunding, ...]:
    """Read the funding block of a form; empty where it has none.

    Of several tables of amounts (年度主要任务 with 预算数 | 执行数) the one headed most like a funding block counts.
    """
    blocks = [
        block for section in draft.sections if section.kind == "funding" for block in _blocks(section.rows, layouts)
    ]
    if not blocks:
        return ()
    best = max(range(len(blocks)), key=lambda n: (len(_roles(blocks[n][0], layouts)), -n))
    return tuple(_read_block(blocks[best], layouts))


def _roles(row: Row, layouts: Layouts) -> set[str]:
    return {role for slot in row.texts if (role := layouts.role("funding", slot.text)) in _AMOUNTS}


def _blocks(rows: tuple[Row, ...], layouts: Layouts) -> list[tuple[Row, ...]]:
    """Cut rows into tables of amounts: each begins with its header; the same header on the next page begins none."""
    blocks: list[tuple[Row, ...]] = []
    for row in rows:
        if not is_funding_header(row, layouts):
            blocks[-1:] = [(*blocks[-1], row)] if blocks else []
        elif not blocks or _labels(row) != _labels(blocks[-1][0]):
            blocks.append((row,))
    return blocks


def _labels(row: Row) -> set[str]:
    return {label_key(slot.text) for slot in row.texts}


def _read_block(rows: tuple[Row, ...], layouts: Layouts) -> list[PrintedFunding]:
    if any(number(slot.text) is not None for slot in rows[0].texts):
        return _in_pairs(rows, layouts)
    end = 2 if len(rows) > 1 and _goes_on(rows[0], rows[1], layouts) else 1
    header = _without_names(read_header(rows[:end], lambda text: layouts.role("funding", text)), rows[end:])
    side = _side_label(rows, layouts)
    rows = tuple(replace(row, texts=tuple(s for s in row.texts if s.key not in side)) for row in rows) if side else rows
    promised = next((p for row in rows[:end] for s in row.slots if (p := bracket_points(s.text)) is not None), None)
    out: list[PrintedFunding] = []
    for before, row in itertools.pairwise(rows[end - 1 :]):
        if _is_prose(row, header):
            break
        out = _add(out, row, before, header, layouts, promised)
    return out


def _without_names(header: Header, rows: tuple[Row, ...]) -> Header:
    """Take a column that is headed like amounts (年度预算数) but holds words, left of all amounts, for the items."""
    texts: dict[Column, list[str]] = {column: [] for column in header.columns if column.role in _AMOUNTS}
    for row in rows:
        for column, slot in header.placed(row):
            if column in texts and slot.own and not slot.blank:
                texts[column].append(slot.text)
    amounts = [column.lo for column, found in texts.items() if any(number(text) is not None for text in found)]
    words = {
        column
        for column, found in texts.items()
        if found and amounts and column.lo < min(amounts) and all(number(text) is None for text in found)
    }
    columns = tuple(replace(column, role="item") if column in words else column for column in header.columns)
    return Header(columns, header.frame)


def _goes_on(head: Row, row: Row, layouts: Layouts) -> bool:
    """Whether the funding header has a second line: labels only, beside labels that reach down to it from the first."""
    beside = {s.key for s in row.slots if not s.own and not s.blank}
    reaching = sum(s.key in beside and layouts.role("funding", s.text) in _AMOUNTS for s in head.own)
    words = not any(number(s.text) is not None for s in row.texts)
    return bool(row.texts) and words and reaching > 0


def _add(
    out: list[PrintedFunding], row: Row, before: Row, header: Header, layouts: Layouts, promised: float | None
) -> list[PrintedFunding]:
    sorted_ = header.sort(row)
    cells = {role: [s for s in sorted_.get(role, []) if s.own] for role in _AMOUNTS}
    values = {role: _value(cells[role]) for role in _AMOUNTS}
    texts = [s.text for role in _AMOUNTS for s in cells[role] if not is_blank(s.text)]
    item = _item(row, header, cells, layouts)
    if not texts and row.first and before.last and out and item:
        last = out[-1]  # the lower half of a row broken over the page
        return [*out[:-1], PrintedFunding(_rename(last.row, last.row.item + item), last.rate_decimals, last.promised)]
    if not item and not texts:
        return out
    rate_text = next((s.text for s in cells["rate"] if not s.blank), "")
    funding = Funding(
        item or _block_name(row, layouts), values["initial_budget"], values["budget"], values["executed"],
        values["weight"], _percentage(rate_text, values), values["score"],
    )  # fmt: skip
    return [*out, PrintedFunding(funding, decimals(rate_text), None if out else promised)]


def _is_prose(row: Row, header: Header) -> bool:
    """Whether words stand where amounts should: a row of another block (资金管理情况)."""
    found = header.sort(row)
    texts = [s.text for role in _AMOUNTS for s in found.get(role, ()) if s.own and not s.blank]
    return bool(texts) and all(number(text) is None for text in texts)


def _rename(row: Funding, item: str) -> Funding:
    return Funding(item, row.initial_budget, row.budget, row.executed, row.weight, row.rate, row.score)


def _value(slots: list[Slot]) -> float | None:
    return next((value for slot in slots if (value := number(slot.text)) is not None), None)


def _item(row: Row, header: Header, cells: dict[str, list[Slot]], layouts: Layouts) -> str:
    """Name of a funding row: the texts left of its amounts, without the label of the block."""
    amounts = [s.lo for slots in cells.values() for s in slots]
    edge = min(amounts) if amounts else min((c.lo for c in header.columns if c.role in _AMOUNTS), default=0.0)
    left = [s for s in row.texts if s.lo < edge - 1e-6]
    named = [s for s in left if layouts.role("funding", s.text) != "block"]
    return clean("".join(clean(s.text) for s in named))


def _side_label(rows: tuple[Row, ...], layouts: Layouts) -> frozenset[tuple[int, int, int]]:
    """Give the cells at the left that hold the parts of the block's label, which no line holds together.

    Its words stand in several rows there: 项目资 | 金（万元）.
    """
    left = min(slot.lo for row in rows for slot in row.slots)
    parts = [slot for row in rows for slot in row.texts if slot.lo <= left + _NEAR]
    whole = "".join(slot.text for slot in parts)
    return frozenset(slot.key for slot in parts) if layouts.role("funding", whole) == "block" else frozenset()


def _block_name(row: Row, layouts: Layouts) -> str:
    """Name of a row without an item: one merged down from the header, else the label of the block itself."""
    left = list(itertools.takewhile(lambda slot: number(slot.text) is None, row.slots))
    merged = [s for s in left if not s.own and not s.blank and layouts.role("funding", s.text) in (None, "part")]
    if merged:
        return clean(merged[-1].text)
    return next((label_key(s.text) for s in row.slots if layouts.role("funding", s.text) == "block"), "")


def _percentage(text: str, values: dict[str, float | None]) -> float | None:
    """Rate in per cent, also where a workbook holds the fraction 0.9953."""
    rate = number(text)
    if rate is None or "%" in squeeze(text) or rate > 1.5 or rate == 0:
        return rate
    budget, executed = values["budget"] or values["initial_budget"], values["executed"]
    if budget and executed is not None:
        ratio = executed / budget
        return round(rate * 100, 6) if abs(rate - ratio) <= abs(rate - ratio * 100) else rate
    return round(rate * 100, 6)


def _in_pairs(rows: tuple[Row, ...], layouts: Layouts) -> list[PrintedFunding]:
    """Read the older template «预算数： | 100.00 | 执行数： | 99.00» with «其中：财政拨款 | …» below."""
    out: list[PrintedFunding] = []
    for row in rows:
        values, item = _amounts_behind_labels(row, layouts)
        if values:
            labels = itertools.pairwise(row.own)
            rate_text = next((v.text for k, v in labels if layouts.role("funding", k.text) == "rate"), "")
            amounts = {role: values.get(role) for role in _AMOUNTS}
            amounts["rate"] = _percentage(rate_text, amounts)
            if out and not item and not values.keys() & {"initial_budget", "budget", "executed"}:
                out[-1] = _completed(out[-1], amounts, rate_text)  # 分值 | 10 | 执行率 | 95% below the amounts
                continue
            out.append(PrintedFunding(Funding(item or _block_name(row, layouts), **amounts), decimals(rate_text)))
    return out


def _completed(printed: PrintedFunding, amounts: dict[str, float | None], rate_text: str) -> PrintedFunding:
    row = printed.row
    both = (amounts[role] if amounts[role] is not None else getattr(row, role) for role in _AMOUNTS)
    places = decimals(rate_text) if rate_text else printed.rate_decimals
    return replace(printed, row=Funding(row.item, *both), rate_decimals=places)


def _amounts_behind_labels(row: Row, layouts: Layouts) -> tuple[dict[str, float | None], str]:
    """Give the numbers of a row by the labels before them; labels that are no amounts name the row."""
    values: dict[str, float | None] = {}
    item = ""
    for label, value in itertools.pairwise(row.own):
        if number(value.text) is None or label.blank:
            continue
        role = layouts.role("funding", label.text)
        if role == "extra":
            continue
        if role not in _AMOUNTS:
            item = item or clean(label.text).rstrip(":：")
            role = "executed" if "budget" in values else "budget"
        values.setdefault(role, number(value.text))
    return values, item
