"""Web pages: spans, breaks, nested and layout tables, hidden parts, encodings."""

import pytest

from textmine.documents.html import read
from textmine.documents.model import Grid, Line


def blocks(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read(data, source="a.html").pages[0].blocks


def cells(grid):
    return [(c.row, c.col, c.text, c.rowspan, c.colspan) for c in grid.cells]


def test_spans_and_breaks():
    (grid,) = blocks(
        "<table><tr><td rowspan=2>甲<br>一<td colspan='2'><p>乙</p><p>二</p></tr><tr><td>丙<td> 丁 \n 戊 </table>"
    )
    assert cells(grid) == [(0, 0, "甲\n一", 2, 1), (0, 1, "乙\n二", 1, 2), (1, 1, "丙", 1, 1), (1, 2, "丁 戊", 1, 1)]
    assert (grid.n_rows, grid.n_cols) == (2, 3)


def test_spans_that_overlap_or_run_out():
    (grid,) = blocks("<table><tr><td rowspan=9>甲<td rowspan=0>乙<td>丙</tr><tr><td colspan=999999>丁</table>")
    assert grid.n_rows == 2 and grid.n_cols <= 2_100
    taken = [(c.row + i, c.col + j) for c in grid.cells for i in range(c.rowspan) for j in range(min(c.colspan, 5))]
    assert len(taken) == len(set(taken))


def test_chrome_lines_and_order():
    found = blocks(
        "<head><title>无</title><style>p{}</style></head><body><h1>标题</h1>文<b>字</b><script>var a='<table>'</script>"
        "<table><tr><td>甲</table><p>尾<br>注</p><p style='display:none'>藏</p><div hidden>藏</div></body>"
    )
    assert [b.text if isinstance(b, Line) else "GRID" for b in found] == ["标题", "文字", "GRID", "尾", "注"]


def test_hidden_rows_are_left_out():
    (grid,) = blocks("<table><tbody><tr><td>甲</td></tr><tr style='display: none'><td>乙</td></tr></tbody></table>")
    assert [c.text for c in grid.cells] == ["甲"]


def test_layout_tables_open_up_and_nested_ones_stay_in_their_cell():
    found = blocks(
        "<table><tr><td>菜单</td><td><table><tr><td>甲</td></tr><tr><td>乙</td></tr><tr><td>丙<table><tr><td>丁</td><td>戊</td></tr></table></td></tr></table></td></tr></table>"
    )
    grids = [b for b in found if isinstance(b, Grid)]
    assert [c.text for c in grids[0].cells] == ["甲", "乙", "丙\n丁 戊"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "gb18030"),  # it lies
        ('<meta charset="no-such">', "utf-8"),
    ],
)
def test_encodings(head, encoding):
    (grid,) = blocks(
        f"<html><head>{head}</head><body><table><tr><td>绩效自评表㑇</td></tr></table></body></html>", encoding
    )
    assert grid.cells[0].text == "绩效自评表㑇"


def test_xml_declaration_and_deep_nesting():
    assert blocks("<?xml version='1.0' encoding='gb2312'?><html><body><p>甲</p></body></html>")[0].text == "甲"
    assert isinstance(blocks("<div>" * 3000 + "甲" + "</div>" * 3000), tuple)


@pytest.mark.parametrize(
    "text",
    [
        "<div style='display:table'><div style='display: table-row'><div style='display:table-cell'>甲</div>"
        "<p style='display:table-cell'>乙</p></div></div>",
        "<style>/* x */ .t{display:table} .r, .q{display:table-row;color:red} div.c { display : table-cell }</style>"
        "<div class='wide t'><div class=q><div class=c>甲</div><div class=c>乙</div></div></div>",
        "<div role=table><div role=rowgroup><div role=row><span role=columnheader>甲</span><span role=cell>乙</span>"
        "</div></div></div>",
    ],
)
def test_tables_made_of_divs(text):
    """By inline styles, by classes of the page, by roles."""
    (grid,) = blocks(text)
    assert cells(grid) == [(0, 0, "甲", 1, 1), (0, 1, "乙", 1, 1)]


def test_spans_of_div_cells():
    (grid,) = blocks("<div role=table><div role=row><div role=cell aria-colspan=2>甲</div></div></div>")
    assert cells(grid) == [(0, 0, "甲", 1, 2)]


def test_parts_hidden_by_their_class():
    """What a page's own sheet hides is not there; what a media rule hides on small screens is."""
    style = "<style>.menu{display:none} @media (max-width:600px){ .wide{display:none} .x{display:none} }</style>"
    found = blocks(f"{style}<p class=menu>菜单</p><p class=wide>正文</p>")
    assert [b.text for b in found] == ["正文"]
