"""Pages that lie on a side or on their head: a few lines of print tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.documents.scan_engine import PixelBox, recognise
from textmine.documents.scan_image import Picture, Scan

_LEGIBLE = 0.8
"""Mean confidence of a few lines from which a page counts as upright; print lies above 0.9 even at 150 dpi."""

_FEW, _CERTAIN = 2, 0.95
"""So few lines are enough where they read so well."""

_SAMPLE = 6

_LINE = 1.5
"""Times as long as high: what is less long tells nothing."""

_MORE = 2
"""Times more lines upright than level: then the page lies on its side."""

_LONGEST = 12
"""Times its breadth: longer lines say no more and take longer to read."""


def quarters_to_upright(picture: Picture, lines: Sequence[PixelBox]) -> int:
    """Return the quarter turns, counter-clockwise, after which the print of a page stands upright.

    Parameters
    ----------
    picture : ndarray
        The page.
    lines : sequence of boxes
        Lines of print as found on it, level or not.
    """
    wide = [box for box in lines if box[2] - box[0] > _LINE * (box[3] - box[1])]
    tall = [box for box in lines if box[3] - box[1] > _LINE * (box[2] - box[0])]
    # Narrow columns have vertical labels on upright pages, but never more of them than there are lines.
    lying = len(tall) > _MORE * len(wide)
    sample = sorted(tall if lying else wide, key=lambda box: -(box[2] - box[0]) * (box[3] - box[1]))[:_SAMPLE]
    crops = [_crop(picture, box) for box in sample]
    if not crops or (not lying and (_legibility(crops[:_FEW], 0) >= _CERTAIN or _legibility(crops, 0) >= _LEGIBLE)):
        return 0
    return max((1, 3) if lying else (0, 2), key=lambda quarters: (_legibility(crops, quarters), -quarters))


def turned(scan: Scan, quarters: int) -> Scan:
    """Return a page turned counter-clockwise."""
    picture = np.ascontiguousarray(np.rot90(scan.picture, quarters))
    width, height = (scan.height, scan.width) if quarters % 2 else (scan.width, scan.height)
    return Scan(scan.number, picture, width, height)


def _crop(picture: Picture, box: PixelBox) -> Picture:
    x0, top, x1, bottom = max(0, box[0]), max(0, box[1]), box[2], box[3]
    most = _LONGEST * max(1, min(x1 - x0, bottom - top))
    return picture[top : min(bottom, top + most), x0 : min(x1, x0 + most)]


def _legibility(crops: Sequence[Picture], quarters: int) -> float:
    """Mean confidence over the characters of some lines after a turn."""
    readings = [recognise(np.ascontiguousarray(np.rot90(crop, quarters))) for crop in crops if crop.size]
    weights = [len(reading.text) for reading in readings]
    return float(np.average([r.confidence for r in readings], weights=weights)) if sum(weights) else 0.0
