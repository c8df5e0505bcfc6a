"""The report as a Word document: real headings, a table of contents, captions, native tables, Chinese fonts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.report import word_xml as xml
from textmine.report.blocks import Block, Figure, Heading, Para, Piece, QuoteBlock, Table, plain, signature, visible
from textmine.report.charts import Drawn
from textmine.report.package import without_time
from textmine.report.summary import Summary
from textmine.report.words import LANGUAGES, Words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

BODY, HEAD, LATIN = "仿宋", "黑体", "Times New Roman"
TABLE = "宋体"
MAX_ROWS = 120
"""Longest table in Word; longer ones are cut with a remark, whole in the workbook and the data files."""
_LOOK: dict[str, tuple[str, float, float, bool]] = {
    "Normal": (BODY, 12, 0, False),
    "Body Text": (BODY, 12, 6, False),
    "Title": (HEAD, 22, 6, True),
    "Subtitle": (BODY, 12, 18, True),
    "Heading 1": (HEAD, 16, 8, False),
    "Heading 2": (HEAD, 13, 6, False),
    "List Bullet": (BODY, 12, 4, False),
    "List Number": (BODY, 12, 4, False),
    "TOC 1": (BODY, 10.5, 2, False),
    "TOC 2": (BODY, 10, 0, False),
    "TableText": (TABLE, 9, 0, False),
    "TableCaption": (HEAD, 10.5, 4, False),
    "FigureCaption": (HEAD, 10.5, 12, True),
    "Picture": (BODY, 12, 2, True),
    "TextNote": (TABLE, 9, 10, False),
    "TableEnd": (TABLE, 6, 0, False),
    "Quotation": (BODY, 11, 0, False),
    "QuotePlace": (TABLE, 9, 8, False),
}
"""Style: font of Chinese text, size, space after, centred."""
_STYLES = {"note": "TextNote", "lead": "List Number", "item": "List Bullet"}


def write_docx(summary: Summary, blocks: Sequence[Block], charts: Mapping[str, Drawn], path: Path) -> None:
    """Write the report as ``.docx``.

    Parameters
    ----------
    summary : Summary
    blocks : sequence of Block
    charts : mapping of str to Drawn
    path : Path
        Where to write.
    """
    import docx

    document = docx.Document()
    _page(document, summary)
    _define_styles(document)
    _title(document, summary)
    writer = _Writer(document, charts, LANGUAGES[summary.head.lang])
    for part in xml.contents([(b.level, b.text) for b in blocks if isinstance(b, Heading)]):
        writer.append(part)
    for block in blocks:
        writer.write(block)
    document.save(str(path))
    without_time(path)


class _Writer:
    """Appends blocks to a document; keeps the numbers of tables and figures."""

    def __init__(self, document: WordDocument, charts: Mapping[str, Drawn], words: Words) -> None:
        self.document, self.charts, self.words = document, charts, words
        self.tables = self.figures = 0
        self.begun = False

    def append(self, part: str) -> None:
        """Append a piece of WordprocessingML before the section's properties."""
        from docx.oxml import parse_xml

        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(part))

    def write(self, block: Block) -> None:
        """Append one block."""
        if isinstance(block, Heading):
            heading = self.document.add_heading(visible(block.text), block.level)
            heading.paragraph_format.page_break_before = not self.begun  # the contents have the first page
            self.begun = True
        elif isinstance(block, Para):
            self.document.add_paragraph(visible(plain(block.pieces)), _STYLES.get(block.style, "Body Text"))
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Figure):
            self._figure(block)
        else:
            self._quote(block)

    def _table(self, table: Table) -> None:
        self.tables += 1
        caption = self._numbered(self.words.table, self.tables, table.caption)
        self.append(xml.paragraph(caption, "TableCaption"))
        rows: tuple[tuple[Piece, ...], ...] = table.rows[:MAX_ROWS]
        self.append(xml.table_xml(table, rows))
        cut = table.cut + len(table.rows) - len(rows)
        note = " ".join(p for p in (table.note, self.words.more_book.format(rows=cut) if cut else "") if p)
        self.append(xml.paragraph(xml.run(note), "TextNote" if note else "TableEnd"))

    def _numbered(self, kind: str, number: int, caption: str) -> str:
        count = xml.field(f"SEQ {kind} \\* ARABIC", str(number))
        return xml.run(f"{kind} ") + count + xml.run(f"{self.words.gap}{caption}")

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Cm

        self.figures += 1
        drawn = self.charts[figure.chart]
        self.document.add_picture(io.BytesIO(drawn.png), width=Cm(16))
        picture = self.document.paragraphs[-1]
        picture.style = self.document.styles["Picture"]
        properties: Any = picture._p.xpath(".//wp:docPr")[0]
        properties.set("descr", visible(figure.alt))
        caption = self._numbered(self.words.figure, self.figures, figure.caption)
        self.append(xml.paragraph(caption, "FigureCaption"))

    def _quote(self, block: QuoteBlock) -> None:
        quote, at = block.quote, 0
        runs = []
        for start, end in quote.marks:
            runs += [xml.run(quote.text[at:start]), xml.run(quote.text[start:end], bold=True)]
            at = end
        runs.append(xml.run(quote.text[at:]))
        self.append(xml.paragraph("".join(runs), "Quotation"))
        self.append(xml.paragraph(xml.run(signature(self.words, quote)), "QuotePlace"))


def _page(document: WordDocument, summary: Summary) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.4)
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    from docx.oxml import parse_xml

    footer._p.append(parse_xml(xml.field("PAGE", "1").replace("<w:fldSimple", f"<w:fldSimple {xml.W}", 1)))
    core = document.core_properties
    core.title, core.author, core.comments = visible(summary.head.title)[:250], "textmine", ""


def _title(document: WordDocument, summary: Summary) -> None:
    document.add_paragraph(visible(summary.head.title), "Title")
    words = LANGUAGES[summary.head.lang]
    years = words.joiner.join(words.years.format(year=year) for year in summary.head.years)
    line = " · ".join(p for p in (words.subtitle, summary.head.publisher, years) if p)
    document.add_paragraph(visible(line), "Subtitle")


def _define_styles(document: WordDocument) -> None:
    """Set fonts (also for East Asian text), sizes and spacing of the built-in styles, and add ours."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    existing = {style.name for style in document.styles}
    for name, (font, size, after, centred) in _LOOK.items():
        if name not in existing:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        align = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        _set_style(document.styles[name], font, size, after, align)
    _indents(document)
    for language in document.styles.element.xpath("//w:rPrDefault//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")  # else punctuation is placed as in Japanese or traditional Chinese


def _set_style(style: Any, font: str, size: float, after: float, align: Any) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), False
    style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    fonts.set(qn("w:eastAsia"), font)
    form = style.paragraph_format
    form.space_before, form.space_after, form.alignment = Pt(0), Pt(after), align
    form.line_spacing = 1.0 if size < 11 else 1.35


def _indents(document: WordDocument) -> None:
    from docx.shared import Cm, Pt

    styles = document.styles
    for name, before in (("Heading 1", 20), ("Heading 2", 12), ("TableCaption", 8), ("Picture", 8), ("Quotation", 4)):
        form: Any = styles[name].paragraph_format
        form.space_before = Pt(before)
        form.keep_with_next = True
    styles["TextNote"].paragraph_format.space_before = Pt(4)
    cells = styles["TableText"].paragraph_format
    cells.space_before = cells.space_after = Pt(2)
    for name in ("Quotation", "QuotePlace"):
        form = styles[name].paragraph_format
        form.left_indent = form.right_indent = Cm(0.8)
    styles["TOC 2"].paragraph_format.left_indent = Cm(0.8)
