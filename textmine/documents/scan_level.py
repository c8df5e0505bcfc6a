"""Pages made level: the slopes of their long lines, or of their print, tell how they lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_image import DPI, Picture, ink_of

MAX_SKEW = 8.0
"""Degrees: nothing that is laid on a scanner or photographed with care lies more askew."""

_LEAST = 0.0006
"""Slopes below this (a pixel and a half over a page) are left alone."""

_LONG = DPI * 2 // 3
"""Pixels: longer than any stroke of print."""

_OUTLIER = 0.006
"""Slopes that differ from the others by more are no lines of the page."""

Segments = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tilt:
    """Slopes of level lines (dy/dx) and upright ones (dx/dy), each `at` the page's centre and how it `grows` across."""

    level: tuple[float, float] = (0.0, 0.0)
    upright: tuple[float, float] = (0.0, 0.0)

    def is_slight(self, width: int, height: int) -> bool:
        """Whether nothing on a page of this size would be moved by more than a line's thickness."""
        across = abs(self.level[0]) + abs(self.level[1]) * height / 2
        down = abs(self.upright[0]) + abs(self.upright[1]) * width / 2
        return max(across, down) < _LEAST


def straighten(picture: Picture) -> Picture:
    """Return the picture with its lines level and upright."""
    return levelled(picture, level_matrix(picture))


def levelled(picture: Picture, matrix: Matrix | None) -> Picture:
    """Return the picture under the perspective that `level_matrix` gave."""
    import cv2

    if matrix is None:
        return picture
    size = picture.shape[1], picture.shape[0]
    out = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(out, dtype=np.uint8)


def level_matrix(picture: Picture) -> Matrix | None:
    """Return the perspective that takes the pixels of a picture to those of the level one, None where it is level."""
    height, width = picture.shape[:2]
    tilt = find_tilt(picture)
    return None if tilt.is_slight(width, height) else _matrix(tilt, width, height)


def find_tilt(picture: Picture) -> Tilt:
    """Measure how a page lies, by its long lines; by its lines of print where it has none."""
    height, width = picture.shape[:2]
    level, upright = _segments(picture)
    if _total(level) < width / 2:
        slope = float(np.tan(np.radians(skew(picture))))
        return Tilt((slope, 0.0), (-slope, 0.0))
    across = _fitted(level, height / 2)
    down = _fitted(upright, width / 2) if _total(upright) > height / 2 else (-across[0], 0.0)
    return Tilt(across, down)


def _segments(picture: Picture) -> tuple[Segments, Segments]:
    """Return the long lines, level and upright: where each lies across, its slope and its length."""
    import cv2

    gray = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(gray)[0]
    lines = np.zeros((0, 4)) if found is None else found.reshape(-1, 4).astype(np.float64) * 2
    return _running(lines), _running(lines[:, [1, 0, 3, 2]])


def _running(lines: Segments) -> Segments:
    """Return place across, slope and length of the lines that run along the first axis."""
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    kept = (np.abs(dx) > _LONG) & (np.abs(dy) < np.tan(np.radians(MAX_SKEW)) * np.abs(dx))
    return np.stack([(lines[kept, 1] + lines[kept, 3]) / 2, dy[kept] / dx[kept], np.abs(dx[kept])], axis=1)


def _total(lines: Segments) -> float:
    return float(lines[:, 2].sum())


def _fitted(lines: Segments, centre: float) -> tuple[float, float]:
    """Fit slope = at + grows × (place - centre), by length, without outliers."""
    place, slope, length = lines[:, 0] - centre, lines[:, 1], lines[:, 2]
    at, grows = _median(slope, length), 0.0
    for reach in (0.03, 0.012, _OUTLIER):
        near = np.abs(slope - at - grows * place) < reach
        spread = float(np.ptp(place[near])) if near.any() else 0.0
        if near.sum() < 6 or spread < centre / 2:
            return _median(slope, length), 0.0
        grows, at = (float(v) for v in np.polyfit(place[near], slope[near], 1, w=np.sqrt(length[near])))
    return at, grows


def _median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(reached, reached[-1] / 2)]])


def _matrix(tilt: Tilt, width: int, height: int) -> Matrix:
    """Return the perspective that maps the sloping frame of a page onto an upright one of the same size."""
    import cv2

    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    crossings = [_crossing(tilt, x, y, width / 2, height / 2) for x, y in corners.tolist()]
    return np.asarray(cv2.getPerspectiveTransform(np.array(crossings, np.float32), corners), dtype=np.float64)


def _crossing(tilt: Tilt, x: float, y: float, cx: float, cy: float) -> tuple[float, float]:
    """Where the level line through (cx, y) meets the upright one through (x, cy)."""
    s = tilt.level[0] + tilt.level[1] * (y - cy)
    t = tilt.upright[0] + tilt.upright[1] * (x - cx)
    down = (y - cy + s * (x - cx)) / (1 - s * t)
    return x + t * down, cy + down


def skew(picture: Picture) -> float:
    """Angle of lines and print in degrees (the counter-clockwise turn that levels them); 0.0 where there are none.

    The angle at which the ink falls into the sharpest rows.
    """
    import cv2

    ink = ink_of(picture)
    scale = 1000 / max(ink.shape)
    sized = cv2.resize(ink.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = np.asarray(sized, dtype=np.float32)
    best = 0.0
    for reach, step in ((MAX_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = [best + i * step for i in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (round(_sharpness(small, angle), 6), -abs(angle)))
    return best


def _sharpness(ink: npt.NDArray[np.float32], angle: float) -> float:
    """How much the ink differs from row to row after a turn."""
    import cv2

    height, width = ink.shape
    slope = float(np.tan(np.radians(angle)))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    rows = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
