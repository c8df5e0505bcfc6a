"""Marks over the print of a page bleached: stamps by their colour, watermarks by their tone; print under them stays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_image import DPI, Picture
from textmine.documents.scan_light import paper

_COLOURED = 24
"""Levels by which a coloured pixel's own channel is lighter than the other two."""

_STAMP = DPI * 50 // 72
"""Least diameter of a blue stamp: blue print and figures written in blue are smaller and stay."""

_BROAD = 5
"""Pixels: watermarks have broad strokes; fainter print with thinner ones is print."""

_EVEN = 0.12
"""Greatest range of tones within the stroke of a watermark."""

_STROKE = DPI * 11 // 72
"""Pixels: the strokes of a watermark are narrower, filled cells broader."""

_PALE = 0.6, 0.94
"""Tone of watermarks as a share of the paper's."""

Mask = npt.NDArray[np.uint8]


def without_stamps(picture: Picture) -> tuple[Picture, npt.NDArray[np.bool_]]:
    """Bleach stamps: red ink, and blue ink within a large ring or frame; solid areas of colour keep their text.

    The mask that comes with the picture tells where they were.

    Coloured ink reflects light of its own colour: in that channel a stamp is nearly paper, and black print under it
    stays dark. Stretching that channel so that the stamp's own level (noise included) becomes white keeps the print.
    """
    out, where = picture, np.zeros(picture.shape[:2], np.bool_)
    for channel in (2, 0):
        mask = _coloured(picture, channel)
        if mask.any():
            stamp = _stamps(mask, framed=channel == 0)
            out = _bleached(out, picture[:, :, channel], stamp) if stamp.any() else out
            where |= stamp
    return out, where


def _coloured(picture: Picture, channel: int) -> Mask:
    planes = [picture[:, :, i].astype(np.int16) for i in range(3)]
    others = [plane for i, plane in enumerate(planes) if i != channel]
    return ((planes[channel] - np.maximum(*others)) > _COLOURED).astype(np.uint8)


def _stamps(mask: Mask, *, framed: bool) -> npt.NDArray[np.bool_]:
    """Return the coloured pixels without solid areas; if `framed`, only what lies within a large hollow shape."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    solid = stats[:, cv2.CC_STAT_AREA] > 0.75 * width * height
    stamp = ~(solid & (np.minimum(width, height) > DPI / 6))
    stamp[0] = False
    inked = stamp[labels]
    if not framed:
        return np.asarray(inked)
    within = np.zeros_like(inked)
    for x, y, w, h, area in stats[1:].tolist():
        if min(w, h) >= _STAMP and max(w, h) < 4 * _STAMP and area < 0.4 * w * h:
            within[y : y + h, x : x + w] = True
    return np.asarray(inked & within)


def _bleached(picture: Picture, channel: npt.NDArray[np.uint8], stamp: npt.NDArray[np.bool_]) -> Picture:
    import cv2

    inked = cv2.dilate(stamp.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # the pale fringe goes with it
    levels = channel[inked].astype(np.float64)
    own = max(1.0, float(np.percentile(levels, 50)))
    bleached = np.clip((levels / own - 0.45) / (0.8 - 0.45), 0, 1) * 255
    out = picture.copy()
    out[inked] = bleached.astype(np.uint8)[:, None]
    return out


def watermark(picture: Picture) -> npt.NDArray[np.bool_]:
    """Return where broad pale strokes as large as the letters of a watermark lie."""
    import cv2

    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    tone = cv2.medianBlur(gray, 5) / np.maximum(paper(gray), 1.0)
    pale = ((tone > _PALE[0]) & (tone < _PALE[1])).astype(np.uint8)
    window = np.ones((_BROAD, _BROAD), np.uint8)
    even = (cv2.dilate(tone, window) - cv2.erode(tone, window)) < _EVEN  # crowded small print is pale, but uneven
    core = cv2.morphologyEx(pale & even.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    whole = np.asarray(cv2.dilate(core, np.ones((2 * _BROAD + 1, 2 * _BROAD + 1), np.uint8)), dtype=np.uint8) & pale
    mark = _strokes(np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, window), dtype=np.uint8))
    if mark.any() and np.subtract(*np.percentile(tone[mark], [90, 10])) > _EVEN:
        return np.zeros_like(mark)  # a watermark has one tone; these are smears of small print
    return mark


def without_watermark(picture: Picture, mark: npt.NDArray[np.bool_]) -> Picture:
    """Bleach a watermark; where it runs over print, the print's contrast to it is stretched."""
    import cv2

    if not mark.any():
        return picture
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = (31, 31)
    weight = cv2.blur(mark.astype(np.float32), size)
    level = cv2.blur(np.where(mark, gray, 0).astype(np.float32), size) / np.maximum(weight, 1e-6)
    near = cv2.dilate(mark.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    stretched = np.clip((gray[near] / np.maximum(level[near], 1) - 0.3) / (0.88 - 0.3), 0, 1) * 255
    out = picture.copy()
    out[near] = stretched.astype(np.uint8)[:, None]
    return out


def _strokes(broad: Mask) -> npt.NDArray[np.bool_]:
    """Return the pale marks as large as the letters of a watermark; filled cells are none."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(broad, connectivity=8)
    width, height, area = (stats[:, i] for i in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    large, solid = np.maximum(width, height) > DPI / 9, area > 0.6 * width * height
    filled = _breadth(broad, np.asarray(labels, dtype=np.int32), len(stats)) > _STROKE
    mark = large & ~filled & ~(solid & (np.minimum(width, height) > DPI / 7))
    mark[0] = False
    if not mark.any():
        return np.zeros(broad.shape, bool)
    around = cv2.dilate(mark[labels].astype(np.uint8), np.ones((DPI // 6, DPI // 6), np.uint8)) > 0
    close = np.bincount(labels[around], minlength=len(mark)) > 0  # what lines and print cut off from a stroke
    close[0] = False
    return np.asarray((mark | (close & ~large & ~filled))[labels])


def _breadth(mask: Mask, labels: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.float64]:
    """Return the breadth of each part of a mask where it is broadest."""
    import cv2

    out = np.zeros(count)
    marked = mask > 0
    np.maximum.at(out, labels[marked], 2.0 * cv2.distanceTransform(mask, cv2.DIST_L2, 3)[marked])
    return out
