"""The ruling lines of a PDF page from its path objects, through nested forms, in the user space of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import pypdfium2.raw as pdfium

from textmine.documents import pdf_calls as calls
from textmine.documents.affine import IDENTITY, Box, Floats, Handle, Matrix, map_boxes, times

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


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Lines, filled areas and images as boxes (x0, y0, x1, y1; y upwards), the areas with their lightness.

    `lines` are those that can be seen on white paper, `faint` the others; `cut` tells that the page draws more objects
    than are read.
    """

    lines: Floats
    faint: Floats
    areas: Sequence[tuple[Box, float]]
    images: Sequence[Box]
    cut: bool = False


class _Collector:
    def __init__(self) -> None:
        self.lines: list[Floats] = [np.zeros((0, 5))]
        self.areas: list[tuple[Box, float]] = []
        self.images: list[Box] = []
        self.left = MAX_OBJECTS


def read_paths(page: Handle) -> Paths:
    """Every line, filled area and image that a loaded page draws."""
    found = _Collector()
    count = pdfium.FPDFPage_CountObjects(page)
    _visit(calls.page_objects(calls.reference(calls.address(page)), min(count, MAX_OBJECTS)), IDENTITY, 0, found)
    lines = np.concatenate(found.lines)
    seen = lines[:, 4] < INVISIBLE
    cut = found.left < 0 or count > MAX_OBJECTS
    return Paths(lines[seen, :4], lines[~seen, :4], found.areas, found.images, cut)


def _visit(objects: Sequence[int], matrix: Matrix, depth: int, found: _Collector) -> None:
    """Collect from objects in the order in which they are drawn: forms, and all that is drawn between two forms."""
    objects, found.left = objects[: max(0, found.left)], found.left - len(objects)
    kinds, there = np.array(calls.kinds(objects), int), np.array(objects, np.uintp)
    start = 0
    for end in (*np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_FORM).tolist(), len(objects)):
        between, kind = there[start:end], kinds[start:end]
        _visit_paths(between[kind == pdfium.FPDF_PAGEOBJ_PATH].tolist(), matrix, found)
        images = between[kind == pdfium.FPDF_PAGEOBJ_IMAGE].tolist()
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
        some = np.flatnonzero(which).tolist()
        if some:
            light[some] = calls.lightness([paths[i] for i in some], stroke=stroked)
    thin = (np.array(counts) <= 5) & ((boxes[:, 2:] - boxes[:, :2]).min(axis=1) <= THIN)
    drawn = (fill | stroke) & known
    straight = np.flatnonzero(drawn & thin)
    lines: list[Floats] = [np.column_stack((straight.astype(float), boxes[straight], light[straight]))]
    for i in np.flatnonzero(drawn & ~thin).tolist():
        shapes = _subpaths(paths[i], counts[i], times(calls.matrix_of(paths[i]), matrix))
        inside = float(calls.lightness([paths[i]], stroke=False)[0]) if fill[i] else None
        pieces = [(i, *box, shade) for box, shade in _outline(shapes, light[i] if stroke[i] else None, inside, found)]
        lines.append(np.array(pieces).reshape(-1, 6))
    every = np.concatenate(lines)
    found.lines.append(every[np.argsort(every[:, 0], kind="stable"), 1:])  # in the order in which they are drawn


def _outline(
    shapes: Sequence[Shape], line: float | None, inside: float | None, found: _Collector
) -> Iterator[tuple[Box, float]]:
    """Yield the lines of outlines and collect the areas; None where sides or insides are not drawn, else how light."""
    if line is not None:
        for piece in chain.from_iterable(map(_straight_pieces, shapes)):
            yield piece, line
    if inside is not None:
        for shape in shapes:
            xs, ys = [x for x, _, _ in shape], [y for _, y, _ in shape]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) > THIN and _is_box(shape, box):
                found.areas.append((box, inside))
            elif line is None:
                yield from ((piece, inside) for piece in _sides(shape, box))


def _sides(shape: Shape, box: Box) -> Iterator[Box]:
    """Yield the lines that a filled outline shows: a thin one as a whole, the sides of one with curves."""
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        yield box
    elif any(curved for _, _, curved in shape):
        for piece in _straight_pieces(shape):
            if max(piece[2] - piece[0], piece[3] - piece[1]) >= SIDE:
                yield piece


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
