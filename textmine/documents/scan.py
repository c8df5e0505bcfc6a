"""Scans and photos → document: OpenCV finds the lines, RapidOCR reads the text, the common grid builder does the rest.

Needs the extra ``ocr``. Everything that comes out carries the recogniser's confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from textmine.documents.grids import build_page, find_lattices
from textmine.documents.model import Document, Glyph, Ink, Page
from textmine.documents.scan_engine import available, find_lines, require
from textmine.documents.scan_image import DPI, Picture, Scan, clean, image_scans, pdf_scans
from textmine.documents.scan_text import among_letters, read_lines, read_piece

__all__ = ["available", "read", "read_pages", "scan_ink"]

_DOUBTFUL = 0.75
"""Mean confidence below which a page is tried in other orientations; upright print lies above 0.9 even at 150 dpi."""

_LEAST_INK = DPI // 18
"""Pixels: lower marks in a cell are dust, not a figure."""


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

    Where hardly anything can be read the page may lie on its side or head: the best of the four turns is taken.
    """
    ink = _ink(scan)
    if _legible(ink) >= _DOUBTFUL:
        return ink
    turned = [_ink(_turn(scan, quarters)) for quarters in (1, 2, 3)]
    best = max((ink, *turned), key=lambda i: _legible(i) * sum(len(g.text) for g in i.glyphs))
    return replace(best, rotation=90 * turned.index(best) + 90) if best in turned else best


def _ink(scan: Scan) -> Ink:
    from textmine.documents.scan_rules import binarise, find_rules

    picture = clean(scan.picture)
    ruled = find_rules(picture)
    bare = ruled.erased(picture)
    lines, marks = find_lines(bare), binarise(bare)
    ruled = ruled.settled(lambda stroke: among_letters(stroke, lines, marks))
    bare, rules = ruled.erased(picture), ruled.rules()
    ink = Ink(scan.number, scan.width, scan.height, tuple(read_lines(bare, lines, rules)), rules)
    return replace(ink, glyphs=(*ink.glyphs, *_second_look(bare, ink)))


def _legible(ink: Ink) -> float:
    """Mean confidence over all characters, 0 where there are none."""
    weights = [len(g.text) for g in ink.glyphs]
    return float(np.average([g.confidence for g in ink.glyphs], weights=weights)) if weights else 0.0


def _turn(scan: Scan, quarters: int) -> Scan:
    picture = np.ascontiguousarray(np.rot90(scan.picture, quarters))
    width, height = (scan.height, scan.width) if quarters % 2 else (scan.width, scan.height)
    return Scan(scan.number, picture, width, height)


def _page(scan: Scan) -> Page:
    return build_page(scan_ink(scan))


def _second_look(bare: Picture, ink: Ink) -> Iterator[Glyph]:
    """Read the cells that hold ink but no text yet: lone digits are what line finders miss."""
    from textmine.documents.scan_rules import binarise

    marks = binarise(bare)
    for box in _empty_cells(ink):
        found = _ink_box(marks, box)
        if found is None:
            continue
        glyph = read_piece(bare, found)
        if glyph is not None:
            yield glyph


def _empty_cells(ink: Ink) -> Iterator[tuple[float, float, float, float]]:
    for lattice in find_lattices(ink):
        held = {lattice.at((g.x0 + g.x1) / 2, (g.top + g.bottom) / 2) for g in ink.glyphs}
        for index, area in enumerate(lattice.areas):
            if index not in held:
                xs, ys = lattice.xs, lattice.ys
                yield xs[area.col], ys[area.row], xs[area.col_end], ys[area.row_end]


def _ink_box(marks: np.ndarray, box: Sequence[float]) -> tuple[int, int, int, int] | None:
    """Bounds of the ink inside a cell in pixels, None where there is but dust."""
    import cv2

    k, inset = DPI / 72, DPI // 40
    x0, y0, x1, y1 = (round(v * k) for v in box)
    left, top = x0 + inset, y0 + inset
    inner = marks[top : y1 - inset, left : x1 - inset]
    if inner.size == 0:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(inner), connectivity=8)
    parts = [s for s in stats[1:].tolist() if max(s[2], s[3]) >= _LEAST_INK and s[4] >= _LEAST_INK]
    if not parts:
        return None
    pad = DPI // 36
    return (
        left + min(s[0] for s in parts) - pad,
        top + min(s[1] for s in parts) - pad,
        left + max(s[0] + s[2] for s in parts) + pad,
        top + max(s[1] + s[3] for s in parts) + pad,
    )
