"""The blocks of a form above and below its indicators: head, funding, tasks, goals, totals, reasons."""

from __future__ import annotations

from random import Random

from textmine.records import Form
from textmine.synth.habits import Sheet
from textmine.synth.layouts import Layout
from textmine.synth.table import UNITS, spread

_LONG = (
    "根据《虚构市预算绩效管理办法》（虚财〔2021〕15号）及年度工作计划立项，经部门集体决策后列入预算。",
    "项目主要内容为设施设备运行维护、人员培训和政策宣传，实施期限为1月至12月。",
)
_TASKS = ("日常运行维护", "重点工程建设", "人员培训与宣传", "政策兑现与补助发放")


def section(sheet: Sheet, layout: Layout, text: str) -> None:
    """Add a bar over the whole width that announces the next block, where the layout has such bars."""
    if layout.sections:
        sheet.label(0, UNITS, text, align="l")
        sheet.row += 1


def head(sheet: Sheet, form: Form, layout: Layout, rng: Random) -> None:
    """Add title and year, where they stand inside, and the rows of names."""
    if layout.title_inside:
        sheet.label(0, UNITS, title_of(form, layout), kind="title")
        sheet.row += 1
    if layout.year == "row" and not any(f == "year" for row in layout.head for _, f in row):
        sheet.label(0, 8, "填报年度")
        sheet.put(8, UNITS - 8, f"{form.year}年")
        sheet.row += 1
    section(sheet, layout, "一、项目基本情况")
    for row in layout.head:
        widths = spread([v for _ in row for v in ([7.0, 40.0] if len(row) == 1 else [7.0, 17.0])], UNITS)
        col = 0
        for i, (label, field) in enumerate(row):
            sheet.label(col, widths[2 * i], label)
            sheet.put(col + widths[2 * i], widths[2 * i + 1], _head_text(sheet, field, form, rng), kind="text")
            col += widths[2 * i] + widths[2 * i + 1]
        sheet.row += 1


def _head_text(sheet: Sheet, field: str, form: Form, rng: Random) -> str:
    drawn = {
        "person": rng.choice(["张三", "李四", "王五"]),
        "phone": f"000-{rng.randint(1000000, 9999999)}",
        "date": f"{(form.year or 0) + 1}年{rng.randint(1, 6)}月{rng.randint(1, 28)}日",
        "amount": f"{rng.uniform(90, 9000):.2f}",
        "category": rng.choice(["经常性项目☑ 一次性项目□", "□新增项目 ■延续项目", "其他运转类", "特定目标类"]),
        "period": f"{form.year}年1月1日至{form.year}年12月31日",
        "long": rng.choice(_LONG),
    }
    known = {
        "project": form.project,
        "department": sheet.habits.code.format(form.department),
        "unit": form.unit,
        "year": f"{form.year}年",
        "total": f"{form.total_score:g}",
        "grade": form.grade,
        "office": "农财科",
    }
    return {**drawn, **known}[field]


def funding(sheet: Sheet, form: Form, layout: Layout) -> None:
    """Add the funding rows with their header."""
    if not layout.funding:
        return
    section(sheet, layout, "二、预算执行情况")
    label, item = 6, 9
    parts = [1.3 if f in ("initial_budget", "budget", "executed") else 1.0 for _, f in layout.funding]
    widths = spread(parts, UNITS - label - item)
    sheet.label(0, label, layout.funding_label, rowspan=len(form.funding) + 1)
    sheet.label(label, item, layout.funding_item, kind="head")
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


def tasks(sheet: Sheet, layout: Layout, rng: Random) -> None:
    """Add the main tasks of a department: rows with amounts that are neither funding nor indicators."""
    if not layout.tasks:
        return
    n = rng.randint(2, 4)
    sheet.label(0, 5, "年度主要任务", rowspan=n + 1)
    for col, span, text in (
        (5, 10, "任务名称"),
        (15, 17, "主要内容"),
        (32, 8, "预算数（万元）"),
        (40, 8, "执行数（万元）"),
    ):
        sheet.label(col, span, text, kind="head")
    sheet.row += 1
    for name in rng.sample(_TASKS, n):
        budget = rng.uniform(20, 900)
        sheet.put(5, 10, name)
        sheet.put(15, 17, rng.choice(_LONG), kind="text", align="l")
        sheet.put(32, 8, f"{budget:.2f}")
        sheet.put(40, 8, f"{budget * 0.97:.2f}")
        sheet.row += 1


def goal(sheet: Sheet, form: Form, layout: Layout) -> None:
    """Add the goal cells."""
    if layout.goal == "none":
        return
    section(sheet, layout, "三、年度目标完成情况")
    label, expected, actual = layout.goal_labels
    if layout.goal == "side":
        sheet.label(0, 4, label, rowspan=2, vertical=sheet.habits.vertical)
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


def total_columns(layout: Layout) -> tuple[int, bool]:
    """Return at which column the totals begin and whether the total of weights is printed."""
    fields = [c.field for c in layout.columns]
    score = fields.index("score")
    both = layout.totals == "row" and "weight" in fields and fields.index("weight") + 1 == score
    return (score - 1, True) if both else (score, False)


def totals(sheet: Sheet, form: Form, layout: Layout, edges: list[int]) -> None:
    """Add the rows of totals and grade; `edges` are those of the indicator columns."""
    h = sheet.habits
    if layout.totals in ("row", "score_only"):
        at, _ = total_columns(layout)
        sheet.label(0, edges[at], layout.total_label)
        for i, column in enumerate(layout.columns[at:], at):
            col, width = edges[i], edges[i + 1] - edges[i]
            if column.field in ("weight", "score"):
                value = form.total_weight if column.field == "weight" else form.total_score
                sheet.number(col, width, value, h.weight.replace(".1f", ".2f"), dash=False)
            else:
                graded = column.field == "deviation" and layout.grade == "total"
                sheet.put(col, width, f"自评等级：{form.grade}" if graded else "")
        sheet.row += 1
    if layout.totals == "sentence":
        sheet.put(0, UNITS, f"自评总分：{form.total_score:g}分", kind="label")
        sheet.row += 1
    if layout.grade == "row":
        sheet.label(0, 11, "评价等级")
        sheet.put(11, UNITS - 11, form.grade)
        sheet.row += 1


def foot(sheet: Sheet, form: Form, layout: Layout) -> None:
    """Add the form's own reason and measures, and what offices write under a table inside its frame."""
    if layout.foot:
        parts = form.deviation.split("\n")
        for label, text in zip(layout.foot, [*parts, ""], strict=False):
            sheet.label(0, 12, label)
            sheet.put(12, UNITS - 12, text, kind="text", align="l")
            sheet.row += 1
    for label, text in zip(layout.closing[::2], layout.closing[1::2], strict=True):
        sheet.label(0, 10, label)
        sheet.put(10, UNITS - 10, text, kind="text", align="l")
        sheet.row += 1


def title_of(form: Form, layout: Layout) -> str:
    """Return the title as printed."""
    return layout.titles[0].format(y=form.year, p=form.project)
