"""Pieces of one ruling line put together over gaps, and carried on where it goes on faintly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI

Mask = npt.NDArray[np.uint8]

_GAP = DPI * 5 // 72
"""Pixels: gaps that noise and stamps leave in a line."""


def joined(found: list[PixelBox], over: Mask | None = None, *, upright: bool) -> list[PixelBox]:
    """Join collinear pieces that overlap or have small gaps between them, or with gaps that a watermark covers."""
    across, along = (0, 1) if upright else (1, 0)

    def middle(s: PixelBox) -> float:
        return (s[across] + s[across + 2]) / 2

    rows: list[list[PixelBox]] = []
    for segment in sorted(found, key=lambda s: (middle(s), s)):
        if rows and middle(segment) - middle(rows[-1][-1]) <= DPI / 48:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    out: list[PixelBox] = []
    for row in rows:
        row.sort(key=lambda s: s[along])
        current = row[0]
        for s in row[1:]:
            if s[along] - current[along + 2] <= _GAP or _covers(over, current, s, upright=upright):
                current = _hull(current, s)
            else:
                out.append(current)
                current = s
        out.append(current)
    return out


def prolonged(s: PixelBox, faint: Mask) -> PixelBox:
    """Return a level line as far as it goes on, however faintly."""
    x0, top, x1, bottom = s
    going = np.asarray(faint[max(0, top - 1) : bottom + 2].any(axis=0))
    before, behind = going[:x0][::-1], going[x1 + 1 :]
    left = x0 - (len(before) if before.all() else int(before.argmin()))
    right = x1 + (len(behind) if behind.all() else int(behind.argmin()))
    return left, top, right, bottom


def _covers(over: Mask | None, first: PixelBox, second: PixelBox, *, upright: bool) -> bool:
    """Whether a watermark covers the gap between two pieces of a line."""
    if over is None:
        return False
    across = (first[0] + second[2]) // 2 if upright else (first[1] + second[3]) // 2
    gap = over[first[3] + 1 : second[1], across] if upright else over[across, first[2] + 1 : second[0]]
    return bool(len(gap) and gap.mean() > 0.75)


def _hull(a: PixelBox, b: PixelBox) -> PixelBox:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
