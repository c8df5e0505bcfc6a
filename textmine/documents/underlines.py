"""Underlines: level rules that accompany text and border no cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.documents.glyphs import Floats, Glyphs, Rules
from textmine.documents.model import Glyph, Rule
from textmine.documents.ruling import AT_ONCE

FIT = 0.7
"""An underline begins and ends with its text, to this many points; the border of a cell keeps its distance."""

_REACH = 4.0
"""Rows of this height are searched for the base line that a rule accompanies, and those above and below."""


def without_underlines(rules: Iterable[Rule], glyphs: Sequence[Glyph]) -> Rules:
    """Return the rules that underline no text.

    An underline lies just below a base line, begins where one glyph begins and ends where another ends.
    """
    rules, glyphs = Rules.of(rules), Glyphs.of(glyphs)
    lines = rules.boxes
    if not len(rules) or not len(glyphs):
        return rules
    boxes = glyphs.boxes
    if len("".join(glyphs.texts).split()) != 1:
        boxes = boxes[[i for i, text in enumerate(glyphs.texts) if not text.isspace()]]
    flat = np.flatnonzero((lines[:, 3] - lines[:, 1] <= 2) & (lines[:, 2] - lines[:, 0] >= 4))
    parts = [_underlines(lines, flat[begin : begin + AT_ONCE], boxes) for begin in range(0, len(flat), AT_ONCE)]
    found = np.concatenate([flat[:0], *parts])
    return Rules(np.delete(lines, found, axis=0)) if len(found) else rules


def _underlines(lines: Floats, some: NDArray[np.intp], boxes: Floats) -> NDArray[np.intp]:
    """Return which of some level lines begin and end where glyphs do."""
    some = some[_accompanied(lines[some], boxes, 0)]
    return some[_accompanied(lines[some], boxes, 2)] if len(some) else some


def _accompanied(lines: Floats, boxes: Floats, side: int) -> NDArray[np.bool_]:
    """Return for level lines whether a glyph just above has its left (side 0) or right (2) end where the line has."""
    order = np.argsort(boxes[:, side])
    ends = boxes[order, side]
    first = np.searchsorted(ends, lines[:, side] - FIT, "right")
    count = np.maximum(0, np.searchsorted(ends, lines[:, side] + FIT, "left") - first)
    line = np.repeat(np.arange(len(lines)), count)
    glyph = order[np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)]
    x0, top, x1, bottom = boxes[glyph].T
    left, high, right, low = lines[line].T
    y = (high + low) / 2
    near = (np.abs(bottom - y) < 0.2 * (bottom - top)) & (np.abs(bottom // _REACH - y // _REACH) <= 1)
    near &= (left - 1 < x1) & (x0 < right + 1)
    return np.bincount(line[near], minlength=len(lines)) > 0
