"""Ruling lines or strokes of print? By the ink along a line, and by what stands right beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI

Mask = npt.NDArray[np.uint8]

_LEVEL = DPI * 20 // 72
"""Level lines this near to each other over a shorter way make no row."""

_LOW = DPI * 26 // 72
"""Rows lower than this are searched for upright lines strip by strip."""

_SOLID, _DRAWN, _PARTLY = 0.95, 0.85, 0.6
"""Least share of a line that is inked between two level lines, in rows as low as a character and in others; and where
the line is drawn above and below."""

_REACH = DPI * 4 // 72

_PRINT = 0.35
"""Share of print beside a line (on one side twice as much) from which it may be a stroke of that print."""

_STRIP = 4
"""Pixels that the middle of a line may drift within a row."""


def free(found: Iterable[PixelBox], ink: Mask) -> list[PixelBox]:
    """Return the level lines with little print right above or right below them: no strokes of a row of characters."""
    out = []
    for x0, top, x1, bottom in found:
        sides = ink[max(0, top - 9) : max(0, top - 3), x0 : x1 + 1], ink[bottom + 4 : bottom + 10, x0 : x1 + 1]
        less, more = sorted(float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides)
        if less <= _PRINT and more <= 2 * _PRINT:
            out.append((x0, top, x1, bottom))
    return out


def inked(s: PixelBox, level: Sequence[PixelBox], ink: Mask, over: Mask) -> list[PixelBox]:
    """Return the parts of an upright line, from one level line to the next, along which it is really drawn.

    Joining pieces over gaps adds strokes of characters that happen to stand in line with a rule.
    """
    x0, top, x1, bottom = s
    x = (x0 + x1) / 2
    stops = sorted({(a[1] + a[3]) // 2 for a in level if a[0] - _REACH <= x <= a[2] + _REACH and top < a[1] < bottom})
    edges = [top, *(y for y in stops if top + _REACH < y < bottom - _REACH), bottom]
    rows = list(pairwise(edges))
    kinds = [_drawn(ink[a + 3 : max(b - 2, a + 4)], over[a + 3 : max(b - 2, a + 4)], x0, x1) for a, b in rows]
    out: list[PixelBox] = []
    for i, (start, end) in enumerate(rows):
        between = 0 < i < len(rows) - 1 and kinds[i - 1] == kinds[i + 1] == "line"
        if kinds[i] == "line" or (kinds[i] == "stroke" and between):
            joins = out and out[-1][3] == start
            out[-1 if joins else len(out) :] = [(x0, out[-1][1] if joins else start, x1, end)]
    return out


def _drawn(strip: Mask, over: Mask, x0: int, x1: int) -> Literal["line", "stroke", ""]:
    """Whether an upright line runs through a strip of the page: inked all along, in low rows also standing free.

    A solid upright among other ink in a low row may be the stroke of a character, one with gaps in a high row those of
    characters on several lines.
    """
    body = strip[:, max(0, x0 - 1) : x1 + 2]
    if strip.shape[0] >= _LOW:
        inked = (body | over[:, max(0, x0 - 1) : x1 + 2]).any(axis=1).mean()
        certain = _densest(body) >= _DRAWN
        if certain or (
            inked >= _DRAWN and max(_beside(strip, x0 - 9, x0 - 3), _beside(strip, x1 + 4, x1 + 10)) <= _PRINT
        ):
            return "line"
        return "stroke" if inked >= _PARTLY else ""
    share = body.mean(axis=0)
    full = np.flatnonzero(share >= _SOLID)
    if not len(full):
        return ""
    start, end = max(0, x0 - 1) + int(full[0]), max(0, x0 - 1) + int(full[-1]) + 1
    less, more = sorted((_beside(strip, start - 5, start - 2), _beside(strip, end + 2, end + 5)))
    return "line" if less <= 0.06 and (more <= 0.25 or share.max() >= 0.985) else "stroke"


def low_rows(ink: Mask, level: list[PixelBox]) -> list[PixelBox]:
    """Find upright lines in low rows: columns inked from one level line to the next, thin, nothing joined to them.

    In a row hardly higher than its print, strokes of characters are nearly as long as the ruling lines; but they do
    not reach both lines, and other strokes join them.
    """
    out = []
    for above in level:
        for below in level:
            top, bottom = above[3] + 2, below[1] - 1
            left, right = max(above[0], below[0]), min(above[2], below[2])
            if not 0.25 * _LOW < bottom - top < _LOW or right - left < _LEVEL:
                continue
            strip = ink[top:bottom, left : right + 1]
            full = np.concatenate(([0], (strip.mean(axis=0) > 0.96).astype(np.int8), [0]))
            edges = np.flatnonzero(np.diff(full))
            for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
                if end - start <= DPI // 24 and _bare(strip, start, end):
                    out.append((left + start, top - 2, left + end - 1, bottom + 1))
    return out


def _bare(strip: Mask, start: int, end: int) -> bool:
    """Whether a line stands free: white on both sides as cells are padded, while strokes have others close by."""
    return max(_beside(strip, start - 6, start - 1), _beside(strip, end + 1, end + 6)) <= 0.06


def _densest(body: Mask) -> float:
    """Share of inked rows in the best of all narrow strips: print in a broad one would pass for a line."""
    strips = [body[:, i : i + _STRIP] for i in range(max(1, body.shape[1] - _STRIP + 1))]
    return max(float(strip.any(axis=1).mean()) for strip in strips)


def _beside(strip: Mask, start: int, end: int) -> float:
    """Share of rows with ink beside a line; the second line of a double one is no print."""
    side = strip[2:-2, max(0, start) : max(0, end)]
    side = side[:, side.mean(axis=0) < _SOLID] if side.size else side
    return float(side.any(axis=1).mean()) if side.size else 0.0
