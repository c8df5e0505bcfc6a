"""The workbook's sheets hold the numbers and texts of the tables; every column has a title in Chinese."""

import openpyxl
import pandas as pd
import pytest

from textmine.report import workbook
from textmine.report.datafiles import frames_of
from textmine.report.summarise import summarise
from textmine.report.workbook import cell_value, tables_of, write_xlsx


@pytest.fixture(scope="module")
def summary(study):
    return summarise(study)


@pytest.fixture(scope="module")
def frames(study, summary):
    return frames_of(study, summary)


@pytest.fixture(scope="module")
def tables(summary, frames):
    return tables_of(summary.as_dict(), frames)


@pytest.fixture(scope="module")
def path(summary, frames, tmp_path_factory):
    out = tmp_path_factory.mktemp("book") / "tables.xlsx"
    write_xlsx(summary, frames, out)
    return out


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def test_each_table_has_its_sheet(book, tables):
    """As many sheets as tables, in their order, none without a title row."""
    assert len(book.sheetnames) == len(tables)
    assert len(set(book.sheetnames)) == len(book.sheetnames)
    assert all(sheet.max_row >= 1 and sheet["A1"].value for sheet in book)


@pytest.mark.parametrize("number", range(12))
def test_cells_are_the_data(book, tables, number):
    """Cell by cell: numbers as numbers, texts as texts, what is missing stays blank."""
    (name, frame), sheet = list(tables.items())[number], book.worksheets[number]
    rows = list(sheet.iter_rows(min_row=2, max_row=len(frame) + 1, max_col=len(frame.columns), values_only=True))
    wanted = [tuple(cell_value(v) for v in row) for row in frame.itertuples(index=False)]
    blank = lambda row: tuple(None if v == "" else v for v in row)  # noqa: E731 - Excel knows no empty text
    assert [blank(r) for r in rows] == [blank(r) for r in wanted], name


def test_points_add_up_in_the_sheets(book):
    """A reader who sums a column in Excel gets the report's figure."""
    heads = {s.title: [c.value for c in s[1]] for s in book}
    ledger, causes = book["账目"], book["自述原因"]

    def column(sheet, title):
        at = heads[sheet.title].index(title)
        return [row[at] for row in sheet.iter_rows(min_row=2, values_only=True) if isinstance(row[at], int | float)]

    assert sum(column(ledger, "分数")) == pytest.approx(70.69)
    assert sum(column(causes, "涉及失分")) == pytest.approx(45.65)
    assert sum(column(book["项目"], "预算执行失分")) == pytest.approx(3.24)


def test_every_title_is_chinese(book):
    """No column is headed by one of our short names."""
    known = {"G²", "log-Dice", "z 值"}
    titles = [c.value for sheet in book for c in sheet[1]]
    assert [t for t in titles if t.isascii() and t not in known] == []


def test_no_two_columns_of_a_sheet_have_one_title(book):
    """A filter by title must be unambiguous."""
    for sheet in book:
        titles = [c.value for c in sheet[1]]
        assert len(titles) == len(set(titles)), (sheet.title, titles)


def test_sheets_are_ready_to_use(book):
    """Frozen header, a filter over all rows, printed on landscape paper with the header on every page."""
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
    assert sum(len(sheet._charts) for sheet in book) == 2


def test_english_keeps_the_names(study, tmp_path):
    """The English workbook has the columns of the data files."""
    summary = summarise(study, "en")
    frames = frames_of(study, summary)
    write_xlsx(summary, frames, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)
    assert book.sheetnames == list(tables_of(summary.as_dict(), frames))
    assert [c.value for c in next(book["ledger"].iter_rows())] == list(frames["ledger"].columns)


def test_the_same_study_gives_the_same_bytes(summary, frames, path, tmp_path):
    """No clock in the file."""
    write_xlsx(summary, frames, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_longer_tables_are_cut_and_say_so(summary, frames, monkeypatch, tmp_path):
    """The sheet ends at the limit, the last sheet says how many rows there are."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    write_xlsx(summary, frames, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book["指标"].max_row == 11
    assert "indicators：共 107 行，本簿只列前 10 行" in "".join(c.value or "" for c in book["说明与限制"]["A"])


@pytest.mark.parametrize(
    ("value", "held"),
    [(None, None), (float("nan"), None), (pd.NA, None), (pd.NaT, None), ("甲\x07乙", "甲\ufffd乙"), ("", ""),
     ("长" * 40_000, "长" * 32_000), (pd.Series([3]).iloc[0], 3), (2.5, 2.5), (True, True)],
)  # fmt: skip
def test_cell_value(value, held):
    """What Excel can hold: no NaN, no control characters, no more than its longest text, plain numbers."""
    found = cell_value(value)
    assert found == held
    assert type(found).__module__ == "builtins"
