"""Forms as web pages: bare tables, sites around them, tables for layout, what office programs export, old encodings."""

from __future__ import annotations

from html import escape
from random import Random

from textmine.synth.compose import compose
from textmine.synth.content import Sample
from textmine.synth.gold import File, Truth
from textmine.synth.habits import draw_habits
from textmine.synth.layouts import Layout
from textmine.synth.table import Box, Table, columns_used

HTML_CONDITIONS = ("plain", "site_chrome", "layout_tables", "gb18030", "office_export", "no_charset", "utf16")

_CHROME = (
    '<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li>'
    "<li>互动交流</li></ul></div>\n"
    '<div class="crumb">当前位置：首页 &gt; 信息公开 &gt; 预算绩效</div>'
    '<table class="search"><tr><td>关键字</td><td><input></td></tr></table>'
)
_FOOT = (
    "<table><tr><td>主办单位：虚构市示例局</td><td>网站标识码：0000000000</td></tr></table>"
    '<script>var t="<table><tr><td>项目名称</td></tr></table>";</script>'
)
_FRAME = (
    "<table><tr><td>栏目<br>导航</td><td><table><tr><td>{}</td></tr></table></td></tr>"
    "<tr><td colspan=2>版权所有</td></tr></table>"
)
_PAGE = (
    "<!DOCTYPE html>\n<html><head>{}<title>合成数据 SYNTHETIC</title>"
    "<style>td{{padding:2px}}</style></head><body>{}</body></html>"
)


def _cell(box: Box, grid: list[int], what: str) -> str:
    span = grid.index(box.col + box.colspan) - grid.index(box.col)
    spans = (f' rowspan="{box.rowspan}"' if box.rowspan > 1 else "") + (f' colspan="{span}"' if span > 1 else "")
    text = escape(box.text).replace("\n", "<br>\n")
    if what == "office_export":
        half = len(box.text) // 2
        words = (
            escape(box.text[:half]).replace("\n", "<br/>")
            + "</span><span lang=EN-US>"
            + escape(box.text[half:]).replace("\n", "<br/>")
        )
        text = (
            f'<p class=MsoNormal align=center><span style="font-family:宋体">{words}<o:p></o:p></span></p>'
            if text
            else "<p>&nbsp;</p>"
        )
    elif not text and box.row % 2:
        text = "&nbsp;"
    return f"<td{spans}>{text}</td>"


def _table(table: Table, what: str) -> str:
    grid = columns_used(table)
    rows = []
    for r in range(table.n_rows):
        cells = [_cell(b, grid, what) for b in table.boxes if b.row == r]
        rows.append("<tr>\n" + "\n".join(cells) + "\n</tr>")
    tag = "p" if what != "office_export" else "div"
    above = "".join(f"<{tag} style='text-align:center'>{escape(c.text)}</{tag}>\n" for c in table.above)
    below = "".join(f"<p>{escape(c.text)}</p>\n" for c in table.below)
    return f'{above}<table border="1" cellspacing="0">\n<tbody>\n' + "\n".join(rows) + f"\n</tbody></table>\n{below}"


def render_html(name: str, samples: list[Sample], layout: Layout, what: str, seed: str) -> File:
    """Write forms into one web page under one of `HTML_CONDITIONS`."""
    rng = Random(seed)
    habits = draw_habits(rng)
    composed = [compose(s, layout, habits, rng) for s in samples]
    body = "<p>&nbsp;</p>".join(_table(t, what) for t, _ in composed)
    if what in ("site_chrome", "gb18030"):
        body = _CHROME + '<div id="zoom">' + body + "</div>" + _FOOT
    if what == "layout_tables":
        body = _FRAME.format(body)
    encoding = {"gb18030": "gb18030", "utf16": "utf-16"}.get(what, "utf-8")
    charset = {
        "no_charset": "",
        "utf16": "",
        "gb18030": '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
    }.get(what, '<meta charset="utf-8">')
    page = _PAGE.format(charset, body)
    truths = tuple(Truth(f, s) for (_, f), s in zip(composed, samples, strict=True))
    tags = {"multi_form"} if len(samples) > 1 else set()
    return File(name, "html", layout.name, (*tags, what, "levels_" + habits.levels), page.encode(encoding), truths)
