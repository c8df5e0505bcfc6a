"""Scans and photos → document: OpenCV finds the lines, RapidOCR reads the text, the common grid builder does the rest.

Needs the extra ``ocr``. Everything that comes out carries the recogniser's confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.documents.grids import RULED, build_page, find_lattices
from textmine.documents.model import Document, Ink, Page
from textmine.documents.pdf import BROKEN, HIDDEN, read_ink
from textmine.documents.scan_cells import Placed
from textmine.documents.scan_characters import as_characters
from textmine.documents.scan_engine import PixelBox, available, find_lines, require
from textmine.documents.scan_image import Picture, Scan, clean, image_scans, ink_of, pdf_scans, without_specks
from textmine.documents.scan_layer import layered
from textmine.documents.scan_pieces import make_pieces
from textmine.documents.scan_rules import Ruled, find_rules
from textmine.documents.scan_signs import mended
from textmine.documents.scan_strays import in_cells, outside
from textmine.documents.scan_text import among_letters, read_piece
from textmine.documents.scan_turn import quarters_to_upright, turned

__all__ = ["available", "read", "read_layers", "read_pages", "scan_ink"]


def read(data: bytes, *, source: str) -> Document:
    """Read a scanned PDF or an image file.

    Raises
    ------
    ExtraMissingError
        The extra ``ocr`` is not installed.
    DocumentError
        The file cannot be opened.
    """
    require(source)
    scans = pdf_scans(data, source) if data.lstrip()[:5].startswith(b"%PDF") else image_scans(data, source)
    pages = tuple(_page(scan) for scan in scans)
    return Document(source, "scan", "ocr", pages, n_pages=len(pages))


def read_pages(document: Document, data: bytes) -> Document:
    """Return the document of a PDF with its unreadable pages read by OCR; the others stay as they are."""
    lost = (page for page in document.pages if page.unreadable and not page.unreadable.startswith(BROKEN))
    wanted = frozenset(page.number for page in lost if page.number is not None)
    if not wanted:
        return document
    require(document.source)
    fresh = {page.number: page for page in map(_page, pdf_scans(data, document.source, wanted))}
    pages = tuple(fresh.get(p.number, p) for p in document.pages)
    whole = len(fresh) == len(pages)
    notes = (*document.notes, *(f"page {number}: read by OCR" for number in sorted(fresh, key=lambda n: n or 0)))
    engine = "ocr" if whole else f"{document.engine}+ocr"
    return replace(document, kind="scan" if whole else document.kind, engine=engine, pages=pages, notes=notes)


def read_layers(document: Document, data: bytes) -> Document:
    """Return the document of a PDF with the pages whose text layer lies hidden over an image read from both.

    The layer's text is taken where it agrees with a sample of what the image shows, and the image's ruling lines;
    else the page is read by OCR. A note on each page says which.
    """
    named = {f"page {page.number}: {HIDDEN}": page for page in document.pages}
    hidden = {page.number for note, page in named.items() if note in document.notes}
    layers = {inked.ink.number: inked.ink for inked in read_ink(data, source=document.source)}
    fresh: dict[int | None, Page] = {}
    notes = [note for note in document.notes if note not in named]
    recognised = False
    for scan in pdf_scans(data, document.source, frozenset(n for n in hidden if n is not None)):
        both = layered(scan, layers[scan.number])
        fresh[scan.number] = build_page(both.ink if both.agrees else scan_ink(scan))
        recognised |= not both.agrees
        what = "text of the layer, rules of the image" if both.agrees else "layer disagrees with the image, read by OCR"
        notes.append(f"page {scan.number}: {HIDDEN}: {what} ({both.agreement:.0%} alike)")
    engine = f"{document.engine}+ocr" if recognised else document.engine
    pages = tuple(fresh.get(page.number, page) for page in document.pages)
    return replace(document, pages=pages, notes=tuple(notes), engine=engine)


def scan_ink(scan: Scan) -> Ink:
    """Return what is printed on a scanned page: pieces of text with confidence, and ruling lines.

    A page that lies on its side or head is turned first.
    """
    first = facing(scan)
    if not first.quarters:
        return _ink(scan, first)
    upright = turned(scan, first.quarters)
    return replace(_ink(upright, _looked_at(upright)), rotation=4 - first.quarters)


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a page before its text is read.

    Attributes
    ----------
    picture, bare : ndarray
        The page made ready, with its ruling lines and without.
    lines : sequence of boxes
        Lines of print.
    quarters : int
        Quarter turns, counter-clockwise, after which the print stands upright.
    """

    picture: Picture
    bare: Picture
    ruled: Ruled
    lines: Sequence[PixelBox]
    quarters: int = 0


def facing(scan: Scan) -> Look:
    """Return what is seen of a page, and how it lies."""
    look = _looked_at(scan)
    return replace(look, quarters=quarters_to_upright(look.picture, look.lines))


def _looked_at(scan: Scan) -> Look:
    picture, veil = clean(scan.picture)
    ruled = find_rules(picture, veil)
    bare = ruled.erased(picture)
    return Look(picture, bare, ruled, find_lines(bare))


def _ink(scan: Scan, look: Look) -> Ink:
    marks = ink_of(look.bare)
    ruled = look.ruled.settled(lambda stroke: among_letters(stroke, look.lines, marks))
    bare, rules = look.bare if ruled == look.ruled else ruled.erased(look.picture), ruled.rules()
    ink = Ink(scan.number, scan.width, scan.height, (), rules)
    lattices, marks = find_lattices(ink), without_specks(ink_of(bare))
    every = marks.copy()
    glyphs = []
    for piece in make_pieces(look.lines, rules, lattices, marks):
        if (glyph := read_piece(bare, piece)) is not None:
            glyphs.append(glyph)
            marks[piece[1] : piece[3], piece[0] : piece[2]] = 0
    glyphs += in_cells(bare, marks, lattices, tuple(glyphs))
    placed = Placed(lattices)
    glyphs = placed.mended(placed.without_remains(glyphs))
    unruled = sum(placed.cell(glyph) is not None for glyph in glyphs) < RULED * len(glyphs)
    if unruled:
        glyphs += outside(bare, marks, tuple(glyphs))
    found = mended(glyphs, bare, placed.together)
    return replace(ink, glyphs=as_characters(found, every) if unruled else tuple(found))


def _page(scan: Scan) -> Page:
    return build_page(scan_ink(scan))
