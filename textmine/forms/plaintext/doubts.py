"""What in a form read from plain text does not look like what forms print: named, so that nothing is silently wrong.

A text has no cells, so a wrong cut may add up. But a cut that is wrong leaves traces: a name that ends in a number, a
bracket that does not close, a level printed and used nowhere, a label without a value behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.cells import SILENT, balance, cell_cost, level_name
from textmine.forms.plaintext.head import ORGANISATION
from textmine.forms.plaintext.tokens import Token
from textmine.records import Finding, Form, Funding, Indicator

_LIMITS = {"level3": 1.9, "target": 2.4, "actual": 2.4, "deviation": 3.4}
_GOAL_END = re.compile(r"[。;!；！…”)）]$")
_LABEL = re.compile(r"综述|完成情况$|^(年度|项目|总体)?(绩效)?目标|指标值|预期目标$|实际完成")
UNLIKE = "可能读错，请核对 (does not look like one"
_WHAT = {
    "level1": "一级指标 (level 1)", "level2": "二级指标 (level 2)", "level3": "指标名称 (name)",
    "target": "指标值 (target)",
    "actual": "完成值 (actual)", "deviation": "偏差原因 (deviation)",
}  # fmt: skip


def doubts(form: Form, tokens: Sequence[Token]) -> list[Finding]:
    """Return a ``low_confidence`` finding for each part of a form that does not look right.

    Parameters
    ----------
    form : Form
        As it was read.
    tokens : sequence of Token
        The words of its text with the labels named: a label that was printed has a value.
    """
    table = next((i for i, t in enumerate(tokens) if t.role in ("level1", "level2", "level3")), len(tokens))
    above, printed = {t.role for t in tokens[:table]}, {t.role for t in tokens}
    parts = (
        *_rows(form), *_lost_column(form, tokens), *_levels(form, tokens), *_head(form, above), *_totals(form, printed),
        *_funding(form.funding, above), *_goal(form, above), *_unused(form, tokens[:table]),
    )  # fmt: skip
    return [
        Finding("low_confidence", f"{what}：{UNLIKE}: {text[:40]})", where)
        for where, what, text in dict.fromkeys(parts)
    ]


Doubt = tuple[str, str, str]


def _rows(form: Form) -> Iterator[Doubt]:
    moved = {"gain": 0, "loss": 0}
    for n, row in enumerate(form.indicators, 1):
        for column, limit in _LIMITS.items():
            text = words.squeeze(getattr(row, column))
            if text and cell_cost(column, text) > limit:
                yield f"第{n}行", _WHAT[column], text
        if bool(row.target) != bool(row.actual):
            yield f"第{n}行", "指标值、完成值 (target, actual)", row.target + row.actual
        lost = (row.weight or 0.0) - (row.score or 0.0) > 0.005
        told = bool(row.deviation) and not SILENT.fullmatch(words.squeeze(row.deviation))
        moved["gain"] += told and not lost and row.weight is not None
        moved["loss"] += lost and not told and row.weight is not None and row.score is not None
    if moved["gain"] and moved["loss"] and moved["gain"] + moved["loss"] > 0.3 * len(form.indicators):
        yield "偏差原因", "说明所属行 (rows of the explanations)", ""


def _lost_column(form: Form, tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Doubt a form that loses points and explains nothing, where an unknown title speaks of reasons."""
    headed = any(t.role != "deviation" and "原因" in t.text and len(t.text) <= 14 for t in tokens)
    lost = any((r.weight or 0.0) - (r.score or 0.0) > 0.005 for r in form.indicators)
    if headed and lost and not form.deviation and not any(r.deviation for r in form.indicators):
        yield "偏差原因", _WHAT["deviation"], ""


def _levels(form: Form, tokens: Sequence[Token]) -> Iterator[Doubt]:
    used = {words.squeeze(name) for row in form.indicators for name in (row.level1, row.level2)}
    for name in dict.fromkeys(level_name(words.squeeze(t.text)) for t in tokens if t.role == "level"):
        if name and name not in used:
            yield "级次", "已印出而未用到的级次 (a level without rows)", name
    for name in sorted(used):
        if name and not level_name(name) and not re.fullmatch(r"[\u4e00-\u9fff]{2,8}(指标|目标)?", name):
            yield "级次", _WHAT["level1"], name
    yield from _spans(form.indicators)


def _spans(rows: Sequence[Indicator]) -> Iterator[Doubt]:
    done: list[tuple[str, str]] = []
    for n, row in enumerate(rows, 1):
        now = (words.squeeze(row.level1), words.squeeze(row.level2))
        family = words.family().get(now[1])
        if family and now[0] and family != now[0]:
            yield f"第{n}行", _WHAT["level2"], "/".join(now)
        if done and now != done[-1] and now in done:
            yield f"第{n}行", _WHAT["level2"], "/".join(now)
        done += [now] if not done or done[-1] != now else []
    blank = [n for n, row in enumerate(rows, 1) if not row.level1]
    if blank and len(blank) < len(rows):
        yield f"第{blank[0]}行", _WHAT["level1"], ""
    twos = [row.level2 for row in rows if not row.level1.startswith("预算执行")]
    if any(twos) and not all(twos):
        yield "级次", _WHAT["level2"], ""  # blank cells of a level look like merged ones


def _head(form: Form, printed: set[str]) -> Iterator[Doubt]:
    for name in ("project", "department", "unit"):
        text = words.squeeze(getattr(form, name))
        whole = form.department if name == "unit" else text  # a form of a department names it under either label
        wrong = bool(text) and (balance(text) > 0 or words.role_of(text) != "")
        if name != "project" and text:
            wrong |= not ORGANISATION.search(text) or bool(re.search(r"[,。;；]|\d{2}", text))
        if wrong or (name in printed and not whole):
            yield "表头", {"project": "项目名称", "department": "主管部门", "unit": "实施单位"}[name], text
    if form.year is None:
        yield "表头", "年度 (year)", ""


def _totals(form: Form, printed: set[str]) -> Iterator[Doubt]:
    if form.total_score is None and "total" in printed:
        yield "总分", "总分 (total)", ""
    if form.deviation and not _GOAL_END.search(words.squeeze(form.deviation)):
        yield "表尾", "原因和措施 (reasons, measures)", form.deviation
    if not form.grade and "grade" in printed:
        yield "等级", "等级 (grade)", ""


def _funding(rows: Sequence[Funding], printed: set[str]) -> Iterator[Doubt]:
    if not rows and {"budget", "executed"} <= printed:
        yield "资金", "资金 (funding)", ""
    known = words.labels("funding", "item")
    for row in rows:
        item = words.squeeze(row.item).rstrip(":")
        odd = not item or balance(item) > 0 or bool(re.search(r"目标|指标|\d", item)) or len(item) > 16
        mixed = (row.budget is None) != (row.executed is None)
        if odd or mixed or (item not in known and item.removeprefix("其中:") not in known and _odd(item, row)):
            yield f"资金 {row.item}", "资金行 (funding row)", row.item
    for name in ("budget", "executed"):
        parts = [v for row in rows[1:] if (v := getattr(row, name)) is not None]
        whole = getattr(rows[0], name) if rows else None
        if whole is not None and parts and all(abs(whole - s) > 0.02 for s in (sum(parts), parts[0], max(parts))):
            yield "资金", "资金合计 (sums of the funding rows)", f"{whole:g} / {sum(parts):g}"


def _odd(item: str, row: Funding) -> bool:
    """Whether an unknown item is a piece of a known one or more than one, or has figures that no such row prints."""
    known = words.labels("funding", "item")
    piece = any(k.startswith(item) or (item.startswith(k) and len(k) > 3) for k in known)
    return piece or any(v is not None and v > 100 for v in (row.weight, row.score)) or (row.rate or 0.0) > 1000


def _unused(form: Form, above: Sequence[Token]) -> Iterator[Doubt]:
    """Doubt the goal where a line of prose above the table stands nowhere in the form."""
    start = next((i for i, t in enumerate(above) if t.role in ("expected", "goal_actual", "goal_side")), None)
    goal = words.squeeze(f"{form.goal.expected}|{form.goal.actual}") if form.goal else ""
    if start is None or not goal.strip("|"):
        return
    told = max((i for i, t in enumerate(above) if t.role in ("budget", "executed", "item")), default=start)
    for token in above[told:]:
        text = words.squeeze(token.text)
        if not token.role and len(text) >= _LINE and text not in goal:
            yield "目标", "年度目标 (goal)", text
            return


_LINE = 12
"""A word of so many characters is a line of prose."""


_DONE = re.compile(r"完成了|(较好|按计划|圆满|全面|已)完成|情况良好|。.*完成")
"""What a result says: in the goal without one it was read into it."""


def _goal(form: Form, printed: set[str]) -> Iterator[Doubt]:
    if "goal_side" in printed and not form.goal:
        yield "目标", "年度目标 (goal)", ""
    expected, actual = (form.goal.expected, form.goal.actual) if form.goal else ("", "")
    for role, text, other in (("expected", expected, actual), ("goal_actual", actual, expected)):
        plain = words.squeeze(text)
        if (
            (role in printed and not plain)
            or (plain and (not _GOAL_END.search(plain) or balance(plain) > 0))
            or (plain and _LABEL.search(plain[:8]) and not re.match(r"目标\d", plain))
        ):
            yield "目标", "年度目标 (goal)", text
        elif not plain and (len(words.squeeze(other)) > 400 or (role == "goal_actual" and _DONE.search(other))):
            yield "目标", "年度目标 (goal)", other
    first, second = words.squeeze(expected), words.squeeze(actual)
    if second and (first.endswith(";") or re.match(r"(目标)?[2-9][:.、]", second)):
        yield "目标", "年度目标 (goal)", expected  # cut in the middle of a list
