"""Which columns the indicators of a form have: layouts tried in order over a header row."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textmine.forms.header import Column, Header, read_header
from textmine.forms.layouts import Layout, Layouts
from textmine.forms.table import Row
from textmine.forms.text import label_key

_SINGLE = ("target", "actual", "score", "deviation", "level1", "level2", "level3")


def read_columns(rows: tuple[Row, ...], layouts: Layouts) -> Header:
    """Read the header rows of an indicator table by the first layout that finds all it requires."""
    plain = _settle(read_header(rows, lambda text: layouts.role("indicators", text)))
    for layout in layouts.layouts:
        header = _settle(read_header(rows, partial(_role, layout, layouts))) if layout.labels else plain
        if header.roles >= set(layout.requires):
            return header.renamed(layout.rename)
    return plain


def as_printed_before(header: Header, before: Header | None) -> Header:
    """Give the columns of a repeated header the roles they had, where other text is printed over their labels.

    A spreadsheet that repeats its header on each page prints a label merged over the page break behind it as well.
    """
    more = len(header.columns) - len(before.columns) if before is not None else -1
    if before is None or not 0 <= more <= 1:
        return header
    beside, columns = header.columns[:more], header.columns[more:]  # a label of the whole block, blank before
    pairs = tuple(zip(columns, before.columns, strict=True))
    same = sum(new.label == old.label for new, old in pairs)
    if same < len(pairs) - 2 or not all(new.label == old.label or _holds(new, old) for new, old in pairs):
        return header
    mended = (replace(new, role=old.role, label=old.label, guessed=old.guessed) for new, old in pairs)
    return Header((*beside, *mended), header.frame)


def _holds(column: Column, printed: Column) -> bool:
    """Whether a label holds all letters of another in their order, among letters of something else."""
    letters = iter(column.label)
    return all(letter in letters for letter in printed.label)


def _role(layout: Layout, layouts: Layouts, text: str) -> str | None:
    return layout.labels.get(label_key(text)) or layouts.role("indicators", text)


def _settle(header: Header) -> Header:
    """Settle what one label alone cannot tell: which column names the indicator, which of two weights counts."""
    columns = _block_as("actual", "完成", _name_column(list(header.columns)))
    if not any(c.role == "target" for c in columns):
        columns = [replace(c, role="target") if c.role == "target_value" else c for c in columns]
        columns = _block_as("target", "目标", columns)
    columns = _one_weight(columns)
    seen: set[str] = set()
    for i, column in enumerate(columns):
        if column.role in _SINGLE and column.role in seen:
            columns[i] = replace(column, role="extra")
        seen.add(column.role)
    return Header(tuple(columns), header.frame)


def _block_as(role: str, word: str, columns: list[Column]) -> list[Column]:
    """Take «绩效目标» or «指标完成情况» right of the indicators' names for what it says where nothing else is that."""
    if any(c.role == role for c in columns):
        return columns
    name = next((i for i, c in enumerate(columns) if c.role == "level3"), len(columns))
    found = [i for i, c in enumerate(columns) if i > name and c.role == "block" and word in c.label]
    return [replace(c, role=role) if found[:1] == [i] else c for i, c in enumerate(columns)]


def _name_column(columns: list[Column]) -> list[Column]:
    """Find level 3: 「绩效指标」 right of the levels, or else the finest level that is printed."""
    roles = [c.role for c in columns]
    if "level3" in roles:
        return columns
    levels = [i for i, role in enumerate(roles) if role in ("level1", "level2")]
    blocks = [i for i, role in enumerate(roles) if role == "block" and (not levels or i > max(levels))]
    if blocks:
        name = next((i for i in reversed(blocks) if "完成" not in columns[i].label), blocks[-1])
        columns[name] = replace(columns[name], role="level3")
    elif levels:
        columns[levels[-1]] = replace(columns[levels[-1]], role="level3")
    return columns


def _one_weight(columns: list[Column]) -> list[Column]:
    """Keep the weight that stands behind the indicator's name where each level has one."""
    weights = [i for i, c in enumerate(columns) if c.role == "weight"]
    if len(weights) < 2:
        return columns
    name = next((i for i, c in enumerate(columns) if c.role == "level3"), -1)
    keep = next((i for i in weights if i > name), weights[-1])
    return [replace(c, role="extra") if i in weights and i != keep else c for i, c in enumerate(columns)]
