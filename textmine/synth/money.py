"""The funding rows of a synthetic form: amounts, rates and the execution score that follow from each other."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

from textmine.records import Funding

_ITEMS = (
    ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"),
    ("年度资金总额", "其中：财政拨款", "其他资金"),
    ("资金总额", "其中：一般公共预算拨款", "政府性基金", "其他资金"),
    ("年度资金总额：", "其中:当年财政拨款", "上年结转资金", "其他资金"),
    ("总额", "其中：中央补助", "地方资金", "其他资金"),
    ("年度资金总额",),
)
_RATES = (100.0, 100.0, 99.95, 98.2, 94.37, 87.27, 71.5, 55.03, 103.4)


def make_funding(rng: Random, weight: float | None) -> tuple[Funding, ...]:
    """Draw one to four rows; the first has the points of budget execution, where the layout prints them."""
    own = round(rng.uniform(8, 900) * rng.choice([1, 1, 10, 100]), 2)
    budget = own if rng.random() < 0.5 else round(own * rng.uniform(0.8, 1.2), 2)
    rate = rng.choice(_RATES)
    carried = round(budget * 0.1, 2) if rng.random() < 0.25 else 0.0
    executed, carried_done = round(budget * rate / 100, 2), round(carried * rate / 100, 2)
    names = rng.choice(_ITEMS)
    parts = [(own, budget - carried, executed - carried_done), (0.0, carried, carried_done)]
    total, zero = (own, budget, executed), (0.0, 0.0, 0.0)
    amounts = [total, *(parts if len(names) > 3 else [total]), zero, zero][: len(names)]
    rows = [_row(name, a, weight if i == 0 else None) for i, (name, a) in enumerate(zip(names, amounts, strict=True))]
    if rng.random() < 0.3:  # offices that leave rows without money blank
        rows = [r if r.budget else Funding(r.item) for r in rows]
    if rng.random() < 0.2:  # and programs that cut rates off instead of rounding them
        rows = [replace(r, rate=_cut(r)) if r.budget else r for r in rows]
    return tuple(rows)


def _row(name: str, amounts: tuple[float, float, float], weight: float | None) -> Funding:
    initial, budget, executed = (round(a, 2) for a in amounts)
    rate = round(executed / budget * 100, 2) if budget else 0.0
    score = None if weight is None else round(weight * min(rate, 100) / 100, 2)
    return Funding(name, initial, budget, executed, weight, rate, score)


def _cut(row: Funding) -> float:
    return math.floor(round((row.executed or 0) / (row.budget or 1) * 10000, 6)) / 100
