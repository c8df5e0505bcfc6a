"""Workbooks: numbers as shown, merged cells, hidden sheets, offsets, formulas."""

import io
from pathlib import Path

import openpyxl
import pytest

from textmine.documents.excel import read
from textmine.documents.excel_extent import extent
from textmine.documents.number_format import show
from textmine.errors import DocumentError

REGRESSIONS = Path(__file__).resolve().parents[1] / "data" / "regressions"


def save(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def first_grid(book):
    return read(save(book), source="a.xlsx").pages[0].blocks[0]


def test_numbers_as_excel_shows_them():
    book = openpyxl.Workbook()
    sheet = book.active
    for n, (value, code) in enumerate(
        [(10, "0.00"), (0.9953, "0.00%"), (41071.8, "#,##0.00"), (9.5, "General"), (6, "General")], 1
    ):
        sheet.cell(1, n, value).number_format = code
    assert [c.text for c in first_grid(book).cells] == ["10.00", "99.53%", "41,071.80", "9.5", "6"]


def test_text_numbers_and_line_breaks_stay_text():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "010", "甲\r\n乙"
    assert [c.text for c in first_grid(book).cells] == ["010", "甲\n乙"]


def test_merged_cells_and_offset_start():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C5"], sheet["C6"], sheet["E6"] = "标题", "甲", "乙"
    sheet.merge_cells("C5:E5")
    sheet.merge_cells("C6:D7")
    grid = first_grid(book)
    assert [(c.row, c.col, c.text, c.rowspan, c.colspan) for c in grid.cells if c.text] == [
        (0, 0, "标题", 1, 3), (1, 0, "甲", 2, 2), (1, 2, "乙", 1, 1),
    ]  # fmt: skip
    assert (grid.n_rows, grid.n_cols) == (3, 3)


def test_hidden_and_empty_sheets():
    book = openpyxl.Workbook()
    book.active["A1"] = "看得见"
    hidden = book.create_sheet("藏")
    hidden["A1"], hidden.sheet_state = "看不见", "hidden"
    book.create_sheet("空")
    pages = read(save(book), source="a.xlsx").pages
    assert [(p.label, len(p.blocks)) for p in pages] == [("Sheet", 1), ("空", 0)]


def test_hidden_rows_and_columns_are_not_shown():
    book = openpyxl.Workbook()
    sheet = book.active
    for at, text in {"A1": "甲", "B1": "藏", "C1": "乙", "A2": "藏", "A3": "丙"}.items():
        sheet[at] = text
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    assert [c.text for c in first_grid(book).cells if c.text] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_broken_files_say_so(data):
    with pytest.raises(DocumentError, match="工作簿"):
        read(data, source="a.xlsx")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (10.0, "0.00_ ", "10.00"),
        (9.5, '0.0"分"', "9.5分"),
        (-3.2, "#,##0.00;[Red]-#,##0.00", "-3.20"),
        (-3.2, "0.00_);(0.00)", "(3.20)"),
        (0, "0.00;-0.00;-", "0.00"),
        (1234567.891, "#,##0", "1,234,568"),
        (0.5, "0%", "50%"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2."),
        (0.1 + 0.2, "General", "0.3"),
        (1e-12, "General", "0"),
        (99.995, "0.00", "100.00"),
        (12, "@", "12"),
        (12, "G/通用格式", "12"),
    ],
)
def test_number_formats(value, code, text):
    assert show(float(value), code).rstrip(".") == text.rstrip(".")


def test_target_that_was_stored_as_a_formula():
    """openpyxl and other programs store a typed «=18所» as a formula: it counts as printed."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = "=18所", "=100.00(%)", "=100%"
    assert [c.text for c in first_grid(book).cells] == ["=18所", "=100.00(%)", "=100%"]


def test_formulas_that_nobody_computed_are_told():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 5, "=SUM(A1:A1)"
    (note,) = read(save(book), source="a.xlsx").notes
    assert "1 个公式没有存储的值" in note
    assert "A2" in note


def test_no_note_without_formulas():
    book = openpyxl.Workbook()
    book.active["A1"] = "合计"
    assert read(save(book), source="a.xlsx").notes == ()


@pytest.mark.parametrize(
    ("cells", "reach"),
    [
        (b'<c r="B2"><v>1</v></c><c r="D9" s="3"><v>1</v></c>', (2, 2, 4, 9)),
        (b'<c r="A1"><v>1</v></c><c r="XFD1048576" s="3"/>', (1, 1, 1, 1)),
        (b'<x:c s="1" r="AA10" t="s"><x:v>1</x:v></x:c>', (27, 10, 27, 10)),
        (b"", (0, 0, -1, -1)),
    ],
    ids=["two", "a blank cell far away", "a prefix", "none"],
)
def test_how_far_cells_reach(cells, reach):
    """Only cells that hold something count: whole columns are often coloured."""
    assert extent(b"<sheetData><row>" + cells + b"</row></sheetData>") == reach


def test_cells_in_opposite_corners_are_refused_before_they_take_the_memory():
    """calamine makes room for every cell between the first and the last one."""
    data = (REGRESSIONS / "far-corner.xlsx").read_bytes()
    with pytest.raises(DocumentError, match="1048576 行 × 16384 列") as caught:
        read(data, source="a.xlsx")
    assert "删除" in caught.value.hint


def test_a_panic_of_the_library_is_a_damaged_file():
    """calamine's panics are no `Exception` in Python; one must not end a run."""
    with pytest.raises(DocumentError, match="cannot open workbook"):
        read((REGRESSIONS / "panic.xls").read_bytes(), source="a.xls")
