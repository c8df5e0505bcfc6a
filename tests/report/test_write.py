"""The report in every format: complete, self-contained, checked against its data, harmless with hostile texts."""

import json
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest

from tests.report.conftest import make_study
from textmine.errors import DocumentError, UsageError
from textmine.records import Annotation, Form, Funding, Indicator, Segment
from textmine.report import check_report, write_report

HOSTILE = "<script>alert(1)</script>=cmd()\x07\x1b「" + "很长的项目名称" * 45
SAID = "因<b>招标</b>&流标\x00未完成。后续*加快*推进|采购_工作_。"


@pytest.fixture(scope="module")
def report(study, tmp_path_factory):
    out = tmp_path_factory.mktemp("report")
    assert write_report(study, out) == out / "report.html"
    return out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    row = Indicator(level3="=cmd|' /C calc'!A0", target="=HYPERLINK(\"x\")", actual="@SUM(1)", weight=90.0, score=80.0,
                    deviation=SAID)  # fmt: skip
    form = Form(source="a\"'<>.pdf", project=HOSTILE, unit="𠀀𰻞镕\ufffe", indicators=(row,), total_score=89.0,
                funding=(Funding("总额", weight=10.0, score=9.0),), total_weight=100.0)  # fmt: skip
    cut = SAID.index("后续")
    parts = (Segment("cause", 0, cut, SAID[:cut]), Segment("measure", cut, len(SAID), SAID[cut:]))
    forms = {f"a\"'<>.pdf#{n}": replace(form, year=2020 + n % 2, project=f"{n}{HOSTILE}") for n in range(12)}
    study = make_study(forms, {SAID: Annotation(parts, ("procurement", "schedule"))})
    out = tmp_path_factory.mktemp("hostile")
    write_report(study, out)
    return out


def test_all_files(report):
    """Every file of the contract is there; the tables open, in both formats alike."""
    names = {str(p.relative_to(report)) for p in report.rglob("*") if p.is_file()}
    tables = ("forms", "indicators", "passages", "segments", "causes", "ledger", "themes", "findings")
    wanted = {f"data/{t}.{s}" for t in tables for s in ("csv", "parquet")}
    wanted |= {"report.html", "report.docx", "report.md", "tables.xlsx", "forms.jsonl", "failures.csv", "manifest.json"}
    assert wanted | {"summary.json"} <= names
    for table in tables:
        assert (report / f"data/{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        assert len(pd.read_csv(report / f"data/{table}.csv")) == len(pd.read_parquet(report / f"data/{table}.parquet"))


def test_check_finds_nothing(report, hostile):
    """Numbers, quotes and sums of produced reports are those of their data."""
    assert check_report(report) == ()
    assert check_report(hostile) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("report.html", ">70.69</data>", ">71.69</data>", "points.lost"),
        ("report.html", "诊断情况较为复杂", "诊断情况十分复杂", "引文与原文不符"),
        ("report.md", "诊断情况较为复杂", "诊断情况十分复杂", "report.md"),
        ("summary.json", '"lost_explained": 45.65', '"lost_explained": 45.66', "不等于"),
        ("summary.json", '"lost_points": 7.4', '"lost_points": 7.5', "机制制度不健全"),
    ],
)
def test_check_finds_changes(report, tmp_path, file, old, new, expected):
    """A changed figure or quote is found."""
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), "utf-8")
    assert any(expected in problem for problem in check_report(copy))


def test_check_of_no_report(tmp_path):
    """An empty folder is no report, and the message says what is missing."""
    with pytest.raises(DocumentError, match=r"summary\.json"):
        check_report(tmp_path)


def test_html_stands_alone(report):
    """The page loads nothing, every link inside it has a target, headings do not skip, charts have words."""
    page = (report / "report.html").read_text("utf-8")
    assert not re.search(r"""(src|href)=["'](https?:)?//""", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<a[^>]* href="#([^"]+)"', page)) <= set(ids)
    levels = [int(n) for n in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.count("<svg") == page.count('role="img" aria-label="')
    for figure in ("800.00", "729.31", "70.69", "3.24", "45.65", "21.80"):
        assert f">{figure}</data>" in page
    assert "导致了失分" not in page


def test_hostile_texts_do_no_harm(hostile):
    """Markup, formulas, control characters and long names stay texts in every format."""
    page = (hostile / "report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    markdown = (hostile / "report.md").read_text("utf-8")
    assert "<script" not in markdown
    for text in (page, markdown):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    book = openpyxl.load_workbook(hostile / "tables.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c.value for c in cells if c.data_type == "f"]
    assert any(str(c.value).startswith("=cmd") for c in cells)
    table = pd.read_csv(hostile / "data/indicators.csv", dtype=str)
    assert table["level3"].iloc[0].startswith("'=cmd")
    assert pd.read_parquet(hostile / "data/indicators.parquet")["level3"].iloc[0].startswith("=cmd")
    with zipfile.ZipFile(hostile / "report.docx") as word:
        assert b"<script>" not in word.read("word/document.xml")


def test_targets_stay_data_in_csv(report):
    """A target that begins with an equals sign is no formula."""
    assert "=100.00(%)" in set(pd.read_csv(report / "data/indicators.csv")["target"])


def test_word_has_structure(report):
    """Real headings, a table of contents, captions with numbers, Chinese fonts for East Asian text."""
    with zipfile.ZipFile(report / "report.docx") as word:
        body, styles = word.read("word/document.xml").decode(), word.read("word/styles.xml").decode()
    assert r"TOC \o" in body
    assert "SEQ 表" in body
    assert "SEQ 图" in body
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>") + body.count("<w:tbl ")
    for font in ("仿宋", "宋体", "黑体"):
        assert f'w:eastAsia="{font}"' in styles


def test_workbook_is_usable(report):
    """Headers are frozen and filtered, points have a number format, charts are native."""
    book = openpyxl.load_workbook(report / "tables.xlsx")
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)
    assert book["账目"]["D2"].number_format == "#,##0.00"
    with zipfile.ZipFile(report / "tables.xlsx") as raw:
        assert [n for n in raw.namelist() if n.startswith("xl/charts/chart")]


def test_same_study_same_report(study, report, tmp_path):
    """Two runs give the same bytes in every file, Word and Excel too."""
    write_report(study, tmp_path)
    names = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert len(names) > 20
    for name in names:
        assert (tmp_path / name).read_bytes() == (report / name).read_bytes(), name


def test_manifest(report):
    """The manifest names versions, codebook, seed and the hash of every input."""
    data = json.loads((report / "manifest.json").read_text("utf-8"))
    assert data["codebook"] == "causes16.v1"
    assert data["inputs"][0]["sha256"] == "0" * 64
    assert data["libraries"]["pandas"]


def test_empty_corpus(tmp_path):
    """A corpus without forms still gives a report that says so."""
    write_report(make_study({}, {}), tmp_path)
    assert check_report(tmp_path) == ()
    assert "没有识别出自评表" in (tmp_path / "report.html").read_text("utf-8")


def test_wrong_use(study, tmp_path):
    """An unknown language and a file in the way are told, not traced."""
    with pytest.raises(UsageError, match="xx"):
        write_report(study, tmp_path, lang="xx")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="cannot write"):
        write_report(study, tmp_path / "file" / "sub")


def test_english(study, tmp_path):
    """The English report has the same numbers and quotes, our names in English, and passes the same check."""
    page = write_report(study, tmp_path, lang="en").read_text("utf-8")
    assert check_report(tmp_path) == ()
    assert 'lang="en"' in page
    assert "Rules and mechanisms" in page
    assert ">70.69</data>" in page
    assert "当前长效机制仅覆盖目前工作范围" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert set(re.findall(r'<a[^>]* href="#([^"]+)"', page)) <= set(ids)
    headings = re.findall(r"<h[123][^>]*>([^<]+)<", page)
    assert not [h for h in headings[1:] if re.search("[一-鿿]", h)]
    assert openpyxl.load_workbook(tmp_path / "tables.xlsx").sheetnames[:2] == ["places", "causes"]
