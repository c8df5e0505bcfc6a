"""PDF → document through pdfplumber: slower, another parser, other font maps: for files the first engine misreads."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from textmine.documents.affine import as_rows
from textmine.documents.limits import check_pages, in_force
from textmine.documents.model import Document, Page
from textmine.documents.pdf import page_of
from textmine.documents.pdf_choice import PageChoice
from textmine.documents.pdf_ink import Inked, make_ink
from textmine.documents.pdf_paths import INVISIBLE, THIN, Paths
from textmine.documents.pdf_text import Char, Chars, Style
from textmine.errors import DocumentError
from textmine.records import Box

Thing = dict[str, Any]
"""An object of pdfplumber: a plain dictionary with documented keys."""


def read(data: bytes, *, source: str, pages: Collection[int] | None = None) -> Document:
    """Read a PDF with pdfplumber into the same model as the first engine does.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name in results and messages.
    pages : collection of int, optional
        The only pages to read, where these are known; else those that can hold a form.

    Raises
    ------
    DocumentError
        Where the file is broken, encrypted with a user password or no PDF.
    """
    import pdfplumber

    read: list[Page] = []
    choice = PageChoice()
    try:
        with _quiet(), pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            check_pages(count, in_force(), source)
            for number, page in enumerate(pdf.pages, 1):
                if choice.wants(_text(page.chars)) if pages is None else number in pages:
                    read.append(page_of(_ink(number, page)))
                page.close()  # frees the page's objects; flush_cache() does not
    except Exception as error:  # pdfminer raises whatever a broken file provokes
        if type(error).__module__.partition(".")[0] in {"textmine"}:
            raise
        raise _refusal(error, source) from error
    return Document(source, "pdf", "pdfplumber", tuple(read), n_pages=count)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer from telling the terminal about every odd font; what matters is judged from the text."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _refusal(error: Exception, source: str) -> DocumentError:
    if "password" in f"{type(error).__name__}{error}{error.__cause__!r}{error.args!r}".lower():
        return DocumentError("需要口令 (encrypted with a user password)", where=source, hint="请先去除口令再读取")
    return DocumentError(f"PDF 已损坏或不完整 (broken PDF: {type(error).__name__})", where=source, hint="请重新下载")


def _ink(number: int, page: Any) -> Inked:  # noqa: ANN401 - pdfplumber has no types
    """Return the ink of a page; pdfplumber's coordinates are those of the page as displayed."""
    height, width = float(page.height), float(page.width)
    styles: dict[tuple[object, ...], Style] = {}
    chars = [_char(char, styles) for char in page.chars if not char["text"].isspace()]
    images = tuple(_box(image) for image in page.images)
    return make_ink(number, (0.0, 0.0, width, height), 0, Chars.of(chars), _paths(page, images))


def _text(chars: Sequence[Thing]) -> str:
    """Return the characters line by line: the order of drawing may tear words apart."""
    return "".join(char["text"] for char in sorted(chars, key=lambda char: (round(char["bottom"]), char["x0"])))


def _char(char: Thing, styles: dict[tuple[object, ...], Style]) -> Char:
    a, b, c, d, e, f = char["matrix"]
    text = char["text"]
    key = (a, b, c, d, char["size"], str(char.get("non_stroking_color")), text.startswith("(cid:"))
    style = styles.get(key)
    if style is None:
        turn = math.atan2(b, a)
        nearest = round(turn / (math.pi / 2))
        straight = abs(turn - nearest * math.pi / 2) < math.radians(3)
        size = abs(char["size"]) if nearest % 2 == 0 else abs(char["x1"] - char["x0"]) or abs(char["size"])
        style = Style(
            size, nearest % 4 if straight else None, _lightness(char.get("non_stroking_color")), False, key[-1]
        )
        styles[key] = style
    return Char(text, char["x0"], char["y0"], char["x1"], char["y1"], e, f, style)


def _paths(page: Any, images: tuple[Box, ...]) -> Paths:  # noqa: ANN401 - pdfplumber has no types
    lines: list[Box] = []
    faint: list[Box] = []
    areas: list[tuple[Box, float]] = []
    for shape in (*page.rects, *page.lines, *page.curves):
        box = _box(shape)
        stroked, filled = bool(shape.get("stroke")), bool(shape.get("fill"))
        light = _lightness(shape.get("stroking_color" if stroked else "non_stroking_color"))
        target = lines if light < INVISIBLE else faint
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            target.append(box)
        elif stroked and shape["object_type"] != "line":
            target += _straight(shape["pts"], float(page.height))
        if filled and shape["object_type"] == "rect" and min(box[2] - box[0], box[3] - box[1]) > THIN:
            areas.append((box, _lightness(shape.get("non_stroking_color"))))
    return Paths(as_rows(lines), as_rows(faint), areas, images)


def _straight(points: Sequence[tuple[float, float]], height: float) -> Iterable[Box]:
    """Yield the horizontal and vertical pieces of a polygon, whose points count y from the top."""
    for (xa, ya), (xb, yb) in zip(points, (*points[1:], points[0]), strict=True):
        if abs(xa - xb) < 0.7 or abs(ya - yb) < 0.7:
            yield min(xa, xb), height - max(ya, yb), max(xa, xb), height - min(ya, yb)


def _box(thing: Thing) -> Box:
    return cast(Box, tuple(float(thing[key]) for key in ("x0", "y0", "x1", "y1")))


def _lightness(colour: object) -> float:
    """Return the lightness of a colour in grey, RGB or CMYK; anything else counts as black."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return 0.0
    values = [float(part) for part in parts]
    if len(values) == 4:
        values = [(1 - part) * (1 - values[3]) for part in values[:3]]
    if len(values) == 3:
        return 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2]
    return values[0] if len(values) == 1 else 0.0
