"""Cells written from top to bottom, their columns from right to left: put into the order in which they are read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.documents.glyphs import Floats

_MOST = 24
"""A cell with more characters than this is not searched: labels are short."""

_TIGHT = 1.08
"""Characters of one column follow each other within this many times their height; its neighbour stands further off."""

_FAR = 2.2


def vertical_areas(boxes: Floats, areas: NDArray[np.intp], begins: NDArray[np.bool_]) -> list[slice]:
    """Return the runs of glyphs that form cells of two or more upright columns.

    Parameters
    ----------
    boxes : array of n rows
        Glyphs in reading order as if written level.
    areas : array of n numbers
        The cell of each, ascending; outside of all cells below 0.
    begins : array of n marks
        Whether a printed line begins with it.
    """
    if len(areas) < 3:
        return []
    heights = boxes[:, 3] - boxes[:, 1]
    steps = (boxes[1:, 0] - boxes[:-1, 0]) / np.maximum(heights[1:], 1e-6)
    apart = ~begins[1:] & (areas[1:] >= 0) & (steps > _TIGHT) & (steps < _FAR)
    if not apart.any():
        return []
    close = ~begins[1:] & ~apart
    suspects = sorted(set(areas[1:][apart].tolist()).difference(areas[1:][close].tolist()))  # NumPy's would load masks
    starts, ends = np.searchsorted(areas, suspects), np.searchsorted(areas, suspects, side="right")
    runs = [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if 3 <= b - a <= _MOST]
    return [run for run in runs if _is_vertical(boxes[run])]


def columnwise(boxes: Floats) -> NDArray[np.intp]:
    """Return the order of a vertical cell: columns from right to left, each from top to bottom."""
    return np.lexsort((boxes[:, 1], -_columns(boxes)))


def _columns(boxes: Floats) -> NDArray[np.intp]:
    """Return the number of the column that each glyph stands in, from left to right."""
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    reach = 0.5 * float(np.median(boxes[:, 3] - boxes[:, 1]))
    order = np.argsort(middles, kind="stable")
    numbers = np.cumsum(np.diff(middles[order], prepend=middles[order[0]]) > reach)
    out = np.empty(len(boxes), np.intp)
    out[order] = numbers
    return out


def _is_vertical(boxes: Floats) -> bool:
    """Return whether glyphs follow each other more closely down the columns than across them."""
    columns = _columns(boxes)
    heights = boxes[:, 3] - boxes[:, 1]
    if columns.max() < 1 or heights.max() > 1.2 * heights.min():
        return False
    order = np.lexsort((boxes[:, 1], columns))
    same = np.diff(columns[order]) == 0
    down = np.diff(boxes[order, 1])[same]
    sizes = np.bincount(columns)
    full = sizes[1:].min(initial=len(boxes)) == sizes.max() and sizes[0] <= sizes.max()  # the last column may be short
    return bool(full and len(down) and down.max() <= _TIGHT * heights.max())
