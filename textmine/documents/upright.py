"""The upright page: boxes in the user space of a PDF page → boxes from the top left corner of the page as read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.documents.affine import Box, Floats


class Upright:
    """A page as it is read: its size, and how boxes in user space come to lie on it.

    Parameters
    ----------
    page_box : tuple
        Visible part of the page in user space (x0, y0, x1, y1).
    quarter : int
        Direction in which it is written, in quarter turns counter-clockwise in user space.
    """

    def __init__(self, page_box: Box, quarter: int) -> None:
        self.quarter, self._page_box = quarter, page_box
        width, height = page_box[2] - page_box[0], page_box[3] - page_box[1]
        self.width, self.height = (height, width) if quarter % 2 else (width, height)

    def turn(self, boxes: Floats) -> Floats:
        """Return boxes of user space, row by row, as boxes on the page."""
        left, bottom, right, top = self._page_box
        x0, y0, x1, y1 = boxes.T
        if self.quarter == 0:
            sides = x0 - left, top - y1, x1 - left, top - y0
        elif self.quarter == 1:
            sides = y0 - bottom, x0 - left, y1 - bottom, x1 - left
        elif self.quarter == 2:
            sides = right - x1, y0 - bottom, right - x0, y1 - bottom
        else:
            sides = top - y1, right - x1, top - y0, right - x0
        return np.column_stack(sides)

    def on_page(self, boxes: Floats) -> NDArray[np.bool_]:
        """Return which boxes lie on the page or touch it."""
        x0, top, x1, bottom = boxes.T
        there: NDArray[np.bool_] = (x1 > -1) & (x0 < self.width + 1) & (bottom > -1) & (top < self.height + 1)
        return there
