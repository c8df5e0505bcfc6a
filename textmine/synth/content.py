"""Forms with random but plausible content: the arithmetic holds, every text and every cause is known."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from textmine.records import Form, Funding, Goal, Indicator
from textmine.synth.words import Text, own_passages, words

_Split = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a layout asks of the content.

    Attributes
    ----------
    rows : tuple of int
        Least and most indicators.
    execution_row : bool
        The execution rate is printed as the first indicator instead of a weight in the funding block.
    split_target : bool
        Targets are split into nature, value and unit.
    level2 : bool
        Level 2 is filled; otherwise some of its cells stay blank.
    whole : bool
        A form of a whole department (部门整体支出): no project.
    """

    rows: tuple[int, int] = (5, 16)
    execution_row: bool = False
    split_target: bool = False
    level2: bool = True
    level1: bool = True
    whole: bool = False
    form_reason: bool = False
    goal_items: tuple[int, int] = (0, 4)
    decimals: int = 0
    target_style: str = "bracket"


@dataclass(frozen=True, slots=True)
class Sample:
    """A form with what is true of it beyond the print.

    Attributes
    ----------
    faults : tuple of str
        Finding codes of the faults that were put in.
    causes : tuple of tuple of str
        The codes stated in each indicator's deviation, in row order.
    splits : tuple of (nature, value, unit)
        The target of each row in its parts.
    copied : tuple of int
        0-based rows whose explanation was copied from an earlier row.
    """

    form: Form
    faults: tuple[str, ...] = ()
    causes: tuple[tuple[str, ...], ...] = ()
    splits: tuple[_Split, ...] = ()
    copied: tuple[int, ...] = ()
    form_causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """A project and who runs it: stays the same over the years of a corpus."""

    sector: dict[str, Any]
    region: str
    department: str
    unit: str
    project: str


def make_owner(rng: Random) -> Owner:
    """Draw a unit and its project."""
    table = words()
    sector = rng.choice(table["sector"])
    region = rng.choice(table["regions"])
    unit = rng.choice([region + rng.choice(sector["units"]), rng.choice(sector["units"]), region + sector["bureau"]])
    project = rng.choice(sector["projects"])
    if rng.random() < 0.3:
        project = rng.choice([f"{region}{project}", f"{project}（一期）", f"{rng.choice(table['years'])}年度{project}"])
    return Owner(sector, region, region + sector["bureau"], unit, project)


def _fill(rng: Random, template: str, owner: Owner, year: int) -> str:
    _, unit, low, high = rng.choice(owner.sector["numbers"]).split("|")
    name = rng.choice(owner.sector["numbers"]).split("|")[0]
    values = {
        "p": owner.project, "s": owner.sector["name"], "u": owner.unit, "y": year, "n": name, "q": unit,
        "v": rng.randint(int(low), int(high)), "r": rng.randint(80, 99), "k": rng.randint(2, 30),
        "m": rng.randint(2, 9), "w": rng.randint(110, 9800),
    }  # fmt: skip
    return template.format(**values)


def _goal(rng: Random, owner: Owner, year: int, traits: Traits) -> Goal:
    lists = words()["goals"]
    n = rng.randint(*traits.goal_items)

    def text(head: str, items: list[str]) -> str:
        marks = rng.choice(["（{}）", "{}.", "{}、", "目标{}："])
        body = [marks.format(i) + _fill(rng, t, owner, year).rstrip("；") for i, t in enumerate(items, 1)]
        return _fill(rng, head, owner, year) + ("：" + "；".join(body) if body else "") + "。"

    picks = [rng.choice(lists["items"]) for _ in range(n)], [rng.choice(lists["done"]) for _ in range(n)]
    actual = rng.choice(["按计划完成了{p}", "{u}较好完成年度目标", "项目实施情况良好"])
    return Goal(text(rng.choice(lists["open"]), picks[0]), text(actual, picks[1]))


def _funding(rng: Random, traits: Traits) -> tuple[Funding, ...]:
    grand = rng.choice([1, 1, 10, 100])
    own = round(rng.uniform(8, 900) * grand, 2)
    budget = own if rng.random() < 0.5 else round(own * rng.uniform(0.8, 1.2), 2)
    rate = rng.choice([100.0, 100.0, 99.95, 98.2, 94.37, 87.27, 71.5, 55.03, 103.4])
    carried = round(budget * 0.1, 2) if rng.random() < 0.25 else 0.0
    executed = round(budget * rate / 100, 2)
    carried_done = round(carried * rate / 100, 2)
    weight = None if traits.execution_row else 10.0
    names = rng.choice(
        [
            ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"),
            ("年度资金总额", "其中：财政拨款", "其他资金"),
            ("资金总额", "其中：一般公共预算拨款", "政府性基金", "其他资金"),
            ("年度资金总额：", "其中:当年财政拨款", "上年结转资金", "其他资金"),
            ("总额", "其中：中央补助", "地方资金", "其他资金"),
            ("年度资金总额",),
        ]
    )
    parts = [(own, budget - carried, executed - carried_done), (0.0, carried, carried_done)]
    total = (own, budget, executed)
    zero = (0.0, 0.0, 0.0)
    amounts = [total, *(parts if len(names) > 3 else [total]), zero, zero][: len(names)]
    rows = [_funding_row(name, a, weight if i == 0 else None) for i, (name, a) in enumerate(zip(names, amounts))]
    if rng.random() < 0.3:  # offices that leave rows without money blank
        rows = [r if r.budget else Funding(r.item) for r in rows]
    if rng.random() < 0.2:  # and programs that cut rates off instead of rounding them
        cut = [None if r.rate is None or not r.budget else _cut(r) for r in rows]
        rows = [r if c is None else replace(r, rate=c) for r, c in zip(rows, cut)]
    return tuple(rows)


def _cut(row: Funding) -> float:
    return math.floor(round((row.executed or 0) / (row.budget or 1) * 10000, 6)) / 100


def _funding_row(name: str, amounts: tuple[float, float, float], weight: float | None) -> Funding:
    initial, budget, executed = (round(a, 2) for a in amounts)
    rate = round(executed / budget * 100, 2) if budget else 0.0
    score = None if weight is None else round(weight * min(rate, 100) / 100, 2)
    return Funding(name, initial, budget, executed, weight, rate, score)


def _levels(rng: Random, n: int, traits: Traits) -> list[tuple[str, str, str]]:
    """Return (level1, level2, kind of name) for n rows in printed order."""
    plan = {
        ("产出指标", "数量指标", "numbers"): 3, ("产出指标", "质量指标", "quality"): 2,
        ("产出指标", "时效指标", "time"): 1, ("产出指标", "成本指标", "cost"): 0.6,
        ("效益指标", "经济效益指标", "economic"): 0.6, ("效益指标", "社会效益指标", "social"): 1.4,
        ("效益指标", "生态效益指标", "ecology"): 0.5, ("效益指标", "可持续影响指标", "lasting"): 0.7,
        ("满意度指标", rng.choice(["服务对象满意度指标", "满意度指标", "服务对象\u200b满意度指标".replace("\u200b", "")]), "satisfaction"): 0.7,
    }  # fmt: skip
    if rng.random() < 0.35:
        plan = {("成本指标", "经济成本指标", "cost"): 0.8, **{k: v for k, v in plan.items() if k[2] != "cost"}}
    keys = list(plan)
    drawn = [keys[0 if keys[0][2] == "numbers" else 1], keys[-1], next(k for k in keys if k[2] == "social")]
    drawn += rng.choices(keys, [plan[k] for k in keys], k=max(0, n - 3))
    return sorted(drawn, key=keys.index)


def _split_target(rng: Random, kind: str, unit: str, low: int, high: int) -> tuple[_Split, str, str]:
    """Return (nature, value, unit) of a target and the values reached and missed."""
    table = words()
    if kind in ("economic", "social", "ecology", "lasting") and rng.random() < 0.7:
        value = rng.choice(table["generic_targets"])
        return ("", value, ""), rng.choice(table["reached"]), rng.choice(table["partly"])
    if kind == "numbers":
        goal = rng.randint(low, high)
        good, bad = rng.choice([goal, goal, goal + rng.randint(1, 9)]), max(0, goal - rng.randint(1, max(1, goal // 3)))
        return (rng.choice(["≥", "=", ""]), str(goal), unit), str(good), str(bad)
    if kind == "cost":
        goal = rng.randint(20, 5000)
        return (
            ("≤", str(goal), rng.choice(["元/人", "万元", "元/平方米"])),
            str(goal - rng.randint(0, 9)),
            str(goal + 12),
        )
    goal = rng.choice([80, 85, 90, 92, 95, 98, 100])
    sign = rng.choice(["≥", "≥", "="]) if goal < 100 else rng.choice(["=", "", "≥"])
    return (sign, str(goal), "%"), str(rng.choice([100, goal])), f"{goal - rng.randint(2, 20)}.{rng.randint(10, 99)}"


def _print_value(number: str, unit: str, style: str) -> str:
    if not unit or not number.replace(".", "").isdigit():
        return number
    if style == "bracket":
        return f"{float(number):.2f}({unit})"
    return f"{number}{unit}"


def _weights(rng: Random, levels: list[tuple[str, str, str]], total: float, decimals: int) -> list[float]:
    """Cut the points over the rows: whole or half points, every row something, the sum exact."""
    step = 0.5 if decimals else 1.0
    units = round(total / step)
    raw = [rng.choice([2, 3, 4, 4, 5]) for _ in levels]
    cuts = [max(1, int(units * r / sum(raw))) for r in raw]
    i = 0
    while sum(cuts) != units:
        cuts[i % len(cuts)] += 1 if sum(cuts) < units else (-1 if cuts[i % len(cuts)] > 1 else 0)
        i += 1
    return [c * step for c in cuts]


def make_form(
    rng: Random, owner: Owner, year: int, traits: Traits, passages: tuple[Text, ...] = (), trend: float = 0.25
) -> Sample:
    """Make one form.

    Parameters
    ----------
    trend : float
        The share of indicators that lose points: a corpus moves it over the years.
    passages : tuple of Text
        Coded passages to sample from; the package's own texts are always among them.
    """
    n = rng.randint(*traits.rows)
    levels = _levels(rng, n, traits)
    weights = _weights(rng, levels, 90.0, traits.decimals)
    rows: list[Indicator] = []
    causes: list[tuple[str, ...]] = []
    splits: list[_Split] = []
    copied: list[int] = []
    names: set[str] = set()
    funding = _funding(rng, traits)
    if traits.execution_row:
        rate = funding[0].rate or 0.0
        kind = rng.choice(["预算执行率", "预算执行指标"])
        score = round(min(rate, 100) / 10, 2)
        rows.append(Indicator(kind if traits.level1 else "", "", "预算执行率", "100%", f"{rate:.2f}%", 10.0, score))
        causes.append(())
        splits.append(("", "100", "%"))
    blank = not traits.level2
    for (level1, level2, kind), weight in zip(levels, weights):
        name, split, good, bad = _named(rng, kind, owner, names)
        lost = rng.random() < trend
        score = round(weight * rng.choice([0.6, 0.8, 0.9, 0.95, 0.755, 0.0]), 2) if lost else weight
        deviation, codes = _explain(rng, owner, lost and not traits.form_reason, passages)
        if lost and rows and rng.random() < 0.12:
            earlier = [i for i, r in enumerate(rows) if len(r.deviation) > 4]
            if earlier:
                deviation, codes = rows[earlier[-1]].deviation, causes[earlier[-1]]
                copied.append(len(rows))
        style = "plain" if traits.split_target else traits.target_style
        target = "".join(split) if style != "bracket" else split[0] + _print_value(split[1], split[2], style)
        rows.append(
            Indicator(
                level1 if traits.level1 else "",
                "" if blank and kind != "numbers" else level2,
                name, target, _print_value(bad if lost else good, split[2], style), weight, score,
                "" if traits.form_reason else deviation,
            )
        )  # fmt: skip
        causes.append(codes)
        splits.append(split)
    total = round(sum(r.score or 0 for r in rows) + (funding[0].score or 0), 2)
    reason, form_codes = ("", ())
    if traits.form_reason:
        a, form_codes = _explain(rng, owner, True, passages)
        reason = (
            a
            + "\n"
            + rng.choice(
                [
                    "加强预算编制的科学性，完善考核办法，考核结果与下年度预算挂钩。",
                    "进一步压实责任，按季度调度，确保年底前整改到位。",
                ]
            )
        )
    form = Form(
        source="", title=rng.choice(["财政项目支出绩效自评表", "项目支出绩效自评表"]), year=year,
        project="" if traits.whole else owner.project, department=owner.department,
        unit="" if traits.whole else owner.unit, funding=funding, goal=_goal(rng, owner, year, traits),
        indicators=tuple(rows), total_weight=100.0, total_score=total, grade=grade_of(total), deviation=reason,
    )  # fmt: skip
    return Sample(form, (), tuple(causes), tuple(splits), tuple(copied), form_codes)


def grade_of(total: float) -> str:
    """Return the grade of a total: 优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差."""
    return "优" if total >= 90 else "良" if total >= 80 else "中" if total >= 60 else "差"


def _named(rng: Random, kind: str, owner: Owner, used: set[str]) -> tuple[str, _Split, str, str]:
    """Draw an indicator's name that the form does not have yet, its target and the values reached and missed."""
    thing, unit, low, high = rng.choice(owner.sector["numbers"]).split("|")
    pool = (
        ["{n}" + s for s in ("", "数量", "数", "完成量", "（含续建）")] if kind == "numbers" else words()["names"][kind]
    )
    name = rng.choice(pool).format(n=thing)
    while name in used:
        thing, unit, low, high = rng.choice(owner.sector["numbers"]).split("|")
        name = rng.choice(["", "", "年度", "本级", "市级", "重点", "“十四五”", "新增", "第三方测评"]) + rng.choice(
            pool
        ).format(n=thing)
        if len(used) > 20 and name in used:
            name += f"（{len(used)}）"
    used.add(name)
    return (name, *_split_target(rng, kind, unit, int(low), int(high)))


def _explain(rng: Random, owner: Owner, lost: bool, passages: tuple[Text, ...]) -> tuple[str, tuple[str, ...]]:
    if not lost:
        return rng.choice(["", "", "", "", "", "无", "无偏差"]), ()
    if rng.random() < 0.12:
        return "", ()
    text = rng.choice(passages) if passages and rng.random() < 0.6 else rng.choice(own_passages())
    values = {"n": rng.randint(2, 60), "m": rng.randint(2, 11), "u": owner.unit}
    filled = text.text.format(**values) if "{" in text.text else text.text
    return ("" if filled in "—/" else filled), text.causes


def with_fault(sample: Sample, fault: str, rng: Random) -> Sample:
    """Return the sample with one fault printed into it: the finding code names what a careful reader must flag."""
    form = sample.form
    rows = list(form.indicators)
    i = rng.randrange(1, len(rows))
    if fault == "total_mismatch":
        form = replace(form, total_score=round((form.total_score or 0) - rng.choice([0.5, 1, 2.35, 10]), 2))
        form = replace(form, grade=grade_of(form.total_score or 0))
    elif fault == "weight_mismatch":
        rows[i] = replace(rows[i], weight=(rows[i].weight or 0) + rng.choice([1, 2, 5]))
        form = replace(form, indicators=tuple(rows))
    elif fault == "score_above_weight":
        extra = round((rows[i].weight or 0) + rng.choice([0.5, 1, 2]), 2)
        total = round((form.total_score or 0) - (rows[i].score or 0) + extra, 2)
        rows[i] = replace(rows[i], score=extra)
        form = replace(form, indicators=tuple(rows), total_score=total, grade=grade_of(total))
    elif fault == "rate_mismatch":
        first = form.funding[0]
        rate = round((first.rate or 0) - rng.choice([3.1, 7.25, 12]), 2)
        form = replace(form, funding=(replace(first, rate=rate), *form.funding[1:]))
    elif fault == "grade_mismatch":
        form = replace(form, grade=rng.choice([g for g in "优良中差" if g != form.grade]))
    return replace(sample, form=form, faults=tuple(sorted({*sample.faults, fault})))
