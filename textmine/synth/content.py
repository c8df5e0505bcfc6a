"""Forms with random but plausible content: the arithmetic holds, every text and every cause is known."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from textmine.records import Form, Goal
from textmine.synth.money import make_funding
from textmine.synth.owners import Owner, Traits
from textmine.synth.rows import Sources, Split, explain, make_rows
from textmine.synth.words import Text, words

_MEASURES = (
    "加强预算编制的科学性，完善考核办法，考核结果与下年度预算挂钩。",
    "进一步压实责任，按季度调度，确保年底前整改到位。",
)


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
    splits: tuple[Split, ...] = ()
    copied: tuple[int, ...] = ()
    form_causes: tuple[str, ...] = ()


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


def make_form(
    rng: Random, owner: Owner, year: int, traits: Traits, passages: tuple[Text, ...] = (), trend: float = 0.25
) -> Sample:
    """Make one form.

    Parameters
    ----------
    passages : tuple of Text
        Coded passages to sample from; the package's own texts are always among them.
    trend : float
        The share of indicators that lose points: a corpus moves it over the years.
    """
    sources = Sources(owner, passages, trend)
    funding = make_funding(rng, None if traits.execution_row else 10.0)
    rows = make_rows(rng, traits, sources, funding[0])
    total = round(sum(r.indicator.score or 0 for r in rows) + (funding[0].score or 0), 2)
    reason = explain(rng, sources, True) if traits.form_reason else Text("", ())
    form = Form(
        source="",
        title="",
        year=year,
        project="" if traits.whole else owner.project,
        department=owner.department,
        unit="" if traits.whole else owner.unit,
        funding=funding,
        goal=_goal(rng, owner, year, traits),
        indicators=tuple(r.indicator for r in rows),
        total_weight=100.0,
        total_score=total,
        grade=grade_of(total),
        deviation=f"{reason.text}\n{rng.choice(_MEASURES)}" if traits.form_reason else "",
    )
    copied = tuple(i for i, r in enumerate(rows) if r.copied)
    return Sample(form, (), tuple(r.causes for r in rows), tuple(r.split for r in rows), copied, reason.causes)


def grade_of(total: float) -> str:
    """Return the grade of a total: 优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差."""
    return "优" if total >= 90 else "良" if total >= 80 else "中" if total >= 60 else "差"
