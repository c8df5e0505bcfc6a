"""The ruling lines of a PDF page from its path objects, through nested forms, in the user space of the page."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float, c_int
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from textmine.documents.pdf_text import lightness

THIN = 3.0
"""A filled box up to this thick is a line."""

INVISIBLE = 0.97
"""Lightness from which a line on white paper is not seen."""

MAX_OBJECTS = 60_000
MAX_DEPTH = 6

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Paths:
    """Lines, filled areas and images as boxes (x0, y0, x1, y1; y upwards), the areas and faint lines with their lightness."""

    lines: tuple[Box, ...]
    faint: tuple[Box, ...]
    areas: tuple[tuple[Box, float], ...]
    images: tuple[Box, ...]


class _Collector:
    def __init__(self) -> None:
        self.lines: list[Box] = []
        self.faint: list[Box] = []
        self.areas: list[tuple[Box, float]] = []
        self.images: list[Box] = []
        self.left = MAX_OBJECTS
        self._rect = [c_float() for _ in range(4)]

    def bounds(self, obj: Any, matrix: Matrix) -> Box | None:
        a, b, c, d = self._rect
        if not pdfium.FPDFPageObj_GetBounds(obj, a, b, c, d):
            return None
        return _map_box((a.value, b.value, c.value, d.value), matrix)

    def line(self, box: Box, light: float) -> None:
        (self.lines if light < INVISIBLE else self.faint).append(box)


def read_paths(page: Any) -> Paths:
    """Every line, filled area and image that a loaded page draws."""
    found = _Collector()
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        _visit(pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0, found)
    return Paths(tuple(found.lines), tuple(found.faint), tuple(found.areas), tuple(found.images))


def _visit(obj: Any, matrix: Matrix, depth: int, found: _Collector) -> None:
    found.left -= 1
    if found.left < 0:
        return
    kind = pdfium.FPDFPageObj_GetType(obj)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _visit_path(obj, matrix, found)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        box = found.bounds(obj, matrix)
        if box is not None:
            found.images.append(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        inner = _times(_matrix_of(obj), matrix)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(obj), MAX_OBJECTS)):
            _visit(pdfium.FPDFFormObj_GetObject(obj, index), inner, depth + 1, found)


def _visit_path(obj: Any, matrix: Matrix, found: _Collector) -> None:
    fill, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(obj, fill, stroke) or not (fill.value or stroke.value):
        return
    box = found.bounds(obj, matrix)
    if box is None:
        return
    segments = pdfium.FPDFPath_CountSegments(obj)
    width, height = box[2] - box[0], box[3] - box[1]
    light = lightness(obj, stroke=bool(stroke.value))
    if segments <= 5 and min(width, height) <= THIN:
        found.line(box, light)
        return
    places = _times(_matrix_of(obj), matrix)
    if stroke.value:
        for box in _straight_pieces(obj, places):
            found.line(box, light)
    if fill.value:
        fill_light = lightness(obj, stroke=False)
        for shape in _subpaths(obj, places):
            _visit_fill(shape, fill_light, bool(stroke.value), found)


def _visit_fill(shape: list[tuple[float, float]], light: float, stroked: bool, found: _Collector) -> None:
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        if not stroked:
            found.line(box, light)
    elif _is_box(shape, box):
        found.areas.append((box, light))


def _is_box(shape: list[tuple[float, float]], box: Box) -> bool:
    """Whether all points lie on the corners of the box; letters drawn as outlines do not."""
    return len(shape) <= 6 and all(
        min(abs(x - box[0]), abs(x - box[2])) < 0.5 and min(abs(y - box[1]), abs(y - box[3])) < 0.5 for x, y in shape
    )


def _straight_pieces(obj: Any, matrix: Matrix) -> Iterator[Box]:
    """The horizontal and vertical pieces of a stroked path."""
    for shape in _subpaths(obj, matrix):
        for (xa, ya), (xb, yb) in zip(shape, shape[1:], strict=False):
            if abs(xa - xb) < 0.7 or abs(ya - yb) < 0.7:
                yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _subpaths(obj: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The corner points of each sub-path, closed where the path closes it; sub-paths with curves are left out."""
    shapes: list[list[tuple[float, float]]] = []
    curved = False
    x, y = c_float(), c_float()
    a, b, c, d, e, f = matrix
    for index in range(min(pdfium.FPDFPath_CountSegments(obj), MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(obj, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            if curved and shapes:
                shapes.pop()
            shapes.append([])
            curved = False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        shapes[-1].append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            shapes[-1].append(shapes[-1][0])
    if curved and shapes:
        shapes.pop()
    return [shape for shape in shapes if len(shape) > 1]


def _matrix_of(obj: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(obj, m):
        return IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _map_box(box: Box, matrix: Matrix) -> Box:
    if matrix is IDENTITY:
        return box
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)
