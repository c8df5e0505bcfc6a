"""Forms as workbooks: numbers and texts of numbers, formulas with their last values, percentages, sheets."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from textmine.synth.archive import repacked
from textmine.synth.compose import compose
from textmine.synth.content import Sample
from textmine.synth.gold import File, Truth
from textmine.synth.habits import draw_habits
from textmine.synth.layouts import Layout
from textmine.synth.table import Table, columns_used

_Cell = Any  # of openpyxl: plain and merged cells have no common type
EXCEL_CONDITIONS = ("plain", "text_numbers", "formulas", "percent_values", "offset_start", "one_sheet", "many_sheets")


@dataclass
class _Sheet:
    """Where the next table goes, and the last values of formulas by cell."""

    sheet: Any
    row: int
    col: int
    cached: dict[str, str]


def _put(target: _Sheet, table: Table, what: str, seed: Random) -> None:
    from openpyxl.styles import Alignment, Border, Side

    grid = columns_used(table)
    line = Border(Side(style="thin"), Side(style="thin"), Side(style="thin"), Side(style="thin"))
    sheet, left = target.sheet, target.col
    width = len(grid) - 1
    for caption in table.above:
        sheet.cell(target.row, left, caption.text)
        sheet.merge_cells(start_row=target.row, start_column=left, end_row=target.row, end_column=left + width - 1)
        target.row += 1
    top = target.row
    for box in table.boxes:
        r, c = top + box.row, left + grid.index(box.col)
        cell = sheet.cell(r, c)
        _fill(cell, box.text, box.value, box.percent, what, target, seed)
        cell.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal={"c": "center", "l": "left"}.get(box.align)
        )
        cell.border = line
        last = r + box.rowspan - 1, left + grid.index(box.col + box.colspan) - 1
        if last != (r, c):
            sheet.merge_cells(start_row=r, start_column=c, end_row=last[0], end_column=last[1])
    _size(target, table, grid, top)
    target.row = top + table.n_rows
    for caption in table.below:
        sheet.cell(target.row, left, caption.text)
        target.row += 1


def _size(target: _Sheet, table: Table, grid: list[int], top: int) -> None:
    """Make columns, rows and paper so that all of it can be seen and printed."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = target.sheet
    for i, (a, b) in enumerate(pairwise(grid)):
        sheet.column_dimensions[get_column_letter(target.col + i)].width = (b - a) * 2.6
    for row in range(table.n_rows):
        lines = [
            -(-len(b.text) * 2 // max(1, int(b.colspan * 2.3))) for b in table.boxes if b.row == row and b.rowspan == 1
        ]
        sheet.row_dimensions[top + row].height = 15 * max([1, *lines])
    for box in table.boxes:
        if box.rowspan > 1:
            need = 15 * (-(-len(box.text) * 2 // max(1, int(box.colspan * 2.3))))
            rows = range(top + box.row, top + box.row + box.rowspan)
            lack = need - sum(sheet.row_dimensions[r].height for r in rows)
            for r in rows:
                sheet.row_dimensions[r].height += max(0, lack / box.rowspan)
    sheet.page_setup.orientation = "landscape" if len(grid) > 16 else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _fill(cell: _Cell, text: str, value: float | None, percent: bool, what: str, target: _Sheet, rng: Random) -> None:
    share = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    if what == "text_numbers" or (value is None and not (what == "percent_values" and share)):
        cell.value = text or None
        if text.startswith("="):
            cell.data_type = "s"
        return
    if value is None or percent:
        number = float(share.group(1)) if share else (value or 0.0)
        decimals = len(share.group(1).partition(".")[2]) if share else 2
        cell.value = round(number / 100, 6)
        cell.number_format = "0." + "0" * decimals + "%" if decimals else "0%"
        return
    cell.value = value
    cell.number_format = "#,##0.00" if "," in text else "0.00" if re.search(r"\.\d\d$", text) else "General"
    if what == "formulas" and rng.random() < 0.5:
        cell.value = f"={value:g}+0" if value < 1e5 else f"=SUM({value!r})"
        target.cached[cell.coordinate] = f"{value!r}"


def _with_values(data: bytes, cached: dict[str, dict[str, str]]) -> bytes:
    """Put the last values behind formulas: Excel does, openpyxl does not."""
    patches = {}
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for number, (_, cells) in enumerate(cached.items(), 1):
            name = f"xl/worksheets/sheet{number}.xml"
            xml = book.read(name).decode("utf-8")
            for at, value in cells.items():
                xml = re.sub(rf'(<c r="{at}"[^>]*>\s*<f>[^<]*</f>)\s*<v\s*/?>(?:</v>)?', rf"\g<1><v>{value}</v>", xml)
            patches[name] = xml.encode()
    return repacked(data, patches)


def render_excel(name: str, samples: list[Sample], layout: Layout, what: str, seed: str) -> File:
    """Write forms into one workbook under one of `EXCEL_CONDITIONS`."""
    from openpyxl import Workbook

    rng = Random(seed)
    habits = replace(draw_habits(rng), weight=rng.choice(["{:g}", "{:.2f}"]))
    composed = [compose(s, layout, habits, rng) for s in samples]
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    start = (rng.randint(2, 5), rng.randint(2, 4)) if what == "offset_start" else (1, 1)
    cached: dict[str, dict[str, str]] = {}
    place: _Sheet | None = None
    for i, (table, _) in enumerate(composed):
        if place is None or what != "one_sheet":
            sheet = book.create_sheet(f"自评表{i + 1}")
            place = _Sheet(sheet, *start, cached.setdefault(sheet.title, {}))
        else:
            place.row += rng.randint(1, 3)
        _put(place, table, what, rng)
    out = io.BytesIO()
    book.save(out)
    truths = tuple(Truth(f, s) for (_, f), s in zip(composed, samples, strict=True))
    tags = {"multi_form"} if len(samples) > 1 else set()
    return File(
        name,
        "xlsx",
        layout.name,
        (*tags, what, "levels_" + habits.levels),
        _with_values(out.getvalue(), cached),
        truths,
    )
