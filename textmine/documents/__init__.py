"""Files → documents: pages of grids and lines, whatever the format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import DocumentError, TextmineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textmine.documents.model import Document

READERS = {
    "pdf": "textmine.documents.pdf:read",
    "docx": "textmine.documents.word:read",
    "xlsx": "textmine.documents.excel:read",
    "xls": "textmine.documents.excel:read",
    "html": "textmine.documents.html:read",
    "text": "textmine.documents.text:read",
    "scan": "textmine.documents.scan:read",
}
"""Kind of file → the function that reads its bytes."""

ENGINES = {
    "pdfium": "textmine.documents.pdf:read",
    "pdfplumber": "textmine.documents.plumber:read",
    "ocr": "textmine.documents.scan:read",
}
"""Engines that a caller may ask for by name, for PDF files."""


def read_document(
    path: Path, *, source: str | None = None, engine: str | None = None, pages: Collection[int] | None = None
) -> Document:
    """Read a file of any supported format, judged by its content and not by its name.

    Parameters
    ----------
    path : Path
        The file.
    source : str, optional
        What the document is called in results; the file name by default.
    engine : {"pdfium", "pdfplumber", "ocr"}, optional
        For PDF files, the engine to use in place of the first.
    pages : collection of int, optional
        For pdfplumber, the only pages to read: those that the first engine did not leave out.

    Raises
    ------
    DocumentError
        Where the file cannot be read: broken, encrypted, not a supported format.
    ExtraMissingError
        Where an optional dependency is needed.
    UsageError
        For an unknown engine.
    """
    path = Path(path)
    return read_bytes(file_bytes(path), source=source or path.name, engine=engine, pages=pages)


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    DocumentError
        It cannot be opened, or is no regular file.
    """
    from textmine.documents.folders import require_regular

    try:
        require_regular(path, str(path))
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"打不开文件 (cannot open: {error.strerror})", where=str(path)) from error


def read_bytes(
    data: bytes, *, source: str, engine: str | None = None, pages: Collection[int] | None = None
) -> Document:
    """Read a document from its bytes; see `read_document`."""
    from textmine.documents.limits import check_package, check_size, in_force
    from textmine.documents.sniff import require_readable, sniff

    if engine is not None and engine not in ENGINES:
        raise UsageError(f"unknown engine {engine!r}", hint=f"one of {', '.join(ENGINES)}")
    check_size(len(data), in_force(), source)
    kind = require_readable(sniff(data, source), source)
    if kind in ("docx", "xlsx"):
        check_package(data, in_force(), source)
    if kind == "pdf" and engine is not None:
        some = {"pages": pages} if engine == "pdfplumber" else {}
        return _read(ENGINES[engine], data, source, **some)
    if kind not in READERS:
        raise DocumentError(f"不支持的格式 (unsupported format: {kind})", where=source)
    document = _read(READERS[kind], data, source)
    return _with_ocr(document, data) if kind == "pdf" and engine is None else document


def _with_ocr(document: Document, data: bytes) -> Document:
    """Have the pages without usable text read by OCR, where that is installed.

    Without it the document keeps its readable pages and names the others; a document without a single readable
    page is an error that names the extra to install.
    """
    from textmine.documents.pdf import BROKEN, HIDDEN

    lost = [page for page in document.pages if page.unreadable and not page.unreadable.startswith(BROKEN)]
    layered = any(note.endswith(HIDDEN) for note in document.notes)
    if not lost and not layered:
        return document
    from textmine.documents import scan

    if not scan.available() and len(lost) < len(document.pages):
        return document
    document = scan.read_layers(document, data) if layered else document
    return scan.read_pages(document, data) if lost else document


def _read(target: str, data: bytes, source: str, **options: Collection[int] | None) -> Document:
    """Call a reader; what its libraries throw at a damaged file is told as one error with its place."""
    try:
        return _load(target)(data, source=source, **options)
    except (TextmineError, MemoryError, RecursionError, ImportError):
        raise
    except Exception as error:
        raise DocumentError(
            f"文件已损坏，无法读取 (damaged file: {type(error).__name__}: {str(error)[:120]})",
            where=source,
            hint="请重新下载或重新保存 / download it again, or open and save it again",
        ) from error


def _load(target: str) -> Callable[..., Document]:
    module, name = target.split(":")
    reader: Callable[..., Document] = getattr(import_module(module), name)
    return reader
