"""The arithmetic that a form must satisfy; together with findings.py all findings of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.forms.findings import confidence_findings, text_findings
from textmine.forms.text import squeeze
from textmine.records import Finding, Form, Funding, Indicator

TOLERANCE = 0.01
_EPS = 1e-6
ARITHMETIC = frozenset(
    {
        "total_mismatch",
        "weight_mismatch",
        "score_above_weight",
        "rate_mismatch",
        "execution_score_mismatch",
        "grade_mismatch",
    }
)
_NAMES = {
    "优": ("优", "优秀"),
    "良": ("优良", "良", "良好"),
    "中": ("中", "中等", "合格", "及格", "一般", "基本合格"),
    "差": ("差", "较差", "不合格", "不及格"),
}
_GRADES = {name: grade for grade, names in _NAMES.items() for name in names}
_RANKS = ("优", "良", "中", "差")
_DEFAULT_SCALE = {"优": 90.0, "良": 80.0, "中": 60.0}
_SCALE = re.compile(
    r"(优秀|优|良好|良|中等|中|合格|及格)[^\d优良中差合]{0,8}?(?:(\d{2,3})(?:分)?(?:[-—~至]|分?以上|\(含|≤|<)|≥(\d{2,3}))"
)
_EXECUTION = re.compile(r"预算执行|执行率|资金执行|预算完成")


@dataclass(frozen=True, slots=True)
class Printed:
    """What the records do not hold but the checks need.

    Attributes
    ----------
    rate_decimals : tuple of int
        Printed decimal places of each funding row's rate: 95% may stand for 95.4.
    promised : float or None
        Points for execution that only the label of the block names (预算执行情况（10分）).
    scale : str
        The text in which the form prints its own scale of grades.
    confidences : tuple of float
        Of each indicator, the lowest confidence of its cells.
    unreadable : tuple of (page, reason)
        Pages of the file that could not be read.
    doubts : tuple of Finding
        Cells outside the indicators that were hard to read.
    """

    rate_decimals: tuple[int, ...] = ()
    promised: float | None = None
    scale: str = ""
    confidences: tuple[float, ...] = ()
    unreadable: tuple[tuple[int | None, str], ...] = ()
    doubts: tuple[Finding, ...] = ()


def check(
    form: Form, printed: Printed = Printed(), bonus: frozenset[str] = frozenset()
) -> tuple[tuple[Finding, ...], bool]:
    """Give the findings of a form, and whether its arithmetic holds: tested, and without a fault.

    Parameters
    ----------
    bonus : frozenset of str
        Names of first levels that stand outside the 100 points.
    """
    arithmetic = (
        *_weights(form, printed, bonus), *_scores(form), *_total(form, printed, bonus), *_rates(form, printed),
        *_execution(form), *_grade(form, printed, bonus),
    )  # fmt: skip
    doubts = (*confidence_findings(printed.confidences, form, printed.unreadable), *printed.doubts)
    others = (*text_findings(form), *doubts)
    return (*arithmetic, *others), not arithmetic and _tested(form, printed, bonus)


def _tested(form: Form, printed: Printed, bonus: frozenset[str]) -> bool:
    """Whether the figures bear each other out at all.

    Without points, or without the 100 and without any total, a row may have been lost and nothing would tell.
    """
    weights = [i.weight for i in counted(form, bonus) if i.weight is not None]
    if form.total_score is not None and form.indicators:
        return summed_score(form, printed) is not None
    if not weights:
        return False
    execution = _execution_points(form, printed)
    rows = sum(weights)
    return any(abs(s - 100) <= TOLERANCE + _EPS for s in (rows, rows + (execution[0] if execution else 0.0)))


def counted(form: Form, bonus: frozenset[str]) -> tuple[Indicator, ...]:
    """Give the indicators inside the 100 points."""
    return tuple(i for i in form.indicators if squeeze(i.level1) not in bonus and squeeze(i.level2) not in bonus)


def funding_row(form: Form) -> Funding | None:
    """Give the funding row that carries points: the first with a weight, or with a score."""
    weighed = [row for row in form.funding if row.weight is not None]
    scored = [row for row in form.funding if row.score is not None]
    return next(iter(weighed or scored), None)


def _execution_points(form: Form, printed: Printed) -> tuple[float, float] | None:
    """Weight and score of budget execution in the funding block, None where it has no points."""
    row = funding_row(form)
    if row is None or any(
        _EXECUTION.search(squeeze(i.level3 + i.level1)) and i.weight == row.weight for i in form.indicators
    ):
        return None
    weight = row.weight if row.weight is not None else printed.promised
    return None if weight is None else (weight, row.score or 0.0)


def _weights(form: Form, printed: Printed, bonus: frozenset[str]) -> Iterator[Finding]:
    weights = [i.weight for i in counted(form, bonus) if i.weight is not None]
    if not weights:
        return
    rows = sum(weights)
    execution = _execution_points(form, printed)
    sums = {rows} if execution is None else {rows + execution[0]}
    whole = {100.0}
    if execution is None:
        # execution points that are printed nowhere: 10 or 20 of the 100 are missing
        whole |= {90.0, 80.0}
    if not any(abs(s - w) <= TOLERANCE + _EPS for s in sums for w in whole):
        got = rows + (execution[0] if execution else 0.0)
        plus = f"（指标 {rows:g} + 预算执行 {execution[0]:g}）" if execution else ""
        yield Finding("weight_mismatch", f"分值合计 {got:g}{plus}，应为 100 (weights do not sum to 100)", "分值")


def _scores(form: Form) -> Iterator[Finding]:
    for n, row in enumerate(form.indicators, 1):
        if row.weight is not None and row.score is not None and row.score > row.weight + _EPS:
            yield Finding(
                "score_above_weight", f"得分 {row.score:g} 高于分值 {row.weight:g} (score above weight)", place(form, n)
            )
    for item in form.funding:
        if item.weight is not None and item.score is not None and item.score > item.weight + _EPS:
            yield Finding(
                "score_above_weight",
                f"得分 {item.score:g} 高于分值 {item.weight:g} (score above weight)",
                f"资金 {item.item}",
            )


def summed_score(form: Form, printed: Printed = Printed()) -> float | None:
    """Sum of the scores, execution included; None where scores are missing."""
    scores = [i.score for i in form.indicators if i.score is not None]
    if not scores:
        return None
    execution = _execution_points(form, printed)
    row = funding_row(form)
    extra = execution[1] if execution else 0.0
    if (
        execution is None
        and row is not None
        and row.score is not None
        and printed.promised is None
        and row.weight is None
    ):
        extra = row.score if not any(_EXECUTION.search(squeeze(i.level3)) for i in form.indicators) else 0.0
    return sum(scores) + extra


def _total(form: Form, printed: Printed, bonus: frozenset[str]) -> Iterator[Finding]:
    total = summed_score(form, printed)
    if total is None or form.total_score is None:
        return
    if abs(total - form.total_score) <= TOLERANCE + _EPS:
        return
    if _execution_points(form, printed) is None and funding_row(form) is None:
        weights = sum(i.weight or 0.0 for i in counted(form, bonus))
        missing = 100 - weights
        if weights in (80.0, 90.0) and -TOLERANCE <= form.total_score - total <= missing + TOLERANCE:
            return  # the execution score is printed nowhere
    gap = form.total_score - total
    message = f"得分之和 {total:.2f}，总分 {form.total_score:g}，差 {gap:+.2f} (scores do not sum to the total)"
    yield Finding("total_mismatch", message, "总分")


def _rates(form: Form, printed: Printed) -> Iterator[Finding]:
    for n, row in enumerate(form.funding):
        budget = row.budget if row.budget is not None else row.initial_budget
        if row.rate is None or not budget or row.executed is None:
            continue
        places = printed.rate_decimals[n] if n < len(printed.rate_decimals) else 2
        true = row.executed / budget * 100
        if abs(true - row.rate) > max(TOLERANCE, 10.0**-places) + _EPS:
            yield Finding(
                "rate_mismatch",
                f"执行率 {row.rate:g}%，按 {row.executed:g}/{budget:g} 应为 {true:.2f}% (rate differs)",
                f"资金 {row.item}",
            )


def _execution(form: Form) -> Iterator[Finding]:
    row = funding_row(form)
    if row is None or row.weight is None or row.score is None or row.rate is None:
        return
    true = row.weight * min(max(row.rate, 0.0), 100.0) / 100
    slack = 0.5 if row.score == int(row.score) else 0.05 if round(row.score, 1) == row.score else TOLERANCE
    if abs(true - row.score) > slack + _EPS:
        due = f"分值 {row.weight:g} × 执行率 {row.rate:g}% 应为 {true:.2f}"
        message = f"预算执行得分 {row.score:g}，按{due} (execution score differs)"
        yield Finding("execution_score_mismatch", message, f"资金 {row.item}")


def scale_in(text: str) -> dict[str, float]:
    """Thresholds that a form prints itself: 优（90-100分）、良（80-90分）…; empty where it prints none."""
    out: dict[str, float] = {}
    for name, low, least in _SCALE.findall(squeeze(text)):
        out.setdefault(_GRADES[name], float(low or least))
    return {name: value if value < 100 else 90.0 for name, value in out.items()}


def grade_of(score: float, scale: dict[str, float]) -> str:
    """Grade of a score on a scale of lower bounds."""
    return next((name for name in _RANKS[:3] if name in scale and score >= scale[name] - _EPS), "差")


def _grade(form: Form, printed: Printed, bonus: frozenset[str]) -> Iterator[Finding]:
    name = _GRADES.get(re.split(r"[(（]", squeeze(form.grade))[0])
    if name is None or form.total_score is None:
        return
    scale = {**_DEFAULT_SCALE, **scale_in(printed.scale)}
    totals = [form.total_score, summed_score(form, printed)]
    right = [grade_of(total, scale) for total in totals if total is not None]
    if name not in right:
        yield Finding(
            "grade_mismatch",
            f"等级「{form.grade}」，总分 {form.total_score:g} 应为「{right[0]}」 (grade differs)",
            "等级",
        )


def place(form: Form, n: int) -> str:
    """Say where the n-th indicator stands, for a person."""
    row = form.indicators[n - 1]
    page = f"第{row.page}页 " if row.page is not None else ""
    return f"{page}指标{n} {row.level3}"
