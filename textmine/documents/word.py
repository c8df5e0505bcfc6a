"""Word files (.docx) → one page of lines and grids, in the order of the body, read from the file's XML.

python-docx opens the package; its table objects know no content controls and no tracked changes, so cells are read
from the XML itself: insertions are kept, deletions and hidden text dropped.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from textmine.documents.merging import MAX_SPAN
from textmine.documents.model import Cell, Document, Grid, Line, Page
from textmine.errors import DocumentError

Element = Any
"""An lxml element; its stubs say less than its documentation."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TRANSPARENT = {
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
}
_BREAKS = {_W + "br", _W + "cr"}
_SYMBOLS = {
    "F0FE": "☑",
    "F0FD": "☒",
    "F0A8": "□",
    "F06F": "□",
    "F052": "☑",
    "F0A3": "□",
    "F0FC": "√",
    "F050": "√",
    "F06E": "■",
}


def read(data: bytes, *, source: str) -> Document:
    """Read a Word file.

    Raises
    ------
    DocumentError
        For a broken or encrypted file.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        OSError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        RuntimeError,
    ) as error:
        raise DocumentError(
            f"Word 文件打不开 (cannot open Word file: {error})",
            where=source,
            hint="请在 Word 中另存为 .docx (save it again as .docx)",
        ) from error
    return Document(source, "docx", "docx", (Page(None, tuple(_blocks(body))),), n_pages=1)


def _children(node: Element) -> Iterator[Element]:
    """Children, seeing through content controls, insertions and the like."""
    for child in node:
        if child.tag in _TRANSPARENT:
            yield from _children(child)
        else:
            yield child


def _blocks(body: Element) -> Iterator[Grid | Line]:
    for child in _children(body):
        if child.tag == _W + "p":
            boxes = list(_text_boxes(child))
            for line in _paragraph(child).split("\n"):
                if line.strip():
                    yield Line(line.strip())
            for box in boxes:
                yield from _blocks(box)
        elif child.tag == _W + "tbl":
            yield from _table(child)


def _text_boxes(node: Element) -> Iterator[Element]:
    """Contents of the text boxes anchored in a paragraph; of a choice and its fallback only the choice."""
    for content in node.iter(_W + "txbxContent"):
        if not any(parent.tag == _MC + "Fallback" for parent in content.iterancestors()):
            yield content


def _paragraph(node: Element) -> str:
    return "".join(_runs(node))


def _runs(node: Element) -> Iterator[str]:
    """Give the visible text of a paragraph: insertions in, deletions, hidden text and field codes out."""
    for child in _children(node):
        if child.tag != _W + "r" or _is_hidden(child):
            continue
        for piece in child:
            if piece.tag == _W + "t":
                yield piece.text or ""
            elif piece.tag == _W + "tab":
                yield " "
            elif piece.tag in _BREAKS:
                yield "\n"
            elif piece.tag == _W + "noBreakHyphen":
                yield "-"
            elif piece.tag == _W + "sym":
                yield _symbol(piece)


def _symbol(piece: Element) -> str:
    code = (piece.get(_W + "char") or "").upper()
    return _SYMBOLS.get(code, "")


def _is_hidden(run: Element) -> bool:
    properties = run.find(_W + "rPr")
    vanish = properties.find(_W + "vanish") if properties is not None else None
    return vanish is not None and vanish.get(_W + "val", "1") not in ("0", "false", "off")


def _table(table: Element) -> Iterator[Grid | Line]:
    """Give a table, or the tables inside it where it only frames them."""
    inner = [
        child
        for row in _table_rows(table)
        for cell in _row_cells(row)
        for child in _children(cell)
        if child.tag == _W + "tbl"
    ]
    if inner and max(len(_table_rows(t)) for t in inner) >= len(_table_rows(table)):
        for row in _table_rows(table):
            for cell in _row_cells(row):
                yield from _blocks(cell)
        return
    yield _grid(table)


def _table_rows(table: Element) -> list[Element]:
    return [row for row in _children(table) if row.tag == _W + "tr" and not _is_deleted(row)]


def _is_deleted(row: Element) -> bool:
    properties = row.find(_W + "trPr")
    return properties is not None and properties.find(_W + "del") is not None


def _row_cells(row: Element) -> list[Element]:
    return [cell for cell in _children(row) if cell.tag == _W + "tc"]


def _grid(table: Element) -> Grid:
    """Give a table with its merged cells; cells merged downwards are joined by their column."""
    rows = _table_rows(table)
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}  # column → index in `cells` of the merged cell that may go on
    n_cols = 0
    for r, row in enumerate(rows):
        col = _property(row.find(_W + "trPr"), "gridBefore")
        for node in _row_cells(row):
            properties = node.find(_W + "tcPr")
            span = max(1, min(_property(properties, "gridSpan") or 1, MAX_SPAN))
            merge = properties.find(_W + "vMerge") if properties is not None else None
            above = open_cells.get(col)
            if merge is not None and merge.get(_W + "val", "continue") != "restart" and above is not None:
                cells[above] = _longer(cells[above], _cell_text(node))
            else:
                cells.append(Cell(r, col, _cell_text(node), 1, span))
                open_cells.pop(col, None)
                if merge is not None:
                    open_cells[col] = len(cells) - 1
            for passed in range(col, col + span):
                if passed != col:
                    open_cells.pop(passed, None)
            col += span
        n_cols = max(n_cols, col)
    return Grid(tuple(cells), len(rows), n_cols)


def _longer(cell: Cell, text: str) -> Cell:
    joined = "\n".join(t for t in (cell.text, text) if t)
    return Cell(cell.row, cell.col, joined, cell.rowspan + 1, cell.colspan)


def _property(properties: Element, name: str) -> int:
    node = properties.find(_W + name) if properties is not None else None
    value = node.get(_W + "val", "0") if node is not None else "0"
    return int(value) if value.isdigit() else 0


def _cell_text(cell: Element) -> str:
    r"""Text of a cell: paragraphs and rows of nested tables as lines, divided by \n."""
    lines: list[str] = []
    for child in _children(cell):
        if child.tag == _W + "p":
            lines.append(_paragraph(child))
            lines.extend(_cell_text(box) for box in _text_boxes(child))
        elif child.tag == _W + "tbl":
            lines.extend(" ".join(_cell_text(c) for c in _row_cells(row)) for row in _table_rows(child))
    return "\n".join(line for line in lines if line.strip())
