"""A form and a layout become a table: what stands in which cell, and what is therefore true of the print."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from textmine.records import Form, Funding, Goal, Indicator
from textmine.synth import blocks
from textmine.synth.content import Sample
from textmine.synth.habits import Habits, Sheet, show, year_line
from textmine.synth.indicators import edges_of, indicators
from textmine.synth.layouts import Layout, printed_fields
from textmine.synth.table import Caption, Table

_NOTE = "注：1.其他资金包括与财政拨款共同投入到同一项目的自有资金、社会资金，以及以前年度的结转结余资金等。"


def compose(sample: Sample, layout: Layout, habits: Habits, rng: Random) -> tuple[Table, Form]:
    """Lay a form out.

    Returns
    -------
    Table
        What is printed.
    Form
        What a reader can know from the print: the gold.
    """
    layout = replace(layout, titles=(rng.choice(layout.titles),))
    if layout.title_inside and layout.year == "under":
        layout = replace(layout, titles=(layout.titles[0].replace("{y}年度", "") + "（{y}年度）",))
    form = sample.form
    sheet = Sheet(habits)
    blocks.head(sheet, form, layout, rng)
    blocks.funding(sheet, form, layout)
    blocks.tasks(sheet, layout, rng)
    blocks.goal(sheet, form, layout)
    blocks.section(sheet, layout, "四、年度绩效指标完成情况")
    repeat = indicators(sheet, sample, layout, rng)
    blocks.totals(sheet, form, layout, edges_of(layout, habits))
    blocks.foot(sheet, form, layout)
    boxes = tuple(sorted(sheet.boxes, key=lambda b: (b.row, b.col)))
    table = Table(boxes, sheet.row, _above(form, layout, habits), _below(layout), repeat)
    return table, printed(form, layout, habits)


def _above(form: Form, layout: Layout, habits: Habits) -> tuple[Caption, ...]:
    out = [] if layout.title_inside else [Caption(blocks.title_of(form, layout), 1.8)]
    if layout.year == "under" and not layout.title_inside:
        out.append(Caption(year_line(habits.year, form.year or 0)))
    if layout.year == "caption":
        who = form.unit or form.department
        out.append(Caption(f"填报单位：{who}        {form.year}年度        金额单位：万元", 0.9, "l"))
    return tuple(out)


def _below(layout: Layout) -> tuple[Caption, ...]:
    out = []
    if layout.signatures:
        out.append(Caption("填表人：张三        联系电话：000-1234567        填报日期：2025年3月12日", 0.9, "l"))
    if layout.name in ("yunnan", "beijing"):
        out.append(Caption(_NOTE, 0.8, "l"))
    return tuple(out)


def printed(form: Form, layout: Layout, habits: Habits) -> Form:
    """Return the form as far as the layout prints it: what is not on paper is absent."""
    fields = printed_fields(layout)
    shown = {f for _, f in layout.funding}
    head = {f for row in layout.head for _, f in row}
    _, weights = blocks.total_columns(layout)
    return replace(
        form,
        title=blocks.title_of(form, layout),
        project=form.project if "project" in head else "",
        unit=form.unit if "unit" in head else "",
        funding=tuple(_funding(f, shown, habits) for f in form.funding) if layout.funding else (),
        goal={"none": Goal(), "merged": Goal(form.goal.expected, "")}.get(layout.goal, form.goal),
        indicators=tuple(_row(r, fields) for r in form.indicators),
        total_weight=form.total_weight if weights else None,
        total_score=form.total_score if layout.totals != "none" else None,
        grade=form.grade if layout.grade != "none" else "",
        deviation=form.deviation if layout.foot else "",
    )


def _funding(fund: Funding, shown: set[str], habits: Habits) -> Funding:
    """Amounts as far as the number format shows them, None in columns that the layout does not have."""

    def amount(value: float | None) -> float | None:
        return None if value is None else float(show(value, habits.amount).replace(",", ""))

    return Funding(
        fund.item,
        initial_budget=amount(fund.initial_budget) if "initial_budget" in shown else None,
        budget=amount(fund.budget) if "budget" in shown else None,
        executed=amount(fund.executed) if "executed" in shown else None,
        weight=fund.weight if "weight" in shown else None,
        rate=fund.rate if "rate" in shown else None,
        score=fund.score if "score" in shown else None,
    )


def _row(row: Indicator, fields: frozenset[str]) -> Indicator:
    return replace(
        row,
        weight=row.weight if "weight" in fields else None,
        level1=row.level1 if "level1" in fields else "",
        level2=row.level2 if "level2" in fields else "",
        deviation=row.deviation if "deviation" in fields else "",
    )
