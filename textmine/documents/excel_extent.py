"""How far the cells of an .xlsx reach, before calamine makes room for all of them at once."""

from __future__ import annotations

import io
import re
import zipfile

from textmine.errors import DocumentError

MAX_CELLS = 2_000_000
"""Cells of the area that a sheet spans, empty ones included."""

_MAX_LETTERS = 3
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]{0,200}?\s)?r="([A-Za-z]{1,20})(\d{1,20})"[^>]{0,200}(?<!/)>')
_NOTHING: tuple[int, int, int, int] = (0, 0, -1, -1)


def check_extent(data: bytes, source: str) -> None:
    """Refuse a workbook with a sheet over `MAX_CELLS`: two cells in opposite corners would take all the memory.

    Raises
    ------
    DocumentError
        With how far the sheet reaches.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name, re.IGNORECASE):
                    _check(package.read(name), name, source)
    except DocumentError:
        raise
    except Exception:
        return  # a broken package: calamine says so in its own words


def _check(sheet: bytes, name: str, source: str) -> None:
    left, top, right, bottom = extent(sheet)
    cells = (right - left + 1) * (bottom - top + 1)
    if cells >= MAX_CELLS:
        raise DocumentError(
            f"工作表的单元格散布在 {bottom - top + 1} 行 × {right - left + 1} 列，超过 {MAX_CELLS} 格的上限 "
            f"(cells far apart span {cells} cells)",
            where=f"{source}: {name}",
            hint="请删除远处多余的内容后另存 / delete stray cells far from the table and save it again",
        )


def extent(sheet: bytes) -> tuple[int, int, int, int]:
    """Return the first and last columns and rows with a filled cell: left, top, right, bottom."""
    places = [(_column(letters), int(row)) for letters, row in _FILLED.findall(sheet)]
    if not places:
        return _NOTHING
    columns, rows = [column for column, _ in places], [row for _, row in places]
    return min(columns), min(rows), max(columns), max(rows)


def _column(letters: bytes) -> int:
    if len(letters) > _MAX_LETTERS:
        return MAX_CELLS  # no such column: calamine believes it
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
