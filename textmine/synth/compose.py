"""A form and a layout become a table: what stands in which cell, and what is therefore true of the print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from textmine.records import Form, Funding, Goal, Indicator
from textmine.synth.content import Sample
from textmine.synth.layouts import Layout, printed_fields
from textmine.synth.table import UNITS, Box, Caption, Table, spread


@dataclass(frozen=True, slots=True)
class Habits:
    """How one office fills in a layout.

    Attributes
    ----------
    levels : str
        ``merged``, ``repeated`` (the label in every row) or ``first`` (the label once, the cells below it empty).
    weight, amount, rate : str
        Formats of numbers; `weight` with a ``{}`` and optionally words behind it.
    blank : str
        What stands in cells without a number: a dash, a slash, nothing.
    """

    levels: str = "merged"
    weight: str = "{:g}"
    amount: str = "{:.2f}"
    rate: str = "{:.2f}%"
    blank: str = "—"
    nothing: str = ""
    code: str = "{}"
    year: str = "（{}年度）"
    vertical: bool = False
    shade: bool = False
    narrow: bool = False
    indent: str = ""


def draw_habits(rng: Random) -> Habits:
    """Draw the habits of an office."""
    number = rng.randint(101, 999)
    return Habits(
        levels=rng.choice(["merged", "merged", "merged", "repeated", "first"]),
        weight=rng.choice(["{:g}", "{:g}", "{:.2f}", "{:.1f}", "{:g}分"]),
        amount=rng.choice(["{:.2f}", "{:,.2f}", "{:g}", "{:.4f}"]),
        rate=rng.choice(["{:.2f}%", "{:.2f}", "{:g}%"]),
        blank=rng.choice(["—", "-", "/", "", "－", "——"]),
        nothing=rng.choice(["", "", "", "—", "/"]),
        code=rng.choice(["{}", "{}", f"{number}-{{}}", f"{{}}（{number}）", f"[{number}]{{}}", f"{{}}[{number}001]", f"{number}{{}}"]),
        year=rng.choice(["（{}年度）", "（{} 年度）", "({}年度)", "{}年度", "（{}年）"]),
        vertical=rng.random() < 0.4, shade=rng.random() < 0.3, narrow=rng.random() < 0.25, indent=rng.choice(["", "", "  "]),
    )  # fmt: skip


def show(value: float, style: str) -> str:
    """Print a number; ``{:g}`` means without needless zeros, however large it is."""
    if "{:g}" in style:
        trimmed = f"{value:.4f}".rstrip("0").rstrip(".")
        return style.replace("{:g}", trimmed)
    return style.format(value)


class _Sheet:
    """Collects the cells of a table row by row."""

    def __init__(self, habits: Habits) -> None:
        self.boxes: list[Box] = []
        self.row = 0
        self.habits = habits

    def put(self, col: int, span: int, text: str, **more: object) -> None:
        self.boxes.append(Box(self.row, col, text, colspan=span, **more))  # type: ignore[arg-type]

    def label(self, col: int, span: int, text: str, **more: object) -> None:
        self.put(col, span, text, **{"kind": "label", "shade": self.habits.shade, **more})

    def number(self, col: int, span: int, value: float | None, style: str, dash: bool = True) -> None:
        text = show(value, style) if value is not None else (self.habits.blank if dash else "")
        self.put(col, span, text, kind="number", value=value, percent="%" in style)


def _head(sheet: _Sheet, form: Form, layout: Layout, rng: Random) -> None:
    if layout.title_inside:
        sheet.label(0, UNITS, _title(form, layout), kind="title")
        sheet.row += 1
    if layout.year == "row" and not any(f == "year" for row in layout.head for _, f in row):
        sheet.label(0, 8, "填报年度")
        sheet.put(8, UNITS - 8, f"{form.year}年")
        sheet.row += 1
    h = sheet.habits
    for row in layout.head:
        widths = spread([v for pair in row for v in ([7.0, 40.0] if len(row) == 1 else [7.0, 17.0])], UNITS)
        col = 0
        for i, (label, field) in enumerate(row):
            sheet.label(col, widths[2 * i], label)
            text = {
                "project": form.project, "department": h.code.format(form.department), "unit": form.unit,
                "year": f"{form.year}年", "total": f"{form.total_score:g}", "grade": form.grade, "office": "农财科",
                "person": rng.choice(["张三", "李四", "王五"]), "phone": f"000-{rng.randint(1000000, 9999999)}",
                "date": f"{(form.year or 0) + 1}年{rng.randint(1, 6)}月{rng.randint(1, 28)}日", "amount": f"{rng.uniform(90, 9000):.2f}",
            }[field]  # fmt: skip
            sheet.put(col + widths[2 * i], widths[2 * i + 1], text, kind="text", align="c")
            col += widths[2 * i] + widths[2 * i + 1]
        sheet.row += 1


def _funding(sheet: _Sheet, form: Form, layout: Layout) -> None:
    if not layout.funding:
        return
    label, item = 6, 9
    widths = spread([1.3 if f in ("initial_budget", "budget", "executed") else 1.0 for _, f in layout.funding], UNITS - label - item)
    sheet.label(0, label, layout.funding_label, rowspan=len(form.funding) + 1)
    sheet.label(label, item, "", kind="head")
    col = label + item
    for (header, _), width in zip(layout.funding, widths, strict=True):
        sheet.label(col, width, header, kind="head")
        col += width
    sheet.row += 1
    h = sheet.habits
    for i, fund in enumerate(form.funding):
        indent = h.indent * (2 if i > 1 else 0)
        sheet.put(label, item, indent + fund.item, kind="label", align="l" if i else "c")
        col = label + item
        for (_, field), width in zip(layout.funding, widths, strict=True):
            style = h.rate if field == "rate" else h.weight if field in ("weight", "score") else h.amount
            if field == "score":
                style = h.weight.replace(".1f", ".2f")
            sheet.number(col, width, getattr(fund, field), style)
            col += width
        sheet.row += 1


def _goal(sheet: _Sheet, form: Form, layout: Layout) -> None:
    if layout.goal == "none":
        return
    label, expected, actual = layout.goal_labels
    v = sheet.habits.vertical
    if layout.goal == "side":
        sheet.label(0, 4, label, rowspan=2, vertical=v)
        sheet.label(4, 22, expected, kind="head")
        sheet.label(26, UNITS - 26, actual, kind="head")
        sheet.row += 1
        sheet.put(4, 22, form.goal.expected, kind="text", align="l")
        sheet.put(26, UNITS - 26, form.goal.actual, kind="text", align="l")
        sheet.row += 1
    elif layout.goal == "stacked":
        sheet.label(0, 5, label, rowspan=2)
        for name, text in ((expected, form.goal.expected), (actual, form.goal.actual)):
            sheet.label(5, 6, name)
            sheet.put(11, UNITS - 11, text, kind="text", align="l")
            sheet.row += 1
    else:
        sheet.label(0, 7, "年度绩效目标")
        sheet.put(7, UNITS - 7, form.goal.expected, kind="text", align="l")
        sheet.row += 1


def _headers(sheet: _Sheet, layout: Layout, left: int, widths: list[int]) -> tuple[int, int]:
    start, col = sheet.row, left
    if layout.header_rows == 1:
        for column, width in zip(layout.columns, widths, strict=True):
            sheet.label(col, width, column.header, kind="head")
            col += width
    else:
        for group, members in groupby(zip(layout.columns, widths, strict=True), key=lambda m: m[0].group):
            run = list(members)
            if group:
                sheet.label(col, sum(w for _, w in run), group, kind="head")
            for column, width in run:
                if group:
                    sheet.row += 1
                    sheet.label(col, width, column.header, kind="head")
                    sheet.row -= 1
                else:
                    sheet.label(col, width, column.header, kind="head", rowspan=2)
                col += width
    sheet.row += layout.header_rows
    return start, sheet.row


def _level_boxes(sheet: _Sheet, form: Form, field: str, col: int, width: int, layout: Layout, first: int) -> None:
    """The cells of one level column: merged over equal neighbours, repeated, or filled only once."""
    rows = form.indicators
    depth = (lambda r: r.level1) if field == "level1" else (lambda r: (r.level1, r.level2))
    mode = sheet.habits.levels
    for _, run in groupby(range(len(rows)), key=lambda i: depth(rows[i])):
        members = list(run)
        text = getattr(rows[members[0]], field)
        if layout.level_points and text and field == "level1":
            points = sum(rows[i].weight or 0 for i in members)
            text += f"（{points:g}分）"
        if mode == "merged" or (mode == "first" and layout.traits.level2 is False):
            box = Box(first + members[0], col, text, len(members), width, field, vertical=sheet.habits.narrow and field == "level1")
            sheet.boxes.append(box)
            continue
        for k, i in enumerate(members):
            shown = text if mode == "repeated" or k == 0 else ""
            sheet.boxes.append(Box(first + i, col, shown, 1, width, field))


def _indicators(sheet: _Sheet, sample: Sample, layout: Layout, rng: Random) -> tuple[int, int]:
    form = sample.form
    left = 3 if layout.block else 0
    sizes = [c.width * (0.62 if sheet.habits.narrow and c.field in ("level1", "level2") else 1) for c in layout.columns]
    widths = spread(sizes, UNITS - left)
    top = sheet.row
    repeat = _headers(sheet, layout, left, widths)
    first = sheet.row
    edges = [left + sum(widths[:i]) for i in range(len(widths))]
    for column, col, width in zip(layout.columns, edges, widths, strict=True):
        if column.field in ("level1", "level2"):
            _level_boxes(sheet, form, column.field, col, width, layout, first)
    counts: dict[tuple[str, str], int] = {}
    for i, row in enumerate(form.indicators):
        key = (row.level1, row.level2)
        counts[key] = counts.get(key, 0) + 1
        for column, col, width in zip(layout.columns, edges, widths, strict=True):
            if column.field not in ("level1", "level2"):
                _cell(sheet, column.field, col, width, row, (i, counts[key]), sample, layout, rng)
        sheet.row += 1
    if layout.templates:
        for column, col, width in zip(layout.columns, edges, widths, strict=True):
            sheet.put(col, width, "……" if column.field == "level3" else "", kind=column.field if "level" in column.field else "value")
        sheet.row += 1
    if layout.block:
        span = sheet.row - top
        sheet.boxes.append(Box(top, 0, layout.block, span, left, "label", vertical=True, shade=sheet.habits.shade))
    return repeat


_CRITERIA = ("达到预期得满分；基本达到得60%—80%；未达到不得分。", "查阅台账、验收资料，资料不全酌情扣分。", "每低1个百分点扣5%权重分，扣完为止。", "完成值/目标值×权重")


def _cell(sheet: _Sheet, field: str, col: int, width: int, row: Indicator, at: tuple[int, int], sample: Sample, layout: Layout, rng: Random) -> None:
    h = sheet.habits
    i, within = at
    if field in ("weight", "score"):
        style = h.weight.replace(".1f", ".2f") if field == "score" else h.weight
        sheet.number(col, width, getattr(row, field), style)
        return
    split = dict(zip(("nature", "value", "measure"), sample.splits[i], strict=True))
    prefix = f"指标{within}：" if layout.numbered else ""
    text = {
        "level3": prefix + row.level3, "target": row.target, "actual": row.actual,
        "deviation": row.deviation or h.nothing, "number": str(i + 1), "criteria": rng.choice(_CRITERIA), "note": "", **split,
    }[field]  # fmt: skip
    long = field in ("deviation", "criteria", "level3")
    sheet.put(col, width, text, kind="text" if long else "value", align="l" if long and text not in ("", h.nothing) else "c")


def _totals(sheet: _Sheet, form: Form, layout: Layout) -> None:
    h = sheet.habits
    if layout.totals in ("row", "score_only"):
        fields = [c.field for c in layout.columns]
        left = 3 if layout.block else 0
        sizes = [c.width * (0.62 if h.narrow and c.field in ("level1", "level2") else 1) for c in layout.columns]
        widths = spread(sizes, UNITS - left)
        if layout.totals == "row" and "weight" in fields:
            at = fields.index("weight")
            after = fields.index("score")
        else:
            at = after = fields.index("score")
        if after > at + 1:
            at = after
        edge = left + sum(widths[:at])
        sheet.label(0, edge, layout.total_label)
        col = edge
        for i in range(at, len(fields)):
            if fields[i] in ("weight", "score"):
                value = form.total_weight if fields[i] == "weight" else form.total_score
                sheet.number(col, widths[i], value, h.weight.replace(".1f", ".2f"), dash=False)
            else:
                last = fields[i] == "deviation" and layout.grade == "total"
                sheet.put(col, widths[i], f"自评等级：{form.grade}" if last else "")
            col += widths[i]
        sheet.row += 1
    if layout.grade == "row":
        sheet.label(0, 11, "评价等级")
        sheet.put(11, UNITS - 11, form.grade)
        sheet.row += 1


def _foot(sheet: _Sheet, form: Form, layout: Layout) -> None:
    if not layout.foot:
        return
    parts = form.deviation.split("\n")
    for label, text in zip(layout.foot, [*parts, ""], strict=False):
        sheet.label(0, 12, label)
        sheet.put(12, UNITS - 12, text, kind="text", align="l")
        sheet.row += 1


def _title(form: Form, layout: Layout) -> str:
    return layout.titles[0].format(y=form.year, p=form.project)


def _captions(form: Form, layout: Layout, habits: Habits) -> tuple[Caption, ...]:
    out = [] if layout.title_inside else [Caption(_title(form, layout), 1.8)]
    if layout.year == "under":
        out.append(Caption(habits.year.format(form.year)))
    if layout.year == "caption":
        out.append(Caption(f"填报单位：{form.unit or form.department}        {form.year}年度        金额单位：万元", 0.9, "l"))
    return tuple(out)


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
    sheet = _Sheet(habits)
    _head(sheet, form, layout, rng)
    _funding(sheet, form, layout)
    _goal(sheet, form, layout)
    repeat = _indicators(sheet, sample, layout, rng)
    _totals(sheet, form, layout)
    _foot(sheet, form, layout)
    below = ()
    if layout.signatures:
        below = (Caption("填表人：张三        联系电话：000-1234567        填报日期：2025年3月12日", 0.9, "l"),)
    if layout.totals == "none" or layout.name in ("yunnan", "beijing"):
        below = (*below, Caption("注：1.其他资金包括与财政拨款共同投入到同一项目的自有资金、社会资金，以及以前年度的结转结余资金等。", 0.8, "l"))
    boxes = tuple(sorted(sheet.boxes, key=lambda b: (b.row, b.col)))
    table = Table(boxes, sheet.row, _captions(form, layout, habits), below, repeat)
    return table, printed(form, layout, habits)


def printed(form: Form, layout: Layout, habits: Habits) -> Form:
    """Return the form as far as the layout prints it: what is not on paper is absent."""
    fields = printed_fields(layout)
    shown = {f for _, f in layout.funding}
    keep = {f: None for f in ("initial_budget", "budget", "executed", "weight", "rate", "score") if f not in shown}
    funding = tuple(replace(f, **_as_printed(f, shown, habits), **keep) for f in form.funding) if layout.funding else ()
    rows = tuple(_printed_row(r, fields, habits) for r in form.indicators)
    head = {f for row in layout.head for _, f in row}
    weight_total = form.total_weight if layout.totals == "row" and _weight_total_printed(layout) else None
    title = _title(form, layout)
    goal = {"none": Goal(), "merged": Goal(form.goal.expected, "")}.get(layout.goal, form.goal)
    return replace(
        form, title=title, funding=funding, indicators=rows, goal=goal, total_weight=weight_total,
        total_score=form.total_score if layout.totals != "none" else None,
        grade=form.grade if layout.grade != "none" else "", project=form.project if "project" in head else "",
        unit=form.unit if "unit" in head else "", deviation=form.deviation if layout.foot else "",
    )  # fmt: skip


def _weight_total_printed(layout: Layout) -> bool:
    fields = [c.field for c in layout.columns]
    return "weight" in fields and fields.index("score") == fields.index("weight") + 1


def _as_printed(fund: Funding, shown: set[str], habits: Habits) -> dict[str, float]:
    """Amounts as far as the number format shows them."""
    out = {f: getattr(fund, f) for f in ("initial_budget", "budget", "executed") if f in shown}
    return {f: float(show(v, habits.amount).replace(",", "")) for f, v in out.items() if v is not None}


def _printed_row(row: Indicator, fields: frozenset[str], habits: Habits) -> Indicator:
    weight = row.weight if "weight" in fields else None
    return replace(
        row, weight=weight, level1=row.level1 if "level1" in fields else "",
        level2=row.level2 if "level2" in fields else "", deviation=row.deviation if "deviation" in fields else "",
    )  # fmt: skip
