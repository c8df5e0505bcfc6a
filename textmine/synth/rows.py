"""The indicators of a synthetic form: levels, names, targets, points, and what is said where points were lost."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from textmine.records import Funding, Indicator
from textmine.synth.owners import Owner, Traits
from textmine.synth.words import Text, own_passages, words

Split = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with what is true of it beyond the print: its target in parts, stated causes, copied or not."""

    indicator: Indicator
    split: Split
    causes: tuple[str, ...] = ()
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """Where texts come from, and how many indicators lose points."""

    owner: Owner
    passages: tuple[Text, ...]
    lost: float


def make_rows(rng: Random, traits: Traits, sources: Sources, funding: Funding) -> tuple[Row, ...]:
    """Draw the indicators; their weights and those of budget execution make 100."""
    levels = _levels(rng, rng.randint(*traits.rows))
    weights = _weights(rng, len(levels), 90.0, traits.decimals)
    rows = [_execution(rng, traits, funding)] if traits.execution_row else []
    names: set[str] = set()
    for (level1, level2, kind), weight in zip(levels, weights, strict=True):
        place = (level1 if traits.level1 else "", level2 if traits.level2 or kind == "numbers" else "")
        rows.append(_row(rng, traits, sources, (*place, kind, weight), names, rows))
    return tuple(rows)


def _execution(rng: Random, traits: Traits, funding: Funding) -> Row:
    rate = funding.rate or 0.0
    level1 = rng.choice(["预算执行率", "预算执行指标"]) if traits.level1 else ""
    score = round(min(rate, 100) / 10, 2)
    return Row(Indicator(level1, "", "预算执行率", "100%", f"{rate:.2f}%", 10.0, score), ("", "100", "%"))


def _row(
    rng: Random,
    traits: Traits,
    sources: Sources,
    place: tuple[str, str, str, float],
    names: set[str],
    before: list[Row],
) -> Row:
    level1, level2, kind, weight = place
    name, split, good, bad = _named(rng, kind, sources.owner, names)
    lost = rng.random() < sources.lost
    score = round(weight * rng.choice([0.6, 0.8, 0.9, 0.95, 0.755, 0.0]), 2) if lost else weight
    said = explain(rng, sources, lost) if not traits.form_reason else Text("", ())
    earlier = [r for r in before if len(r.indicator.deviation) > 4] if lost and rng.random() < 0.12 else []
    if earlier:
        said = Text(earlier[-1].indicator.deviation, earlier[-1].causes)
    style = "plain" if traits.split_target else traits.target_style
    target = split[0] + _print_value(split[1], split[2], style)
    actual = _print_value(bad if lost else good, split[2], style)
    indicator = Indicator(level1, level2, name, target, actual, weight, score, said.text)
    return Row(indicator, split, said.causes, bool(earlier))


def explain(rng: Random, sources: Sources, lost: bool) -> Text:
    """Draw the text of a deviation cell and the causes that it states."""
    if not lost:
        return Text(rng.choice(["", "", "", "", "", "无", "无偏差"]), ())
    if rng.random() < 0.12:
        return Text("", ())
    others = sources.passages
    text = rng.choice(others) if others and rng.random() < 0.6 else rng.choice(own_passages())
    values = {"n": rng.randint(2, 60), "m": rng.randint(2, 11), "u": sources.owner.unit}
    filled = text.text.format(**values) if "{" in text.text else text.text
    return Text("" if filled in "—/" else filled, text.causes if filled not in "—/" else ())


_PLAN = {
    ("产出指标", "数量指标", "numbers"): 3.0,
    ("产出指标", "质量指标", "quality"): 2.0,
    ("产出指标", "时效指标", "time"): 1.0,
    ("产出指标", "成本指标", "cost"): 0.6,
    ("效益指标", "经济效益指标", "economic"): 0.6,
    ("效益指标", "社会效益指标", "social"): 1.4,
    ("效益指标", "生态效益指标", "ecology"): 0.5,
    ("效益指标", "可持续影响指标", "lasting"): 0.7,
}


def _levels(rng: Random, n: int) -> list[tuple[str, str, str]]:
    """Return (level1, level2, kind of name) for n rows in printed order."""
    plan = {**_PLAN, ("满意度指标", rng.choice(["服务对象满意度指标", "满意度指标"]), "satisfaction"): 0.7}
    if rng.random() < 0.35:
        plan = {("成本指标", "经济成本指标", "cost"): 0.8, **{k: v for k, v in plan.items() if k[2] != "cost"}}
    keys = list(plan)
    sure = [next(k for k in keys if k[2] == kind) for kind in ("numbers", "social", "satisfaction")]
    drawn = sure + rng.choices(keys, [plan[k] for k in keys], k=max(0, n - 3))
    return sorted(drawn, key=keys.index)


def _weights(rng: Random, n: int, total: float, decimals: int) -> list[float]:
    """Cut the points over n rows: whole or half points, every row something, the sum exact."""
    step = 0.5 if decimals else 1.0
    units = round(total / step)
    raw = [rng.choice([2, 3, 4, 4, 5]) for _ in range(n)]
    cuts = [max(1, int(units * r / sum(raw))) for r in raw]
    i = 0
    while sum(cuts) != units:
        cuts[i % n] += 1 if sum(cuts) < units else (-1 if cuts[i % n] > 1 else 0)
        i += 1
    return [c * step for c in cuts]


def _named(rng: Random, kind: str, owner: Owner, used: set[str]) -> tuple[str, Split, str, str]:
    """Draw a name that the form does not have yet, its target, and the values reached and missed."""
    amounts = ["{n}" + s for s in ("", "数量", "数", "完成量", "（含续建）")]
    pool = amounts if kind == "numbers" else words()["names"][kind]
    before = [""]
    while True:
        thing, unit, low, high = rng.choice(owner.sector["numbers"]).split("|")
        name = rng.choice(before) + rng.choice(pool).format(n=thing)
        if len(used) > 20 and name in used:
            name += f"（{len(used)}）"
        if name not in used:
            break
        before = ["", "", "年度", "本级", "市级", "重点", "“十四五”", "新增", "第三方测评"]
    used.add(name)
    return (name, *_target(rng, kind, unit, (int(low), int(high))))


def _target(rng: Random, kind: str, unit: str, bounds: tuple[int, int]) -> tuple[Split, str, str]:
    """Return (nature, value, unit) of a target and the values reached and missed."""
    table = words()
    if kind in ("economic", "social", "ecology", "lasting") and rng.random() < 0.7:
        value = rng.choice(table["generic_targets"])
        return ("", value, ""), rng.choice(table["reached"]), rng.choice(table["partly"])
    if kind == "numbers":
        goal = rng.randint(*bounds)
        good = rng.choice([goal, goal, goal + rng.randint(1, 9)])
        bad = max(0, goal - rng.randint(1, max(1, goal // 3)))
        return (rng.choice(["≥", "=", ""]), str(goal), unit), str(good), str(bad)
    if kind == "cost":
        goal = rng.randint(20, 5000)
        split = ("≤", str(goal), rng.choice(["元/人", "万元", "元/平方米"]))
        return split, str(goal - rng.randint(0, 9)), str(goal + 12)
    goal = rng.choice([80, 85, 90, 92, 95, 98, 100])
    sign = rng.choice(["≥", "≥", "="]) if goal < 100 else rng.choice(["=", "", "≥"])
    return (sign, str(goal), "%"), str(rng.choice([100, goal])), f"{goal - rng.randint(2, 20)}.{rng.randint(10, 99)}"


def _print_value(number: str, unit: str, style: str) -> str:
    if not unit or not number.replace(".", "").isdigit():
        return number
    if style == "bracket":
        return f"{float(number):.2f}({unit})"
    return f"{number}{unit}"
