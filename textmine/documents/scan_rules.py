"""Ruling lines of a scanned page, by morphology; found in pixels, returned in points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from textmine.documents.model import Rule
from textmine.documents.scan_dashes import find_dashed
from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_erase import erase_line
from textmine.documents.scan_faint import completed
from textmine.documents.scan_image import DPI, Picture, ink_of

Mask = npt.NDArray[np.uint8]

_LEVEL, _UPRIGHT = DPI * 20 // 72, DPI * 16 // 72
"""Shortest line to look for in general: 20 points level, 16 points upright (longer than the strokes of text)."""
_LONG = DPI
"""Longer than any chance alignment of strokes over rows of print."""
_LOW = DPI * 26 // 72
"""Rows lower than this are searched for upright lines strip by strip."""
_SOLID, _DRAWN, _PARTLY = 0.95, 0.85, 0.6
"""Least share of a line that is inked between two level lines, in rows as low as a character and in others; and where
the line is drawn above and below."""
_GAP = DPI * 5 // 72
_VEILED = DPI * 32 // 72
"""Shortest line to look for where a watermark may hide pieces of it: longer than its strokes are broad."""
_REACH = DPI * 4 // 72
_SIDES = 17
"""Pixels across a line within which there is paper on both sides of it."""
_CLEAR, _FAINT = 30, 14
"""Grey levels that a line is darker than the paper: one that stands alone, and one that goes on from another."""
_PRINT = 0.35
"""Share of print beside a line (on one side twice as much) from which it may be a stroke of that print."""
_STRIP = 4
"""Pixels that the middle of a line may drift within a row."""
_SMOOTH = 9
"""Pixels over which faint lines are smoothed."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lines of a page in pixels (x0, top, x1, bottom).

    Attributes
    ----------
    level, upright : tuple of boxes
        Certain lines.
    doubtful : tuple of boxes
        Upright lines in low rows that may be strokes of characters; the text decides.
    """

    level: tuple[PixelBox, ...]
    upright: tuple[PixelBox, ...]
    doubtful: tuple[PixelBox, ...] = ()

    def settled(self, is_print: Callable[[PixelBox], bool]) -> Ruled:
        """Return the lines without those upright ones, doubtful or not long, that turn out to be print."""
        kept = [s for s in self.upright if s[3] - s[1] > _LONG or not is_print(s)]
        kept += [s for s in self.doubtful if not is_print(s)]
        return Ruled(self.level, tuple(_joined(kept, upright=True)))

    def rules(self) -> tuple[Rule, ...]:
        """Return the certain lines in points."""
        k = 72 / DPI
        level = [Rule(x0 * k, (y0 + y1) / 2 * k, x1 * k, (y0 + y1) / 2 * k) for x0, y0, x1, y1 in self.level]
        upright = [Rule((x0 + x1) / 2 * k, y0 * k, (x0 + x1) / 2 * k, y1 * k) for x0, y0, x1, y1 in self.upright]
        return (*level, *upright)

    def erased(self, picture: Picture) -> Picture:
        """Return the picture without its certain lines; print that touches or crosses them stays."""
        ink = ink_of(picture)
        gone = np.zeros_like(ink)
        for box in self.level:
            erase_line(ink, gone, box)
        for x0, y0, x1, y1 in self.upright:
            erase_line(ink.T, gone.T, (y0, x0, y1, x1))
        crossings = _covered(ink, self.level, 3) & _covered(ink, self.upright, 3)
        out = picture.copy()
        out[(gone | crossings) > 0] = 255
        return out


def find_rules(picture: Picture, veil: npt.NDArray[np.bool_] | None = None) -> Ruled:
    """Find level and upright lines.

    Opening with a long flat element keeps only lines; collinear pieces up to 5 points apart are joined (noise and
    stamps break lines); upright pieces that reach no level line at either end are strokes of characters and dropped.

    Parameters
    ----------
    picture : ndarray, height × width × 3
    veil : ndarray of bool, optional
        Where a watermark was bleached: lines may be broken there.
    """
    import cv2

    ink = ink_of(picture)
    over = np.zeros_like(ink) if veil is None or not veil.any() else _widened(veil)
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    inks = ink | _thin_ink(gray, _CLEAR, upright=False), ink | _thin_ink(gray, _CLEAR, upright=True)
    level = _thin(_opened(ink, (_LEVEL, 1), (1, 3)), upright=False)
    level += _free(_thin(_opened(inks[0], (_LEVEL, 1), (1, 3)), upright=False), ink)
    upright = _thin(_opened(ink, (1, _UPRIGHT), (3, 1)), upright=True)
    upright += [
        _transposed(s)
        for s in _free(map(_transposed, _thin(_opened(inks[1], (1, _UPRIGHT), (3, 1)), upright=True)), ink.T)
    ]
    if over.any():
        both = ink | over
        level += _free(_mostly_inked(_thin(_opened(both, (_VEILED, 1), (1, 3)), upright=False), ink), ink)
        hidden = _mostly_inked(_thin(_opened(both, (1, _VEILED), (3, 1)), upright=True), ink)
        upright += [_transposed(s) for s in _free(map(_transposed, hidden), ink.T)]
    faint = over | _faint(gray, upright=False), over | _faint(gray, upright=True)
    level = [_prolonged(s, faint[0]) for s in _joined(level, faint[0], upright=False)]
    upright = _joined(upright, faint[1], upright=True)
    level += find_dashed(ink, level, upright=False)
    dashed = find_dashed(ink, upright, upright=True)
    upright = [piece for s in upright if _anchored(s, level) for piece in _inked(s, level, inks[1], faint[1])] + dashed
    upright += completed(gray, over, upright, level)
    across = completed(gray.T, over.T, [_transposed(s) for s in level], [_transposed(s) for s in upright])
    level += [_transposed(s) for s in across]
    doubtful = _low_rows(inks[1], level)
    crossing = [*upright, *doubtful]
    wide = [s for s in level if s[2] - s[0] > picture.shape[1] // 3]
    level = [s for s in level if _crosses(s, crossing) or any(abs(s[1] + s[3] - w[1] - w[3]) <= 6 for w in wide)]
    level = [s for s in level if s[2] - s[0] > _LONG or _tied(s, upright) or _free([s], ink)]
    return Ruled(tuple(level), tuple(upright), tuple(doubtful))


def _widened(veil: npt.NDArray[np.bool_]) -> Mask:
    import cv2

    return np.asarray(cv2.dilate(veil.astype(np.uint8), np.ones((11, 11), np.uint8)), dtype=np.uint8)


def _opened(ink: Mask, element: tuple[int, int], bridge: tuple[int, int]) -> Mask:
    import cv2

    joined = cv2.dilate(ink, np.ones(bridge[::-1], np.uint8))  # a line one pixel askew stays one line
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(element[::-1], np.uint8)), dtype=np.uint8)


def _thin_ink(gray: Mask, least: int, *, upright: bool, smooth: int = 1) -> Mask:
    """Return what is darker than the paper on both sides of it: lines also where print close by darkens the mean."""
    import cv2

    along, across = ((1, smooth), (_SIDES, 1)) if upright else ((smooth, 1), (1, _SIDES))
    dark = cv2.morphologyEx(cv2.blur(gray, along), cv2.MORPH_BLACKHAT, np.ones(across[::-1], np.uint8))
    return np.asarray(dark > least, dtype=np.uint8)


def _free(found: Iterable[PixelBox], ink: Mask) -> list[PixelBox]:
    """Return the level lines with little print right above or right below them: no strokes of a row of characters."""
    out = []
    for x0, top, x1, bottom in found:
        sides = ink[max(0, top - 9) : max(0, top - 3), x0 : x1 + 1], ink[bottom + 4 : bottom + 10, x0 : x1 + 1]
        less, more = sorted(float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides)
        if less <= _PRINT and more <= 2 * _PRINT:
            out.append((x0, top, x1, bottom))
    return out


def _faint(gray: Mask, *, upright: bool) -> Mask:
    """Return what may be faint lines: ink hardly darker than the paper, smoothed and opened along the lines.

    Print is in it too; it only tells whether a certain line goes on across a gap.
    """
    element, wide = ((1, _LEVEL), (3, 1)) if upright else ((_LEVEL, 1), (1, 3))
    return _opened(_thin_ink(gray, _FAINT, upright=upright, smooth=_SMOOTH), element, wide)


def _mostly_inked(found: list[PixelBox], ink: Mask) -> list[PixelBox]:
    """Return the lines of which a watermark hides but the smaller part."""
    out = []
    for x0, y0, x1, y1 in found:
        part = ink[y0 : y1 + 1, x0 : x1 + 1]
        if part.any(axis=0 if x1 - x0 > y1 - y0 else 1).mean() > 0.5:
            out.append((x0, y0, x1, y1))
    return out


def _thin(mask: Mask, *, upright: bool) -> list[PixelBox]:
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    out = []
    thickest = DPI // 12
    for x, y, w, h, _area in stats[1:].tolist():
        if (w if upright else h) <= thickest:
            out.append((x, y, x + w - 1, y + h - 1))
    return out


def _joined(found: list[PixelBox], over: Mask | None = None, *, upright: bool) -> list[PixelBox]:
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


def _prolonged(s: PixelBox, faint: Mask) -> PixelBox:
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


def _transposed(s: PixelBox) -> PixelBox:
    return s[1], s[0], s[3], s[2]


def _hull(a: PixelBox, b: PixelBox) -> PixelBox:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _anchored(s: PixelBox, level: Sequence[PixelBox]) -> bool:
    """Whether both ends of an upright piece lie on a level line, or it is far longer than any character."""
    x = (s[0] + s[2]) / 2
    ends = [any(a[0] - _REACH <= x <= a[2] + _REACH and abs((a[1] + a[3]) / 2 - y) <= _REACH for a in level)
            for y in (s[1], s[3])]  # fmt: skip
    return all(ends) or (any(ends) and s[3] - s[1] > 2 * _UPRIGHT) or s[3] - s[1] > DPI


def _inked(s: PixelBox, level: Sequence[PixelBox], ink: Mask, over: Mask) -> list[PixelBox]:
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


def _low_rows(ink: Mask, level: list[PixelBox]) -> list[PixelBox]:
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


def _crosses(s: PixelBox, upright: Sequence[PixelBox]) -> bool:
    y = (s[1] + s[3]) / 2
    return any(
        s[0] - _REACH <= (u[0] + u[2]) / 2 <= s[2] + _REACH and u[1] - _REACH <= y <= u[3] + _REACH for u in upright
    )


def _tied(s: PixelBox, upright: Sequence[PixelBox]) -> bool:
    """Whether a short level line goes from one upright line to another, which strokes of print do not."""
    return all(_crosses((x, s[1], x, s[3]), upright) for x in (s[0], s[2]))


def _covered(ink: Mask, boxes: Sequence[PixelBox], pad: int) -> Mask:
    out = np.zeros_like(ink)
    for x0, y0, x1, y1 in boxes:
        out[max(0, y0 - pad) : y1 + pad + 1, max(0, x0 - pad) : x1 + pad + 1] = 1
    return out
