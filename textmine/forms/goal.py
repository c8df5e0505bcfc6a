"""The goal block → what was expected and what was reached, also where its cells are broken over pages."""

from __future__ import annotations

import re

from textmine.forms.classify import labelled
from textmine.forms.cutting import Draft
from textmine.forms.layouts import Layouts
from textmine.forms.table import Row, Slot, onto, overlap
from textmine.forms.text import clean, join, label_key
from textmine.records import Goal

_ROLES = ("expected", "actual")
_WHOLE = 0.9
_LONGEST_LABEL = 8
_SHORTEST_GOAL = 4


def read_goal(draft: Draft, layouts: Layouts) -> Goal:
    """Read the goal of a form; empty texts where it has none."""
    rows = draft.rows("goal")
    parts: dict[str, list[str]] = {"expected": [], "actual": []}
    columns: dict[str, tuple[Slot, Row]] = {}
    tasks: list[str] = []  # a list of tasks is a goal only where no goal is printed
    beside = ""  # the role whose text stands right of its label, to go on with on the next page
    for row in rows:
        labels = {slot.key: role for slot in row.own if (role := layouts.role("goal", slot.text)) is not None}
        if "task" in labels.values():
            columns, beside = {}, ""
            tasks.extend(slot.text for slot in row.texts[1:2] if len(slot.text) > _LONGEST_LABEL)
        elif headed := _headed(row, layouts):
            bare = {labels[slot.key]: slot for slot in row.own if labels.get(slot.key) in _ROLES}
            columns, beside = {role: (slot, row) for role, slot in bare.items()}, ""
            columns |= {role: (slot, row) for role, (slot, _) in headed.items()}
            _append(parts, {role: text for role, (_, text) in headed.items()})
        elif labels and not (columns and _is_beside(row, labels, columns)):
            taken, heads = _labelled(row, labels, layouts)
            columns = {role: (slot, row) for role, slot in heads.items()}
            beside = next((role for role in _ROLES if role in taken), beside) if not columns else ""
            _append(parts, taken)
        elif columns:
            for slot, role in _below(row, columns):
                if slot.key not in labels:
                    parts[role].append(slot.text)
        elif inside := [pair for s in row.texts if (pair := labelled(s.text, layouts, "goal")) is not None]:
            for role, text in inside:
                parts[role if role in _ROLES else block_part(row.texts[0].text)].append(text)
        elif beside:
            parts[beside].extend(slot.text for slot in row.texts)
    return Goal(_text(parts["expected"] or tasks), _text(parts["actual"]))


def _is_beside(row: Row, labels: dict[tuple[int, int, int], str], columns: dict[str, tuple[Slot, Row]]) -> bool:
    """Whether all labels of a row name the block, or stand left of the columns headed above, as the block's does."""
    place = onto(row, next(iter(columns.values()))[1].frame)
    left = min(head.lo for head, _ in columns.values())
    return set(labels.values()) == {"block"} or all(place(s)[1] < left + 1 for s in row.own if s.key in labels)


def _append(parts: dict[str, list[str]], texts: dict[str, str]) -> None:
    for role, text in texts.items():
        parts[role].append(text)


def block_part(label: str) -> str:
    """Tell what the text beside the label of a block is: 年度目标 | … is expected, 年度目标完成情况 | … is actual."""
    return "actual" if re.search("完成|实现|达成", label_key(label)) else "expected"


def _headed(row: Row, layouts: Layouts) -> dict[str, tuple[Slot, str]]:
    """Find cells that hold their label as their first line, as tables without lines below their labels are read."""
    split = [(slot, *slot.text.partition("\n")[::2]) for slot in row.own if layouts.role("goal", slot.text) is None]
    found = [(layouts.role("goal", label), slot, text) for slot, label, text in split if len(text) > _SHORTEST_GOAL]
    if not any(role in _ROLES for role, _, _ in found):
        return {}
    return {
        role if role in _ROLES else block_part(slot.text.partition("\n")[0]): (slot, text)
        for role, slot, text in found
        if role in _ROLES or role == "block"
    }


def _labelled(
    row: Row, labels: dict[tuple[int, int, int], str], layouts: Layouts
) -> tuple[dict[str, str], dict[str, Slot]]:
    """Read a row with labels: texts right of their labels, and labels that head a column below."""
    own = row.own
    taken: dict[str, str] = {}
    heads: dict[str, Slot] = {}
    labels = _with_plain_goal(own, _without_side_label(own, labels))
    for i, slot in enumerate(own):
        role = labels.get(slot.key)
        if role is None:
            continue
        value = own[i + 1] if i + 1 < len(own) else None
        text = value.text if value and value.key not in labels and not value.blank else ""
        if len(text) <= 4 and layouts.role("goal", slot.text + text) == role:
            text = ""  # the rest of the label, torn off by a stray line
        if text and layouts.role("foot", text) in ("reason", "measure"):
            text = ""  # the head of a further column
        if role == "block":
            part = block_part(slot.text)
            if value and text and part not in labels.values() and value.rowspan == slot.rowspan:
                taken.setdefault(part, text)
        elif text:
            taken[role] = text
        else:
            heads[role] = slot
    return taken, heads


def _without_side_label(
    own: tuple[Slot, ...], labels: dict[tuple[int, int, int], str]
) -> dict[tuple[int, int, int], str]:
    """Take a tall label left of one of the same meaning (年度目标完成情况 | … | 完成情况) for that of the block."""
    side = {
        slot.key: "block"
        for i, slot in enumerate(own)
        if any(labels.get(slot.key) == labels.get(o.key) and slot.rowspan > o.rowspan for o in own[i + 1 :])
    }
    return {**labels, **{key: role for key, role in side.items() if key in labels}}


def _with_plain_goal(own: tuple[Slot, ...], labels: dict[tuple[int, int, int], str]) -> dict[tuple[int, int, int], str]:
    """Take «总体目标» right before «全年实际完成情况» for what was expected, where nothing else is."""
    roles = [labels.get(slot.key) for slot in own]
    if "expected" in roles or "actual" not in roles:
        return labels
    before = roles.index("actual") - 1
    if before >= 1 and roles[before] == "block" and any(role == "block" for role in roles[:before]):
        return {**labels, own[before].key: "expected"}
    if before == 0 and roles[0] == "block" and own[0].rowspan == 1:
        return {**labels, own[0].key: "expected"}
    return labels


def _below(row: Row, columns: dict[str, tuple[Slot, Row]]) -> list[tuple[Slot, str]]:
    """Sort the texts of a row under the labels of the goal's columns; a text under both has a label of its own."""
    out = []
    for i, slot in enumerate(row.texts):
        shares = {}
        for role, (head, head_row) in columns.items():
            lo, hi = onto(row, head_row.frame)(slot)
            shares[role] = overlap(head, lo, hi)
        if i and len(shares) > 1 and min(shares.values()) > _WHOLE:
            continue
        best = max(shares, key=lambda role: shares[role])
        if shares[best] > 0.3:
            out.append((slot, best))
    return out


def _text(parts: list[str]) -> str:
    out = ""
    for part in parts:
        out = join(out, clean(part))
    return out
