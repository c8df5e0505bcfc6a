"""Header rows without upright lines of their own, as filled ones are: the lines of the columns below go on there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI

Mask = npt.NDArray[np.uint8]

_REACH = DPI * 4 // 72

_LOWEST = DPI * 9 // 72
"""Pixels: no row of print is lower."""

_COLUMNS = 5
"""A table of indicators has at least so many columns."""

_CLEAR = 0.02
"""Share of ink where a line would run."""

_WORD = DPI // 4
"""Pixels of ink that a word has at least."""


def carried_on(level: Sequence[PixelBox], upright: Sequence[PixelBox], ink: Mask) -> list[PixelBox]:
    """Return the upright lines that a row without any has by the columns below it.

    They must run through white and leave a word in each column: a sentence across the table is no header.

    Parameters
    ----------
    level, upright : sequence of boxes
        The lines of a page.
    ink : ndarray
        Ink of the page as 1.
    """
    wide = [s for s in level if s[2] - s[0] > ink.shape[1] // 3]
    return [line for above, below in _rows(wide) for line in _lines(above, below, upright, ink)]


def _rows(wide: Sequence[PixelBox]) -> Iterator[tuple[PixelBox, PixelBox]]:
    """Yield the lines above and below each row that they part."""
    for above, below in pairwise(sorted(wide, key=lambda s: s[1] + s[3])):
        if below[1] - above[3] > _LOWEST:
            yield above, below


def _lines(above: PixelBox, below: PixelBox, upright: Sequence[PixelBox], ink: Mask) -> list[PixelBox]:
    left, right = max(above[0], below[0]) + _REACH, min(above[2], below[2]) - _REACH
    top, bottom = above[3] + 2, below[1] - 1
    inner = [s for s in upright if left < (s[0] + s[2]) // 2 < right]
    if any(s[1] < (top + bottom) // 2 < s[3] for s in inner):
        return []
    xs = sorted((s[0] + s[2]) // 2 for s in inner if abs(s[1] - below[1]) <= _REACH and s[3] - s[1] > _LOWEST)
    strips = [ink[top:bottom, x - 1 : x + 2] for x in xs]
    columns = [ink[top:bottom, a + 3 : b - 2] for a, b in pairwise([left, *xs, right])]
    if len(columns) < _COLUMNS or any(s.mean() > _CLEAR for s in strips) or any(c.sum() < _WORD for c in columns):
        return []
    return [(x - 1, above[1], x + 1, below[3]) for x in xs]
