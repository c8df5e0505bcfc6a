"""Level labels that no form prints: the columns of a table without lines were misread there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.forms.layouts import Layouts
from textmine.forms.text import squeeze
from textmine.records import Finding, Form, Indicator

_LEVELS = frozenset({"level1", "level2", "level3"})
_UNPLACED = re.compile("执行|预算|资金|加分|扣分")
"""Indicators that stand outside the levels."""

_RUN_ON = re.compile("(产出|效益|满意度|成本)指标.{1,2}$")
"""A first level with letters of the next one: their cells ran into each other."""

_SIGNS = ("≥", "≤", "＞", "＜", ">", "<", "=", "＝")

_KINDS = (("数量|质量|时效", "产出"), ("效益|可持续", "效益"), ("满意", "满意"))
"""Second levels, by words in them, and the word of the first level that they belong to."""


def level_findings(form: Form, layouts: Layouts) -> Iterator[Finding]:
    """Give a finding for each indicator with a doubtful level label.

    A label is doubtful where it is the heading of its column, several labels run into one, or but a piece of one; a
    level that is blank where others like it are not; a second level that belongs to another first level of the form.
    So is a row without points in a form whose rows have points.
    """
    firsts = {row.level1 for row in form.indicators}
    parted = {row.level1 for row in form.indicators if row.level2}
    for n, row in enumerate(form.indicators, 1):
        what = [f"级别「{text}」可疑" for text in (row.level1, row.level2) if _is_doubtful(text, layouts)]
        if not row.level1 and any(firsts) and not _UNPLACED.search(row.level3):
            what.append("一级指标未能读出")
        if row.level1 and not row.level2 and row.level1 in parted:
            what.append("二级指标未能读出")
        if row.level3.endswith(_SIGNS):
            what.append("名称后带有目标值的符号")
        if row.level1 and _is_misplaced(row, firsts):
            what.append(f"「{row.level2}」不属于「{row.level1}」")
        if what:
            page = f"第{row.page}页 " if row.page is not None else ""
            text = f"{'；'.join(what)}，请对照原件 (doubtful level label)"
            yield Finding("low_confidence", text, f"{page}指标{n} {row.level3}")
    yield from _without_points(form)


def _is_misplaced(row: Indicator, firsts: set[str]) -> bool:
    """Whether the form has the first level that a second level belongs to, and the row is under another one."""
    word = next((first for seconds, first in _KINDS if re.search(seconds, row.level2)), "")
    return bool(word) and word not in row.level1 and any(word in first for first in firsts)


def _without_points(form: Form) -> Iterator[Finding]:
    """Give a finding for the first row that has neither points nor score where nearly all others have both."""
    bare = [n for n, row in enumerate(form.indicators, 1) if row.weight is None and row.score is None]
    if bare and 2 * len(bare) < len(form.indicators):
        row = form.indicators[bare[0] - 1]
        page = f"第{row.page}页 " if row.page is not None else ""
        text = f"{len(bare)}行没有分值和得分，可能是断开的行，请对照原件 (rows without points)"
        yield Finding("low_confidence", text, f"{page}指标{bare[0]} {row.level3}")


def _is_doubtful(text: str, layouts: Layouts) -> bool:
    key = squeeze(text)
    if not key or key in layouts.known_levels:
        return False
    torn = key.endswith("指") or _RUN_ON.match(key) is not None
    return torn or len(key) == 1 or layouts.labels["indicators"].get(key) in _LEVELS or key.count("指标") > 1
