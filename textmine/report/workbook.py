"""The tables as an Excel workbook: filters, frozen headers, number formats, native charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from textmine.corpus.labels import ZH
from textmine.report.blocks import visible
from textmine.report.chapters.front import LEVELS
from textmine.report.package import without_time
from textmine.report.summarise import BUCKET_NAMES
from textmine.report.summary import GroupLine, Summary
from textmine.report.workbook_rows import rows_xml

if TYPE_CHECKING:
    from openpyxl import Workbook

ROLE_NAMES = {"context": "背景", "cause": "原因", "effect": "影响", "measure": "措施", "none": "无实质内容"}
MAX_ROWS = 10_000
"""Rows a sheet; larger tables are whole in the data files, and the sheet «说明» says so."""
_FORMATS = {"share": "0.0%", "loss_rate": "0.0%", "page": "0", "row": "0", "year": "0", "forms": "0", "passages": "0"}
_WIDE = {
    "text": 60,
    "form": 28,
    "passage": 30,
    "source": 28,
    "project": 30,
    "level3": 28,
    "item": 28,
    "message": 60,
    "name": 26,
    "definition": 60,
    "exemplars": 50,
}
_EXTRA = {
    "item": "指标",
    "full": "全计",
    "weighted": "按依据字数",
    "group": "分组",
    "by": "口径",
    "possible": "分值",
    "scored": "得分",
    "lost_execution": "预算执行失分",
    "lost_explained": "写有说明失分",
    "lost_unexplained": "未作说明失分",
    "rows": "行数",
    "definition": "含义",
    "money": "相关预算(万元)",
    "rule": "计分方式",
    "budget": "预算(万元)",
    "codes": "原因代码",
    "occurrences": "出现次数",
}
_CAUSES = (
    "code",
    "name",
    "definition",
    "passages",
    "forms",
    "lost_points",
    "share",
    *("low", "high", "full", "weighted", "money"),
)
_PROJECTS = ("form", "project", "unit", "year", "budget", "grade", "possible", "scored", "lost")
_PLACES = ("lost_execution", "lost_explained", "lost_unexplained")
_DATA = ("ledger", "indicators", "passages", "segments", "themes", "findings")
_CHARTED = {"places": "points", "causes": "lost_points"}
_TITLES = {
    "places": "失分去向",
    "causes": "自述原因",
    "groups": "分组失分",
    "projects": "项目",
    "ledger": "账目",
    "indicators": "指标",
    "passages": "说明",
    "segments": "成分",
    "themes": "主题",
    "findings": "核对提示",
    "codebook": "代码表",
    "notes": "说明与限制",
}


def write_xlsx(summary: Summary, frames: dict[str, pd.DataFrame], path: Path) -> None:
    """Write the workbook.

    Parameters
    ----------
    summary : Summary
        For the first sheets and the native charts.
    frames : dict of str to DataFrame
        The data tables by name, with English column names; titles become Chinese.
    path : Path
        Where to write.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book, english = Workbook(write_only=True), summary.head.lang == "en"
    rows: dict[str, bytes] = {}
    for number, (name, frame) in enumerate(tables_of(asdict(summary), frames).items(), 1):
        sheet = _sheet(book, name if english else _TITLES[name], frame, english)
        letters = [get_column_letter(i) for i in range(1, len(frame.columns) + 1)]
        rows[f"xl/worksheets/sheet{number}.xml"] = rows_xml(
            frame.head(MAX_ROWS), _styles(sheet, frame), letters, cell_value
        )
        if name in _CHARTED:
            _chart(sheet, frame, _CHARTED[name], str(sheet.title))
    _fix_dates(book)
    book.save(path)
    without_time(path, rows)


def tables_of(report: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the table of each sheet, in the order of the sheets.

    Parameters
    ----------
    report : mapping
        The summary as plain data, as in ``data/report.json``.
    frames : mapping of str to DataFrame
        The data tables by name.
    """
    english = report["head"]["lang"] == "en"
    groups = [{"by": by if english else LEVELS[by], **line} for by, lines in report["groups"].items() for line in lines]
    data = {name: frames[name] if english else _readable(frames[name]) for name in _DATA}
    return {
        "places": _frame(report["ledger"], ("name", "points", "share", "rows", "forms")),
        "causes": _frame(report["causes"], _CAUSES),
        "groups": _frame(groups, ("by", *GroupLine.__slots__)),
        "projects": _frame(report["projects"], (*_PROJECTS, *_PLACES, "rule")),
        **data,
        "codebook": pd.DataFrame(list(report["codebook"]), columns=["code", "name", "definition"]),
        "notes": _notes(frames, english),
    }


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the words that people read in place of our short names."""
    words: dict[str, dict[str, str]] = {"bucket": {str(k): v for k, v in BUCKET_NAMES.items()}, "role": ROLE_NAMES}
    return frame.assign(**{c: frame[c].map(names) for c, names in words.items() if c in frame})


def _frame(lines: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([{c: line[c] for c in columns} for line in lines], columns=list(columns))


def _sheet(book: Workbook, title: str, frame: pd.DataFrame, english: bool) -> Any:  # noqa: ANN401 - the stubs lack half of a sheet
    """Make a sheet with its settings and its header; its rows are put in when the book has been saved."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Any = book.create_sheet(title)
    columns = [str(c) for c in frame.columns]
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    last = min(len(frame), MAX_ROWS) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(columns), 1))}{last}"
    for i, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(i)].width = _WIDE.get(column, 14)
    bold, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5394")
    heads = [WriteOnlyCell(sheet, c if english else _EXTRA.get(c, ZH.get(c, c))) for c in columns]
    for head in heads:
        head.font, head.fill = bold, fill
    sheet.append(heads)
    return sheet


def _styles(sheet: Any, frame: pd.DataFrame) -> list[tuple[int, int]]:  # noqa: ANN401 - as _sheet returns it
    """Return for each column the number of the style of its cells, and of those whose text looks like a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    out = []
    for column in map(str, frame.columns):
        cell: Any = WriteOnlyCell(sheet)
        if kind := _format(column, frame):
            cell.number_format = kind
        elif column in _WIDE:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        plain = cell.style_id
        cell.quotePrefix = True  # a text that begins with «=»: keep it a text, in every program
        out.append((plain, cell.style_id))
    return out


def _format(column: str, frame: pd.DataFrame) -> str:
    if column in _FORMATS:
        return _FORMATS[column]
    return "#,##0.00" if pd.api.types.is_float_dtype(frame[column]) else ""


def cell_value(value: Any) -> Any:  # noqa: ANN401 - whatever a frame holds
    """Return what a cell can hold: no NaN, no control characters."""
    if value is None or (not isinstance(value, (str, list, tuple)) and pd.isna(value)):
        return None
    if isinstance(value, str):
        return visible(value)[:32_000]
    return value.item() if hasattr(value, "item") else value


def _chart(sheet: Any, frame: pd.DataFrame, values: str, title: str) -> None:  # noqa: ANN401 - as _sheet returns it
    from openpyxl.chart import BarChart, Reference

    if frame.empty:
        return
    chart = BarChart()
    chart.type, chart.style, chart.title, chart.legend = "bar", 10, title, None
    chart.gapWidth, chart.height, chart.width = 60, max(7.0, 0.7 * len(frame) + 3), 18
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    columns = list(frame.columns)
    last = len(frame) + 1
    data = Reference(sheet, min_col=columns.index(values) + 1, min_row=1, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=columns.index("name") + 1, min_row=2, max_row=last))
    sheet.add_chart(chart, f"B{last + 3}")


def _notes(frames: Mapping[str, pd.DataFrame], english: bool) -> pd.DataFrame:
    zh = (
        "涉及失分：写有该项自述原因的指标所失分数，多个原因时均分；不代表因果关系。",
        "{}：共 {:,} 行，本簿只列前 {:,} 行，其余见 data/。",
    )
    en = (
        "Points lost in rows that name a cause, shared equally; no effects.",
        "{}: {:,} rows, the first {:,} here, all in data/.",
    )
    first, cut = en if english else zh
    lines = [cut.format(name, len(frame), MAX_ROWS) for name, frame in frames.items() if len(frame) > MAX_ROWS]
    return pd.DataFrame({"message": [first, *lines]})


def _fix_dates(book: Workbook) -> None:
    """Set fixed dates: the same study gives the same workbook."""
    from datetime import datetime

    book.properties.creator = "textmine"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
