"""PDF → document through PDFium: ink of each page that can hold a form, grids from the ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from textmine.collector import paused
from textmine.documents.affine import Handle
from textmine.documents.cleanup import unreadable_share
from textmine.documents.glyphs import Glyphs
from textmine.documents.grids import build_page
from textmine.documents.limits import check_pages, in_force
from textmine.documents.model import Document, Ink, Page
from textmine.documents.pdf_annotations import typed_into
from textmine.documents.pdf_calls import page_text
from textmine.documents.pdf_choice import PageChoice
from textmine.documents.pdf_ink import Inked, make_ink
from textmine.documents.pdf_layers import hidden_layers, take_off
from textmine.documents.pdf_paths import read_paths
from textmine.documents.pdf_text import Chars, read_chars
from textmine.errors import DocumentError

MAX_UNREADABLE = 0.1
"""Share of nameless characters from which a page counts as unreadable."""

MAX_CHARS = 200_000
"""A page with more characters is no page: a hundred times what fits on paper."""

BROKEN = "broken"
"""Mark of pages that no engine can take: there is nothing to recognise."""

HIDDEN = "hidden text layer over an image"
"""Note on pages whose text nobody sees: what is printed is in the image."""

SCAN = "scan"
"""Mark of pages that are images without text, for the OCR to take over."""


def read(data: bytes, *, source: str) -> Document:
    """Read a PDF.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name in results and messages.

    Returns
    -------
    Document
        The pages that can hold a form; `n_pages` counts all.

    Raises
    ------
    DocumentError
        Where the file is empty, broken, encrypted with a user password or no PDF.
    """
    pages: list[Page] = []
    with open_pdf(data, source) as pdf, paused():
        count = len(pdf)
        notes = list(_file_notes(pdf))
        hidden = hidden_layers(data)
        if hidden:
            notes.append(f"有隐藏的图层，不读：{'、'.join(sorted(hidden))[:80]} (hidden layers are not read)")
        choice = PageChoice()
        for number in range(1, count + 1):
            inked = _read_ink(pdf, number, choice, hidden)
            if inked is not None:
                pages.append(page_of(inked))
                notes += _notes(inked)
    return Document(source, "pdf", "pdfium", tuple(_told_once(pages)), n_pages=count, notes=tuple(notes))


def _file_notes(pdf: Handle) -> Iterator[str]:
    """Tell of what a file holds beside its pages, where forms may be that are not read."""
    attached = pdfium.FPDFDoc_GetAttachmentCount(pdf.raw)
    if attached > 0:
        yield f"PDF 内附有 {attached} 个文件，未读，请另存出来再读 (attached files are not read: save them as files)"
    if pdfium.FPDF_GetFormType(pdf.raw) == pdfium.FORMTYPE_XFA_FULL:
        yield "动态表单（XFA），页面以外的内容未读，请打印为 PDF 后再读 (an XFA form: print it to PDF and read that)"


def _told_once(pages: Sequence[Page]) -> Iterator[Page]:
    """Yield pages with one for each run of broken ones: a file may claim thousands of pages that are not there."""
    for broken, run in groupby(pages, key=lambda page: page.unreadable.startswith(BROKEN)):
        first, *more = run
        if broken and more:
            where = f"第{first.number}–{more[-1].number}页"
            yield replace(first, unreadable=f"{BROKEN}: {where}均无法解析 ({len(more) + 1} pages cannot be parsed)")
        else:
            yield from (first, *more)


def read_ink(data: bytes, *, source: str) -> Iterator[Inked]:
    """Return the ink of every page of a PDF, one page at a time."""
    with open_pdf(data, source) as pdf:
        for number in range(1, len(pdf) + 1):
            inked = _read_ink(pdf, number, None)
            if inked is not None:
                yield inked


def page_rotation(data: bytes, number: int, *, source: str) -> int:
    """Return the quarter turns clockwise that take a displayed page upright: boxes are those of the upright page."""
    with open_pdf(data, source) as pdf:
        inked = _read_ink(pdf, number, None)
    return inked.ink.rotation if inked else 0


@contextmanager
def open_pdf(data: bytes, source: str) -> Iterator[Any]:
    """Return a PDFium document, closed at the end; a `DocumentError` where it is broken or has no page or too many."""
    if not data:
        raise DocumentError("空文件 (the file is empty)", where=source)
    try:
        pdf = pdfium2.PdfDocument(data)
    except pdfium2.PdfiumError as error:
        raise _refusal(error, source) from error
    try:
        if len(pdf) == 0:
            raise DocumentError("PDF 没有可读的页，可能已损坏 (no readable page)", where=source, hint="请重新下载")
        check_pages(len(pdf), in_force(), source)
        yield pdf
    finally:
        pdf.close()


def _refusal(error: pdfium2.PdfiumError, source: str) -> DocumentError:
    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD:
        return DocumentError("需要口令 (encrypted with a user password)", where=source, hint="请先去除口令再读取")
    if code == pdfium.FPDF_ERR_SECURITY:
        return DocumentError("不支持的加密方式 (unsupported encryption)", where=source, hint="请另存为未加密的 PDF")
    return DocumentError("PDF 已损坏或不完整 (broken or truncated PDF)", where=source, hint="请重新下载或另存后再试")


def _read_ink(
    pdf: Handle, number: int, choice: PageChoice | None, hidden: frozenset[str] = frozenset()
) -> Inked | None:
    """Return the ink of one page, None where the page cannot hold a form."""
    with _loaded(pdf, number) as (page, lost):
        if not page:
            return Inked(Ink(number, 0.0, 0.0, (), ()), broken=True)
        if hidden:
            take_off(page, hidden)
        textpage = pdfium.FPDFText_LoadPage(page)
        try:
            if pdfium.FPDFText_CountChars(textpage) > MAX_CHARS:
                return Inked(Ink(number, 0.0, 0.0, (), ()), crowded=True)
            text = page_text(textpage)
            if choice is not None and not choice.wants(text):
                return None
            chars = read_chars(textpage, text) if textpage else Chars.of(())
            inked = make_ink(number, _page_box(page), pdfium.FPDFPage_GetRotation(page), chars, read_paths(page))
            return replace(inked, unshown=lost) if lost else inked
        finally:
            pdfium.FPDFText_ClosePage(textpage)


@contextmanager
def _loaded(pdf: Handle, number: int) -> Iterator[tuple[Handle, int]]:
    """Load a page with what was typed into it, and how many of its fields cannot be seen; None where it is broken."""
    page = pdfium.FPDF_LoadPage(pdf.raw, number - 1)
    lost = 0
    if page:
        changed, lost = typed_into(page)
        if changed:
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(pdf.raw, number - 1)
    try:
        yield page, lost
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _page_box(page: Handle) -> tuple[float, float, float, float]:
    """Return the visible part of the page in user space."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, rect):
        return 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    return rect.left, rect.bottom, rect.right, rect.top


def page_of(inked: Inked) -> Page:
    """Return the page that some ink shows, or why it cannot be read."""
    reason = unreadable_reason(inked)
    ink = inked.ink
    if reason:
        return Page(ink.number, (), ink.width, ink.height, unreadable=reason)
    return build_page(ink)


def unreadable_reason(inked: Inked) -> str:
    """Why the text of a page cannot be used, "" where it can."""
    if inked.broken:
        return f"{BROKEN}: 页面无法解析 (the page cannot be parsed)"
    if inked.crowded:
        return f"{BROKEN}: 一页超过 {MAX_CHARS} 个字符，不像正常文件 (more characters than a page can hold)"
    glyphs = inked.ink.glyphs
    if not glyphs:
        return f"{SCAN}: 本页只有图像，没有文字 (an image without text)" if inked.image_share > 0.05 else ""
    share = max(unreadable_share("".join(Glyphs.of(glyphs).texts)), inked.unmapped)
    if share >= MAX_UNREADABLE:
        return f"no-unicode: 字体缺少字符映射，{share:.0%} 的文字无法识别 (font without a Unicode map)"
    return ""


def _notes(inked: Inked) -> list[str]:
    notes = []
    if inked.hidden > 0.5 and inked.image_share > 0.3:
        notes.append(f"page {inked.ink.number}: {HIDDEN}")
    if inked.unshown:
        what = f"第{inked.ink.number}页有 {inked.unshown} 个填写的域或批注没有外观，未读"
        notes.append(f"{what}，请打印为 PDF 后再读 (fields without a look: print the file to PDF and read that)")
    if inked.cut:
        notes.append(f"page {inked.ink.number}: more drawing objects than are read, lines may be missing")
    return notes


__all__ = ["BROKEN", "HIDDEN", "SCAN", "open_pdf", "page_of", "page_rotation", "read", "read_ink", "unreadable_reason"]
