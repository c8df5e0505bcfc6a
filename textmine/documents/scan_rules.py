"""Ruling lines of a scanned page, by morphology; found in pixels, returned in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.documents.model import Rule
from textmine.documents.scan_image import DPI, Picture

Mask = npt.NDArray[np.uint8]

_LEVEL, _UPRIGHT = DPI * 20 // 72, DPI * 11 // 72
"""Shortest line to look for: 20 points level, 11 points upright (a row of 6-point print)."""
_GAP = DPI * 5 // 72
_REACH = DPI * 4 // 72


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the lines of a page are: rules in points, and the mask of their pixels."""

    rules: tuple[Rule, ...]
    mask: Mask


def find_rules(picture: Picture) -> Ruled:
    """Find level and upright lines.

    Opening with a long flat element keeps only lines; collinear pieces up to 5 points apart are joined (noise and
    stamps break lines); upright pieces that reach no level line at either end are strokes of characters and dropped.
    """
    ink = binarise(picture)
    level = _segments(_opened(ink, (_LEVEL, 1), (1, 3)), upright=False)
    upright = _segments(_opened(ink, (1, _UPRIGHT), (3, 1)), upright=True)
    upright = [s for s in upright if _anchored(s, level)]
    level = [s for s in level if _crosses(s, upright) or s[2] - s[0] > picture.shape[1] // 3]
    mask = np.zeros(ink.shape, np.uint8)
    for x0, y0, x1, y1 in [*level, *upright]:
        mask[max(0, y0 - 1) : y1 + 2, max(0, x0 - 1) : x1 + 2] = 1
    k = 72 / DPI
    rules = [Rule(x0 * k, (y0 + y1) / 2 * k, x1 * k, (y0 + y1) / 2 * k) for x0, y0, x1, y1 in level]
    rules += [Rule((x0 + x1) / 2 * k, y0 * k, (x0 + x1) / 2 * k, y1 * k) for x0, y0, x1, y1 in upright]
    return Ruled(tuple(rules), mask)


def binarise(picture: Picture) -> Mask:
    """Ink as 1, paper as 0, by the local mean: uneven light and grey paper do not matter."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    method, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return np.asarray(cv2.adaptiveThreshold(gray, 1, method, kind, 2 * (DPI // 12) + 1, 18), dtype=np.uint8)


def _opened(ink: Mask, element: tuple[int, int], bridge: tuple[int, int]) -> Mask:
    import cv2

    joined = cv2.dilate(ink, np.ones(bridge[::-1], np.uint8))  # a line one pixel askew stays one line
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(element[::-1], np.uint8)), dtype=np.uint8)


def _segments(mask: Mask, *, upright: bool) -> list[tuple[int, int, int, int]]:
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    out = []
    thickest = DPI // 12
    for x, y, w, h, _area in stats[1:].tolist():
        if (w if upright else h) <= thickest:
            out.append((x, y, x + w - 1, y + h - 1))
    return _joined(out, upright=upright)


def _joined(found: list[tuple[int, int, int, int]], *, upright: bool) -> list[tuple[int, int, int, int]]:
    """Join collinear pieces with small gaps between them."""
    across, along = (0, 1) if upright else (1, 0)

    def middle(s: tuple[int, int, int, int]) -> float:
        return (s[across] + s[across + 2]) / 2

    rows: list[list[tuple[int, int, int, int]]] = []
    for segment in sorted(found, key=lambda s: (middle(s), s)):
        if rows and middle(segment) - middle(rows[-1][-1]) <= DPI / 48:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    out: list[tuple[int, int, int, int]] = []
    for row in rows:
        row.sort(key=lambda s: s[along])
        current = row[0]
        for s in row[1:]:
            if s[along] - current[along + 2] <= _GAP:
                current = _hull(current, s)
            else:
                out.append(current)
                current = s
        out.append(current)
    return out


def _hull(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _anchored(s: tuple[int, int, int, int], level: list[Any]) -> bool:
    """Whether both ends of an upright piece lie on a level line, or it is far longer than any character."""
    x = (s[0] + s[2]) / 2
    ends = [any(a[0] - _REACH <= x <= a[2] + _REACH and abs((a[1] + a[3]) / 2 - y) <= _REACH for a in level)
            for y in (s[1], s[3])]  # fmt: skip
    return all(ends) or (any(ends) and s[3] - s[1] > 3 * _UPRIGHT) or s[3] - s[1] > DPI


def _crosses(s: tuple[int, int, int, int], upright: list[Any]) -> bool:
    y = (s[1] + s[3]) / 2
    return any(
        s[0] - _REACH <= (u[0] + u[2]) / 2 <= s[2] + _REACH and u[1] - _REACH <= y <= u[3] + _REACH for u in upright
    )
