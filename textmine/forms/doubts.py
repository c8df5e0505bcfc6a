"""Cells outside the indicators that were hard to read: names, amounts, goals, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from textmine.forms.classify import foot_kind
from textmine.forms.cutting import Draft
from textmine.forms.grades import GRADES
from textmine.forms.layouts import Layouts
from textmine.forms.text import number, squeeze
from textmine.records import Finding, Form, Indicator

SURE = 0.8
"""Confidence of the recogniser below which a person should look."""

_PLACES = {"head": "表头", "funding": "资金", "goal": "目标", "header": "指标表头", "foot": "表尾"}

_SHOWN = 16

_AMOUNTS = re.compile("年初预算|全年预算|执行数|支出数|执行率")
_NEAR = 0.006
_LEAST = 3
"""Fewer characters are no goal."""

_NARROW = re.compile("#{2,}")
"""What spreadsheets print where a number is wider than its column."""

_ENDS = ("。", "；", "！", ".", ";", "）", ")")

_REASONS = re.compile("(?:未完成原因分?析?|改进措施|存在问题)([^:].{3,})")


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


def missing_parts(draft: Draft, form: Form, lines: Iterable[str], layouts: Layouts) -> Iterator[Finding]:
    """Give a finding for each block that the pages of a form print, but that could not be read, or only in part.

    Parameters
    ----------
    lines : iterable of str
        The lines outside all tables on the form's pages.
    """
    outside = tuple(part for line in lines for part in (line, *line.split()))
    cells = [slot.text.strip() for section in draft.sections for row in section.rows for slot in row.texts]
    for place, what in (
        ("表头", "" if form.project or form.department else "项目和部门名称均未能读出"),
        ("资金", _funding(draft, form, outside, layouts)),
        ("目标", _goal(draft, form, outside, layouts)),
        ("等级", _grade(draft, form)),
        ("表尾", _deviation(draft, form)),
        ("原因", _torn(form)),
        ("表格", "单元格过窄，数值印成「###」" if any(map(_NARROW.fullmatch, cells)) else ""),
    ):
        if what:
            yield Finding("low_confidence", f"{what}，请对照原件 (printed, but not read)", place)


def _funding(draft: Draft, form: Form, outside: Sequence[str], layouts: Layouts) -> str:
    items = [row.item for row in form.funding if row.item]
    if twice := next((item for item in items if items.count(item) > 1), ""):
        return f"资金项目「{twice[: 2 * _SHOWN]}」重复"
    if what := _unweighted(draft, form, layouts):
        return what
    before = (s.text for kind in ("head", "funding", "goal") for row in draft.rows(kind) for s in row.texts)
    roles = {layouts.role("funding", text) for text in (*before, *outside)}
    headed = len(roles & {"initial_budget", "budget", "executed"}) > 1
    headed = headed or any(len(set(_AMOUNTS.findall(squeeze(line)))) > 2 for line in outside)
    return "资金未能读出" if headed and not form.funding else ""


def _unweighted(draft: Draft, form: Form, layouts: Layouts) -> str:
    """Tell of a weight or score that is headed among the amounts, where a number stands but was not read as one."""
    texts = [slot.text for row in draft.rows("funding") for slot in row.texts]
    roles = {layouts.role("funding", text) for text in texts}
    headed = [role for role in ("weight", "score") if role in roles]
    first = form.funding[0] if form.funding else None
    if first is None or not any(getattr(first, role) is None for role in headed):
        return ""
    read = [value for row in form.funding for value in (row.initial_budget, row.budget, row.executed, row.rate)]
    read += [first.weight, first.score]
    numbers = (number(text) for text in texts)
    missed = any(n is not None and all(v is None or abs(v - n) > _NEAR for v in read) for n in numbers)
    return "资金的分值或得分未能读出" if missed else ""


def _goal(draft: Draft, form: Form, outside: Sequence[str], layouts: Layouts) -> str:
    texts = (form.goal.expected, form.goal.actual)
    inside = [slot.text for row in draft.rows("goal") for slot in row.texts]
    if not any(texts):
        said = any(len(text) >= _SHOWN and layouts.role("goal", text) is None for text in inside)
        inside = inside if said else []
    roles = {layouts.role("goal", text) for text in (*inside, *outside)}
    lost = min(map(len, texts)) < _LEAST and max(map(len, texts)) not in range(_LEAST, 2 * _SHOWN)
    return "目标或其完成情况未能读出" if lost and roles >= {"expected", "actual"} else ""


def _grade(draft: Draft, form: Form) -> str:
    rows = (*draft.rows("head"), *draft.rows("foot"))
    alone = any(squeeze(slot.text) in GRADES for row in rows for slot in row.texts)
    return "等级未能读出" if alone and not form.grade else ""


def _deviation(draft: Draft, form: Form) -> str:
    """Tell of rows at the foot that were read as lines; labels with a colon are those of prose."""
    read = squeeze(form.deviation)
    found = (match for line in draft.tail if (match := _REASONS.match(squeeze(line))))
    return "原因或措施未能读出" if any(match[1] not in read for match in found) else ""


def _torn(form: Form) -> str:
    """Tell of a sentence that goes on on the next page, where only one of the two rows lost points."""
    for upper, lower in pairwise(form.indicators):
        both = len(upper.deviation) > _LEAST <= len(lower.deviation) and lower.deviation.endswith(_ENDS)
        if both and upper.page != lower.page and not upper.deviation.endswith(_ENDS) and _lost(upper) != _lost(lower):
            return f"「{upper.level3}」与下一行的原因可能是断开的一句"
    return ""


def _lost(row: Indicator) -> bool:
    return row.weight is not None and row.score is not None and row.score < row.weight
