"""Pictures of rows on their pages: drawn when somebody looks, kept until the desk closes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from textmine.errors import DocumentError

if TYPE_CHECKING:
    from textmine.corpus.model import Corpus
    from textmine.records import Form

DPI, SHARP = 120, 150
MARGIN = 14
"""Points around a row: enough to see that nothing was cut off."""
_PAPER = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}


class Pictures:
    """Draws pages of a corpus into a folder, each once.

    Parameters
    ----------
    corpus : Corpus
    folder : Path
        Where the pictures are kept; the caller removes it.
    """

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self._forms: Mapping[str, Form] = corpus.forms
        self._paths = {f.source: f.path for f in corpus.files}
        self._folder = folder
        self._lock = Lock()  # PDFium draws for one thread at a time

    def has(self, form: str) -> bool:
        """Whether the form stands on pages that can be drawn."""
        found = self._forms[form]
        path = self._paths.get(found.source)
        return bool(found.pages) and path is not None and path.suffix.lower() in _PAPER

    def row(self, form: str, row: int, *, whole: bool = True) -> Path:
        """Return the page of a row with the row marked, or only the row with a little around it.

        Raises
        ------
        DocumentError
            No such form or row, the format has no pages, or the file has gone.
        """
        from textmine.corpus.picture import draw_row

        path = self._path(form)
        rows = self._forms[form].indicators
        if not 1 <= row <= len(rows):
            raise DocumentError("no such row / 没有这一行", where=f"{form}/{row}")
        out = self._out(form, f"row{row}" if whole else f"cut{row}")
        with self._lock:
            if out.exists():
                return out
            return draw_row(path, rows[row - 1], out, dpi=DPI if whole else SHARP, margin=None if whole else MARGIN)

    def page(self, form: str, page: int) -> Path:
        """Return a page of a form.

        Raises
        ------
        DocumentError
            No such form or page, the format has no pages, or the file has gone.
        """
        from textmine.corpus.picture import page_picture

        path = self._path(form)
        if page not in self._forms[form].pages:
            raise DocumentError("no such page / 该表没有这一页", where=f"{form} p. {page}")
        out = self._out(form, f"page{page}")
        with self._lock:
            if not out.exists():
                page_picture(path, page, dpi=DPI).save(out, format="PNG")
        return out

    def _path(self, form: str) -> Path:
        if form not in self._forms:
            raise DocumentError("no such form / 没有这张表", where=form)
        path = self._paths.get(self._forms[form].source)
        if path is None or not self.has(form):
            raise DocumentError("no pages to draw / 该格式没有可画的页面", where=form)
        if not path.is_file():
            raise DocumentError("the file has gone / 原文件已不在", where=str(path))
        return path

    def _out(self, form: str, part: str) -> Path:
        return self._folder / f"{hashlib.sha256(form.encode()).hexdigest()[:24]}-{part}.png"
