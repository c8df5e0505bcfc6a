"""Word files: merged cells, tracked changes, content controls, nested tables, breaks."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from textmine.documents.model import Grid, Line
from textmine.documents.word import read
from textmine.errors import DocumentError


def save(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def blocks(document):
    return read(save(document), source="a.docx").pages[0].blocks


def table(document, rows):
    made = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    return made


def cells(grid):
    return [(c.row, c.col, c.text, c.rowspan, c.colspan) for c in grid.cells]


def test_lines_and_grids_in_order():
    document = docx.Document()
    document.add_paragraph("标题")
    table(document, [["甲", "乙"]])
    document.add_paragraph("尾注")
    assert [type(b) for b in blocks(document)] == [Line, Grid, Line]


def test_merged_cells():
    document = docx.Document()
    made = table(document, [["甲", "", "乙"], ["", "", "丙"], ["丁", "戊", "己"]])
    made.cell(0, 0).merge(made.cell(1, 1))
    (grid,) = blocks(document)
    assert cells(grid)[0] == (0, 0, "甲", 2, 2)
    assert (grid.n_rows, grid.n_cols) == (3, 3)
    assert [c[2] for c in cells(grid)] == ["甲", "乙", "丙", "丁", "戊", "己"]


def test_two_merged_columns_keep_their_own_extent():
    document = docx.Document()
    made = table(document, [["甲", "乙"], ["", "丙"], ["", ""]])
    made.cell(0, 0).merge(made.cell(2, 0))
    made.cell(1, 1).merge(made.cell(2, 1))
    (grid,) = blocks(document)
    assert cells(grid) == [(0, 0, "甲", 3, 1), (0, 1, "乙", 1, 1), (1, 1, "丙", 2, 1)]


def test_tracked_changes_insertions_in_deletions_out():
    document = docx.Document()
    made = table(document, [["完成"]])
    paragraph = made.cell(0, 0).paragraphs[0]._p
    paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>八成</w:t></w:r></w:ins>'))
    paragraph.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>九成</w:delText></w:r></w:del>'))
    paragraph.append(parse_xml(f'<w:moveFrom {nsdecls("w")} w:id="3"><w:r><w:t>移走</w:t></w:r></w:moveFrom>'))
    (grid,) = blocks(document)
    assert grid.cells[0].text == "完成八成"


def test_deleted_rows_are_dropped():
    document = docx.Document()
    made = table(document, [["甲"], ["乙"]])
    made.rows[0]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="9"/>'))
    (grid,) = blocks(document)
    assert cells(grid) == [(0, 0, "乙", 1, 1)]


def test_content_controls_around_text_cells_rows_and_tables():
    document = docx.Document()
    made = table(document, [["甲", "乙"], ["丙", "丁"]])

    def wrap(node):
        parent, at = node.getparent(), node.getparent().index(node)
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        control[-1].append(node)
        parent.insert(at, control)

    wrap(made.cell(0, 0).paragraphs[0].runs[0]._r)
    wrap(made.cell(1, 1)._tc)
    wrap(made.rows[1]._tr)
    wrap(made._tbl)
    (grid,) = blocks(document)
    assert [c[2] for c in cells(grid)] == ["甲", "乙", "丙", "丁"]


def test_breaks_paragraphs_and_hidden_text():
    document = docx.Document()
    made = table(document, [["甲"]])
    cell = made.cell(0, 0)
    cell.paragraphs[0].add_run("\n乙")
    cell.add_paragraph("丙")
    cell.add_paragraph("秘").runs[0].font.hidden = True
    (grid,) = blocks(document)
    assert grid.cells[0].text == "甲\n乙\n丙"


def test_nested_table_in_a_cell_and_table_that_only_frames():
    document = docx.Document()
    outer = table(document, [["外"], ["框"]])
    inner = outer.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    frame = document.add_table(1, 1)
    framed = frame.cell(0, 0).add_table(3, 1)
    framed.cell(0, 0).text = "真表"
    grids = [b for b in blocks(document) if isinstance(b, Grid)]
    assert grids[0].cells[1].text == "框\n内一 内二"
    assert [c.text for c in grids[1].cells] == ["真表", "", ""]


def test_checked_boxes_are_read():
    document = docx.Document()
    made = table(document, [["优"]])
    made.cell(0, 0).paragraphs[0]._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')
    )
    (grid,) = blocks(document)
    assert grid.cells[0].text == "优☑"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", b"not a zip at all"])
def test_broken_files_say_so(data):
    with pytest.raises(DocumentError, match="Word"):
        read(data, source="a.docx")


def test_truncated_file():
    document = docx.Document()
    table(document, [["甲"]])
    with pytest.raises(DocumentError, match="Word"):
        read(save(document)[:-200], source="a.docx")
