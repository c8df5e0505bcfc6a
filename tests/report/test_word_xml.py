"""The pieces of a Word file are well-formed whatever the text, and say what they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from textmine.report import word_xml as xml
from textmine.report.blocks import Column, Num, Table

NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def parse(text):
    return etree.fromstring(text.encode())


def words(node):
    return ["".join(cell.xpath(".//w:t/text()", namespaces=NS)) for cell in node.xpath(".//w:tc", namespaces=NS)]


@given(st.text(max_size=40))
def test_any_text_is_a_paragraph(text):
    """Markup, quotes and control characters do no harm; the text comes back, line by line."""
    node = parse(xml.paragraph(xml.run(text, bold=True), "Quotation"))
    lines = "".join("\n" if e.tag.endswith("}br") else e.text or "" for e in node.iter("{*}t", "{*}br"))
    assert lines.replace("\r", "\n") == xml.visible(text).replace("\r", "\n")
    assert node.xpath("string(.//w:pStyle/@w:val)", namespaces=NS) == "Quotation"


@given(st.lists(st.tuples(st.text(max_size=8), st.integers(0, 10**6)), max_size=5))
def test_tables_hold_their_cells(rows):
    """Cells come back in order; numbers stand right; the header repeats on each page."""
    columns = (Column("名称", width=2), Column("失分", "number"))
    table = Table("t", "表", columns, tuple((name, Num("k", n, f"{n:,}")) for name, n in rows))
    node = parse(xml.table_xml(table, table.rows))
    wanted = ["名称", "失分"] + [part for name, n in rows for part in (xml.visible(name).replace("\n", ""), f"{n:,}")]
    assert [w.replace("\r", "").replace("\n", "") for w in words(node)] == [w.replace("\r", "") for w in wanted]
    assert len(node.xpath(".//w:tblHeader", namespaces=NS)) == 1
    assert len(node.xpath(".//w:jc[@w:val='right']", namespaces=NS)) == 1 + len(rows)


@pytest.mark.parametrize("widths", [(1.0, 1.0), (3.0, 1.0, 1.0), (0.5,) * 9])
def test_columns_share_the_width(widths):
    """Columns have their share of the text area, which they do not leave."""
    table = Table("t", "表", tuple(Column("列", width=w) for w in widths), ())
    found = [int(v) for v in parse(xml.table_xml(table, ())).xpath(".//w:gridCol/@w:w", namespaces=NS)]
    assert abs(sum(found) - xml.PAGE_WIDTH) <= len(widths)
    assert max(found) / min(found) == pytest.approx(max(widths) / min(widths), rel=0.02)


def test_field_and_contents():
    """A field shows its result; the contents begin and end one field over all entries."""
    field = parse(xml.paragraph(xml.field("SEQ 表 \\* ARABIC", "3"), "TableCaption"))
    assert field.xpath("string(.//w:t)", namespaces=NS) == "3"
    assert "SEQ 表" in field.xpath("string(.//w:fldSimple/@w:instr)", namespaces=NS)
    parts = [parse(p) for p in xml.contents([(1, "摘要"), (2, "读取"), (1, "附录")])]
    kinds = [k for p in parts for k in p.xpath(".//w:fldChar/@w:fldCharType", namespaces=NS)]
    assert kinds == ["begin", "separate", "end"]
    assert [p.xpath("string(.//w:pStyle/@w:val)", namespaces=NS) for p in parts] == ["TOC1", "TOC2", "TOC1"]
