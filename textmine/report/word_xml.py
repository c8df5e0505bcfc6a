"""WordprocessingML as text: runs, tables, fields. Tables cell by cell through python-docx would take seconds."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as _escape

from textmine.report.blocks import Column, Piece, Table, visible

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PAGE_WIDTH = 9070
"""Width of the text area in twentieths of a point (A4 with 25 mm margins)."""


def escape(text: str) -> str:
    """Escape a text for XML; control characters become visible."""
    return _escape(visible(text), quote=False)


def run(text: str, *, bold: bool = False) -> str:
    """Return a run; line breaks stay."""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{parts}</w:r>"


def field(code: str, shown: str) -> str:
    """Return a simple field with its result, e.g. ``SEQ 表``."""
    return f'<w:fldSimple w:instr=" {_escape(code)} ">{run(shown)}</w:fldSimple>'


def paragraph(inner: str, style: str) -> str:
    """Return a paragraph in a style (by its id)."""
    return f'<w:p {W}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def table_xml(table: Table, rows: Sequence[tuple[Piece, ...]]) -> str:
    """Return a table in three-line style: header row repeats on each page, rows do not break."""
    total = sum(c.width for c in table.columns)
    widths = [round(PAGE_WIDTH * c.width / total) for c in table.columns]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    head = _row([c.title for c in table.columns], table.columns, widths, header=True, last=False)
    body = "".join(
        _row(
            [p if isinstance(p, str) else p.text for p in row],
            table.columns,
            widths,
            header=False,
            last=i == len(rows) - 1,
        )
        for i, row in enumerate(rows)
    )
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], *, header: bool, last: bool) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    cells = "".join(_cell(t, c, w, header=header, last=last) for t, c, w in zip(texts, columns, widths, strict=True))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(text: str, column: Column, width: int, *, header: bool, last: bool) -> str:
    lines = ['<w:top w:val="single" w:sz="12" w:color="000000"/>'] if header else []
    weight = 12 if last else 6 if header else 2
    colour = "000000" if header or last else "C8CDD2"
    lines.append(f'<w:bottom w:val="single" w:sz="{weight}" w:color="{colour}"/>')
    align = '<w:jc w:val="right"/>' if column.kind == "number" else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>{"".join(lines)}</w:tcBorders></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{"<w:keepNext/>" if header else ""}{align}</w:pPr>'
        f"{run(text, bold=header)}</w:p></w:tc>"
    )


def contents(entries: Sequence[tuple[int, str]]) -> list[str]:
    """Return the paragraphs of a table-of-contents field whose result is already filled in (level, title)."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    out = []
    for i, (level, title) in enumerate(entries):
        inner = (begin if i == 0 else "") + run(title) + (end if i == len(entries) - 1 else "")
        out.append(paragraph(inner, f"TOC{level}"))
    return out
