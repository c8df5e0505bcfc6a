"""Dashed and dotted ruling lines of a scanned page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI

Mask = npt.NDArray[np.uint8]

_GAP = DPI * 4 // 72
"""Pixels: dashes farther apart make no line."""

_LONG = DPI * 24 // 72
"""Pixels: the shortest dashed line looked for."""

_THICK = DPI * 2 // 72
"""Pixels: the thickest dash."""

_MOST = DPI * 8 // 72
"""Pixels: the longest dash."""

_UNLIKE = 0.3
"""Share of the dashes at most that are longer or shorter than usual: strokes of print differ from each other."""

_CLEAR = 0.12
"""Share of ink right beside a line at most, crossing lines included: strokes of print have other ink around them."""


def find_dashed(ink: Mask, known: Sequence[PixelBox], *, upright: bool) -> list[PixelBox]:
    """Return the dashed lines, in pixels, that are no part of the known ones.

    Parameters
    ----------
    ink : ndarray
        Ink of the page as 1.
    known : sequence of boxes
        Solid lines of the same direction.
    upright : bool
        Which direction to look in.
    """
    import cv2

    page = np.ascontiguousarray(ink.T) if upright else ink
    closed = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, _LONG), np.uint8))
    for box in known:
        x0, top, x1, bottom = (box[1], box[0], box[3], box[2]) if upright else box
        lines[max(0, top - 3) : bottom + 4, max(0, x0 - 3) : x1 + 4] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    found = [(x, y, x + w - 1, y + h - 1) for x, y, w, h, _ in stats[1:].tolist() if h <= _THICK and w >= _LONG]
    dashed = [box for box in found if _is_dashed(page, box)]
    return [(y0, x0, y1, x1) for x0, y0, x1, y1 in dashed] if upright else dashed


def _is_dashed(page: Mask, box: PixelBox) -> bool:
    """Whether a level line consists of many short dashes and stands free."""
    x0, top, x1, bottom = box
    inked = np.concatenate(([0], page[top : bottom + 1, x0 : x1 + 1].any(axis=0).astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(inked))
    dashes = edges[1::2] - edges[::2]
    usual = float(np.median(dashes))
    if len(dashes) < max(4, (x1 - x0) / (_MOST + _GAP)) or usual > _MOST:
        return False
    if (np.abs(dashes - usual) > 0.3 * usual + 1).mean() > _UNLIKE:
        return False
    beside = page[max(0, top - 5) : max(0, top - 2), x0 : x1 + 1], page[bottom + 3 : bottom + 6, x0 : x1 + 1]
    return all(not side.size or side.mean() <= _CLEAR for side in beside)
