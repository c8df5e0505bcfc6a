"""Photos of a page: the sheet found on whatever it lies on, and cut out as if it had been scanned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_image import Picture

_LOOK = 700
"""Pixels of the long side at which the sheet is looked for."""

_LEAST = 0.3
"""Share of the photo that the sheet takes at least; what is smaller is a part of a page (a filled header, a photo)."""

_FULL = 0.97
"""From this share on the picture shows nothing but the sheet."""

_STRAIGHT = 0.95
"""Share of a sheet that its four corners enclose; less is no quadrilateral."""

_CONTRAST = 12
"""Grey levels (or levels of colour) between the sheet's edge and what lies beyond it."""

Corners = npt.NDArray[np.float32]


def cut_out(picture: Picture) -> Picture | None:
    """Return the sheet of paper that a photo shows, seen from above; None where the picture is all paper.

    Parameters
    ----------
    picture : ndarray, height × width × 3
        Blue-green-red.
    """
    import cv2

    corners = find_sheet(picture)
    if corners is None:
        return None
    top, right, bottom, left = (float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, flat)
    return np.asarray(cv2.warpPerspective(picture, turn, (width, height), flags=cv2.INTER_CUBIC), dtype=np.uint8)


def find_sheet(picture: Picture) -> Corners | None:
    """Return the corners of the sheet, clockwise from the top left, or None."""
    import cv2

    scale = _LOOK / max(picture.shape[:2])
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = [corners for mask in _masks(small) if (corners := _quadrilateral(mask, small)) is not None]
    if not found:
        return None
    best = max(found, key=lambda corners: float(cv2.contourArea(corners)))
    return _clockwise(best / np.float32(scale))


def _masks(picture: Picture) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield what may be the sheet: the light part, the part without colour, what edges enclose."""
    import cv2

    smooth = cv2.medianBlur(picture, 7)
    gray = cv2.cvtColor(smooth, cv2.COLOR_BGR2GRAY)
    yield np.asarray(cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    colour = (smooth.max(axis=2) - smooth.min(axis=2)).astype(np.uint8)
    if colour.max() > 2 * _CONTRAST:
        yield np.asarray(cv2.threshold(colour, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    edges = cv2.dilate(cv2.Canny(gray, 20, 60), np.ones((3, 3), np.uint8))
    border = np.zeros((edges.shape[0] + 2, edges.shape[1] + 2), np.uint8)
    for seed in ((0, 0), (edges.shape[1] - 1, 0), (0, edges.shape[0] - 1), (edges.shape[1] - 1, edges.shape[0] - 1)):
        if not edges[seed[1], seed[0]]:
            cv2.floodFill(edges, border, seed, 128)
    yield np.asarray(edges != 128, dtype=np.uint8)


def _quadrilateral(mask: npt.NDArray[np.uint8], picture: Picture) -> Corners | None:
    """Return the four corners of the largest part of a mask where it is a sheet, else None."""
    import cv2

    closed = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    hull = np.asarray(cv2.convexHull(max(contours, key=cv2.contourArea)), dtype=np.int32)
    area, whole = cv2.contourArea(hull), mask.size
    if not _LEAST * whole < area < _FULL * whole:
        return None
    corners = _four(hull)
    if corners is None or cv2.contourArea(corners) < _STRAIGHT * area or not _stands_out(corners, picture):
        return None
    return corners


def _four(hull: npt.NDArray[np.int32]) -> Corners | None:
    """Approximate a hull by four corners, as loosely as that takes."""
    import cv2

    around = cv2.arcLength(hull, True)
    for slack in (0.01, 0.015, 0.02, 0.03, 0.04):
        corners = cv2.approxPolyDP(hull, slack * around, True).reshape(-1, 2)
        if len(corners) == 4:
            return np.asarray(corners, dtype=np.float32)
    return None


def _stands_out(corners: Corners, picture: Picture) -> bool:
    """Whether beyond the sides of a sheet, where the photo shows that, something darker begins."""
    inner, outer = _ring(corners, 0.97), _ring(corners, 1.03)
    height, width = picture.shape[:2]
    seen = (outer[:, 0] >= 0) & (outer[:, 0] < width) & (outer[:, 1] >= 0) & (outer[:, 1] < height)
    seen &= (inner[:, 0] >= 0) & (inner[:, 0] < width) & (inner[:, 1] >= 0) & (inner[:, 1] < height)
    if seen.mean() < 0.4:
        return False
    tones = [picture[points[seen, 1], points[seen, 0]].astype(np.int16) for points in (inner, outer)]
    return bool(((tones[0] - tones[1]).max(axis=1) > _CONTRAST).mean() > 0.7)


def _ring(corners: Corners, scale: float) -> npt.NDArray[np.int64]:
    """Return points along the sides of a quadrilateral grown or shrunk about its centre."""
    centre = corners.mean(axis=0)
    sides = centre + (corners - centre) * scale
    steps = np.linspace(0, 1, 60, endpoint=False)[:, None]
    return np.concatenate([a + (b - a) * steps for a, b in zip(sides, np.roll(sides, -1, axis=0), strict=True)]).astype(
        np.int64
    )


def _clockwise(corners: Corners) -> Corners:
    """Order corners from the top left on."""
    centre = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.asarray(np.roll(turned, -first, axis=0), dtype=np.float32)
