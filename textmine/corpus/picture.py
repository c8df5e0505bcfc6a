"""The page of a row as a picture with the row marked: any figure verified by eye in seconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import DocumentError
from textmine.records import Box, Indicator

if TYPE_CHECKING:
    from PIL.Image import Image

MARK = (214, 39, 40)
_POINTS_PER_INCH = 72
_IMAGES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}


def draw_row(path: Path, indicator: Indicator, out: Path, *, dpi: int = 150, margin: float | None = None) -> Path:
    """Draw the page of an indicator with its row framed in red and write it as PNG.

    Parameters
    ----------
    path : Path
        The PDF or image that the indicator was read from.
    indicator : Indicator
        With `page` and `bbox`.
    out : Path
        Where to write.
    dpi : int
        Resolution of the picture.
    margin : float, optional
        Crop to the row and this many points around it; the whole page by default.

    Raises
    ------
    DocumentError
        The format has no pages (Word, Excel, HTML, text), or the page cannot be drawn.
    """
    if indicator.page is None or indicator.bbox is None:
        raise DocumentError(
            "this format has no pages to draw / 该格式没有可画的页面",
            where=str(path),
            hint="open the file itself / 请直接打开原文件",
        )
    picture = page_picture(path, indicator.page, dpi=dpi)
    marked = _mark(picture, indicator.bbox, dpi / _POINTS_PER_INCH)
    if margin is not None:
        marked = marked.crop(_window(indicator.bbox, margin, dpi / _POINTS_PER_INCH, marked.size))
    out.parent.mkdir(parents=True, exist_ok=True)
    marked.save(out, format="PNG")
    return out


def page_picture(path: Path, page: int, *, dpi: int = 150) -> Image:
    """Render a 1-based page with its text upright; pages of an image file are its frames.

    Raises
    ------
    DocumentError
        The file cannot be opened or has no such page.
    """
    if path.suffix.lower() in _IMAGES:
        return _scanned_page(path, page, dpi)
    import pypdfium2

    from textmine.documents.pdf import page_rotation

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"cannot be drawn / 无法画出: {error}", where=str(path)) from error
    try:
        if page > len(document):
            raise DocumentError(
                f"has {len(document)} pages / 只有 {len(document)} 页, received {page}", where=str(path)
            )
        picture: Image = document[page - 1].render(scale=dpi / _POINTS_PER_INCH).to_pil().convert("RGB")
    finally:
        document.close()
    if _is_scanned(path, page):
        return _scanned_page(path, page, dpi)
    turns = page_rotation(path.read_bytes(), page, source=str(path))
    return picture.rotate(-90 * turns, expand=True) if turns else picture


def _is_scanned(path: Path, page: int) -> bool:
    from textmine.documents.scan_view import is_read_from_image

    return is_read_from_image(path.read_bytes(), page, source=str(path))


def _scanned_page(path: Path, page: int, dpi: int) -> Image:
    """Return the picture of a page of which nothing but the picture could be read: the boxes lie on that."""
    from PIL import Image

    from textmine.documents.scan_image import DPI
    from textmine.documents.scan_view import page_as_read

    read = page_as_read(path.read_bytes(), page, source=str(path))
    picture = Image.fromarray(read[:, :, ::-1].copy())
    scale = dpi / DPI
    return picture.resize((round(picture.width * scale), round(picture.height * scale)))


def _mark(picture: Image, box: Box, scale: float) -> Image:
    from PIL import Image, ImageDraw

    x0, top, x1, bottom = (v * scale for v in box)
    veil = Image.new("RGB", picture.size, (255, 214, 102))
    tinted = Image.blend(picture, veil, 0.18)
    frame = (int(x0), int(top), int(x1), int(bottom))
    out = picture.copy()
    out.paste(tinted.crop(frame), frame[:2])
    ImageDraw.Draw(out).rectangle(frame, outline=MARK, width=max(2, round(scale * 1.2)))
    return out


def _window(box: Box, margin: float, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = box
    left, upper = max(0, int((x0 - margin) * scale)), max(0, int((top - margin) * scale))
    right, lower = min(size[0], int((x1 + margin) * scale)), min(size[1], int((bottom + margin) * scale))
    return left, upper, right, lower
