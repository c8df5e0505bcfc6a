"""Pictures for the tests of scans, drawn in the test."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1786, 2526
"""An A4 page at the resolution of reading."""


def table(
    xs: tuple[int, ...] = (150, 600, 1000, 1636),
    ys: tuple[int, ...] = (200, 500, 900, 1400, 2300),
    *,
    tone: int = 0,
    thick: int = 3,
    paper: int = 255,
) -> np.ndarray:
    """Draw a table on a page, blue-green-red."""
    page = Image.new("RGB", (WIDTH, HEIGHT), (paper,) * 3)
    pen = ImageDraw.Draw(page)
    for y in ys:
        pen.line((xs[0], y, xs[-1], y), fill=(tone,) * 3, width=thick)
    for x in xs:
        pen.line((x, ys[0], x, ys[-1]), fill=(tone,) * 3, width=thick)
    return np.asarray(page)[:, :, ::-1].copy()


def strokes(page: np.ndarray, x: int, y: int, n: int, size: int = 30, pitch: int = 40) -> np.ndarray:
    """Draw `n` lines of print-like squares with a stem, one below the other, each as high as `size`."""
    out = page.copy()
    for i in range(n):
        top = y + i * pitch
        for at in range(x - 4 * size, x + 4 * size, size + 4):
            out[top : top + size, at : at + 3] = 0
            out[top : top + 3, at : at + size] = 0
            out[top + size // 2 : top + size // 2 + 3, at : at + size] = 0
        out[top : top + size, x : x + 4] = 0
    return out


def places(rules, *, upright: bool) -> list[int]:
    """Return where the rules of one direction lie, in pixels, each once."""
    return sorted({round(3 * (r.x0 if upright else r.top)) for r in rules if (r.x0 == r.x1) is upright})
