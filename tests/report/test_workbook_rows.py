"""Rows of a sheet written as XML come back from Excel readers as they were."""

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from textmine.report.package import without_time
from textmine.report.workbook import cell_value
from textmine.report.workbook_rows import rows_xml


def written(frame, path, styles=None):
    """Save a frame the way the workbook does."""
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("表").append(list(frame.columns))
    book.save(path)
    styles = styles or [(0, 0)] * len(frame.columns)
    without_time(path, {"xl/worksheets/sheet1.xml": rows_xml(frame, styles, "ABC"[: len(styles)], cell_value)})
    return path


@pytest.mark.parametrize(
    "value",
    [
        "原因",
        "  两端空格 ",
        "第一行\n第二行",
        "<td>&amp;</td>",
        "=1+1",
        "\"引号'",
        "①②③ 𠮷",
        1,
        0,
        -3,
        0.1,
        12345.67,
        1e-9,
        True,
    ],
)
def test_values_come_back(value, tmp_path):
    """Texts with their blanks, line breaks and markup; numbers to the last digit; a formula is a text."""
    path = written(pd.DataFrame({"a": [value, value], "b": ["x", "y"]}, dtype=object), tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert [c.value for c in sheet["A"][1:]] == [value, value]
    assert type(sheet["A2"].value) is type(value)
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1][0] == value


def test_absent_values_leave_no_cell(tmp_path):
    """None, NaN and NA are empty cells, and the columns behind them stay where they are."""
    frame = pd.DataFrame({"a": [None, "x"], "b": [1.5, float("nan")], "c": pd.array([pd.NA, 7], dtype="Int64")})
    sheet = openpyxl.load_workbook(written(frame, tmp_path / "t.xlsx")).active
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [(None, 1.5, None), ("x", None, 7)]


def test_equal_values_of_other_kinds_stay_apart(tmp_path):
    """1, 1.0 and True are equal to Python and different to a reader."""
    frame = pd.DataFrame({"a": [1, True, 1.0, "1"]}, dtype=object)
    sheet = openpyxl.load_workbook(written(frame, tmp_path / "t.xlsx")).active
    assert [type(c.value) for c in sheet["A"][1:]] == [int, bool, float, str]


def test_control_characters_do_not_break_the_file(tmp_path):
    """A character that XML cannot hold becomes U+FFFD."""
    path = written(pd.DataFrame({"a": ["甲\x0b乙\x00"]}), tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(path).active["A2"].value == "甲\ufffd乙\ufffd"


def test_formula_texts_have_their_own_style():
    """The second style of a column is for texts that a program would take for a formula."""
    xml = rows_xml(pd.DataFrame({"a": ["=A1", "a"]}), [(3, 4)], "A", cell_value).decode()
    assert 's="4" t="inlineStr"><is><t xml:space="preserve">=A1<' in xml
    assert 's="3" t="inlineStr"><is><t xml:space="preserve">a<' in xml


def test_an_empty_table_keeps_its_header(tmp_path):
    """No rows, one header."""
    path = written(pd.DataFrame({"a": []}), tmp_path / "t.xlsx")
    assert list(openpyxl.load_workbook(path).active.values) == [("a",)]
