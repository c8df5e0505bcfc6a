"""How far a sheet reaches is known before room is made for it."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from textmine.documents.excel_extent import MAX_CELLS, check_extent, extent
from textmine.errors import DocumentError


def sheet(*places):
    return b"".join(b'<c r="%s"><v>1</v></c>' % place.encode() for place in places)


def book(content, name="xl/worksheets/sheet1.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, content)
    return out.getvalue()


@given(st.lists(st.tuples(st.integers(1, 16384), st.integers(1, 1048576)), min_size=1, max_size=12))
def test_the_reach_is_that_of_the_outermost_cells(places):
    """Whatever the order of the cells in the file."""
    found = extent(sheet(*(f"{get_column_letter(c)}{r}" for c, r in places)))
    columns, rows = zip(*places, strict=True)
    assert found == (min(columns), min(rows), max(columns), max(rows))


@pytest.mark.parametrize(
    ("cells", "reach"),
    [
        (b'<c r="a1"><v>1</v></c>', (1, 1, 1, 1)),
        (b'<c t="s" s="12" r="Z3"><v>1</v></c>', (26, 3, 26, 3)),
        (b'<c r="B2" t="inlineStr"><is><t>x</t></is></c>', (2, 2, 2, 2)),
        (b'<c r="C3" s="4"/>', (0, 0, -1, -1)),
        (b"<c><v>1</v></c>", (0, 0, -1, -1)),
        (b'<col r="A1" min="1"><row r="5"></row>', (0, 0, -1, -1)),
    ],
    ids=["small letters", "other keys first", "text inside", "only coloured", "without a place", "no cell"],
)
def test_which_cells_count(cells, reach):
    assert extent(cells) == reach


def test_a_large_sheet_is_let_through_and_a_vast_one_is_not():
    """The bound stands between what bureaus publish and what takes all memory."""
    check_extent(book(sheet("A1", "Z50000")), "a.xlsx")
    with pytest.raises(DocumentError, match=f"超过 {MAX_CELLS} 格") as caught:
        check_extent(book(sheet("A1", "Z99999")), "a.xlsx")
    assert "99999 行 × 26 列" in caught.value.message
    assert caught.value.where == "a.xlsx: xl/worksheets/sheet1.xml"


def test_a_column_that_no_workbook_has_is_refused():
    with pytest.raises(DocumentError):
        check_extent(book(sheet("A1", "ABCDEFG1")), "a.xlsx")


def test_only_sheets_are_looked_at():
    check_extent(book(sheet("A1", "XFD1048576"), "xl/charts/chart1.xml"), "a.xlsx")
    with pytest.raises(DocumentError):
        check_extent(book(sheet("A1", "XFD1048576"), "XL/Worksheets/Sheet9.XML"), "a.xlsx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", book(sheet("A1"))[:-30]], ids=["empty", "head only", "cut off"])
def test_a_broken_package_is_left_to_its_reader(data):
    """It says in its own words what is wrong."""
    check_extent(data, "a.xlsx")
