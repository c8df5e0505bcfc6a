"""Findings about explanations, targets and legibility: what a careful reader would ask about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.forms.text import squeeze
from textmine.forms.values import OVERFULFILLED, fulfilment, target_met
from textmine.records import Finding, Form, Indicator

_EPS = 0.005
_NOTHING = re.compile(
    r"(?:无|无偏差|没有偏差|不存在偏差|无偏差原因|无此情况|已完成|完成|不适用|达成|达标|无需改进)?[。.]?"
)
_MEASURE = re.compile(
    r"下一步|后续|今后|下一年|下年|明年|将(?!近)|拟|加强|加大|加快|改进|完善|优化|提升|提高|强化|健全|规范|推进|督促|严格|细化|积极|争取|进一步|措施|建立|落实|做好|合理|及时|确保|倒排|盯办|跟踪|督办|整改|压实|采取|制定|出台"
)
_SIGN_ONLY = re.compile(r"\s*[≥≤＝=<>＜＞≧≦]+\s*")
"""A comparison without its figure: no clerk writes that, a reader lost it."""
_SURE = 0.8


def text_findings(form: Form) -> Iterator[Finding]:
    """Give the findings about each indicator's explanation and target, in printed order."""
    seen: dict[str, int] = {}
    for n, row in enumerate(form.indicators, 1):
        lost = row.weight is not None and row.score is not None and row.score < row.weight - _EPS
        yield from _explanation(form, row, n, lost)
        yield from _target(row, n, lost)
        text = squeeze(row.deviation)
        if len(text) >= 12 and text in seen:
            yield Finding(
                "copied_explanation",
                f"与指标{seen[text]}的说明相同 (same text as indicator {seen[text]})",
                _where(row, n),
            )
        seen.setdefault(text, n)


def _explanation(form: Form, row: Indicator, n: int, lost: bool) -> Iterator[Finding]:
    silent = _NOTHING.fullmatch(squeeze(row.deviation)) is not None
    if lost and silent and not form.deviation:
        points = (row.weight or 0.0) - (row.score or 0.0)
        yield Finding(
            "explanation_missing", f"扣 {points:g} 分而无原因说明 (points lost without explanation)", _where(row, n)
        )
    if not silent and not lost and row.weight is not None and row.score is not None:
        yield Finding(
            "explanation_without_loss", "未扣分而有偏差说明 (explanation without lost points)", _where(row, n)
        )
    if not silent and lost and not _MEASURE.search(row.deviation):
        yield Finding("measure_missing", "只有原因，没有改进措施 (no measure is named)", _where(row, n))


def _target(row: Indicator, n: int, lost: bool) -> Iterator[Finding]:
    if lost and target_met(row.target, row.actual):
        yield Finding(
            "target_met_points_lost",
            f"目标 {row.target} 已达到（{row.actual}）仍扣分 (target met, points lost)",
            _where(row, n),
        )
    if (fulfilment(row.target, row.actual) or 0) > OVERFULFILLED:
        yield Finding("overfulfilled", f"实际 {row.actual} 远超目标 {row.target} (far above target)", _where(row, n))


def confidence_findings(
    confidences: tuple[float, ...], form: Form, unreadable: tuple[tuple[int | None, str], ...]
) -> Iterator[Finding]:
    """Give the findings about what was hard to read: uncertain rows, torn values, pages that could not be read."""
    for n, (row, confidence) in enumerate(zip(form.indicators, confidences, strict=False), 1):
        if confidence < _SURE:
            yield Finding(
                "low_confidence", f"读取把握 {confidence:.2f}，请对照原件 (reading uncertain)", _where(row, n)
            )
    for n, row in enumerate(form.indicators, 1):
        torn = next((text for text in (row.target, row.actual) if _SIGN_ONLY.fullmatch(text)), "")
        if torn:
            yield Finding("low_confidence", f"只读到符号「{torn}」，缺数值 (a sign without its figure)", _where(row, n))
    for page, reason in unreadable:
        yield Finding("unreadable_page", f"第{page}页无法读取：{reason} (page unreadable)", f"第{page}页")


def _where(row: Indicator, n: int) -> str:
    page = f"第{row.page}页 " if row.page is not None else ""
    return f"{page}指标{n} {row.level3}"
