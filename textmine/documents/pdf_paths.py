"""The ruling lines of a PDF page from its path objects, through nested forms, in the user space of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

from textmine.documents.affine import IDENTITY, Box, Handle, Matrix, map_box, times
from textmine.documents.pdf_calls import (
    address,
    bounds,
    draw_mode,
    inner_count,
    inner_object,
    kind_of,
    lightness,
    matrix_of,
    object_at,
    segment_at,
    segment_closes,
    segment_count,
    segment_kind,
    segment_point,
)

THIN = 3.0
"""A filled box up to this thick is a line."""

SIDE = 12.0
"""A straight piece of this length in a filled outline with curves is the side of a rounded box, not of a letter."""

INVISIBLE = 0.97
"""Lightness from which a line on white paper is not seen."""

MAX_OBJECTS = 60_000
MAX_DEPTH = 6


Shape = list[tuple[float, float, bool]]
"""Points of an outline, each with whether a curve leads to it."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Lines, filled areas and images as boxes (x0, y0, x1, y1; y upwards), the areas with their lightness.

    `cut` tells that the page draws more objects than are read.
    """

    lines: tuple[Box, ...]
    faint: tuple[Box, ...]
    areas: tuple[tuple[Box, float], ...]
    images: tuple[Box, ...]
    cut: bool = False


class _Collector:
    def __init__(self) -> None:
        self.lines: list[Box] = []
        self.faint: list[Box] = []
        self.areas: list[tuple[Box, float]] = []
        self.images: list[Box] = []
        self.left = MAX_OBJECTS

    def line(self, box: Box, light: float) -> None:
        (self.lines if light < INVISIBLE else self.faint).append(box)


def read_paths(page: Handle) -> Paths:
    """Every line, filled area and image that a loaded page draws."""
    found = _Collector()
    place, count = address(page), pdfium.FPDFPage_CountObjects(page)
    for index in range(min(count, MAX_OBJECTS)):
        _visit(object_at(place, index), IDENTITY, 0, found)
    cut = found.left < 0 or count > MAX_OBJECTS
    return Paths(tuple(found.lines), tuple(found.faint), tuple(found.areas), tuple(found.images), cut)


def _visit(obj: int, matrix: Matrix, depth: int, found: _Collector) -> None:
    found.left -= 1
    if found.left < 0:
        return
    kind = kind_of(obj)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _visit_path(obj, matrix, found)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        box = _box_of(obj, matrix)
        if box is not None:
            found.images.append(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        inner = times(matrix_of(obj), matrix)
        for index in range(min(inner_count(obj), MAX_OBJECTS)):
            _visit(inner_object(obj, index), inner, depth + 1, found)


def _box_of(obj: int, matrix: Matrix) -> Box | None:
    box = bounds(obj)
    return box if box is None or matrix is IDENTITY else map_box(box, matrix)


def _visit_path(obj: int, matrix: Matrix, found: _Collector) -> None:
    fill, stroke = draw_mode(obj)
    if not (fill or stroke):
        return
    box = _box_of(obj, matrix)
    if box is None:
        return
    segments = segment_count(obj)
    width, height = box[2] - box[0], box[3] - box[1]
    light = lightness(obj, stroke=stroke)
    if segments <= 5 and min(width, height) <= THIN:
        found.line(box, light)
        return
    places = times(matrix_of(obj), matrix)
    shapes = _subpaths(obj, places)
    if stroke:
        for shape in shapes:
            for piece in _straight_pieces(shape):
                found.line(piece, light)
    if fill:
        fill_light = lightness(obj, stroke=False)
        for shape in shapes:
            _visit_fill(shape, fill_light, stroke, found)


def _visit_fill(shape: Shape, light: float, stroked: bool, found: _Collector) -> None:
    xs, ys = [x for x, _, _ in shape], [y for _, y, _ in shape]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        if not stroked:
            found.line(box, light)
    elif _is_box(shape, box):
        found.areas.append((box, light))
    elif not stroked and any(curved for _, _, curved in shape):
        for piece in _straight_pieces(shape):
            if max(piece[2] - piece[0], piece[3] - piece[1]) >= SIDE:
                found.line(piece, light)


def _is_box(shape: Shape, box: Box) -> bool:
    """Return whether all points lie on the corners of the box; letters drawn as outlines do not."""
    return len(shape) <= 6 and all(
        min(abs(x - box[0]), abs(x - box[2])) < 0.5 and min(abs(y - box[1]), abs(y - box[3])) < 0.5 for x, y, _ in shape
    )


def _straight_pieces(shape: Shape) -> Iterator[Box]:
    """Yield the horizontal and vertical pieces of an outline."""
    for (xa, ya, _), (xb, yb, curved) in pairwise(shape):
        if not curved and (abs(xa - xb) < 0.7 or abs(ya - yb) < 0.7):
            yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _subpaths(obj: int, matrix: Matrix) -> list[Shape]:
    """Return the points of each sub-path, each with whether a curve leads to it, closed where the path closes it."""
    shapes: list[Shape] = []
    a, b, c, d, e, f = matrix
    for index in range(min(segment_count(obj), MAX_OBJECTS)):
        segment = segment_at(obj, index)
        kind = segment_kind(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([])
        x, y = segment_point(segment)
        point = a * x + c * y + e, b * x + d * y + f
        shapes[-1].append((*point, kind == pdfium.FPDF_SEGMENT_BEZIERTO))
        if segment_closes(segment):
            shapes[-1].append((*shapes[-1][0][:2], False))
    return [shape for shape in shapes if len(shape) > 1]
