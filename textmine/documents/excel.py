"""Excel workbooks (.xlsx, .xls) → one page of grids a visible sheet, numbers as their formats show them.

calamine reads values and merged ranges of both formats; the number formats, which it does not deliver, come from
openpyxl for .xlsx. A formula counts with the value that Excel stored.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from textmine.documents.excel_extent import check_extent
from textmine.documents.model import Cell, Document, Grid, Line, Page
from textmine.documents.number_format import show
from textmine.errors import DocumentError

Sheet = Any
"""A sheet of calamine or openpyxl, neither of which is typed."""
Merges = Sequence[tuple[tuple[int, int], tuple[int, int]]]
_MAX_CELLS = 2_000_000
_MAX_COLUMNS = 512
_TYPED = re.compile(r"=\s*\d[\d.,]*\s*[^A-Za-z\d:$!+*/^&<>=]*")
"""A target such as «=18所» that a program stored as a formula: nothing to compute, it counts as typed."""


def read(data: bytes, *, source: str) -> Document:
    """Read a workbook.

    Raises
    ------
    DocumentError
        For a broken or encrypted workbook.
    """
    import python_calamine

    check_extent(data, source)
    with _refused("工作簿打不开 (cannot open workbook)", source):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    looks = _looks(data)
    shown, plain = python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet
    pages: list[Page] = []
    notes: list[str] = []
    for meta in book.sheets_metadata:
        if meta.visible != shown or meta.typ != plain:
            continue
        with _refused("工作表「" + meta.name + "」读不了 (cannot read sheet)", source):
            page, blank = _page(book.get_sheet_by_name(meta.name), meta.name, looks.get(meta.name, Look()))
            pages.append(page)
            notes.extend(_blank_note(meta.name, blank))
    return Document(source, "excel", "excel", tuple(pages), n_pages=len(pages), notes=tuple(notes))


@contextmanager
def _refused(what: str, source: str) -> Iterator[None]:
    """Tell what calamine throws at a damaged file, its panics included, which are no `Exception`."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if isinstance(error, MemoryError):
            raise
        raise DocumentError(
            f"{what}: {str(error)[:200]}",
            where=source,
            hint="有密码请先解除；已损坏请另存 / remove the password or save it again",
        ) from error


def _blank_note(name: str, blank: Sequence[str]) -> Iterator[str]:
    if blank:
        where = "、".join(blank[:5]) + ("…" if len(blank) > 5 else "")
        what = f"工作表「{name}」{len(blank)} 个公式没有存储的值：{where}"
        yield f"{what}，请用 Excel 打开后另存 (formulas without a stored value)"


@dataclass(frozen=True, slots=True)
class Look:
    """What of a sheet only openpyxl tells: number formats and formulas by cell, hidden rows and columns (0-based)."""

    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def _page(sheet: Sheet, name: str, look: Look) -> tuple[Page, list[str]]:
    """Give the page of a sheet, and the names of cells whose formulas have no stored value."""
    top, left = sheet.start or (0, 0)
    values = sheet.to_python(skip_empty_area=True)
    if sum(map(len, values)) > _MAX_CELLS:
        raise ValueError(f"more than {_MAX_CELLS} cells")
    merges = [(a, b) for a, b in (sheet.merged_cell_ranges or []) if a != b]
    heads = {first for first, _ in merges}
    texts: dict[tuple[int, int], str] = {}
    for r, row in enumerate(values, top):
        for c, value in enumerate(row[:_MAX_COLUMNS], left):
            text = cell_text(value, look.formats.get((r, c), "General"))
            hidden = r in look.hidden_rows or c in look.hidden_columns
            if text and (not hidden or (r, c) in heads):
                texts[r, c] = text
    blank = [at for at in look.formulas if at not in texts and at[0] not in look.hidden_rows]
    if len(blank) < len(look.formulas):
        blank = []  # a program has computed this sheet: what is blank is so by its formula
    typed = {at: look.formulas[at] for at in blank if _TYPED.fullmatch(look.formulas[at])}
    page = Page(None, _blocks({**texts, **typed}, merges), label=name)
    return page, [_name(at) for at in blank if at not in typed]


def _name(at: tuple[int, int]) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(at[1] + 1)}{at[0] + 1}"


def cell_text(value: object, number_format: str = "General") -> str:
    """Text of a cell as Excel shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip(" ")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return show(float(value), number_format)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value)


def _looks(data: bytes) -> dict[str, Look]:
    """Tell the looks of the sheets of an .xlsx, by name; empty for .xls and where openpyxl gives up."""
    if not data.startswith(b"PK"):
        return {}
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=False, data_only=False)
    except (ValueError, KeyError, TypeError, AttributeError, OSError, zipfile.BadZipFile, IndexError):
        return {}
    return {sheet.title: _look(sheet) for sheet in book.worksheets}


def _look(sheet: Sheet) -> Look:
    formats = {
        (cell.row - 1, cell.column - 1): cell.number_format
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.number_format != "General"
    }
    formulas = {
        (cell.row - 1, cell.column - 1): str(getattr(cell.value, "text", cell.value))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    rows = frozenset(n - 1 for n, dimension in sheet.row_dimensions.items() if dimension.hidden)
    columns = frozenset(
        n - 1
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for n in range(dimension.min or 1, min(dimension.max or 1, _MAX_COLUMNS) + 1)
    )
    return Look(formats, formulas, rows, columns)


def _blocks(texts: Mapping[tuple[int, int], str], merges: Merges) -> tuple[Grid | Line, ...]:
    """Give the used area of a sheet as one grid; single texts of other width above it stay rows of it."""
    if not texts:
        return ()
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merges}
    covered = {
        (r, c)
        for (top, left), (bottom, right) in merges
        for r in range(top, min(bottom, top + 5000) + 1)
        for c in range(left, min(right, left + _MAX_COLUMNS) + 1)
    }
    rows, cols = [r for r, _ in texts], [c for _, c in texts]
    top, left, bottom, right = min(rows), min(cols), max(rows), max(cols)
    for (r, c), (high, wide) in spans.items():
        if (r, c) in texts:
            bottom, right = max(bottom, r + high - 1), max(right, min(c + wide - 1, left + _MAX_COLUMNS))
    cells = []
    for r in range(top, bottom + 1):
        for c in range(left, right + 1):
            at = (r, c)
            if at in spans:
                high, wide = spans[at]
                cells.append(
                    Cell(r - top, c - left, texts.get(at, ""), min(high, bottom - r + 1), min(wide, right - c + 1))
                )
            elif at not in covered:
                cells.append(Cell(r - top, c - left, texts.get(at, "")))
    return (Grid(tuple(cells), bottom - top + 1, right - left + 1),)
