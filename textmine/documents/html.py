"""HTML pages → one page of lines and grids, in document order; hidden parts and scripts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from textmine.documents.html_styles import tables_from_styles
from textmine.documents.merging import Spanning, lay_out
from textmine.documents.model import Document, Grid, Line, Page
from textmine.documents.text import utf16_order
from textmine.errors import DocumentError

Element = Any
"""An lxml element; its stubs say less than its documentation."""

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_SKIPPED = {"script", "style", "head", "template", "noscript", "select", "textarea", "svg", "iframe", "object", "title"}
_BLOCKS = (
    "p div li tr h1 h2 h3 h4 h5 h6 ul ol dl dt dd section article center blockquote pre header footer nav "
    "main form hr caption figure figcaption aside"
)
_BREAKING = frozenset(_BLOCKS.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAX_DEPTH = 200


def decode_html(data: bytes) -> str:
    """Decode a page: by its byte order mark, its own declaration where that holds, UTF-8, or GB18030."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if order := utf16_order(data):
        return data.decode(order, errors="replace")
    found = _META.search(data[:4096])
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    if declared in ("gb2312", "gbk", "gb-2312", "x-gbk", "gb_2312-80"):
        declared = "gb18030"
    for name in (declared, "utf-8", "gb18030", "utf-16"):
        try:
            return data.decode(name) if name else _fail()
        except (LookupError, UnicodeDecodeError):
            continue
    best = declared if declared in ("utf-8", "gb18030", "big5") else "utf-8"
    return data.decode(best, errors="replace")


def _fail() -> str:
    raise LookupError


def read(data: bytes, *, source: str) -> Document:
    """Read an HTML page.

    Raises
    ------
    DocumentError
        Where there is nothing to read.
    """
    from lxml import etree
    from lxml import html as lxml_html

    text = _DECLARED.sub("", decode_html(data)).replace("\x00", "")
    try:
        parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"网页是空的或已损坏 (cannot parse HTML: {error})", where=source) from error
    tables_from_styles(root)
    blocks = tuple(_blocks(root))
    return Document(source, "html", "html", (Page(None, blocks),), n_pages=1)


def _blocks(root: Element) -> Iterator[Grid | Line]:
    """Walk the tree: tables become grids, all other text lines."""
    pending: list[str] = []
    for kind, value in _walk(root, 0):
        if kind == "text":
            pending.append(value)
            continue
        yield from _lines(pending)
        pending = []
        if kind == "table":
            yield from _grid(value)
    yield from _lines(pending)


def _lines(pieces: list[str]) -> Iterator[Line]:
    for line in _folded("".join(pieces)).split("\n"):
        if line.strip():
            yield Line(line.strip())


def _folded(text: str) -> str:
    """Fold white space as a browser does; line breaks stand for <br> and the ends of blocks (form feeds here)."""
    text = re.sub(r"[ \t\r\n]+", " ", text)
    return re.sub(r" ?\f ?", "\n", text)


def _walk(node: Element, depth: int) -> Iterator[tuple[str, Element]]:
    """Yield ("text", str), ("break", None) and ("table", element) in document order."""
    if not isinstance(node.tag, str) or _hidden(node) or depth > _MAX_DEPTH:
        return
    if node.tag == "table" and not _is_frame(node):
        yield "table", node
        return
    if node.tag == "br":
        yield "text", "\f"
        return
    breaking = node.tag in _BREAKING or node.tag in ("table", "td", "th")
    if breaking:
        yield "break", None
    if node.text:
        yield "text", node.text
    for child in node:
        yield from _walk(child, depth + 1)
        if child.tail:
            yield "text", child.tail
    if breaking:
        yield "break", None


def _hidden(node: Element) -> bool:
    if node.tag in _SKIPPED or node.get("hidden") is not None:
        return True
    if node.tag == "input":
        return True
    return _HIDDEN.search(node.get("style") or "") is not None


def _is_frame(table: Element) -> bool:
    """Whether a table only lays out a page: other tables stand in it, between which it has hardly any cells."""
    inner = table.xpath(".//table")
    if not inner:
        return False
    own = [row for row in _rows(table) if any(_text(cell, nested=False).strip() for cell in row)]
    largest = max(len(_rows(t)) for t in inner)
    return largest >= len(own)


def _rows(table: Element) -> list[list[Element]]:
    """Give the cells of a table's own rows, not of nested tables."""
    rows: list[list[Element]] = []
    for child in table:
        if child.tag == "tr":
            rows.append(_cells(child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(_cells(row) for row in child if row.tag == "tr" and not _hidden(row))
    return rows


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th") and not _hidden(cell)]


def _grid(table: Element) -> Iterator[Grid | Line]:
    for caption in table.findall("caption"):
        yield from (Line(line) for line in _text(caption).split("\n") if line.strip())
    rows = [[Spanning(_text(c), _span(c, "rowspan"), _span(c, "colspan")) for c in row] for row in _rows(table)]
    rows = [row for row in rows if row]
    if rows:
        yield lay_out(rows)


def _span(cell: Element, name: str) -> int:
    digits = re.match(r"\s*(\d{1,5})", cell.get(name) or "")
    return max(int(digits[1]), 0 if name == "rowspan" else 1) if digits else 1


def _text(cell: Element, *, nested: bool = True) -> str:
    """Text of a cell with its line breaks; a nested table's cells are read row by row."""
    pieces = list(_pieces(cell, nested, 0))
    lines = (line.strip(" ") for line in _folded("".join(pieces)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(node: Element, nested: bool, depth: int) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if (
            isinstance(child.tag, str)
            and not _hidden(child)
            and depth < _MAX_DEPTH
            and (nested or child.tag != "table")
        ):
            if child.tag == "br":
                yield "\f"
            elif child.tag == "img":
                yield child.get("alt") or ""
            else:
                edge = (
                    "\f" if child.tag in _BREAKING or child.tag == "table" else " " if child.tag in ("td", "th") else ""
                )
                yield edge
                yield from _pieces(child, nested, depth + 1)
                yield edge
        yield child.tail or ""
