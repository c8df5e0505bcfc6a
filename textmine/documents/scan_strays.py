"""What a finder of lines misses on a scanned page: lone figures, short lines; found by their ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from textmine.documents.lattice import Lattice
from textmine.documents.model import Glyph
from textmine.documents.scan_closing import CLOSING, closing_mark
from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI, Picture
from textmine.documents.scan_pieces import cells_of
from textmine.documents.scan_rules import Mask
from textmine.documents.scan_text import read_piece, unread

_LEAST_INK = DPI // 18
"""Pixels: lower marks in a cell are dust, not a figure."""

_LETTER = DPI // 12
"""Pixels: the height of small print; in a cell with text, lower marks are what the reading left of its letters."""

_CERTAIN = 0.8
"""Least confidence of a piece of text that no line finder saw, in a cell that has other text."""

_DOT = DPI // 36
"""Pixels: the least a full stop, a comma or a closing quote measures."""

_BLACK = 110
"""Grey level of print, however small."""

_SAMPLE, _DARKEST = 60, 2
"""Pieces of text that tell how dark print is, and the share of their pixels, in hundredths, that counts."""

_LIKELY = 0.85
"""Confidence of marks told by their shape."""

_SEEN = 0.5
"""The same outside all tables."""


def in_cells(bare: Picture, marks: Mask, lattices: Sequence[Lattice], glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Read what line finders miss: lone digits in cells without text, short lines in others where they are certain.

    What cannot be read in a cell without text stands there as no text of no confidence, lest it pass for a blank.

    Parameters
    ----------
    bare : ndarray
        The page without its ruling lines.
    marks : ndarray
        Its ink, what was read left out.
    glyphs : sequence of Glyph
        What was read.
    """
    tone = _tone(bare, glyphs)
    for lattice in lattices:
        held: dict[int | None, list[Glyph]] = {}
        for glyph in glyphs:
            held.setdefault(lattice.at((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2), []).append(glyph)
        for index, cell in enumerate(cells_of(lattice)):
            if index in held:
                yield from _beside_text(bare, marks, cell, held[index], tone)
            elif (found := _ink_box(marks, cell, _LEAST_INK)) is not None:
                read = None if _level(bare, found) > tone else read_piece(bare, found)
                if read is not None:
                    yield read
                elif max(found[2] - found[0], found[3] - found[1]) > _LETTER:
                    yield unread(found)


def _tone(bare: Picture, glyphs: Sequence[Glyph]) -> float:
    """Return the grey level from which on marks are too pale for the print of a page: what a stamp left."""
    k = DPI / 72
    boxes = [(round(g.x0 * k), round(g.top * k), round(g.x1 * k), round(g.bottom * k)) for g in glyphs[:_SAMPLE]]
    return (float(np.median([_level(bare, box) for box in boxes])) + 255) / 2 if boxes else 255.0


def _level(bare: Picture, box: PixelBox) -> float:
    """Return how dark the darkest parts of a mark are."""
    part = bare[max(0, box[1]) : box[3], max(0, box[0]) : box[2]]
    return float(np.percentile(part.min(axis=2), _DARKEST)) if part.size else 255.0


def _beside_text(bare: Picture, marks: Mask, cell: PixelBox, held: Sequence[Glyph], tone: float) -> Iterator[Glyph]:
    """Read what is left in a cell with text: another line, or a mark that stands on a line of its own."""
    left = [box for box in _lines(_parts(marks, cell, _LETTER)) if not _overlaps(box, held)]
    for box in left:
        glyph = None if _level(bare, box) > tone else read_piece(bare, box)
        if glyph is not None and (glyph.confidence >= _CERTAIN or glyph.text in CLOSING):
            yield glyph
        elif box[2] - box[0] > _LETTER:
            yield unread(box)
    if left:
        return
    found = _ink_box(marks, cell, _DOT)
    below = max(glyph.bottom for glyph in held) * DPI / 72
    if found is None or found[1] <= below or found[2] - found[0] >= 2 * _LETTER:
        return
    full = max(glyph.x1 for glyph in held) * DPI / 72 > cell[2] - 2 * _LETTER
    if full and _is_black(bare, found):
        mark = closing_mark(marks, found, below)
        yield unread(found)._replace(text=mark, confidence=_LIKELY)


def _is_black(bare: Picture, box: PixelBox) -> bool:
    """Whether a mark is as dark as print and no grain of the paper."""
    part = bare[max(0, box[1]) : box[3], max(0, box[0]) : box[2]].min(axis=2)
    return bool((part < _BLACK).sum() >= _DOT * _DOT // 2)


def outside(bare: Picture, marks: Mask, glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Read lone figures that stand between the pieces of text of a page without ruled tables."""
    import cv2

    heights = [(g.bottom - g.top) * DPI / 72 for g in glyphs if len(g.text) > 2]
    if not heights:
        return
    usual = float(np.median(heights))
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((3, max(3, round(0.4 * usual))), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pad = DPI // 72
    for x, y, w, h, area in stats[1:].tolist():
        is_text = 0.45 * usual < h < 1.3 * usual and w < 6 * usual
        is_dash = h < 0.2 * usual and 0.3 * usual < w < 2 * usual
        if area < _LEAST_INK or not (is_text or is_dash):
            continue
        box = (x - pad, y - pad, x + w + pad, y + h + pad)
        if _overlaps(box, glyphs):
            continue
        glyph = read_piece(bare, box)
        if glyph is not None and glyph.confidence >= _SEEN:
            yield glyph


def _overlaps(box: PixelBox, glyphs: Sequence[Glyph]) -> bool:
    k = 72 / DPI
    x0, top, x1, bottom = (v * k for v in box)
    return any(
        min(x1, g.x1) - max(x0, g.x0) > 2 and min(bottom, g.bottom) - max(top, g.top) > 0.25 * (bottom - top)
        for g in glyphs
    )


def _ink_box(marks: Mask, cell: PixelBox, least: int) -> PixelBox | None:
    """Bounds of the ink inside a cell in pixels, None where there are but marks smaller than `least`."""
    parts = _parts(marks, cell, least)
    return _padded(parts) if parts else None


def _parts(marks: Mask, cell: PixelBox, least: int) -> list[PixelBox]:
    """Boxes of the marks inside a cell that are not smaller than `least`."""
    import cv2

    inset = DPI // 50
    left, top, right, bottom = cell[0] + inset, cell[1] + inset, cell[2] - inset, cell[3] - inset
    inner = marks[top:bottom, left:right]
    if inner.size == 0:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(inner), connectivity=8)
    parts = [s for s in stats[1:].tolist() if max(s[2], s[3]) >= least and s[4] >= min(least, _LEAST_INK)]
    return [(left + x, top + y, left + x + w, top + y + h) for x, y, w, h, _ in parts]


def _lines(parts: Sequence[PixelBox]) -> list[PixelBox]:
    """Bounds of marks line by line."""
    lines: list[list[PixelBox]] = []
    for part in sorted(parts, key=lambda box: box[1]):
        if lines and part[1] < max(box[3] for box in lines[-1]):
            lines[-1].append(part)
        else:
            lines.append([part])
    return [_padded(line) for line in lines]


def _padded(parts: Sequence[PixelBox]) -> PixelBox:
    pad = DPI // 36
    return (
        min(box[0] for box in parts) - pad,
        min(box[1] for box in parts) - pad,
        max(box[2] for box in parts) + pad,
        max(box[3] for box in parts) + pad,
    )
