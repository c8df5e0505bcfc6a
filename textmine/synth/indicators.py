"""The indicator block of a form: header rows, level cells, values, subtotals, unfilled lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from random import Random

from textmine.records import Indicator
from textmine.synth.content import Sample
from textmine.synth.habits import Habits, Sheet
from textmine.synth.layouts import Column, Layout
from textmine.synth.table import UNITS, Box, spread

_CRITERIA = (
    "达到预期得满分；基本达到得60%—80%；未达到不得分。",
    "查阅台账、验收资料，资料不全酌情扣分。",
    "每低1个百分点扣5%权重分，扣完为止。",
    "完成值/目标值×权重",
)
_SHRINK = {"": 1.0, "narrow": 0.62, "upright": 0.42}


def edges_of(layout: Layout, habits: Habits) -> list[int]:
    """Return where the indicator columns begin, and the end."""
    left = 3 if layout.block else 0
    shrink = _SHRINK[habits.narrow]
    sizes = [c.width * (shrink if c.field in ("level1", "level2") else 1) for c in layout.columns]
    widths = spread(sizes, UNITS - left)
    return [left + sum(widths[:i]) for i in range(len(widths) + 1)]


@dataclass(frozen=True, slots=True)
class _Block:
    """The block being laid out: columns with their places, and in which table row each indicator stands."""

    sample: Sample
    layout: Layout
    edges: list[int]
    rows: tuple[int, ...]

    def places(self) -> list[tuple[Column, int, int]]:
        """Columns with first fine column and width."""
        return [(c, a, b - a) for c, a, b in zip(self.layout.columns, self.edges, self.edges[1:], strict=False)]


def indicators(sheet: Sheet, sample: Sample, layout: Layout, rng: Random) -> tuple[int, int]:
    """Add the block; return its header rows."""
    top = sheet.row
    edges = edges_of(layout, sheet.habits)
    places = _Block(sample, layout, edges, ()).places()
    repeat = _headers(sheet, layout, places)
    runs = [list(g) for _, g in groupby(range(len(sample.form.indicators)), lambda i: sample.form.indicators[i].level1)]
    extra = 1 if layout.subtotals else 0
    rows = tuple(sheet.row + i + extra * k for k, run in enumerate(runs) for i in run)
    block = _Block(sample, layout, edges, rows)
    for field in ("level1", "level2"):
        _levels(sheet, block, field)
    counts: dict[tuple[str, str], int] = {}
    for run in runs:
        for i in run:
            row = sample.form.indicators[i]
            counts[row.level1, row.level2] = counts.get((row.level1, row.level2), 0) + 1
            for column, col, width in places:
                if column.field not in ("level1", "level2"):
                    _cell(sheet, column.field, (col, width), (i, counts[row.level1, row.level2]), block, rng)
            sheet.row += 1
        if layout.subtotals:
            _subtotal(sheet, [sample.form.indicators[i] for i in run], block)
    if layout.templates:
        for column, col, width in places:
            level = column.field if "level" in column.field else "value"
            sheet.put(col, width, "……" if column.field == "level3" else "", kind=level)
        sheet.row += 1
    if layout.block:
        sheet.boxes.append(
            Box(top, 0, layout.block, sheet.row - top, edges[0], "label", vertical=True, shade=sheet.habits.shade)
        )
    return repeat


def _headers(sheet: Sheet, layout: Layout, places: list[tuple[Column, int, int]]) -> tuple[int, int]:
    start = sheet.row
    for group, members in groupby(places, key=lambda p: p[0].group):
        run = list(members)
        if group and layout.header_rows == 2:
            sheet.label(run[0][1], sum(w for _, _, w in run), group, kind="head")
            sheet.row += 1
            for column, col, width in run:
                sheet.label(col, width, column.header, kind="head")
            sheet.row -= 1
            continue
        for column, col, width in run:
            sheet.label(col, width, column.header, kind="head", rowspan=layout.header_rows)
    sheet.row += layout.header_rows
    return start, sheet.row


def _levels(sheet: Sheet, block: _Block, field: str) -> None:
    """Add one level column: merged over equal neighbours, repeated, or filled only once."""
    place = next(((col, width) for c, col, width in block.places() if c.field == field), None)
    if place is None:
        return
    col, width = place
    form, habits = block.sample.form, sheet.habits
    slim = habits.narrow == "upright" or (habits.narrow == "narrow" and field == "level1")
    upright = slim and not block.layout.level_points  # nobody writes 「（36分）」 downwards
    for _, run in groupby(range(len(form.indicators)), key=lambda i: _depth(form.indicators[i], field)):
        members = list(run)
        text = _with_points(getattr(form.indicators[members[0]], field), field, members, block, habits)
        first, last = block.rows[members[0]], block.rows[members[-1]]
        if habits.levels == "merged" or (habits.levels == "first" and not block.layout.traits.level2):
            sheet.boxes.append(Box(first, col, text, last - first + 1, width, field, vertical=upright))
            continue
        for k, i in enumerate(members):
            shown = text if habits.levels == "repeated" or k == 0 else ""
            sheet.boxes.append(Box(block.rows[i], col, shown, 1, width, field, vertical=upright))


def _depth(row: Indicator, field: str) -> tuple[str, ...]:
    return (row.level1,) if field == "level1" else (row.level1, row.level2)


def _with_points(text: str, field: str, members: list[int], block: _Block, habits: Habits) -> str:
    if not text or not block.layout.level_points or (field == "level2" and not habits.points2):
        return text
    points = sum(block.sample.form.indicators[i].weight or 0 for i in members)
    return text + habits.points.format(f"{points:g}")


def _subtotal(sheet: Sheet, rows: list[Indicator], block: _Block) -> None:
    places = block.places()
    at = min(i for i, (c, _, _) in enumerate(places) if c.field in ("weight", "score"))
    sheet.label(places[0][1], places[at][1] - places[0][1], "小计")
    for column, col, width in places[at:]:
        if column.field in ("weight", "score"):
            total = round(sum(getattr(r, column.field) or 0 for r in rows), 2)
            sheet.number(col, width, total, sheet.habits.weight.replace(".1f", ".2f"))
        else:
            sheet.put(col, width, "")
    sheet.row += 1


def _cell(sheet: Sheet, field: str, place: tuple[int, int], at: tuple[int, int], block: _Block, rng: Random) -> None:
    h, (i, within), (col, width) = sheet.habits, at, place
    row = block.sample.form.indicators[i]
    if field in ("weight", "score"):
        style = h.weight.replace(".1f", ".2f") if field == "score" else h.weight
        sheet.number(col, width, getattr(row, field), style)
        return
    split = dict(zip(("nature", "value", "measure"), block.sample.splits[i], strict=True))
    text = {
        "level3": (f"指标{within}：" if block.layout.numbered else "") + row.level3,
        "target": row.target,
        "actual": row.actual,
        "deviation": row.deviation or h.nothing,
        "number": str(i + 1),
        "criteria": rng.choice(_CRITERIA),
        "done": rng.choice(["100%", "100.00%", "98.5%", "115%", ""]),
        "last": rng.choice(["95%", "—", "12", "健全"]),
        "source": rng.choice(["统计报表", "工作台账", "问卷调查", "验收报告"]),
        "remark": rng.choice(["", "", "", "详见附件"]),
        **split,
    }[field]
    long = field in ("deviation", "criteria", "level3")
    left = long and text not in ("", h.nothing)
    sheet.put(col, width, text, kind="text" if long else "value", align="l" if left else "c")
