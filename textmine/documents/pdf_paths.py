"""The ruling lines of a PDF page from its path objects, through nested forms, in the user space of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import pypdfium2.raw as pdfium

from textmine.documents import pdf_calls as calls
from textmine.documents.affine import IDENTITY, Box, Handle, Matrix, map_boxes, times

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

    lines: Sequence[Box]
    faint: Sequence[Box]
    areas: Sequence[tuple[Box, float]]
    images: Sequence[Box]
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
    count = pdfium.FPDFPage_CountObjects(page)
    _visit(calls.page_objects(calls.address(page), min(count, MAX_OBJECTS)), IDENTITY, 0, found)
    cut = found.left < 0 or count > MAX_OBJECTS
    return Paths(found.lines, found.faint, found.areas, found.images, cut)


def _visit(objects: Sequence[int], matrix: Matrix, depth: int, found: _Collector) -> None:
    """Collect from objects in the order in which they are drawn: forms, and all that is drawn between two forms."""
    objects, found.left = objects[: max(0, found.left)], found.left - len(objects)
    kinds = calls.kinds(objects)
    start = 0
    for end in (*(i for i, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_FORM), len(objects)):
        between = list(zip(objects[start:end], kinds[start:end], strict=True))
        _visit_paths([thing for thing, kind in between if kind == pdfium.FPDF_PAGEOBJ_PATH], matrix, found)
        images = [thing for thing, kind in between if kind == pdfium.FPDF_PAGEOBJ_IMAGE]
        boxes, known = calls.bounds(images)
        found.images += [(x0, y0, x1, y1) for x0, y0, x1, y1 in map_boxes(boxes[known], matrix).tolist()]
        if end < len(objects) and depth < MAX_DEPTH:
            form = objects[end]
            inner = calls.inner_objects(form, min(calls.inner_count(form), max(0, found.left) + 1))
            _visit(inner, times(calls.matrix_of(form), matrix), depth + 1, found)
        start = end + 1


def _visit_paths(paths: Sequence[int], matrix: Matrix, found: _Collector) -> None:
    if not paths:
        return
    fill, stroke = calls.draw_modes(paths)
    boxes, known = calls.bounds(paths)
    boxes = map_boxes(boxes, matrix)
    counts = calls.segment_counts(paths)
    light = np.zeros(len(paths))
    for stroked, which in ((True, stroke), (False, fill & ~stroke)):
        some = np.flatnonzero(which)
        light[some] = calls.lightness([paths[i] for i in some.tolist()], stroke=stroked)
    thin = (np.array(counts) <= 5) & ((boxes[:, 2:] - boxes[:, :2]).min(axis=1) <= THIN)
    drawn = np.flatnonzero((fill | stroke) & known).tolist()
    shades, lines, places = light.tolist(), thin.tolist(), boxes.tolist()
    for i in drawn:
        if lines[i]:
            x0, y0, x1, y1 = places[i]
            found.line((x0, y0, x1, y1), shades[i])
        else:
            shapes = _subpaths(paths[i], counts[i], times(calls.matrix_of(paths[i]), matrix))
            inside = calls.lightness([paths[i]], stroke=False)[0] if fill[i] else None
            _visit_shapes(shapes, shades[i] if stroke[i] else None, inside, found)


def _visit_shapes(shapes: Sequence[Shape], line: float | None, inside: float | None, found: _Collector) -> None:
    """Collect the sides and the insides of outlines; None where they are not drawn, else how light."""
    if line is not None:
        for piece in chain.from_iterable(map(_straight_pieces, shapes)):
            found.line(piece, line)
    if inside is not None:
        for shape in shapes:
            _visit_fill(shape, float(inside), line is not None, found)


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


def _subpaths(path: int, count: int, matrix: Matrix) -> list[Shape]:
    """Return the points of each sub-path, each with whether a curve leads to it, closed where the path closes it."""
    kinds, closes, points = calls.segments(path, min(count, MAX_OBJECTS))
    shapes: list[Shape] = []
    a, b, c, d, e, f = matrix
    for kind, closing, (x, y) in zip(kinds, closes, points.tolist(), strict=True):
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([])
        shapes[-1].append((a * x + c * y + e, b * x + d * y + f, kind == pdfium.FPDF_SEGMENT_BEZIERTO))
        if closing:
            shapes[-1].append((*shapes[-1][0][:2], False))
    return [shape for shape in shapes if len(shape) > 1]
