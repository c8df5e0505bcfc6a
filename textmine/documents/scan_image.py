"""Pictures of pages made ready for reading: upright, straight, dark print on light ground."""

from __future__ import annotations

import io
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

_DARK = 150
"""Grey level under which a fill counts as dark."""

MAX_SKEW = 6.0
"""Degrees: a page that lies more askew than this was photographed, not scanned, and is left as it is."""


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

    with open_pdf(data, source) as pdf:
        for index in range(len(pdf)):
            if numbers is not None and index + 1 not in numbers:
                continue
            page = pdf[index]
            width, height = page.get_size()
            picture = page.render(scale=DPI / 72, rev_byteorder=False).to_numpy()[:, :, :3]
            page.close()
            yield Scan(index + 1, np.ascontiguousarray(picture), width, height)


def image_scans(data: bytes, source: str) -> Iterator[Scan]:
    """Read the frames of an image file, scaled to `DPI` by their own resolution, else as a page of A4 width.

    Raises
    ------
    DocumentError
        The image is broken or too large.
    """
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                dpi = _resolution(frame.info.get("dpi"), upright.size)
                scale = DPI / dpi
                size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
                rgb = np.asarray(upright.resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)
                picture = np.ascontiguousarray(rgb[:, :, ::-1])
                yield Scan(number, picture, size[0] * 72 / DPI, size[1] * 72 / DPI)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise DocumentError(f"图片无法打开 (broken image: {error})", where=source, hint="请重新扫描或另存") from error


def _resolution(stated: Any, size: tuple[int, int]) -> float:  # noqa: ANN401 - whatever the file says
    """Dots per inch as stated where plausible (a page between A5 and A2), else as if the page were A4."""
    short, long = sorted(size)
    if isinstance(stated, tuple) and stated and 50 <= float(stated[0]) <= 1200 and 5 <= short / float(stated[0]) <= 18:
        return float(stated[0])
    return max(short / 8.27, long / 11.69)


def clean(picture: Picture) -> tuple[Picture, npt.NDArray[np.bool_]]:
    """Return the picture without stamps and watermarks, white on dark turned to dark on light, straightened.

    The mask that comes with it tells where a watermark was: lines under it may be lost.
    """
    from textmine.documents.scan_marks import watermark, without_stamps, without_watermark

    upright = dark_on_light(straighten(without_stamps(picture)))
    mark = watermark(upright)
    return without_watermark(upright, mark), mark


def dark_on_light(picture: Picture) -> Picture:
    """Turn white print on a dark fill (header rows) into dark print on light; black lines in it stay black."""
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
        light = np.clip((255 - part) * (255 / (255 - fill)), 0, 255)
        turned = np.where(part > 0.6 * fill, light, part)
        out[window] = np.where(tone, turned, part).astype(np.uint8)[:, :, None]
    return out


def straighten(picture: Picture) -> Picture:
    """Rotate the picture so that its long lines are level."""
    import cv2

    angle = skew(picture)
    if abs(angle) < 0.05:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(turned, dtype=np.uint8)


def skew(picture: Picture) -> float:
    """Angle of the long lines in degrees (the counter-clockwise turn that levels them); 0.0 where there are none.

    The median of the directions of all level strokes longer than a sixth of the width, weighted by length.
    """
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    # Thickened, a line up to 6° askew survives an opening by a flat element; print does not.
    flat = cv2.morphologyEx(
        cv2.dilate(ink, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, DPI // 6), np.uint8)
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=8)
    angles, lengths = [], []
    for index, (x, y, w, h, _area) in enumerate(stats.tolist()):
        if index == 0 or w < picture.shape[1] // 6 or h > w * np.tan(np.radians(MAX_SKEW)) + DPI / 18:
            continue
        ys, xs = np.nonzero(labels[y : y + h, x : x + w] == index)
        angles.append(float(np.degrees(np.arctan(np.polyfit(xs, ys, 1)[0]))))
        lengths.append(w)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    reached = np.cumsum(np.asarray(lengths)[order])
    return angles[int(order[np.searchsorted(reached, reached[-1] / 2)])]
