"""The Word file: blocks come out in order and whole, cut tables say so, names of any length do no harm."""

import io
from dataclasses import replace

import docx
import pandas as pd
import pytest
from PIL import Image

from tests.report.small import summary_of
from textmine.report.blocks import Column, Figure, Heading, Link, Num, Para, QuoteBlock, Table
from textmine.report.charts import Drawn
from textmine.report.summary import Quote
from textmine.report.word import MAX_ROWS, write_docx


@pytest.fixture(scope="module")
def summary():
    return summary_of()


@pytest.fixture(scope="module")
def charts():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "PNG")
    return {"ledger": Drawn("<svg/>", out.getvalue(), pd.DataFrame(), (7.2, 3.6))}


@pytest.fixture
def written(summary, charts, tmp_path):
    """Write blocks and open what came out."""

    def write(*blocks, of=summary):
        write_docx(of, blocks, charts, tmp_path / "r.docx")
        return docx.Document(str(tmp_path / "r.docx"))

    return write


def lines(document, style=""):
    return [p.text for p in document.paragraphs if style in ("", p.style.name)]


@pytest.mark.parametrize(
    ("block", "style", "text"),
    [
        (Heading(1, "摘要", "a"), "Heading 1", "摘要"),
        (Heading(2, "读取", "b"), "Heading 2", "读取"),
        (Para(("正文",)), "Body Text", "正文"),
        (Para(("要点",), "lead"), "List Number", "要点"),
        (Para(("一项",), "item"), "List Bullet", "一项"),
        (Para(("注",), "note"), "TextNote", "注"),
        (Para(("失 ", Num("k", 1.5, "1.50"), " 分，见", Link("附录", "appendix"))), "Body Text", "失 1.50 分，见附录"),
        (Para(("<b>&甲</b>\x07",)), "Body Text", "<b>&甲</b>\ufffd"),
        (Heading(1, "甲\x00乙", "c"), "Heading 1", "甲\ufffd乙"),
    ],
)
def test_texts(written, block, style, text):
    """Each block is a paragraph of its style with its text; markup and control characters are text."""
    assert text in lines(written(block), style)


def test_only_the_first_heading_begins_a_page(written):
    """The contents have the first page; chapters behind the first follow on."""
    document = written(Heading(1, "一", "a"), Heading(1, "二", "b"), Heading(2, "三", "c"))
    breaks = [p.paragraph_format.page_break_before for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert breaks == [True, False, False]


def test_contents_list_the_headings(written):
    """The contents are there before Word updates them: every heading by its level."""
    document = written(Heading(1, "一", "a"), Heading(2, "二", "b"))
    assert [p.text for p in document.paragraphs if p.style.name.lower() == "toc 1"] == ["一"]
    assert [p.text for p in document.paragraphs if p.style.name.lower() == "toc 2"] == ["二"]


@pytest.mark.parametrize("count", [0, 1, MAX_ROWS, MAX_ROWS + 3])
@pytest.mark.parametrize("cut", [0, 4])
def test_rows_shown_and_left_out(written, count, cut):
    """As many rows as are shown, and all others counted in the remark; no remark where none is left out."""
    table = Table(
        "t", "题", (Column("甲"), Column("乙", "number")), tuple((str(i), "1") for i in range(count)), "", cut
    )
    document = written(table)
    shown = document.tables[0].rows[1:]
    assert [r.cells[0].text for r in shown] == [str(i) for i in range(min(count, MAX_ROWS))]
    left = count - len(shown) + cut
    assert [t for t in lines(document, "TextNote") if t] == (
        [f"另有 {left} 行，见 tables.xlsx 与数据文件。"] if left else []
    )


def test_a_note_and_a_cut_stand_together(written):
    """What the table says and what is left out are one remark."""
    document = written(Table("t", "题", (Column("甲"),), (("1",),), "按失分排列。", 2))
    assert lines(document, "TextNote") == ["按失分排列。 另有 2 行，见 tables.xlsx 与数据文件。"]


def test_tables_and_figures_are_numbered_apart(written):
    """Each kind has its own numbers; the words come from the report's language."""
    table, figure = Table("t", "甲", (Column("a"),), ()), Figure("f", "ledger", "乙", "说明")
    document = written(table, figure, table, figure)
    body = "".join(document.element.body.xpath(".//w:t/text()"))
    places = [body.index(t) for t in ("表 1\u3000甲", "图 1\u3000乙", "表 2\u3000甲", "图 2\u3000乙")]
    assert places == sorted(places)


def test_numbers_in_english(written, summary):
    """The English report has tables and figures, too."""
    english = replace(summary, head=replace(summary.head, lang="en"))
    document = written(Table("t", "A", (Column("a"),), (), "", 3), Figure("f", "ledger", "B", ""), of=english)
    body = "".join(document.element.body.xpath(".//w:t/text()"))
    assert "Table 1. A" in body
    assert "Figure 1. B" in body
    assert "3 more rows in tables.xlsx and the data files." in body


@pytest.mark.parametrize("alt", ["瀑布图：预算执行 3.24 分。", '"<a>&', "\x07"])
def test_pictures_have_words(written, alt):
    """Who cannot see the chart is told what it shows; it is as wide as the text."""
    document = written(Figure("f", "ledger", "题", alt))
    (found,) = document.element.body.xpath(".//wp:docPr/@descr")
    assert found == alt.replace("\x07", "\ufffd")
    assert document.inline_shapes[0].width.cm == pytest.approx(16, abs=0.01)


@pytest.mark.parametrize(
    ("marks", "bold"),
    [((), []), (((0, 2),), ["因流"]), (((2, 3), (4, 6)), ["标", "采购"]), (((0, 6),), ["因流标，采购"])],
)
def test_quotes_are_whole_and_marked(written, marks, bold):
    """The passage word for word, the marked words bold, and where it stands below."""
    quote = Quote("a#1/2", "a#1", "a.pdf", 3, 2, "甲项目", "单位", 2024, "满意度", 0.8, "因流标，采购", marks)
    document = written(QuoteBlock(quote))
    (said,) = (p for p in document.paragraphs if p.style.name == "Quotation")
    assert said.text == "因流标，采购"
    assert [r.text for r in said.runs if r.bold and r.text] == bold
    assert lines(document, "QuotePlace") == ["——甲项目「满意度」，失 0.80 分（a.pdf 第 3 页 第 2 行）"]


@pytest.mark.parametrize(
    ("years", "line"),
    [((), "绩效自评共性问题报告 · 测试单位"), ((2024,), "绩效自评共性问题报告 · 测试单位 · 2024 年度"),
     ((2023, 2024), "绩效自评共性问题报告 · 测试单位 · 2023 年度、2024 年度")],
)  # fmt: skip
def test_title(written, summary, years, line):
    """Title, kind of report, publisher and the years there are; a blank leaves no mark behind."""
    document = written(of=replace(summary, head=replace(summary.head, years=years)))
    assert lines(document, "Title") == ["测试语料"]
    assert lines(document, "Subtitle") == [line]
    nobody = written(of=replace(summary, head=replace(summary.head, years=years, publisher="")))
    assert "·  ·" not in lines(nobody, "Subtitle")[0]


@pytest.mark.parametrize("title", ["题" * 1000, "甲\x00乙", "<a>&\"'"])
def test_odd_titles(written, summary, title):
    """A title longer than Word's property may hold is cut there and whole on the page."""
    document = written(of=replace(summary, head=replace(summary.head, title=title)))
    shown = title.replace("\x00", "\ufffd")
    assert lines(document, "Title") == [shown]
    assert document.core_properties.title == shown[:250]


def test_the_same_blocks_give_the_same_bytes(summary, charts, tmp_path):
    """No clock in the file."""
    blocks = [Heading(1, "一", "a"), Table("t", "甲", (Column("a"),), (("1",),)), Figure("f", "ledger", "乙", "")]
    for name in ("one.docx", "two.docx"):
        write_docx(summary, blocks, charts, tmp_path / name)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
