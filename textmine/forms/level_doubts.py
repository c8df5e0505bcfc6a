"""Level labels that no form prints: the columns of a table without lines were misread there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.forms.layouts import Layouts
from textmine.forms.text import squeeze
from textmine.records import Finding, Form

_LEVELS = frozenset({"level1", "level2", "level3"})
_UNPLACED = re.compile("执行|预算|资金|加分|扣分")
"""Indicators that stand outside the levels."""


def level_findings(form: Form, layouts: Layouts) -> Iterator[Finding]:
    """Give a finding for each kind of doubtful level label of a form, at the first indicator that has it.

    A label is doubtful where it is the heading of its column, several labels run into one, or but a piece of one, or
    a blank first level among others. So is a row without points in a form whose rows have points.
    """
    told: set[str] = set()
    some = any(row.level1 for row in form.indicators)
    for n, row in enumerate(form.indicators, 1):
        doubts = [text for text in (row.level1, row.level2) if _is_doubtful(text, layouts)]
        if some and not row.level1 and not _UNPLACED.search(row.level3):
            doubts.append("")
        for text in doubts:
            if text not in told:
                told.add(text)
                what = f"级别「{text}」可疑" if text else "一级指标未能读出"
                page = f"第{row.page}页 " if row.page is not None else ""
                yield Finding(
                    "low_confidence", f"{what}，请对照原件 (doubtful level label)", f"{page}指标{n} {row.level3}"
                )
    yield from _without_points(form)


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
    return len(key) == 1 or layouts.labels["indicators"].get(key) in _LEVELS or key.count("指标") > 1
