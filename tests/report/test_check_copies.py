"""`report check` notices a figure that was changed in Word, Excel or Markdown alone."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from textmine.report import check_report, write_report


@pytest.fixture(scope="module")
def report(study, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    write_report(study, folder)
    return folder


def replace_inside(package: Path, part: str, old: str, new: str) -> None:
    """Change a text once in one part of a Word or Excel file."""
    with zipfile.ZipFile(package) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    assert old.encode() in parts[part], old
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(package, "w") as out:
        for name, data in parts.items():
            out.writestr(name, data)


def copy_of(report: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(report, tmp_path / "copy"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("共 70.69 分", "共 71.69 分", "report.md 与页面不符"),
        ("| 写明原因 | 37.35 |", "| 写明原因 | 37.36 |", "report.md 表格行与页面不符"),
        ("| 机制制度不健全 | 4 |", "| 机制制度不健全 | 5 |", "report.md 表格行与页面不符"),
    ],
)
def test_markdown(report, tmp_path, old, new, told):
    """A sentence or a table row of the Markdown file that the page does not have is named."""
    copy = copy_of(report, tmp_path)
    text = (copy / "report.md").read_text("utf-8")
    assert old in text
    (copy / "report.md").write_text(text.replace(old, new, 1), "utf-8")
    problems = check_report(copy)
    assert len(problems) == 1
    assert told in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("失 70.69 分：", "失 70.96 分：", "report.docx 与页面不符"),
        (">37.35<", ">73.35<", "report.docx 表格行与页面不符"),
    ],
)
def test_word(report, tmp_path, old, new, told):
    """A sentence or a table cell of the Word file that the page does not have is named."""
    copy = copy_of(report, tmp_path)
    replace_inside(copy / "report.docx", "word/document.xml", old, new)
    problems = check_report(copy)
    assert len(problems) == 1
    assert told in problems[0]


@pytest.mark.parametrize(
    ("sheet", "old", "new", "title"),
    [
        ("sheet1.xml", "<v>3.24</v>", "<v>3.42</v>", "失分去向"),
        ("sheet2.xml", "<v>7.4</v>", "<v>7.04</v>", "自述原因"),
        ("sheet5.xml", "<v>0.75</v>", "<v>0.57</v>", "账目"),
    ],
)
def test_workbook(report, tmp_path, sheet, old, new, title):
    """A cell of the workbook that its data file does not have is named with sheet and row."""
    copy = copy_of(report, tmp_path)
    replace_inside(copy / "tables.xlsx", f"xl/worksheets/{sheet}", old, new)
    (problem,) = check_report(copy)
    assert f"「{title}」" in problem


def test_a_row_too_many(report, tmp_path):
    """A row that was added to a sheet is found as well."""
    from openpyxl import load_workbook

    copy = copy_of(report, tmp_path)
    book = load_workbook(copy / "tables.xlsx")
    book["失分去向"].append(["凭空", 1.0, 0.1, 1, 1])
    book.save(copy / "tables.xlsx")
    assert any("失分去向" in problem for problem in check_report(copy))


def test_english_copies_agree(study, tmp_path):
    """The English report's copies agree with its page."""
    write_report(study, tmp_path, lang="en")
    assert check_report(tmp_path) == ()
