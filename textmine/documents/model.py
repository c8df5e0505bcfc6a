"""What every reader delivers: pages of blocks (grids and lines), and the ink from which grids are built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from textmine.records import Box


class Glyph(NamedTuple):
    """One character (or an OCR'd run of them) at its place on the page as displayed.

    Attributes
    ----------
    size : float
        Font size in points; 0 where unknown.
    confidence : float
        1.0 for text layers, the recogniser's figure for OCR.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    confidence: float = 1.0


class Rule(NamedTuple):
    """A horizontal or vertical ruling line (x0 == x1 or top == bottom within its thickness)."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Ink:
    """What is printed on one page, upright: characters and ruling lines, in points from the top left corner.

    Both the PDF engines and the OCR deliver ink; one grid builder makes tables of it.

    Attributes
    ----------
    glyphs, rules : sequence
        In columns (`textmine.documents.glyphs`) where a text layer was read.
    rotation : int
        Quarter turns clockwise that took the displayed page upright.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]
    rotation: int = 0


class Cell(NamedTuple):
    r"""One cell of a grid; a merged cell stands once, at its top left, with its spans.

    Attributes
    ----------
    row, col : int
        0-based position of the top left corner.
    text : str
        As printed, the lines of the cell separated by ``\n``; "" for an empty cell.
    confidence : float
        The lowest confidence of its characters, 1.0 for text layers.
    """

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    bbox: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside any grid."""

    text: str
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed on one page: cells in reading order, covering `n_rows` by `n_cols` without overlap.

    Attributes
    ----------
    open_top, open_bottom : bool
        No line closes the table there: its first (last) row may be part of a row that a page break tore.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    bbox: Box | None = None
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one page in reading order.

    Attributes
    ----------
    number : int or None
        1-based page number; None where the format has no pages (Word, Excel, HTML: one "page" a body or sheet).
    label : str
        The sheet's name for workbooks, "" otherwise.
    unreadable : str
        Why the page could not be read (no Unicode map, a scan without OCR …), "" where it could.
    rotation : int
        Quarter turns clockwise that took the displayed page upright; boxes are those of the upright page.
    """

    number: int | None
    blocks: tuple[Grid | Line, ...]
    width: float | None = None
    height: float | None = None
    label: str = ""
    unreadable: str = ""
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, read.

    Attributes
    ----------
    kind : str
        ``pdf``, ``scan``, ``docx``, ``excel``, ``html`` or ``text``.
    engine : str
        ``pdfium``, ``pdfplumber``, ``ocr``, ``docx``, ``excel``, ``html``, ``text``.
    n_pages : int
        Pages of the file, also those that were skipped because no form can be on them.
    """

    source: str
    kind: str
    engine: str
    pages: tuple[Page, ...]
    n_pages: int = 0
    notes: tuple[str, ...] = field(default=())
