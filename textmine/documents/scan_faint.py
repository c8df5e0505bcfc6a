"""Pieces of ruling lines too faint to stand alone: found where a line is drawn in the row above or below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI

Gray = npt.NDArray[np.uint8]
Veil = npt.NDArray[np.uint8]

_NEAR = DPI * 2 // 72
"""Pixels: lines closer than this are one."""

_SIDE = 8
"""Pixels looked at on both sides."""

_ALONG, _SHARE = 5, 0.88
"""Pixels that a line is smoothed along, and the share of it that must show."""

_CONTRAST = 5.0
"""Grey levels that a faint line is darker than what is beside it."""

_DARK, _PRINT = 160, 0.35
"""Grey level of print, and the share of it beside a line (on one side twice as much) from which it may be a stroke."""

_LOWEST = DPI * 7 // 72


def completed(gray: Gray, veil: Veil, upright: Sequence[PixelBox], level: Sequence[PixelBox]) -> list[PixelBox]:
    """Return the missing pieces of upright lines; for level ones give transposed pictures and boxes.

    Parameters
    ----------
    gray : ndarray
        The page.
    veil : ndarray
        1 where a stamp or watermark was.
    upright, level : sequence of boxes
        The lines found so far.
    """
    out: list[PixelBox] = []
    for x, thick in _places(upright):
        rows = list(_rows(x, level))
        drawn = [_is_drawn(x, row, upright) for row in rows]
        for order in (range(1, len(rows)), range(len(rows) - 2, -1, -1)):
            step = 1 if order.step > 0 else -1
            for i in order:
                if not drawn[i] and drawn[i - step] and rows[i - step][step > 0] == rows[i][step < 0]:
                    drawn[i] = _shows(gray, veil, x, rows[i])
                    if drawn[i]:
                        out.append((x - thick, rows[i][0], x + thick, rows[i][1]))
    return out


def _places(upright: Sequence[PixelBox]) -> list[tuple[int, int]]:
    """Where upright lines stand, and half their thickness."""
    places: list[tuple[int, int]] = []
    for box in sorted(upright):
        x = (box[0] + box[2]) // 2
        if not places or x - places[-1][0] > _NEAR:
            places.append((x, max(1, (box[2] - box[0]) // 2)))
    return places


def _rows(x: int, level: Sequence[PixelBox]) -> Iterator[tuple[int, int]]:
    """Yield the rows that level lines make at a place, from middle to middle."""
    ys = sorted({(box[1] + box[3]) // 2 for box in level if box[0] - _NEAR <= x <= box[2] + _NEAR})
    yield from ((a, b) for a, b in pairwise(ys) if b - a > _LOWEST)


def _is_drawn(x: int, row: tuple[int, int], upright: Sequence[PixelBox]) -> bool:
    middle = (row[0] + row[1]) / 2
    return any(box[0] - _NEAR <= x <= box[2] + _NEAR and box[1] <= middle <= box[3] for box in upright)


def _shows(gray: Gray, veil: Veil, x: int, row: tuple[int, int]) -> bool:
    """Whether the page is darker at a place than beside it, all along a row; print has gaps between its lines."""
    import cv2

    top, bottom = row[0] + 4, row[1] - 3
    left, right = x - _SIDE, x + _SIDE + 1
    if left < 0 or right > gray.shape[1] or bottom - top < _LOWEST // 2:
        return False
    part, covered = np.ascontiguousarray(gray[top:bottom, left:right]), veil[top:bottom, left:right]
    sides = sorted(float((part[:, side] < _DARK).any(axis=1).mean()) for side in (np.s_[:5], np.s_[-5:]))
    if sides[0] > _PRINT or sides[1] > 2 * _PRINT:
        return False
    smooth = cv2.blur(part.astype(np.float32), (2, _ALONG))
    beside = np.median(np.concatenate([smooth[:, :4], smooth[:, -4:]], axis=1), axis=1)
    middle = smooth[:, _SIDE - 3 : _SIDE + 4]
    contrast = beside - middle[:, int(middle.mean(axis=0).argmin())]
    hidden = covered.mean(axis=1) > 0.3
    return bool((contrast[~hidden] >= _CONTRAST).mean() >= _SHARE) if (~hidden).mean() > 0.5 else False
