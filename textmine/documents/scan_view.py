"""A scanned page as it was read: cut out of its photo, upright and level; the boxes of its rows lie on this picture."""

from __future__ import annotations

from textmine.documents.pdf import BROKEN, read_ink, unreadable_reason
from textmine.documents.scan import available, facing
from textmine.documents.scan_engine import INSTALL
from textmine.documents.scan_image import Picture, image_scans, pdf_scans
from textmine.documents.scan_level import straighten
from textmine.documents.scan_turn import turned
from textmine.errors import DocumentError

_HIDDEN, _IMAGE = 0.5, 0.3
"""Share of a page's text that nobody sees, and of the page that an image covers, from which the image is read."""


def is_read_from_image(data: bytes, number: int, *, source: str) -> bool:
    """Tell whether a page of a PDF is read from what its image shows, or partly."""
    inked = next((inked for inked in read_ink(data, source=source) if inked.ink.number == number), None)
    if inked is None:
        return False
    reason = unreadable_reason(inked)
    hidden = inked.hidden > _HIDDEN and inked.image_share > _IMAGE
    return hidden or (bool(reason) and not reason.startswith(BROKEN))


def page_as_read(data: bytes, number: int, *, source: str) -> Picture:
    """Return the picture on which the boxes of a page lie, at `DPI`.

    Raises
    ------
    DocumentError
        The extra ``ocr`` is not installed, or there is no such page.
    """
    if not available():
        raise DocumentError("扫描页需要文字识别组件才能画出 (to draw a scanned page)", where=source, hint=INSTALL)
    is_pdf = data.lstrip()[:5].startswith(b"%PDF")
    scans = pdf_scans(data, source, frozenset({number})) if is_pdf else image_scans(data, source)
    scan = next((scan for scan in scans if scan.number == number), None)
    if scan is None:
        raise DocumentError(f"没有第 {number} 页 (no such page)", where=source)
    quarters = facing(scan).quarters
    return straighten(turned(scan, quarters).picture if quarters else scan.picture)
