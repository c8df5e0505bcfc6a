"""Text of a scanned page: RapidOCR finds and reads lines, cut where they cross a ruling line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from textmine.documents.model import Glyph
from textmine.documents.scan_engine import NOTHING, PixelBox, Reading, recognise
from textmine.documents.scan_image import DPI, Picture, ink_of, without_specks
from textmine.documents.scan_letters import simplified
from textmine.documents.scan_rules import Mask

_FIGURE = re.compile(r"[≥≤=<>]?[-−]?\d[\d,.，]*[%％分]?")

_DOTTED = re.compile(r"^(\d[\d,]*\.\d+)[.,，]$")
"""A figure with a speck behind it."""

_UPRIGHT_STROKE = "|"

_BARS = frozenset("|｜丨‖∥")

_UNSURE = 0.6

_UPRIGHT = 1.45
"""A line of text that is higher than this many times its width is written from top to bottom."""

_DASHES = ("-", "—", "_")

_THIN = 0.02
"""Share of a column of pixels that is inked where there is writing."""

_TALL = 2.2
"""The same where no white rows part the characters."""


def among_letters(stroke: PixelBox, lines: Sequence[PixelBox], marks: Mask) -> bool:
    """Whether an upright stroke stands inside a line of text with other ink close by: then it belongs to a character.

    Between the texts of two cells there is white on both sides, and more than the gap of two characters on one.
    """
    x0, top, x1, bottom = stroke
    for left, upper, right, lower in lines:
        height = lower - upper
        if bottom - top > 1.5 * height:
            continue  # longer than any character
        if upper < (top + bottom) / 2 < lower and left + 0.2 * height < x0 and x1 < right - 0.2 * height:
            strip = marks[max(0, upper) : lower]
            before, after = _gap(strip, x0 - 2, -1, height), _gap(strip, x1 + 2, 1, height)
            if min(before, after) < 0.15 * height or max(before, after) < 0.5 * height:
                return True
    return False


def _gap(strip: Mask, start: int, step: int, most: int) -> int:
    """White columns from a place on, in one direction."""
    for distance in range(most):
        column = start + step * distance
        if not 0 <= column < strip.shape[1] or strip[:, column].any():
            return distance
    return most


def read_piece(picture: Picture, box: PixelBox) -> Glyph | None:
    """Read one piece of line; None where there is nothing to read."""
    x0, y0, x1, y1 = box
    crop = picture[max(0, y0) : y1, max(0, x0) : x1]
    if min(crop.shape[:2]) < 4:
        return None
    stroke = _lone_stroke(crop)
    reading = Reading(stroke, 1.0, 1.0) if stroke and stroke != _UPRIGHT_STROKE else _recognise(crop)
    if not reading.text or (stroke == _UPRIGHT_STROKE and reading.confidence < _UNSURE):
        return None  # the latter is what is left of a ruling line, a figure 1 reads well
    k = 72 / DPI
    size = (y1 - y0) * k * 0.8
    # One wrong digit makes a false number: of figures the least certain character counts.
    sure = reading.weakest if _FIGURE.fullmatch(reading.text) else reading.confidence
    if set(reading.text) & _BARS:
        sure = min(sure, _UNSURE)  # a ruling line taken for print: text of two cells in one
    return Glyph(_DOTTED.sub(r"\1", simplified(reading.text)), x0 * k, y0 * k, x1 * k, y1 * k, size, sure)


def unread(box: PixelBox) -> Glyph:
    """Return the place where something is printed that could not be read."""
    k = 72 / DPI
    return Glyph(" ", box[0] * k, box[1] * k, box[2] * k, box[3] * k, (box[3] - box[1]) * k * 0.8, 0.0)


def _lone_stroke(crop: Picture) -> str:
    """Read a lone straight stroke by its direction, "" for anything else.

    A recogniser takes the slash of a blank cell for the figure 1: a false number, and nothing would look wrong.
    """
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink_of(crop), connectivity=8)
    marks = [i for i, area in enumerate(stats[:, cv2.CC_STAT_AREA].tolist()) if i and area >= DPI // 18]
    if len(marks) > 1 and _in_one_row(np.asarray(stats[marks], dtype=np.int32)):
        return "——"
    if len(marks) != 1:
        return ""
    ys, xs = np.nonzero(labels == marks[0])
    spread, axes = np.linalg.eigh(np.cov(np.stack([xs, ys])))
    dx, dy = np.abs(axes[:, 1])
    slant = float(np.degrees(np.arctan2(dx, dy)))  # 0 upright, 90 level
    if spread[1] < 25 * max(float(spread[0]), 0.3):
        return ""
    if slant < 12:
        return _UPRIGHT_STROKE
    return "/" if slant < 70 else "—"


def _in_one_row(marks: npt.NDArray[np.int32]) -> bool:
    """Whether marks are level strokes side by side: the dash of a blank cell in two halves."""
    tops, widths, heights = marks[:, 1], marks[:, 2], marks[:, 3]
    return bool((widths > 3 * heights).all() and np.ptp(tops) <= 3)


def _recognise(crop: Picture) -> Reading:
    """Read a crop; vertical writing laid out as a line."""
    marks = without_specks(ink_of(crop))
    width = _breadth(marks)
    spans = _spans(marks, width) if crop.shape[0] > _UPRIGHT * width else []
    whole = [span for span in spans if span[1] - span[0] > 0.6 * width]
    if len(whole) < 2 and crop.shape[0] <= _TALL * crop.shape[1]:
        return recognise(crop)  # a figure and a speck are no vertical writing
    parts = list(_stacked(crop, spans, width))
    reading = recognise(_laid_out(parts)) if parts else NOTHING
    # A character that was there has gone, or what is left of a ruling line was read for one.
    if len(reading.text) < len(parts) or reading.text[:1] in _DASHES:
        return Reading(reading.text, min(reading.confidence, _UNSURE), min(reading.weakest, _UNSURE))
    return reading


def _breadth(marks: Mask) -> int:
    """Return how broad the writing of a crop is, without single specks at its sides."""
    inked = np.flatnonzero(marks.sum(axis=0) > _THIN * marks.shape[0])
    return int(inked[-1] - inked[0] + 1) if len(inked) else marks.shape[1]


def _laid_out(parts: Sequence[Picture]) -> Picture:
    """Return the characters of vertical writing side by side: as a line they are read by their neighbours too."""
    high = max(part.shape[0] for part in parts)
    tiles = []
    for part in parts:
        above = (high - part.shape[0]) // 2
        below = high - part.shape[0] - above
        tiles.append(np.pad(part, ((above, below), (2, 2), (0, 0)), constant_values=255))
    return np.ascontiguousarray(np.concatenate(tiles, axis=1))


def _spans(marks: Mask, width: int) -> list[tuple[int, int]]:
    """Return the rows of each character of vertical writing, from white row to white row."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.any(axis=1).astype(np.int8), [0]))))
    merged: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        # the parts of 二 or 示 belong together: join while the sum stays about a square
        if merged and end - merged[-1][0] <= 1.15 * width:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _stacked(crop: Picture, spans: Sequence[tuple[int, int]], width: int) -> Iterator[Picture]:
    """Cut vertical writing into its characters, those that touch into squares."""
    for start, end in spans:
        count = max(1, round((end - start) / max(width, 1)))  # characters that touch; a figure 1 stays one
        step = math.ceil((end - start) / count)
        for top in range(start, end, step):
            yield crop[max(0, top - 2) : min(end, top + step) + 2]
