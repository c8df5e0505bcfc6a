"""Cells outside the indicators that were hard to read: names, amounts, goals, totals."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.forms.classify import foot_kind
from textmine.forms.cutting import Draft
from textmine.forms.layouts import Layouts
from textmine.forms.text import squeeze
from textmine.records import Finding

SURE = 0.8
"""Confidence of the recogniser below which a person should look."""

_PLACES = {"head": "表头", "funding": "资金", "goal": "目标", "header": "指标表头", "foot": "表尾"}

_SHOWN = 16


def doubtful_cells(draft: Draft) -> tuple[Finding, ...]:
    """Return a finding for each cell of a draft, outside its indicators, that was read with little confidence.

    Cells in which something is printed but nothing could be read have no confidence at all.
    """
    return tuple(_doubts(draft))


def _doubts(draft: Draft) -> Iterator[Finding]:
    for section in draft.sections:
        place = _PLACES.get(section.kind)
        for row in section.rows if place else ():
            for slot in row.own:
                if slot.confidence >= SURE:
                    continue
                page = f"第{row.frame.page}页 " if row.frame.page is not None else ""
                text = slot.text.replace("\n", "").strip()
                shown = f"「{text[:_SHOWN]}」" if text else "有字未能读出"
                yield Finding(
                    "low_confidence",
                    f"读取把握 {slot.confidence:.2f}：{shown}，请对照原件 (reading uncertain)",
                    f"{page}{place}",
                )


def unread_total(draft: Draft, layouts: Layouts) -> Iterator[Finding]:
    """Give a finding for the first row of totals with figures, for forms whose total could not be read from it."""
    for row in draft.rows("foot"):
        printed = " ".join(squeeze(slot.text) for slot in row.texts)
        if foot_kind(row, layouts) == "total" and any(char.isdigit() for char in printed):
            page = f"第{row.frame.page}页 " if row.frame.page is not None else ""
            text = f"「{printed[: 2 * _SHOWN]}」中的总分未能读出，请对照原件 (total not read)"
            yield Finding("low_confidence", text, f"{page}表尾")
            return
