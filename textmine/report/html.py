"""The report as one HTML file: styles, charts and script inside, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote as percent

from textmine.report.blocks import (
    Block,
    Figure,
    Heading,
    Link,
    Num,
    Para,
    Piece,
    QuoteBlock,
    Table,
    brief,
    row_id,
    visible,
)
from textmine.report.charts import Drawn
from textmine.report.summary import Quote, Summary
from textmine.report.words import LANGUAGES, Words, place

TEMPLATES = Path(__file__).parent / "templates"


Pictures = Mapping[tuple[str, int | None], str]


def render_html(
    summary: Summary, blocks: Sequence[Block], charts: Mapping[str, Drawn], pictures: Pictures | None = None
) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    summary : Summary
        For title and footer.
    blocks : sequence of Block
        As written by the chapters.
    charts : mapping of str to Drawn
        By the names that the figures use.
    pictures : mapping of (form, row) to str, optional
        Pictures of rows as data URIs, shown with the quotes.
    """
    words = LANGUAGES[summary.head.lang]
    title = escape(visible(summary.head.title))
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    body = "\n".join(_Page(blocks, charts, pictures or {}, words).body())
    return f"""<!DOCTYPE html>
<html lang="{words.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="textmine {escape(summary.head.version)}">
<title>{title} · {words.subtitle}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">{words.skip}</a>
<header class="title"><h1>{title}</h1><p class="byline">{_byline(summary)}</p></header>
<div class="layout">
<nav class="toc" aria-label="{words.contents}">{_contents(blocks)}</nav>
<main id="main">
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
    words = LANGUAGES[head.lang]
    years = words.joiner.join(words.years.format(year=year) for year in head.years)
    parts = [words.subtitle, head.publisher, years]
    return escape(visible(" · ".join(p for p in parts if p)))


def _colophon(summary: Summary) -> str:
    return escape(LANGUAGES[summary.head.lang].colophon.format(version=summary.head.version))


def _contents(blocks: Sequence[Block]) -> str:
    heads = [b for b in blocks if isinstance(b, Heading)]
    out: list[str] = []
    for is_chapter, group in groupby(heads, key=lambda h: h.level == 1):
        items = [f'<li><a href="#{_anchor(h.id)}">{escape(visible(h.text))}</a>' for h in group]
        out.append("</li>".join(items) if is_chapter else f"<ol>{'</li>'.join(items)}</li></ol></li>")
    text = "".join(out).replace("</ol></li><li>", "</ol></li><li>")
    return f"<ol>{text}{'' if text.endswith('</li>') else '</li>'}</ol>"


class _Page:
    """Renders blocks; knows which places exist, so that no link leads nowhere, and counts tables and figures."""

    def __init__(self, blocks: Sequence[Block], charts: Mapping[str, Drawn], pictures: Pictures, words: Words) -> None:
        self.blocks, self.charts, self.pictures, self.words = blocks, charts, pictures, words
        self.shown: set[tuple[str, int | None]] = set()
        self.tables = self.figures = 0
        own = {b.id for b in blocks if not isinstance(b, Para)}
        self.places = own | {anchor for b in blocks if isinstance(b, Table) for anchor in b.anchors}

    def body(self) -> Iterator[str]:
        """Render all blocks; neighbouring summary sentences and list items become one list."""
        for style, group in groupby(self.blocks, key=lambda b: b.style if isinstance(b, Para) else ""):
            if style in {"lead", "item"}:
                items = "".join(f"<li>{self.pieces(b.pieces)}</li>" for b in group if isinstance(b, Para))
                yield f'<ol class="lead">{items}</ol>' if style == "lead" else f'<ul class="items">{items}</ul>'
            else:
                yield from map(self.block, group)

    def block(self, block: Block) -> str:
        """Render one block."""
        if isinstance(block, Heading):
            tag = f"h{block.level + 1}"
            return f'<{tag} id="{_anchor(block.id)}">{escape(visible(block.text))}</{tag}>'
        if isinstance(block, Para):
            attribute = ' class="note"' if block.style == "note" else ""
            return f"<p{attribute}>{self.pieces(block.pieces)}</p>"
        if isinstance(block, Table):
            return self.table(block)
        return self.figure(block) if isinstance(block, Figure) else self.quote(block)

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """Render words, numbers and links."""
        return "".join(self.piece(p) for p in pieces)

    def piece(self, piece: Piece) -> str:
        """Render one piece."""
        if isinstance(piece, Num):
            return f'<data value="{piece.value}" data-key="{escape(piece.key)}">{escape(piece.text)}</data>'
        if isinstance(piece, Link):
            return self.link(piece.text, piece.target)
        return escape(visible(piece))

    def link(self, text: str, target: str) -> str:
        """Link to a place; a row that is not shown links to its form, a form that is not shown to nothing."""
        for place_ in (target, target.rpartition("-")[0]):
            if place_ in self.places:
                return f'<a href="#{_anchor(place_)}">{escape(visible(text))}</a>'
        return escape(visible(text))

    def table(self, table: Table) -> str:
        """Render a table with caption, head and anchors of its rows."""
        self.tables += 1
        head = "".join(f'<th scope="col"{_kind(c.kind)}>{escape(visible(c.title))}</th>' for c in table.columns)
        rows = []
        for i, row in enumerate(table.rows):
            anchor = f' id="{_anchor(table.anchors[i])}"' if i < len(table.anchors) else ""
            cells = (f"<td{_kind(c.kind)}>{self.piece(p)}</td>" for c, p in zip(table.columns, row, strict=True))
            rows.append(f"<tr{anchor}>{''.join(cells)}</tr>")
        note = " ".join(
            p for p in (table.note, self.words.more_data.format(rows=table.cut) if table.cut > 0 else "") if p
        )
        foot = f'<p class="table-note">{escape(note)}</p>' if note else ""
        caption = f"{self.words.table} {self.tables}{self.words.gap}{escape(visible(table.caption))}"
        return (
            f'<div class="table-wrap"><table id="{_anchor(table.id)}"><caption>{caption}</caption>'
            f"<colgroup>{_widths(table)}</colgroup><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{foot}"
        )

    def figure(self, figure: Figure) -> str:
        """Render a chart as SVG with its description."""
        self.figures += 1
        label = escape(visible(figure.alt), quote=True)
        svg = _unique_ids(self.charts[figure.chart].svg, figure.id)
        svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
        caption = f"{self.words.figure} {self.figures}{self.words.gap}{escape(visible(figure.caption))}"
        return f'<figure class="chart" id="{_anchor(figure.id)}">{svg}<figcaption>{caption}</figcaption></figure>'

    def quote(self, block: QuoteBlock) -> str:
        """Render a passage with its marked parts; without tags it is the passage, character for character."""
        quote = block.quote
        words = self.words
        lost = words.lost.format(points=quote.lost) if quote.lost else ""
        where = escape(visible(place(words, brief(quote.source, 48), quote.page, quote.row)))
        end = f"{words.quote_close}{lost}{words.open}{where}{words.close}"
        item = self.link(brief(quote.item), row_id(quote.form, quote.row))
        return (
            f'<blockquote id="{_anchor(block.id)}" data-passage="{escape(visible(quote.passage))}">'
            f"<p>{_marked(quote)}</p><footer>{escape(visible(brief(quote.project)))}{words.quote_open}{item}{end}</footer>"
            f"{self.picture(quote)}</blockquote>"
        )

    def picture(self, quote: Quote) -> str:
        """Show the row as printed, once on the page, folded away."""
        key = (quote.form, quote.row)
        if key not in self.pictures or key in self.shown:
            return ""
        self.shown.add(key)
        alt = escape(visible(self.words.row_alt.format(item=brief(quote.item))), quote=True)
        image = f'<img loading="lazy" src="{self.pictures[key]}" alt="{alt}">'
        return f"<details><summary>{self.words.row_picture}</summary>{image}</details>"


def _anchor(name: str) -> str:
    """Return an id without spaces or quotes, the same for the target and its links."""
    return percent(visible(name), safe="").replace("%", "_")


def _widths(table: Table) -> str:
    total = sum(c.width for c in table.columns)
    return "".join(f'<col style="width:{100 * c.width / total:.1f}%">' for c in table.columns)


def _kind(kind: str) -> str:
    return ' class="number"' if kind == "number" else ""


def _unique_ids(svg: str, prefix: str) -> str:
    """Give the ids of a drawing a prefix: several drawings share one page."""
    for old, new in (('id="', f'id="{prefix}-'), ('href="#', f'href="#{prefix}-'), ("url(#", f"url(#{prefix}-")):
        svg = svg.replace(old, new)
    return svg


def _marked(quote: Quote) -> str:
    out, at = [], 0
    for start, end in quote.marks:
        out += [escape(visible(quote.text[at:start])), f"<mark>{escape(visible(quote.text[start:end]))}</mark>"]
        at = end
    return "".join([*out, escape(visible(quote.text[at:]))])
