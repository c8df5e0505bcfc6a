"""Ruling lines of a scanned page, by morphology; found in pixels, returned in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.documents.model import Rule
from textmine.documents.scan_dashes import find_dashed
from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_erase import erase_line, erase_second
from textmine.documents.scan_faint import completed
from textmine.documents.scan_heads import carried_on
from textmine.documents.scan_image import DPI, Picture, ink_of
from textmine.documents.scan_joining import joined, prolonged
from textmine.documents.scan_strokes import free, inked, low_rows

Mask = npt.NDArray[np.uint8]

_LEVEL, _UPRIGHT = DPI * 20 // 72, DPI * 16 // 72
"""Shortest line to look for in general: 20 points level, 16 points upright (longer than the strokes of text)."""
_LONG = DPI
"""Longer than any chance alignment of strokes over rows of print."""
_VEILED = DPI * 32 // 72
"""Shortest line to look for where a watermark may hide pieces of it: longer than its strokes are broad."""
_REACH = DPI * 4 // 72
_SIDES = 17
"""Pixels across a line within which there is paper on both sides of it."""
_CLEAR, _FAINT = 30, 14
"""Grey levels that a line is darker than the paper: one that stands alone, and one that goes on from another."""
_DOTS = 5
"""Pixels over which the dots of fine dotted lines run together."""
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
        return Ruled(self.level, tuple(joined(kept, upright=True)))

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
        for erase in (erase_line, erase_second):
            for box in self.level:
                erase(ink, gone, box)
            for box in self.upright:
                erase(ink.T, gone.T, _transposed(box))
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
    level += free(_thin(_opened(inks[0], (_LEVEL, 1), (1, 3)), upright=False), ink)
    level += free(_dotted(gray, upright=False), ink)
    upright = _thin(_opened(ink, (1, _UPRIGHT), (3, 1)), upright=True)
    fine = [*_thin(_opened(inks[1], (1, _UPRIGHT), (3, 1)), upright=True), *_dotted(gray, upright=True)]
    upright += [_transposed(s) for s in free(map(_transposed, fine), ink.T)]
    if over.any():
        both = ink | over
        level += free(_mostly_inked(_thin(_opened(both, (_VEILED, 1), (1, 3)), upright=False), ink), ink)
        hidden = _mostly_inked(_thin(_opened(both, (1, _VEILED), (3, 1)), upright=True), ink)
        upright += [_transposed(s) for s in free(map(_transposed, hidden), ink.T)]
    faint = over | _faint(gray, upright=False), over | _faint(gray, upright=True)
    level = [prolonged(s, faint[0]) for s in joined(level, faint[0], upright=False)]
    upright = joined(upright, faint[1], upright=True)
    level += find_dashed(ink, level, upright=False)
    dashed = find_dashed(ink, upright, upright=True)
    upright = [piece for s in upright if _anchored(s, level) for piece in inked(s, level, inks[1], faint[1])] + dashed
    upright += completed(gray, over, upright, level)
    across = completed(gray.T, over.T, [_transposed(s) for s in level], [_transposed(s) for s in upright])
    level += [_transposed(s) for s in across]
    upright += carried_on(level, upright, ink)
    doubtful = low_rows(inks[1], level)
    crossing = [*upright, *doubtful]
    wide = [s for s in level if s[2] - s[0] > picture.shape[1] // 3]
    level = [s for s in level if _crosses(s, crossing) or any(abs(s[1] + s[3] - w[1] - w[3]) <= 6 for w in wide)]
    level = [s for s in level if s[2] - s[0] > _LONG or _tied(s, upright) or free([s], ink)]
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


def _faint(gray: Mask, *, upright: bool) -> Mask:
    """Return what may be faint lines: ink hardly darker than the paper, smoothed and opened along the lines.

    Print is in it too; it only tells whether a certain line goes on across a gap.
    """
    element, wide = ((1, _LEVEL), (3, 1)) if upright else ((_LEVEL, 1), (1, 3))
    return _opened(_thin_ink(gray, _FAINT, upright=upright, smooth=_SMOOTH), element, wide)


def _dotted(gray: Mask, *, upright: bool) -> list[PixelBox]:
    """Return what may be fine dotted lines; strokes of print run together like dots, but not so far."""
    element, wide = ((1, _LONG // 2), (3, 1)) if upright else ((_LONG, 1), (1, 3))
    return _thin(_opened(_thin_ink(gray, _CLEAR, upright=upright, smooth=_DOTS), element, wide), upright=upright)


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


def _transposed(s: PixelBox) -> PixelBox:
    return s[1], s[0], s[3], s[2]


def _anchored(s: PixelBox, level: Sequence[PixelBox]) -> bool:
    """Whether both ends of an upright piece lie on a level line, or it is far longer than any character."""
    x = (s[0] + s[2]) / 2
    ends = [any(a[0] - _REACH <= x <= a[2] + _REACH and abs((a[1] + a[3]) / 2 - y) <= _REACH for a in level)
            for y in (s[1], s[3])]  # fmt: skip
    return all(ends) or (any(ends) and s[3] - s[1] > 2 * _UPRIGHT) or s[3] - s[1] > DPI


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
