"""The six-number matrices of PDF, as tuples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Handle = Any
"""A pointer of PDFium, which knows no types."""

Floats = NDArray[np.float64]
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def inverse(matrix: Matrix) -> Matrix:
    """Return the matrix that undoes another; that of a flat one is the identity."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-12:
        return IDENTITY
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area


def map_box(box: Box, matrix: Matrix) -> Box:
    """Return the upright box around a transformed one."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


def map_boxes(boxes: Floats, matrix: Matrix) -> Floats:
    """Return the upright boxes around transformed ones, row by row."""
    if matrix == IDENTITY:
        return boxes
    a, b, c, d, e, f = matrix
    corners = [(boxes[:, i], boxes[:, j]) for i in (0, 2) for j in (1, 3)]
    xs = np.stack([a * x + c * y + e for x, y in corners])
    ys = np.stack([b * x + d * y + f for x, y in corners])
    return np.stack((xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)), axis=1)


def as_rows(boxes: Sequence[Box]) -> Floats:
    """Return boxes as the rows of an array."""
    return np.array(boxes, float).reshape(-1, 4)
