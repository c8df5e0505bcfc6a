"""Pictures of the quoted rows as printed, so that a reader can verify a quote without opening the file."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import DocumentError
from textmine.records import Box
from textmine.report.blocks import Block, QuoteBlock

if TYPE_CHECKING:
    from PIL.Image import Image

    from textmine.corpus.study import Study

MAX_PICTURES = 80
MAX_PAGES = 30
"""A page takes some hundredths of a second to draw, a picture some kilobytes: beyond this the report does without."""
DPI = 96
MARGIN = 3
_COLOURS = 16


def row_pictures(study: Study, blocks: Iterable[Block]) -> dict[tuple[str, int | None], str]:
    """Draw the rows that the report quotes, in the order of the report.

    Parameters
    ----------
    study : Study
    blocks : iterable of Block
        Their quotes say which rows.

    Returns
    -------
    dict
        ``(form, row)`` to a PNG as a data URI. Rows without a box (Word, Excel, HTML, text), of files no longer
        there or in archives have none: the quote still names file, page and row.
    """
    wanted: dict[tuple[str, int], dict[tuple[str, int | None], Box]] = {}
    for block in blocks:
        if isinstance(block, QuoteBlock) and block.quote.row is not None:
            quote = block.quote
            row = study.corpus.forms[quote.form].indicators[(quote.row or 1) - 1]
            if row.page is not None and row.bbox is not None:
                wanted.setdefault((quote.source, row.page), {})[quote.form, quote.row] = row.bbox
    paths = {file.source: file.path for file in study.corpus.files}
    out: dict[tuple[str, int | None], str] = {}
    for (source, page), boxes in list(wanted.items())[:MAX_PAGES]:
        path = paths.get(source)
        if path is not None and path.is_file() and len(out) < MAX_PICTURES:
            out |= _cut(path, page, boxes)
    return out


def _cut(path: Path, page: int, boxes: Mapping[tuple[str, int | None], Box]) -> dict[tuple[str, int | None], str]:
    from textmine.corpus.picture import page_picture

    try:
        picture = page_picture(path, page, dpi=DPI)
    except DocumentError:
        return {}  # the picture is an extra: the quote stands without it
    return {key: _data_uri(_crop(picture, box)) for key, box in boxes.items()}


def _crop(picture: Image, box: Box) -> Image:
    scale = DPI / 72
    x0, top, x1, bottom = box
    left, upper = max(0, int((x0 - MARGIN) * scale)), max(0, int((top - MARGIN) * scale))
    right, lower = (
        min(picture.width, int((x1 + MARGIN) * scale) + 1),
        min(picture.height, int((bottom + MARGIN) * scale) + 1),
    )
    return picture.crop((left, upper, max(right, left + 1), max(lower, upper + 1)))


def _data_uri(picture: Image) -> str:
    out = io.BytesIO()
    picture.convert("L").quantize(_COLOURS).save(out, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")
