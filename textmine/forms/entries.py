"""Rows under the header → entries with the text of each column; rows broken over a page are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from textmine.forms.columns import as_printed_before, read_columns
from textmine.forms.cutting import Draft
from textmine.forms.header import Header
from textmine.forms.inferring import infer_columns
from textmine.forms.layouts import Layouts
from textmine.forms.table import Row, Slot, onto
from textmine.forms.text import clean, indicator_name, is_blank, is_template, label_key, level_name, number, squeeze

_NUMBERING = re.compile(r"^\s*[(（]?(?:[一二三四五六七八九十]+|\d+)[)）]?[、.．]?\s*")
_TORN_NUMBER = re.compile(r"\d+\.\|\d{1,2}|\d+\|\.\d{1,2}")
_TORN_OR_TWO = re.compile(r"\d+\.\d\|\d")
_SENTENCE = re.compile(r"[，。；：:,;]")
_LONGEST_PART = 12
_COUNTED = 4
_LONGEST_MARK = 5
LEVELS = ("level1", "level2")
_TEXTS = ("level3", "target_sign", "target", "target_unit", "actual", "weight", "score", "deviation", "measure")


@dataclass(frozen=True, slots=True)
class LevelCell:
    """A level cell as one entry sees it.

    Attributes
    ----------
    key : tuple of int
        Tells cells apart: grid, row, column.
    alone : bool
        Whether the row has no such cell.
    ends : bool
        Whether the cell reaches the bottom of its grid, so that it may go on in the next.
    """

    text: str
    key: tuple[int, int, int]
    rowspan: int = 1
    own: bool = True
    alone: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator before it is cleaned: the texts of its own cells, its level cells (two where a page breaks it)."""

    texts: dict[str, str]
    levels: dict[str, tuple[LevelCell, ...]]
    rows: tuple[Row, ...]
    named_above: bool = False
    confidence: float = 1.0

    def has(self, *roles: str) -> bool:
        """Whether any of these cells says something."""
        return any(not is_blank(self.texts.get(role, "")) for role in roles)


def read_entries(draft: Draft, layouts: Layouts) -> tuple[Header | None, tuple[Entry, ...]]:
    """Read the body of a form; also gives its last header."""
    header: Header | None = None
    entries: list[Entry] = []
    part: LevelCell | None = None
    for section in draft.sections:
        if section.kind == "header":
            columns = as_printed_before(read_columns(section.rows, layouts), header)
            header = infer_columns(columns, draft.rows("body"))
        elif section.kind == "body" and header is not None:
            for row in section.rows:
                if _counts_columns(row):
                    continue
                if (named := _part(row, header, layouts)) is not None:
                    part = named
                    continue
                entry = read_entry(row, header, layouts)
                if entry is not None:
                    entries = _add(entries, entry if part is None else _in_part(entry, part, header), header)
    return header, tuple(e for e in _named(entries) if _is_indicator(e, layouts))


def _counts_columns(row: Row) -> bool:
    """Whether a row below the header but numbers its columns: 栏次 | 1 | 2 | 3 …, （1） | （2） …, A | B …."""
    if sum(len(slot.text) > _LONGEST_MARK for slot in row.texts) > 1:
        return False
    marks = [squeeze(slot.text).strip("()[]【】") for slot in row.texts]
    marks = marks[1:] if marks and marks[0] in ("栏次", "行次", "序号") else marks
    codes = [int(mark) if mark.isdecimal() else ord(mark) if len(mark) == 1 else 0 for mark in marks]
    counted = [code for i, code in enumerate(codes) if code and code == codes[0] + i]
    return len(counted) >= _COUNTED and len(counted) >= len(codes) - 1  # a text that overflows may hide one


def _part(row: Row, header: Header, layouts: Layouts) -> LevelCell | None:
    """Read a row that names the first level of the rows below it, where no column does: 一、产出指标（50分）."""
    if len(row.texts) != 1 or "level1" in header.roles:
        return None
    text = clean(row.texts[0].text)
    name = _NUMBERING.sub("", level_name(text))
    titled = name != text and len(name) <= _LONGEST_PART and not _SENTENCE.search(name)
    return LevelCell(name, (row.frame.grid, row.index, -2)) if titled or squeeze(name) in layouts.known_levels else None


def _in_part(entry: Entry, part: LevelCell, header: Header) -> Entry:
    return entry if "level1" in header.roles else replace(entry, levels={**entry.levels, "level1": (part,)})


def read_entry(row: Row, header: Header, layouts: Layouts) -> Entry | None:
    """Sort a row into its columns; None where it says nothing."""
    if not row.texts:
        return None
    found = _split_levels(header.sort(row), header)
    wide = _wide(row, header)
    texts = dict.fromkeys(_TEXTS, "")
    for role in texts.keys() & found.keys():
        texts[role] = "\n".join(s.text for s in found[role] if s.own and not s.blank)
    levels: dict[str, tuple[LevelCell, ...]] = {}
    for level in LEVELS:
        slots = [s for s in found.get(level, ()) if s.key not in wide]
        levels[level] = (_level_cell(_without_side_label(slots, layouts), row),)
    for slot in (s for s in row.own if s.key in wide and not s.blank):
        role = wide[slot.key]
        if role == "level3":
            texts["level3"] = slot.text
        else:
            levels[role] = (_level_cell([slot], row),)
    above = any(not s.own for s in found.get("level3", ()))
    covering = [s for level in LEVELS for s in found.get(level, ())]
    confidence = min((s.confidence for s in (*row.own, *covering)), default=1.0)
    return Entry(texts, levels, (row,), above and not texts["level3"], confidence)


def _without_side_label(slots: list[Slot], layouts: Layouts) -> list[Slot]:
    """Leave out the label of the whole block where the heading «一级指标» stands over it and the levels."""
    kept = [s for s in slots if layouts.role("indicators", s.text) != "block"]
    return kept if any(not s.blank for s in kept) else slots


def _level_cell(slots: list[Slot], row: Row) -> LevelCell:
    if not slots:
        return LevelCell("", (row.frame.grid, row.index, -1), alone=True)
    text = "\n".join(s.text for s in slots if not s.blank)
    ends = slots[0].key[1] + slots[0].rowspan >= row.frame.height
    return LevelCell(text, slots[0].key, slots[0].rowspan, slots[0].own, ends=ends)


def _wide(row: Row, header: Header) -> dict[tuple[int, int, int], str]:
    """Find cells merged over several level columns: they name the indicator, or the first level they cover."""
    place = onto(row, header.frame)
    out: dict[tuple[int, int, int], str] = {}
    for slot in row.slots:
        covered = header.levels_over(place(slot))
        if len(covered) > 1:
            out[slot.key] = "level3" if "level3" in covered else covered[0]
    return out


def _split_levels(found: dict[str, list[Slot]], header: Header) -> dict[str, list[Slot]]:
    """Share out the cells under one wide header 「绩效指标」 that stands for all levels."""
    slots = found.get("level3", [])
    if len(slots) < 2 or header.roles & {"level1", "level2"}:
        return found
    shared = {"level1": slots[:1], "level3": slots[-1:]}
    if len(slots) > 2:
        shared["level2"] = slots[1:-1]
    return {**found, **shared}


def _add(entries: list[Entry], entry: Entry, header: Header) -> list[Entry]:
    """Add an entry, or join it to the one before if a page break cut the row in two."""
    if entries and _is_lower_half(entries[-1], entry, header):
        return [*entries[:-1], _joined(entries[-1], entry)]
    if entries and not entry.has(*_TEXTS):
        entries[-1] = _with_rest_of_labels(entries[-1], entry)
    entries.append(entry)
    return entries


def _with_rest_of_labels(upper: Entry, rest: Entry) -> Entry:
    """Complete the labels of a row by those below it in a row that says nothing else: 效益指 | 标, without lines."""
    levels = dict(upper.levels)
    for level in LEVELS:
        last, below = levels[level][-1], rest.levels[level][0]
        if below.own and not is_blank(below.text) and _completes(last.text, below.text):
            levels[level] = (*levels[level][:-1], replace(last, text=f"{last.text}\n{below.text}"))
    return replace(upper, levels=levels)


def _completes(label: str, rest: str) -> bool:
    start, end = squeeze(label), squeeze(rest)
    return bool(start) and not start.endswith(("指标", "效益")) and (start + end).endswith(("指标", "效益", "满意度"))


def _is_lower_half(upper: Entry, lower: Entry, header: Header) -> bool:
    """Whether `lower`, at the top of a grid, is the rest of `upper`, at the bottom of the one before."""
    if upper.rows[-1].frame.grid == lower.rows[0].frame.grid or not upper.rows[-1].last:
        return False
    if is_template(lower.texts["level3"]):
        return False
    if not header.roles & {"weight", "score"}:
        return not lower.has("level3")
    numbers = tuple(role for role in ("weight", "score") if role in header.roles)
    if not lower.has(*numbers) or not upper.has(*numbers):
        return lower.has(*_TEXTS) or upper.has(*_TEXTS)
    whole = all(half.has(role) for half in (upper, lower) for role in ("level3", "target", "actual"))
    return all(
        upper.has(role) != lower.has(role) or _is_torn_number(upper.texts[role], lower.texts[role], whole=whole)
        for role in numbers
    )


def _is_torn_number(head: str, tail: str, *, whole: bool) -> bool:
    """Whether a number of a narrow column was broken over the page: «16.0» and «0», «100» and «.00».

    Between rows that are `whole`, each with name, target and actual value, «1.5» and «3» are two numbers.
    """
    both = f"{squeeze(head)}|{squeeze(tail)}"
    return _TORN_NUMBER.fullmatch(both) is not None or (not whole and _TORN_OR_TWO.fullmatch(both) is not None)


def _joined(upper: Entry, lower: Entry) -> Entry:
    texts = {role: "\n".join(t for t in (upper.texts[role], lower.texts[role]) if t) for role in _TEXTS}
    levels = {level: (*upper.levels[level], *lower.levels[level]) for level in LEVELS}
    return Entry(
        texts, levels, (*upper.rows, *lower.rows), upper.named_above and lower.named_above,
        min(upper.confidence, lower.confidence),
    )  # fmt: skip


def _named(entries: list[Entry]) -> Iterator[Entry]:
    """Give entries under a merged name cell the name above."""
    name = ""
    for entry in entries:
        if entry.named_above and name and entry.has("weight", "score"):
            entry = replace(entry, texts={**entry.texts, "level3": name})
        name = entry.texts["level3"] or name
        yield entry


def _is_indicator(entry: Entry, layouts: Layouts) -> bool:
    """Whether an entry is an indicator: no subtotal, no unfilled line of the template."""
    texts = entry.texts
    names = [texts[role] for role in ("level3", "target", "actual")]  # without lines 小计 may stand in any of them
    printed = [*names, *(cell.text for level in LEVELS for cell in entry.levels[level] if cell.own)]
    if any(_is_subtotal(text, layouts) for text in printed):
        return False
    if is_template(texts["level3"]) or all(is_blank(t) or is_template(t) for t in _values(entry)):
        return False
    if not indicator_name(texts["level3"]):
        return number(texts["weight"]) is not None and entry.has("target", "actual")
    return True


def _values(entry: Entry) -> list[str]:
    return [entry.texts[role] for role in ("target", "actual", "weight", "score")]


def _is_subtotal(text: str, layouts: Layouts) -> bool:
    key = label_key(text)
    return key.endswith("小计") or layouts.role_of_key("foot", key) in ("subtotal", "total")


def target_text(texts: dict[str, str]) -> str:
    """Target as printed; one split into 指标性质 | 指标值 | 度量单位 is joined in that order."""
    return clean("".join(clean(texts[role]) for role in ("target_sign", "target", "target_unit")))
