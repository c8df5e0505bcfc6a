"""One ruling line taken out of a picture without harm to the print that touches it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]

_WINDOW = 61
"""Pixels over which the place of a line is averaged: it drifts slowly, print on it does not move it."""

_REACH = 6
"""Pixels looked at on both sides of a line."""

_DOUBLE = 5
"""Pixels: a line that is thicker may be two, one erased by now."""

_CHUNK, _SOLID = 200, 0.7
"""Pixels along which the second of two lines does not drift, and the share of them that it inks at least."""


def erase_line(ink: Mask, gone: Mask, box: tuple[int, int, int, int]) -> None:
    """Mark in `gone` the pixels of a level line, for an upright one give transposed views.

    Parameters
    ----------
    ink, gone : ndarray
        Ink of the page as 1; where pixels are to be painted over, set to 1 here.
    box : tuple of int
        x0, top, x1, bottom of the line, ends included.

    Notes
    -----
    In each column the run of ink through the line's centre is looked at. As thin as the line: it goes, with its
    fringe. Longer on one side: print touches, and only the line's own thickness goes. Longer on both sides: a
    stroke crosses and stays whole.
    """
    x0, y0, x1, y1 = box
    start, end = max(0, x0 - 1), min(ink.shape[1], x1 + 2)
    top, bottom = max(0, y0 - _REACH), min(ink.shape[0], y1 + _REACH + 1)
    part = ink[top:bottom, start:end] > 0
    if not part.size:
        return
    centre = _centre(part, y0 - top, y1 - top)
    above, below = _runs(part[::-1], part.shape[0] - 1 - centre), _runs(part, centre)
    half_above, half_below = _usual(above), _usual(below)
    rows = np.arange(part.shape[0])[:, None]
    over, under = above > half_above + 1, below > half_below + 1
    first = centre - np.where(over, half_above, above + 1)
    last = centre + np.where(under, half_below, below + 1)
    going = (rows >= first) & (rows <= last) & ~(over & under)
    gone[top:bottom, start:end] |= going.astype(np.uint8)


def erase_second(ink: Mask, gone: Mask, box: tuple[int, int, int, int]) -> None:
    """Mark in `gone` what is left of a double level line of which `erase_line` took one; arguments as there."""
    x0, y0, x1, y1 = box
    if y1 - y0 + 1 < _DOUBLE:
        return
    top = max(0, y0 - 1)
    for start in range(x0, x1 + 1, _CHUNK):
        end = min(x1 + 1, start + _CHUNK)
        left = (ink[top : y1 + 2, start:end] > 0) & (gone[top : y1 + 2, start:end] == 0)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], (left.mean(axis=1) > _SOLID).astype(np.int8), [0]))))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            erase_line(ink, gone, (start, top + first, end - 1, top + last - 1))


def _centre(part: npt.NDArray[np.bool_], first: int, last: int) -> npt.NDArray[np.int64]:
    """Row of the line in each column: the mean of its ink over a window of columns."""
    body = part[first : last + 1].astype(np.float64)
    rows = np.arange(first, last + 1)[:, None]
    window = np.ones(min(_WINDOW, body.shape[1]))
    weight = np.convolve(body.sum(axis=0), window, "same")
    place = np.convolve((body * rows).sum(axis=0), window, "same")
    middle = (first + last) / 2
    mean = np.where(weight > 0, place / np.maximum(weight, 1), middle)
    return np.clip(np.rint(mean), 0, part.shape[0] - 1).astype(np.int64)


def _runs(part: npt.NDArray[np.bool_], centre: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Pixels of ink below the centre of each column without a gap; 0 where the centre itself is all there is."""
    rows = np.arange(part.shape[0])[:, None]
    blank = ~part & (rows > centre)
    reach = np.where(blank.any(axis=0), blank.argmax(axis=0), part.shape[0])
    return np.asarray(reach - centre - 1)


def _usual(runs: npt.NDArray[np.int64]) -> int:
    return int(np.percentile(runs, 40)) if len(runs) else 0
