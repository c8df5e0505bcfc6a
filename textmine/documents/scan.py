"""Scans and photos → document: OpenCV finds the lines, RapidOCR reads the text, the common grid builder does the rest.

Needs the extra ``ocr``. Everything that comes out carries the recogniser's confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from textmine.documents.grids import build_page, find_lattices
from textmine.documents.lattice import Lattice
from textmine.documents.model import Document, Glyph, Ink, Page
from textmine.documents.scan_engine import PixelBox, available, find_lines, require
from textmine.documents.scan_image import DPI, Picture, Scan, clean, image_scans, ink_of, pdf_scans
from textmine.documents.scan_pieces import cells_of, make_pieces
from textmine.documents.scan_rules import Mask, Ruled, find_rules
from textmine.documents.scan_signs import mended
from textmine.documents.scan_text import among_letters, read_piece, unread
from textmine.documents.scan_turn import quarters_to_upright, turned

__all__ = ["available", "read", "read_pages", "scan_ink"]

_LEAST_INK = DPI // 18
"""Pixels: lower marks in a cell are dust, not a figure."""

_LETTER = DPI // 12
"""Pixels: the height of small print; in a cell with text, lower marks are what the reading left of its letters."""

_CERTAIN = 0.8
"""Least confidence of a piece of text that no line finder saw, in a cell that has other text."""


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
    wanted = frozenset(p.number for p in document.pages if p.unreadable and p.number is not None)
    if not wanted:
        return document
    require(document.source)
    fresh = {page.number: page for page in map(_page, pdf_scans(data, document.source, wanted))}
    pages = tuple(fresh.get(p.number, p) for p in document.pages)
    whole = len(fresh) == len(pages)
    notes = (*document.notes, *(f"page {number}: read by OCR" for number in sorted(fresh, key=lambda n: n or 0)))
    engine = "ocr" if whole else f"{document.engine}+ocr"
    return replace(document, kind="scan" if whole else document.kind, engine=engine, pages=pages, notes=notes)


def scan_ink(scan: Scan) -> Ink:
    """Return what is printed on a scanned page: pieces of text with confidence, and ruling lines.

    A page that lies on its side or head is turned first.
    """
    ruled, picture = _ruled(scan)
    lines = find_lines(ruled.erased(picture))
    quarters = quarters_to_upright(picture, lines)
    if not quarters:
        return _ink(scan, picture, ruled, lines)
    upright = turned(scan, quarters)
    ruled, picture = _ruled(upright)
    ink = _ink(upright, picture, ruled, find_lines(ruled.erased(picture)))
    return replace(ink, rotation=4 - quarters)


def _ruled(scan: Scan) -> tuple[Ruled, Picture]:
    picture, veil = clean(scan.picture)
    return find_rules(picture, veil), picture


def _ink(scan: Scan, picture: Picture, ruled: Ruled, lines: Sequence[PixelBox]) -> Ink:
    marks = ink_of(ruled.erased(picture))
    ruled = ruled.settled(lambda stroke: among_letters(stroke, lines, marks))
    bare, rules = ruled.erased(picture), ruled.rules()
    ink = Ink(scan.number, scan.width, scan.height, (), rules)
    lattices, marks = find_lattices(ink), ink_of(bare)
    pieces = make_pieces(lines, rules, lattices, marks)
    glyphs = [glyph for piece in pieces if (glyph := read_piece(bare, piece)) is not None]
    for x0, y0, x1, y1 in pieces:
        marks[y0:y1, x0:x1] = 0
    glyphs += _second_look(bare, marks, lattices, tuple(glyphs))

    def place(glyph: Glyph) -> tuple[int, int] | None:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        found = ((n, lattice.at(x, y)) for n, lattice in enumerate(lattices))
        return next(((n, index) for n, index in found if index is not None), None)

    def same_cell(a: Glyph, b: Glyph) -> bool:
        return (cell := place(a)) is not None and cell == place(b)

    return replace(ink, glyphs=tuple(mended(glyphs, bare, same_cell)))


def _page(scan: Scan) -> Page:
    return build_page(scan_ink(scan))


def _second_look(bare: Picture, marks: Mask, lattices: Sequence[Lattice], glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Read what line finders miss: lone digits in cells without text, short lines in others where they are certain.

    What cannot be read in a cell without text stands there as no text of no confidence, lest it pass for a blank.
    """
    for lattice in lattices:
        held = {lattice.at((g.x0 + g.x1) / 2, (g.top + g.bottom) / 2) for g in glyphs}
        for index, cell in enumerate(cells_of(lattice)):
            found = _ink_box(marks, cell, _LETTER if index in held else _LEAST_INK)
            if found is None or (index in held and _overlaps(found, glyphs)):
                continue
            glyph = read_piece(bare, found)
            if glyph is not None and (index not in held or glyph.confidence >= _CERTAIN):
                yield glyph
            elif glyph is None and index not in held and max(found[2] - found[0], found[3] - found[1]) > _LETTER:
                yield unread(found)


def _overlaps(box: PixelBox, glyphs: Sequence[Glyph]) -> bool:
    k = 72 / DPI
    x0, top, x1, bottom = (v * k for v in box)
    return any(
        min(x1, g.x1) - max(x0, g.x0) > 2 and min(bottom, g.bottom) - max(top, g.top) > 0.25 * (bottom - top)
        for g in glyphs
    )


def _ink_box(marks: Mask, cell: PixelBox, least: int) -> PixelBox | None:
    """Bounds of the ink inside a cell in pixels, None where there are but marks smaller than `least`."""
    import cv2

    inset = DPI // 50
    left, top, right, bottom = cell[0] + inset, cell[1] + inset, cell[2] - inset, cell[3] - inset
    inner = marks[top:bottom, left:right]
    if inner.size == 0:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(inner), connectivity=8)
    parts = [s for s in stats[1:].tolist() if max(s[2], s[3]) >= least and s[4] >= _LEAST_INK]
    if not parts:
        return None
    pad = DPI // 36
    return (
        left + min(s[0] for s in parts) - pad,
        top + min(s[1] for s in parts) - pad,
        left + max(s[0] + s[2] for s in parts) + pad,
        top + max(s[1] + s[3] for s in parts) + pad,
    )
