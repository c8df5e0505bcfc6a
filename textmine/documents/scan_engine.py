"""RapidOCR behind two functions: where lines of text are, and what one line says with how much certainty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_image import DPI, Picture, ink_of, without_specks
from textmine.errors import ExtraMissingError

PixelBox = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""

INSTALL = 'pip install "textmine[ocr]"'

_HEIGHT = 48
"""Height of a line as the recogniser wants it."""

_NARROW = 16
"""Least width of a line: the library's 320 takes twice the time and reads the same."""

_AROUND = DPI // 9
"""Pixels of white around the print in which lines are looked for."""

_STEP = 48
"""Pixels that are a whole number of the finder's own 32 at the scale of `_DETECTION`."""

_SMALLEST = 1152
"""Pixels of the short side below which the finder works on an enlarged picture (736 at the scale of `_DETECTION`)."""

_DETECTION = 2 / 3
"""Scale at which lines are looked for: 144 dots per inch show them as well as 216, in half the time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line of text says.

    Attributes
    ----------
    confidence : float
        Mean over its characters.
    weakest : float
        The least certain character's.
    """

    text: str
    confidence: float
    weakest: float


NOTHING = Reading("", 0.0, 0.0)


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def require(source: str) -> None:
    """Raise where the extra is not installed, naming it."""
    if not available():
        raise ExtraMissingError(
            "扫描件或图片，需要文字识别 (a scan: text recognition needed)", where=source, hint=INSTALL
        )


@cache
def _engine() -> Any:  # noqa: ANN401 - an untyped library
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{side}_op_num_threads": 1 for side in ("intra", "inter")}
    engine = RapidOCR(
        params={"Global.log_level": "critical", "Global.max_side_len": 4096, "Global.use_cls": False, **threads}
    )
    engine(np.full((_HEIGHT, 2 * _HEIGHT, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)  # loads it
    return engine


def find_lines(picture: Picture) -> list[PixelBox]:
    """Find the lines of text on a picture; boxes in pixels.

    Parameters
    ----------
    picture : ndarray, height × width × 3
    """
    import cv2

    left, top, right, bottom = _printed(picture)
    if right <= left:
        return []
    scale = 1.0 if max(picture.shape[:2]) < 4 * DPI else _DETECTION
    part = picture[top:bottom, left:right]
    small = part if scale == 1.0 else cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return [
        (math.floor(x0 / scale) + left, math.floor(y0 / scale) + top,
         math.ceil(x1 / scale) + left, math.ceil(y1 / scale) + top)
        for x0, y0, x1, y1 in _detect(np.asarray(small, dtype=np.uint8))
    ]  # fmt: skip


def _printed(picture: Picture) -> PixelBox:
    """Return the part of a page with anything on it, a little more: white margins take as long as print."""
    marks = without_specks(ink_of(picture))
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    left, right = _span(columns, marks.shape[1])
    top, bottom = _span(rows, marks.shape[0])
    return left, top, right, bottom


def _span(inked: npt.NDArray[np.intp], size: int) -> tuple[int, int]:
    """Return the first and last place looked at of one direction: whole steps, lest print falls otherwise on them."""
    start = max(0, int(inked[0]) - _AROUND) // _STEP * _STEP
    end = start + -(-(int(inked[-1]) + _AROUND - start) // _STEP) * _STEP
    if end - start < _SMALLEST:
        start, end = max(0, min(start, (size - _SMALLEST) // _STEP * _STEP)), start + _SMALLEST
    return start, min(size, end)


def _detect(picture: Picture) -> list[tuple[float, float, float, float]]:
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    return [(*quad.min(axis=0).tolist(), *quad.max(axis=0).tolist()) for quad in np.asarray(found.boxes)]


def recognise(crop: Picture) -> Reading:
    """Read one line of text, cut out with little around it."""
    # Without a margin the recogniser drops characters at the ends of a tight crop.
    margin = max(2, crop.shape[0] // 8)
    framed = np.pad(crop, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    best, sure, characters = _classes(_normal(framed))
    kept = best != 0
    kept[1:] &= best[1:] != best[:-1]
    text = "".join(characters[i] for i in best[kept]).strip()
    return Reading(text, float(sure[kept].mean()), float(sure[kept].min())) if text else NOTHING


def _normal(crop: Picture) -> npt.NDArray[np.float32]:
    """Return a crop as the network wants it: of one height, values from -1 to 1, padded with zeros on the right."""
    import cv2

    width = max(1, math.ceil(crop.shape[1] * _HEIGHT / crop.shape[0]))
    sized = cv2.resize(crop, (width, _HEIGHT)).astype(np.float32) / 127.5 - 1
    out = np.zeros((1, 3, _HEIGHT, max(_NARROW, -(-width // 8) * 8)), np.float32)
    out[0, :, :, :width] = sized.transpose(2, 0, 1)
    return out


def _classes(batch: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32], list[str]]:
    """Return the best class at each step (0: none), its probability, and what the classes stand for."""
    recogniser = _engine().text_rec
    chances = recogniser.session(batch)[0]
    return chances.argmax(axis=1), chances.max(axis=1), recogniser.postprocess_op.character
