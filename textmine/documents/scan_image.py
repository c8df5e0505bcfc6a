"""Pictures of pages made ready for reading: upright, straight, without red stamps."""

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

MAX_SKEW = 12.0
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


def clean(picture: Picture) -> Picture:
    """Return the picture without red stamps, straightened by its ruling lines (else by nothing)."""
    return straighten(without_stamps(picture))


def without_stamps(picture: Picture) -> Picture:
    """Paint red ink white: stamps and signatures, not solid red areas (a red header cell keeps its text).

    Black print under a stamp stays, for it is not red.
    """
    import cv2

    blue, green, red = (picture[:, :, i].astype(np.int16) for i in range(3))
    mask = ((red - np.maximum(blue, green)) > 35).astype(np.uint8)
    if not mask.any():
        return picture
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    solid = stats[:, cv2.CC_STAT_AREA] > 0.75 * stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    large = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > DPI / 6
    drop = ~(solid & large)
    drop[0] = False
    out = picture.copy()
    out[drop[labels] if count > 1 else mask > 1] = 255
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
    """Angle of the long lines in degrees (counter-clockwise turn that levels them); 0.0 where there are none.

    The median over Hough segments longer than a sixth of the width, weighted by length.
    """
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    least = picture.shape[1] // 6
    found = cv2.HoughLinesP(ink, 1, np.pi / 1800, threshold=least // 2, minLineLength=least, maxLineGap=12)
    if found is None:
        return 0.0
    segments = found.reshape(-1, 4).astype(np.float64)
    dx, dy = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    angles = np.degrees(np.arctan2(dy, dx))
    level = np.abs(angles) <= MAX_SKEW
    if not level.any():
        return 0.0
    order = np.argsort(angles[level])
    weights = np.hypot(dx, dy)[level][order]
    middle = np.searchsorted(np.cumsum(weights), weights.sum() / 2)
    return float(angles[level][order][middle])
