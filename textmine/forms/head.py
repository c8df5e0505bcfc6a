"""Captions and head rows → title, year, project, department, unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from textmine.forms.classify import caption_kind, labelled, pairs
from textmine.forms.cutting import Draft
from textmine.forms.layouts import Layouts
from textmine.forms.table import Row
from textmine.forms.text import clean, label_key, number, organisation, squeeze, year_in

_YEAR_WORDS = re.compile(r"[(（\[【]?\s*(?:[2２][0０]\d\d|二[〇○零0O]..)\s*年?\s*度?\s*[)）\]】]?")
_PARTS = re.compile(r"\s{2,}|　+|\t|\s+(?=[^\s:：]{2,10}[:：])")
_ANNEX = re.compile(r"^(?:附件|附表|附|表)\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)*\s*[:：、.\s]*(?=\S{4})")
_COARSE = {"project": "一级", "department": "中央"}
_CONTINUED = re.compile(r"[(（\[【]?续表?\d*[)）\]】]?$|^续表?[:：]?")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the blocks of a form."""

    title: str = ""
    year: int | None = None
    project: str = ""
    department: str = ""
    unit: str = ""
    grade: str = ""
    score: float | None = None


def read_head(draft: Draft, layouts: Layouts) -> Head:
    """Read the head of a form from its captions and its rows before the funding."""
    found: dict[str, str] = {}
    coarse: set[str] = set()
    for row in _mended(draft.rows("head")):
        for role, value, slot in pairs(row, layouts, "head"):
            if clean(value):
                found.setdefault(role, value)
            if clean(value) and role in coarse:
                found[role] = value  # 二级项目名称 below 一级项目名称, 地方主管部门 below 中央主管部门
            wide = role in _COARSE and label_key(slot.text).startswith(_COARSE[role])
            coarse = coarse | {role} if wide else coarse - {role}
    parts = (part for line in draft.captions for part in _PARTS.split(line))
    printed = [inside for part in parts if (inside := labelled(part, layouts, "head")) is not None]
    stated = bool(found.get("project")) or any(role == "project" for role, _ in printed)
    for role, value in printed:
        if stated or role != "unit" or "department" not in found:
            found.setdefault(role, value)
    department, unit = organisation(found.get("department", "")), organisation(found.get("unit", ""))
    if not department and not clean(found.get("project", "")):
        department, unit = unit, ""  # a form of a whole department names only that
    return Head(
        _title(draft.captions, layouts),
        _year(draft, found, layouts),
        clean(found.get("project", "")),
        department or unit,
        unit,
        found.get("grade", ""),
        number(found.get("score", "")),
    )


def _mended(rows: Sequence[Row]) -> Iterator[Row]:
    """Join rows that a page break cut in mid-cell: the rest of a value stands alone at the top of the next page."""
    whole: Row | None = None
    for row in rows:
        if whole is not None and _is_rest(whole, row):
            cells = zip(whole.own, row.own, strict=True)
            own = tuple(a if b.blank else a._replace(text=f"{a.text}\n{b.text}") for a, b in cells)
            whole = replace(whole, own=own, texts=tuple(slot for slot in own if not slot.blank))
        else:
            if whole is not None:
                yield whole
            whole = row
    if whole is not None:
        yield whole


def _is_rest(upper: Row, lower: Row) -> bool:
    """Whether a row goes on with the one before: only the last of neighbouring texts, the value, has anything."""
    torn = upper.frame.page != lower.frame.page and upper.last and lower.first and len(upper.own) == len(lower.own)
    return torn and all(slot.blank or (i > 0 and lower.own[i - 1].blank) for i, slot in enumerate(lower.own))


def _title(captions: tuple[str, ...], layouts: Layouts) -> str:
    for line in captions:
        if caption_kind(line, layouts) == "title":
            return tidy_title(line)
    return ""


def tidy_title(text: str) -> str:
    """Title without the year, «附件2：» and «（续）», which are no part of its name."""
    text = _CONTINUED.sub("", _YEAR_WORDS.sub("", _ANNEX.sub("", clean(text))))
    return (
        text.strip()
        if " " not in text
        else (squeeze(text) if len(squeeze(text)) * 2 <= len(text) + 2 else text.strip())
    )


def _year(draft: Draft, found: dict[str, str], layouts: Layouts) -> int | None:
    """Year of the form: where it is labelled, in the title, near it, in the table, at last in the project's name."""
    stated = squeeze(found.get("year", ""))
    if plain := re.match(r"20\d\d", stated):
        return int(plain[0])
    titles = [line for line in draft.captions if caption_kind(line, layouts) == "title"]
    alone = [line for line in draft.captions if len(squeeze(line)) <= 14]
    rows = [s.text for row in draft.rows("head") for s in row.texts]
    for text in (*titles, *alone, *draft.captions, draft.label, *rows):
        if (year := year_in(text)) is not None:
            return year
    return None
