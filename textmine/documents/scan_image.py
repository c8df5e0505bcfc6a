"""Pictures of pages made ready for reading: upright, straight, dark print on light ground."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.errors import DocumentError

Picture = npt.NDArray[np.uint8]
"""Height × width × 3, blue-green-red as OpenCV has it."""

DPI = 216
"""Resolution for reading: 3 pixels a point; 6-point print still has 18 pixels a character."""

_ENOUGH, _REFUSED = 12 * 10**6, 170 * 10**6
"""Pixels of a picture that show all there is to read (A4 at 300 dots per inch has 9 million), and too many to load."""

_LONGEST = 16.6 * 72
"""Points of the long side of a page, at most: A3."""

_SPECK = DPI // 24
"""Pixels: the least area of a dot of print."""

_DARK = 150
"""Grey level under which a fill counts as dark."""

_AROUND = 2 * (DPI // 12) + 1
"""Pixels over which the tone of a fill is taken: wider than the strokes on it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as a picture at `DPI`, `number` 1-based, width and height in points."""

    number: int
    picture: Picture
    width: float
    height: float


def pdf_scans(data: bytes, source: str, numbers: frozenset[int] | None = None) -> Iterator[Scan]:
    """Render the pages of a PDF (all, or those with the given numbers), one at a time."""
    from textmine.documents.pdf import open_pdf
    from textmine.documents.scan_photo import cut_out

    with open_pdf(data, source) as pdf:
        for index in range(len(pdf)):
            if numbers is not None and index + 1 not in numbers:
                continue
            page = pdf[index]
            # A page larger than A3 is a picture of which nobody stated the resolution.
            smaller = min(1.0, _LONGEST / max(page.get_size()))
            width, height = (side * smaller for side in page.get_size())
            scale = DPI / 72 * smaller
            picture = np.ascontiguousarray(page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])
            page.close()
            sheet = cut_out(picture)
            yield Scan(index + 1, picture, width, height) if sheet is None else _scan(index + 1, sheet, None)


def image_scans(data: bytes, source: str) -> Iterator[Scan]:
    """Read the frames of an image file, scaled to `DPI` by their own resolution, else as a page of A4 width.

    Of a photo only the sheet that it shows is taken.

    Raises
    ------
    DocumentError
        The image is broken or too large.
    """
    from PIL import Image, ImageOps, ImageSequence

    from textmine.documents.scan_photo import cut_out

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # each frame's size is looked at below
            opened = Image.open(io.BytesIO(data))
        with opened as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                times = _times_too_large(frame.size, source)
                upright = np.asarray(ImageOps.exif_transpose(frame.reduce(times)).convert("RGB"), dtype=np.uint8)
                picture = np.ascontiguousarray(upright[:, :, ::-1])
                sheet = cut_out(picture)
                stated = frame.info.get("dpi") if sheet is None else None
                yield _scan(number, picture if sheet is None else sheet, _divided(stated, times))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise DocumentError(f"图片无法打开 (broken image: {error})", where=source, hint="请重新扫描或另存") from error


def _times_too_large(size: tuple[int, int], source: str) -> int:
    """Return by how much a picture is to be reduced while it is loaded.

    Raises
    ------
    DocumentError
        It is larger than any scanner or camera makes.
    """
    pixels = size[0] * size[1]
    if pixels > _REFUSED:
        raise DocumentError(
            f"图片过大：{size[0]} × {size[1]} 像素 (over {_REFUSED // 10**6} million pixels)",
            where=source,
            hint="请缩小后再读 / scale it down",
        )
    return max(1, math.isqrt(pixels // _ENOUGH))


def _divided(stated: Any, times: int) -> Any:  # noqa: ANN401 - whatever the file says
    return tuple(float(value) / times for value in stated) if isinstance(stated, tuple) else stated


def _scan(number: int, picture: Picture, stated: Any) -> Scan:  # noqa: ANN401 - whatever the file says
    """Return a picture scaled to `DPI`."""
    import cv2

    height, width = picture.shape[:2]
    scale = DPI / _resolution(stated, (width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(picture, size, interpolation=method), dtype=np.uint8)
    return Scan(number, scaled, size[0] * 72 / DPI, size[1] * 72 / DPI)


def _resolution(stated: Any, size: tuple[int, int]) -> float:  # noqa: ANN401 - whatever the file says
    """Dots per inch as stated where plausible (a page between A5 and A2), else as if the page were A4."""
    short, long = sorted(size)
    if isinstance(stated, tuple) and stated and 50 <= float(stated[0]) <= 1200 and 5 <= short / float(stated[0]) <= 18:
        return float(stated[0])
    return max(short / 8.27, long / 11.69)


def clean(picture: Picture) -> tuple[Picture, npt.NDArray[np.bool_]]:
    """Return the picture straightened and `unmarked`."""
    from textmine.documents.scan_level import straighten

    return unmarked(straighten(picture))


def unmarked(picture: Picture) -> tuple[Picture, npt.NDArray[np.bool_]]:
    """Return the picture without stamps and watermarks, white on dark turned to dark on light.

    The mask that comes with it tells where a stamp or a watermark was: lines under it may be lost.
    """
    from textmine.documents.scan_light import evened
    from textmine.documents.scan_marks import watermark, without_stamps, without_watermark

    bare, stamp = without_stamps(evened(picture))
    upright = dark_on_light(bare)
    mark = watermark(upright)
    return without_watermark(upright, mark), mark | stamp


def ink_of(picture: Picture) -> npt.NDArray[np.uint8]:
    """Ink as 1, paper as 0, by the local mean: uneven light and grey paper do not matter."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    method, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return np.asarray(cv2.adaptiveThreshold(gray, 1, method, kind, 2 * (DPI // 12) + 1, 18), dtype=np.uint8)


def dark_on_light(picture: Picture) -> Picture:
    """Turn print on a dark fill (header rows), white or black, into dark print on light; black lines stay black."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = (gray < _DARK).astype(np.uint8)
    least = DPI // 9  # 8 points: higher than any stroke, lower than any filled row
    # Print darkens a third of its area at most, a fill nearly all of it but the white print.
    density = cv2.blur(dark.astype(np.float32), (least, least))
    filled = cv2.morphologyEx((density > 0.55).astype(np.uint8), cv2.MORPH_OPEN, np.ones((least // 2, least), np.uint8))
    body = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((least // 4, least // 4), np.uint8))  # no print outside fills
    closed = cv2.morphologyEx(body, cv2.MORPH_CLOSE, np.ones((least * 3 // 2, least * 3 // 2), np.uint8))
    closed = cv2.bitwise_and(closed, cv2.dilate(filled, np.ones((least, least), np.uint8)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    out = picture
    for index in range(1, count):
        x, y, w, h, area = stats[index].tolist()
        if min(w, h) < least or area < 0.55 * w * h:
            continue
        window = np.s_[y : y + h, x : x + w]
        part, tone = gray[window].astype(np.int16), labels[window] == index
        fill = float(np.median(part[tone]))
        if fill >= _DARK or body[window][tone].mean() < 0.4:  # crowded print, not a fill
            continue
        if out is picture:
            out = picture.copy()
        out[window] = np.where(tone, _turned(np.asarray(gray[window], dtype=np.uint8), fill), part).astype(np.uint8)[
            :, :, None
        ]
    return out


def _turned(part: npt.NDArray[np.uint8], usual: float) -> npt.NDArray[np.float64]:
    """Return a filled part of a page with what is lighter or darker than the fill around it as dark on white."""
    import cv2

    fill = np.minimum(cv2.medianBlur(part, _AROUND), 1.3 * usual)  # paper beside it is no fill: its edge is a line
    differs = part - fill
    most = np.where(differs > 0, 255 - fill, np.maximum(fill, 255 - _DARK))
    return np.asarray(255 - np.abs(differs) * 255 / np.maximum(most, 1.0))


def without_specks(ink: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return ink without the grain of a noisy page: marks smaller than any dot of print."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= _SPECK
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.uint8)
