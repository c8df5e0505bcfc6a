"""Form fields and typed comments of a PDF page, drawn into it so that they are read like print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2.raw as pdfium

from textmine.documents.affine import Handle

_TYPED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_VALUES = (b"V", b"Contents")


def typed_into(page: Handle) -> tuple[bool, int]:
    """Draw what was typed into form fields and text comments of a loaded page into the page itself.

    Stamps, links, notes and marks are taken off: they are no text of the form.

    Returns
    -------
    tuple of bool and int
        Whether the page has changed (it has to be loaded again to be read), and how many fields hold a text that no
        viewer shows, so that it cannot be read either.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count <= 0 or not any(_kind(page, index) in _TYPED for index in range(count)):
        return False, 0
    for index in reversed(range(count)):
        if _kind(page, index) not in _TYPED or _is_unseen(page, index):
            pdfium.FPDFPage_RemoveAnnot(page, index)
    lost = sum(_lacks_look(page, index, pdfium.FPDF_ANNOT_FREETEXT) for index in range(_count(page)))
    _make_looks(page)
    lost += sum(_lacks_look(page, index, pdfium.FPDF_ANNOT_WIDGET) for index in range(_count(page)))
    return pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS, lost


def _count(page: Handle) -> int:
    return max(0, int(pdfium.FPDFPage_GetAnnotCount(page)))


@contextmanager
def _opened(page: Handle, index: int) -> Iterator[Handle]:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _kind(page: Handle, index: int) -> int:
    with _opened(page, index) as annotation:
        return int(pdfium.FPDFAnnot_GetSubtype(annotation)) if annotation else pdfium.FPDF_ANNOT_UNKNOWN


def _is_unseen(page: Handle, index: int) -> bool:
    """Whether an annotation is hidden or not to be viewed: PDFium draws some of these all the same."""
    with _opened(page, index) as annotation:
        return bool(annotation and pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN)


def _lacks_look(page: Handle, index: int, kind: int) -> bool:
    """Whether an annotation of a kind holds a text and has nothing that says how it looks."""
    with _opened(page, index) as annotation:
        if not annotation or pdfium.FPDFAnnot_GetSubtype(annotation) != kind:
            return False
        if _length(annotation, None) > 2:
            return False
        return any(_length(annotation, key) > 2 for key in _VALUES)


def _length(annotation: Handle, key: bytes | None) -> int:
    """Return how many bytes a text (or with None the look) of an annotation takes in UTF-16, the final 0 included."""
    if key is None:
        return int(pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0))
    return int(pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0))


def _make_looks(page: Handle) -> None:
    """Have PDFium make the looks that a file asks viewers to make, by drawing the page as small as can be."""
    bitmap = pdfium.FPDFBitmap_Create(4, 4, 0)
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 4, 4, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
