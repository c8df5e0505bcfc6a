"""PDFium's calls that run once a character, on plain addresses: half the time of ctypes' typed pointers.

They run in C loops (``map``) into arrays, since a Python loop around each call would cost more than the call.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from ctypes import PYFUNCTYPE, addressof, c_double, c_float, c_int, c_uint, c_void_p, cast
from itertools import repeat
from typing import Any
from typing import cast as typed

import pypdfium2.raw as pdfium

from textmine.documents.affine import IDENTITY, Box, Handle, Matrix


def _plain(function: object, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - types of ctypes have no type
    """Return a function of PDFium that takes addresses; it keeps the interpreter's lock, being over in no time."""
    return PYFUNCTYPE(result, *arguments)(cast(typed(Any, function), c_void_p).value or 0)


_unicode = _plain(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_object = _plain(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_loose = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)

_font_size = _plain(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)
_matrix = _plain(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
_fill = _plain(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_stroke = _plain(pdfium.FPDFPageObj_GetStrokeColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
kind_of = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
object_at = _plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
inner_count = _plain(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
inner_object = _plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
segment_count = _plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
segment_at = _plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_kind = _plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_point = _plain(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)

_COLOUR, _BOX, _SIX = (c_uint * 4)(), (c_float * 4)(), (c_float * 6)()  # PDFium itself is not thread-safe either
_COLOUR_AT = tuple(range(addressof(_COLOUR), addressof(_COLOUR) + 16, 4))
_BOX_AT = tuple(range(addressof(_BOX), addressof(_BOX) + 16, 4))
_SIX_AT = addressof(_SIX)


def codes(textpage: int, count: int) -> list[int]:
    """Return the code point of every character."""
    return list(map(_unicode, repeat(textpage), range(count)))


def objects(textpage: int, count: int) -> list[int | None]:
    """Return the address of every character's text object, None for characters that PDFium makes up."""
    return list(map(_object, repeat(textpage), range(count)))


def loose_boxes(textpage: int, count: int) -> Iterator[tuple[float, float, float, float]]:
    """Give the box of every character by its advance and its font: left, top, right, bottom; y upwards."""
    boxes = (pdfium.FS_RECTF * count)()
    start = addressof(boxes)
    _run(map(_loose, repeat(textpage), range(count), range(start, start + 16 * count, 16)))
    numbers = iter(memoryview(boxes).cast("B").cast("f").tolist())
    return zip(numbers, numbers, numbers, numbers, strict=True)


def origins(textpage: int, count: int) -> Iterator[tuple[float, float]]:
    """Give the origin of every character."""
    places = (c_double * (2 * count))()
    start = addressof(places)
    end = start + 16 * count
    _run(map(_origin, repeat(textpage), range(count), range(start, end, 16), range(start + 8, end, 16)))
    numbers = iter(memoryview(places).cast("B").cast("d").tolist())
    return zip(numbers, numbers, strict=True)


def font_size(textpage: int, index: int) -> float:
    """Return the font size of a character before its matrix."""
    return float(_font_size(textpage, index))


def char_matrix(textpage: int, index: int) -> Matrix:
    """Return the matrix of a character."""
    _matrix(textpage, index, _SIX_AT)
    a, b, c, d, e, f = _SIX
    return a, b, c, d, e, f


def is_unmapped(textpage: int, index: int) -> bool:
    """Return whether the font has no Unicode map for a character."""
    return bool(_map_error(textpage, index) == 1)


def lightness(pageobject: int, *, stroke: bool) -> float:
    """Return the lightness of an object's colour over white paper, from 0 (black) to 1 (white or transparent)."""
    if not (_stroke if stroke else _fill)(pageobject, *_COLOUR_AT):
        return 0.0  # a pattern: printed, whatever it looks like
    red, green, blue, alpha = _COLOUR
    return 1 - (1 - (0.299 * red + 0.587 * green + 0.114 * blue) / 255) * alpha / 255


def draw_mode(path: int) -> tuple[bool, bool]:
    """Return whether a path is filled and whether it is stroked."""
    if not _draw_mode(path, *_COLOUR_AT[:2]):
        return False, False
    return bool(_COLOUR[0]), bool(_COLOUR[1])


def segment_point(segment: int) -> tuple[float, float]:
    """Return where a segment of a path ends."""
    _point(segment, *_BOX_AT[:2])
    return _BOX[0], _BOX[1]


def matrix_of(pageobject: int) -> Matrix:
    """Return the matrix of a page object."""
    if not _object_matrix(pageobject, _SIX_AT):
        return IDENTITY
    a, b, c, d, e, f = _SIX
    return a, b, c, d, e, f


def bounds(pageobject: int) -> Box | None:
    """Return the box around an object in the space it is drawn in, None where it has none."""
    if not _bounds(pageobject, *_BOX_AT):
        return None
    left, bottom, right, top = _BOX
    return left, bottom, right, top


def address(handle: Handle) -> int:
    """Return a handle of PDFium as a number."""
    return cast(handle, c_void_p).value or 0


def _run(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
