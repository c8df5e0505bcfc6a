"""The workbook's sheets hold the numbers and texts of the tables; every column has a title in Chinese."""

import openpyxl
import pandas as pd
import pytest

from tests.report.small import LATE, form, row, study_of
from textmine.points.ledger import BUCKETS
from textmine.records import ROLES
from textmine.report import workbook
from textmine.report.chapters.front import LEVELS
from textmine.report.datafiles import frames_of
from textmine.report.summarise import BUCKET_NAMES, summarise
from textmine.report.workbook import ROLE_NAMES, cell_value, tables_of, write_xlsx


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


SITUATIONS = {
    "nothing read": (),
    "no loss": (form(row()),),
    "one blank row": (form(row("", score=8.0), project="", unit="", year=None),),
    "two": (form(row(score=8.0, why=LATE)), form(row("长" * 500, score=7.0), project="=1+1", unit="乙所", year=2023)),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_books_of_small_corpora(tmp_path, situation, lang):
    """Nothing, one row, odd names: the book opens, has every sheet with its header, and sums as the summary does."""
    study = study_of(*SITUATIONS[situation])
    summary = summarise(study, lang)
    write_xlsx(summary, frames_of(study, summary), tmp_path / "t.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len(opened.sheetnames) == 12
    heads = [[c.value for c in sheet[1]] for sheet in opened]
    assert all(h and all(h) for h in heads)
    first = opened.worksheets[0]
    points = [r[1] for r in first.iter_rows(min_row=2, values_only=True) if isinstance(r[1], int | float)]
    assert sum(points) == pytest.approx(summary.points.lost)
    assert not [c for sheet in opened for r in sheet.iter_rows() for c in r if c.data_type in "fe"]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_charts_only_where_there_is_something(tmp_path, situation):
    """A native chart has rows to show: none over an empty table."""
    study = study_of(*SITUATIONS[situation])
    summary = summarise(study)
    write_xlsx(summary, frames_of(study, summary), tmp_path / "t.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "t.xlsx")
    charts = {s.title: len(s._charts) for s in opened if s._charts}
    assert charts == {name: 1 for name, lines in (("失分去向", summary.ledger), ("自述原因", summary.causes)) if lines}


def test_groups_of_every_kind_in_one_sheet(tables, summary):
    """All breakdowns follow one another, each with all its groups and the name of its kind in Chinese."""
    frame = tables["groups"]
    assert len(frame) == sum(map(len, summary.groups.values()))
    assert set(frame["by"]) == set(LEVELS.values())
    family = frame[frame["by"] == LEVELS["family"]]
    assert family["rows"].sum() == summary.reading.indicators


def test_short_names_become_words(tables):
    """Buckets and roles are words that people read; nothing is left over or lost on the way."""
    assert set(tables["ledger"]["bucket"]) <= set(BUCKET_NAMES.values())
    assert set(tables["segments"]["role"]) <= set(ROLE_NAMES.values())
    assert not tables["ledger"]["bucket"].isna().any()
    assert not tables["segments"]["role"].isna().any()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_word(role):
    """A role without a word would be an empty cell."""
    assert ROLE_NAMES[role]


@pytest.mark.parametrize("bucket", BUCKETS)
def test_every_bucket_has_a_word(bucket):
    """A bucket without a word would be an empty cell."""
    assert BUCKET_NAMES[bucket]


@pytest.mark.parametrize(
    ("title", "column", "kind"),
    [
        ("失分去向", "占比", "0.0%"),
        ("失分去向", "分数", "#,##0.00"),
        ("失分去向", "表数", "0"),
        ("分组失分", "失分率", "0.0%"),
        ("项目", "年度", "0"),
        ("项目", "失分", "#,##0.00"),
        ("账目", "分数", "#,##0.00"),
    ],
)
def test_number_formats(book, title, column, kind):
    """Shares as per cent, points with two decimals, years without thousands."""
    sheet = book[title]
    at = [c.value for c in sheet[1]].index(column) + 1
    assert sheet.cell(2, at).number_format == kind


@pytest.mark.parametrize(("rows", "english"), [(3, False), (3, True)])
def test_notes_name_each_cut_table(monkeypatch, rows, english):
    """One line for every table that is longer than its sheet, with both numbers; none for the others."""
    monkeypatch.setattr(workbook, "MAX_ROWS", rows)
    frames = {name: pd.DataFrame({"a": range(n)}) for name, n in (("ledger", 1234), ("segments", rows), ("themes", 0))}
    _, *cut = workbook._notes(frames, english)["message"]
    assert len(cut) == 1
    assert all(part in cut[0] for part in ("ledger", "1,234", str(rows)))


def test_a_form_that_begins_with_an_equals_sign_is_text(tmp_path):
    """A project called «=1+1» is its name, in the cell and for the program that opens the book."""
    study = study_of(*SITUATIONS["two"])
    summary = summarise(study)
    write_xlsx(summary, frames_of(study, summary), tmp_path / "t.xlsx")
    cells = [c for r in openpyxl.load_workbook(tmp_path / "t.xlsx")["项目"].iter_rows() for c in r if c.value == "=1+1"]
    assert cells
    assert all(c.data_type == "s" and c.quotePrefix for c in cells)
