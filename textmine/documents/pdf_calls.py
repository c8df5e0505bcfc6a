"""PDFium's calls that run once a character or path: on plain addresses and into NumPy arrays.

Plain addresses take half the time of ctypes' typed pointers, and C loops (``map``) spare a Python loop around each
call, which would cost more than the call.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from ctypes import PYFUNCTYPE, addressof, c_double, c_float, c_int, c_size_t, c_uint, c_ushort, c_void_p, cast
from itertools import repeat
from typing import Any
from typing import cast as typed

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from textmine.documents.affine import IDENTITY, Handle, Matrix

Floats = NDArray[np.float64]


def _plain(function: object, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - types of ctypes have no type
    """Return a function of PDFium that takes addresses; it keeps the interpreter's lock, being over in no time."""
    return PYFUNCTYPE(result, *arguments)(cast(typed(Any, function), c_void_p).value or 0)


_unicode = _plain(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_object = _plain(pdfium.FPDFText_GetTextObject, c_size_t, c_void_p, c_int)
_loose = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_font_size = _plain(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)
_matrix = _plain(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
_render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_fill = _plain(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_stroke = _plain(pdfium.FPDFPageObj_GetStrokeColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_kind = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_page_object = _plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_inner_object = _plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
_segment_count = _plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment = _plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_kind = _plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_point = _plain(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
inner_count = _plain(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)

_SIX = (c_float * 6)()  # PDFium itself is not thread-safe either
_SIX_AT = addressof(_SIX)


def page_text(textpage: Handle) -> str:
    """Return the text of a page in one call, in drawing order: enough to tell whether a form may be on it."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    return bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", errors="replace")


def codes(textpage: Handle) -> NDArray[np.uint32]:
    """Return the code point of every character: from the text of the page, where every one has a place in it."""
    count, text = max(0, pdfium.FPDFText_CountChars(textpage)), page_text(textpage)
    if len(text) == count and "\ufffd" not in text:
        return np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return np.fromiter(map(_unicode, repeat(address(textpage)), range(count)), np.uint32, count)


def text_objects(textpage: int, count: int) -> NDArray[np.uintp]:
    """Return the address of every character's text object, 0 for characters that PDFium makes up."""
    return np.fromiter(map(_object, repeat(textpage), range(count)), np.uintp, count)


def loose_boxes(textpage: int, indices: Sequence[int]) -> Floats:
    """Return the boxes of characters by their advance and their font as rows x0, y0, x1, y1; y upwards."""
    (at,), boxes = _rows(len(indices), 4, np.float32, apart=False)
    _run(map(_loose, repeat(textpage), indices, at))
    return boxes[:, [0, 3, 2, 1]].astype(np.float64)


def origins(textpage: int, indices: Sequence[int]) -> Floats:
    """Return the origins of characters."""
    at, places = _rows(len(indices), 2, np.float64)
    _run(map(_origin, repeat(textpage), indices, *at))
    return places


def font_sizes(textpage: int, indices: Sequence[int]) -> list[float]:
    """Return the font sizes of characters before their matrices."""
    return list(map(_font_size, repeat(textpage), indices))


def char_matrices(textpage: int, indices: Sequence[int]) -> Floats:
    """Return the matrices of characters."""
    (at,), numbers = _rows(len(indices), 6, np.float32, apart=False)
    _run(map(_matrix, repeat(textpage), indices, at))
    return numbers.astype(np.float64)


def unmapped(textpage: int, indices: Iterable[int]) -> list[bool]:
    """Return for characters whether the font has no Unicode map for them."""
    return [error == 1 for error in map(_map_error, repeat(textpage), indices)]


def render_modes(objects: Iterable[int]) -> list[int]:
    """Return the render modes of text objects."""
    return list(map(_render_mode, objects))


def lightness(objects: Sequence[int], *, stroke: bool) -> Floats:
    """Return the lightness of objects' colours over white paper, from 0 (black) to 1 (white or transparent)."""
    at, colours = _rows(len(objects), 4, np.uint32)
    known = list(map(_stroke if stroke else _fill, objects, *at))
    red, green, blue, alpha = colours.T.astype(np.float64)
    light: Floats = 1 - (1 - (0.299 * red + 0.587 * green + 0.114 * blue) / 255) * alpha / 255
    light[np.array(known, int) == 0] = 0.0  # a pattern: printed, whatever it looks like
    return light


def page_objects(page: int, count: int) -> list[int]:
    """Return the objects of a page."""
    return list(map(_page_object, repeat(page), range(count)))


def inner_objects(form: int, count: int) -> list[int]:
    """Return the objects inside a form."""
    return list(map(_inner_object, repeat(form), range(count)))


def kinds(objects: Iterable[int]) -> list[int]:
    """Return what kind of object each is."""
    return list(map(_kind, objects))


def draw_modes(paths: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for paths whether they are filled and whether they are stroked."""
    at, modes = _rows(len(paths), 2, np.uint32)
    known = np.array(list(map(_draw_mode, paths, *at)), bool)
    return (modes[:, 0] != 0) & known, (modes[:, 1] != 0) & known


def bounds(objects: Sequence[int]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the boxes around objects in the space they are drawn in, and which of them have one."""
    at, boxes = _rows(len(objects), 4, np.float32)
    known = np.array(list(map(_bounds, objects, *at)), bool)
    return boxes.astype(np.float64), known


def segment_counts(paths: Iterable[int]) -> list[int]:
    """Return of how many segments paths consist."""
    return list(map(_segment_count, paths))


def segments(path: int, count: int) -> tuple[list[int], list[int], Floats]:
    """Return of each segment of a path its kind, whether it closes the path, and where it ends."""
    there = list(map(_segment, repeat(path), range(count)))
    at, points = _rows(count, 2, np.float32)
    _run(map(_point, there, *at))
    return list(map(_segment_kind, there)), list(map(_segment_closes, there)), points.astype(np.float64)


def matrix_of(pageobject: int) -> Matrix:
    """Return the matrix of a page object."""
    if not _object_matrix(pageobject, _SIX_AT):
        return IDENTITY
    a, b, c, d, e, f = _SIX
    return a, b, c, d, e, f


def address(handle: Handle) -> int:
    """Return a handle of PDFium as a number."""
    return cast(handle, c_void_p).value or 0


def _rows(n: int, width: int, kind: type, *, apart: bool = True) -> tuple[list[range], NDArray[Any]]:
    """Return an array of rows for PDFium to write to, with the addresses of each column (or of the rows alone)."""
    rows: NDArray[Any] = np.zeros((n, width), kind)
    start, step = rows.ctypes.data, width * rows.itemsize
    firsts = range(start, start + step, rows.itemsize) if apart else [start]
    return [range(first, first + n * step, step) for first in firsts], rows


def _run(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
