"""The scoring rule that a form seems to follow, row by row: proportional, in steps, or at discretion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from textmine.forms.values import fulfilment, parse_value, target_met
from textmine.points.money import CENT, exact
from textmine.records import Form, Indicator

Rule = Literal["full", "proportional", "step", "zero", "discretionary"]
RULE_NAMES: dict[Rule, str] = {
    "full": "满分",
    "proportional": "按比例得分",
    "step": "按档得分",
    "zero": "不得分",
    "discretionary": "酌情扣分",
}
STEPS: tuple[Decimal, ...] = tuple(Decimal(n) / 10 for n in (9, 8, 7, 6, 5, 4, 3))


@dataclass(frozen=True, slots=True)
class Scored:
    """How one row was scored.

    Attributes
    ----------
    form, row : str, int
    rule : str
        `full`; `proportional` (score = weight × actual per cent, or × actual / target); `step` (a round tenth of the
        weight); `zero`; else `discretionary`.
    ratio : Decimal
        score / weight.
    share : Decimal or None
        The proportion that explains the score where the rule is proportional.
    target_met : bool or None
        None where it cannot be told from the cells.
    fulfilment : Decimal or None
        actual / target where both are numbers of one unit, the target is positive and more is better.
    """

    form: str
    row: int
    rule: Rule
    ratio: Decimal
    share: Decimal | None
    target_met: bool | None
    fulfilment: Decimal | None


def score_rows(forms: Mapping[str, Form]) -> tuple[Scored, ...]:
    """Describe all rows that have a positive weight and a score not above it."""
    return tuple(
        _scored(key, number, row)
        for key, form in forms.items()
        for number, row in enumerate(form.indicators, 1)
        if row.weight and row.score is not None and 0 <= row.score <= row.weight
    )


def prevailing_rule(rows: Iterable[Scored]) -> tuple[Rule | None, int, int]:
    """Return the most frequent rule among the rows that lost points, how often it holds, and of how many rows.

    None where fewer than three rows lost points: two rows make no rule.
    """
    counts = Counter(r.rule for r in rows if r.rule != "full")
    total = sum(counts.values())
    if total < 3:
        return None, 0, total
    rule, times = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return rule, times, total


def _scored(key: str, number: int, row: Indicator) -> Scored:
    weight, score = exact(row.weight), exact(row.score)
    share = _proportion(row, weight, score)
    ratio = score / weight
    rule: Rule = "discretionary"
    if score == weight:
        rule = "full"
    elif score == 0:
        rule = "zero"
    elif share is not None:
        rule = "proportional"
    elif any(abs(ratio - step) < Decimal("0.0005") for step in STEPS):
        rule = "step"
    return Scored(
        key, number, rule, ratio, share, target_met(row.target, row.actual), fulfilment(row.target, row.actual)
    )


def _proportion(row: Indicator, weight: Decimal, score: Decimal) -> Decimal | None:
    """Return the proportion p with score = weight × p to the cent: the actual percentage, or actual / target."""
    actual, target = parse_value(row.actual), parse_value(row.target)
    if actual is None or score >= weight:
        return None
    shares = [actual.number / 100] if actual.is_percent else []
    if target is not None and target.number > 0 and target.relation != "<=":
        shares.append(actual.number / target.number)
    for share in shares:
        if 0 < share < 1 and abs(weight * share - score) <= CENT / 2:
            return share
    return None
