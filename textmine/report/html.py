"""The report as one HTML file: styles, charts and script inside, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote as percent

from textmine.report.blocks import Block, Figure, Heading, Link, Num, Para, Piece, QuoteBlock, Table, visible
from textmine.report.chapters.rows import place, row_id
from textmine.report.charts import Drawn
from textmine.report.summary import Quote, Summary

TEMPLATES = Path(__file__).parent / "templates"


def render_html(summary: Summary, blocks: Sequence[Block], charts: Mapping[str, Drawn]) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    summary : Summary
        For title and footer.
    blocks : sequence of Block
        As written by the chapters.
    charts : mapping of str to Drawn
        By the names that the figures use.
    """
    title = escape(visible(summary.head.title))
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    body = "\n".join(_body(blocks, charts))
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="textmine {escape(summary.head.version)}">
<title>{title} · 绩效自评共性问题报告</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<div class="layout">
<nav class="toc" aria-label="目录">{_contents(blocks)}</nav>
<main id="main">
<header class="title"><h1>{title}</h1><p class="byline">{_byline(summary)}</p></header>
{body}
<footer class="end">{_colophon(summary)}</footer>
</main>
</div>
<script>
{script}</script>
</body>
</html>
"""


def _byline(summary: Summary) -> str:
    head = summary.head
    years = "、".join(f"{year} 年度" for year in head.years)
    parts = ["绩效自评共性问题报告", head.publisher, years]
    return escape(visible(" · ".join(p for p in parts if p)))


def _colophon(summary: Summary) -> str:
    version = escape(summary.head.version)
    return f"由 textmine {version} 生成；数据见同一文件夹的 data/、tables.xlsx 与 manifest.json。"


def _contents(blocks: Sequence[Block]) -> str:
    heads = [b for b in blocks if isinstance(b, Heading)]
    out: list[str] = []
    for is_chapter, group in groupby(heads, key=lambda h: h.level == 1):
        items = [f'<li><a href="#{_anchor(h.id)}">{escape(visible(h.text))}</a>' for h in group]
        out.append("</li>".join(items) if is_chapter else f"<ol>{'</li>'.join(items)}</li></ol></li>")
    text = "".join(out).replace("</ol></li><li>", "</ol></li><li>")
    return f"<ol>{text}{'' if text.endswith('</li>') else '</li>'}</ol>"


def _body(blocks: Sequence[Block], charts: Mapping[str, Drawn]) -> Iterator[str]:
    """Render the blocks; neighbouring summary sentences and list items become one list."""
    numbers = {"table": 0, "figure": 0}
    for style, group in groupby(blocks, key=lambda b: b.style if isinstance(b, Para) else ""):
        if style == "lead":
            yield '<ol class="lead">' + "".join(f"<li>{_pieces(_para(b).pieces)}</li>" for b in group) + "</ol>"
        elif style == "item":
            yield '<ul class="items">' + "".join(f"<li>{_pieces(_para(b).pieces)}</li>" for b in group) + "</ul>"
        else:
            for block in group:
                yield _block(block, charts, numbers)


def _para(block: Block) -> Para:
    if not isinstance(block, Para):
        raise TypeError(f"grouped by style, received {type(block).__name__}")
    return block


def _block(block: Block, charts: Mapping[str, Drawn], numbers: dict[str, int]) -> str:
    if isinstance(block, Heading):
        tag = f"h{block.level + 1}"
        return f'<{tag} id="{_anchor(block.id)}">{escape(visible(block.text))}</{tag}>'
    if isinstance(block, Para):
        attribute = ' class="note"' if block.style == "note" else ""
        return f"<p{attribute}>{_pieces(block.pieces)}</p>"
    if isinstance(block, Table):
        numbers["table"] += 1
        return _table(block, numbers["table"])
    if isinstance(block, Figure):
        numbers["figure"] += 1
        return _figure(block, charts[block.chart], numbers["figure"])
    return quote_html(block)


def _pieces(pieces: Iterable[Piece]) -> str:
    return "".join(_piece(p) for p in pieces)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Num):
        return f'<data value="{piece.value}" data-key="{escape(piece.key)}">{escape(piece.text)}</data>'
    if isinstance(piece, Link):
        return f'<a href="#{_anchor(piece.target)}">{escape(visible(piece.text))}</a>'
    return escape(visible(piece))


def _anchor(name: str) -> str:
    """Return an id without spaces or quotes, the same for the target and its links."""
    return percent(visible(name), safe="").replace("%", "_")


def _table(table: Table, number: int) -> str:
    head = "".join(f'<th scope="col"{_kind(c.kind)}>{escape(visible(c.title))}</th>' for c in table.columns)
    rows = []
    for i, row in enumerate(table.rows):
        anchor = f' id="{_anchor(table.anchors[i])}"' if i < len(table.anchors) else ""
        cells = "".join(f"<td{_kind(c.kind)}>{_piece(p)}</td>" for c, p in zip(table.columns, row, strict=True))
        rows.append(f"<tr{anchor}>{cells}</tr>")
    note = " ".join(p for p in (table.note, f"另有 {table.cut:,} 行，见数据文件。" if table.cut > 0 else "") if p)
    foot = f'<p class="table-note">{escape(note)}</p>' if note else ""
    caption = f"表 {number}　{escape(visible(table.caption))}"
    return (
        f'<div class="table-wrap"><table id="{_anchor(table.id)}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{foot}"
    )


def _kind(kind: str) -> str:
    return ' class="number"' if kind == "number" else ""


def _figure(figure: Figure, drawn: Drawn, number: int) -> str:
    label = escape(visible(figure.alt), quote=True)
    svg = _unique_ids(drawn.svg, figure.id).replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    caption = f"图 {number}　{escape(visible(figure.caption))}"
    return f'<figure class="chart" id="{_anchor(figure.id)}">{svg}<figcaption>{caption}</figcaption></figure>'


def _unique_ids(svg: str, prefix: str) -> str:
    """Give the ids of a drawing a prefix: several drawings share one page."""
    for old, new in (('id="', f'id="{prefix}-'), ('href="#', f'href="#{prefix}-'), ("url(#", f"url(#{prefix}-")):
        svg = svg.replace(old, new)
    return svg


def quote_html(block: QuoteBlock) -> str:
    """Render a passage with its marked parts; the text without tags is the passage, character for character."""
    quote = block.quote
    where = place(quote.source, quote.page, quote.row)
    lost = f"，失 {quote.lost:.2f} 分" if quote.lost else ""
    target = _anchor(row_id(quote.form, quote.row))
    item = f'<a href="#{target}">{escape(visible(quote.item))}</a>'
    footer = f"{escape(visible(quote.project))}「{item}」{lost}（{escape(visible(where))}）"
    return (
        f'<blockquote id="{_anchor(block.id)}" data-passage="{escape(visible(quote.passage))}">'
        f"<p>{_marked(quote)}</p><footer>{footer}</footer></blockquote>"
    )


def _marked(quote: Quote) -> str:
    out, at = [], 0
    for start, end in quote.marks:
        out += [escape(visible(quote.text[at:start])), f"<mark>{escape(visible(quote.text[start:end]))}</mark>"]
        at = end
    return "".join([*out, escape(visible(quote.text[at:]))])
