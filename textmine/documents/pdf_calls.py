"""PDFium's calls that run once a character or path: on plain addresses and into NumPy arrays.

Plain addresses take half the time of ctypes' typed pointers, references made once a half of that (ctypes makes an
object of every number it has to convert), and C loops (``map``) spare a Python loop around each call, which would cost
more than the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ctypes import (
    PYFUNCTYPE,
    addressof,
    byref,
    c_char,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_uint,
    c_void_p,
    cast,
)
from functools import lru_cache
from itertools import repeat
from threading import Lock
from typing import Any
from typing import cast as typed

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from textmine.documents.affine import IDENTITY, Handle, Matrix

Floats = NDArray[np.float64]
Reference = Any
"""An address as `reference` gives it: types of ctypes have no type."""


def _plain(function: object, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - types of ctypes have no type
    """Return a function of PDFium that takes addresses of the given types, and behind these references and numbers.

    It keeps the interpreter's lock, being over in no time.
    """
    return PYFUNCTYPE(result, *arguments)(cast(typed(Any, function), c_void_p).value or 0)


_text = _plain(pdfium.FPDFText_GetText, c_int)
_unicode = _plain(pdfium.FPDFText_GetUnicode, c_uint)
_object = _plain(pdfium.FPDFText_GetTextObject, c_size_t)
_loose = _plain(pdfium.FPDFText_GetLooseCharBox, c_int)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, c_int)
_font_size = _plain(pdfium.FPDFText_GetFontSize, c_double)
_matrix = _plain(pdfium.FPDFText_GetMatrix, c_int)
_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, c_int)
_render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_fill = _plain(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p)
_stroke = _plain(pdfium.FPDFPageObj_GetStrokeColor, c_int, c_void_p)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p)
_kind = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_page_object = _plain(pdfium.FPDFPage_GetObject, c_void_p)
_inner_object = _plain(pdfium.FPDFFormObj_GetObject, c_void_p)
_segment_count = _plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment = _plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_kind = _plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p)
_point = _plain(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p)
_object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
inner_count = _plain(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)

_SIX = (c_float * 6)()  # PDFium itself is not thread-safe either
_SIX_AT = addressof(_SIX)

_WORDS = np.zeros(4096, np.uint32)
"""What PDFium writes to, row after row, before it is copied; of four bytes each."""

_LUMA = np.array([0.299, 0.587, 0.114])
_AT = [byref((c_uint * len(_WORDS)).from_buffer(_WORDS.data), 4 * word) for word in range(len(_WORDS))]
_LOCK = Lock()


def page_text(textpage: Handle) -> str:
    """Return the text of a page in one call, in drawing order: enough to tell whether a form may be on it."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = bytearray(2 * count + 2)
    written = _text(reference(address(textpage)), 0, count, byref(c_char.from_buffer(buffer)))
    return buffer[: max(0, written - 1) * 2].decode("utf-16-le", errors="replace")


def codes(textpage: Handle, text: str | None = None) -> NDArray[np.uint32]:
    """Return the code point of every character: from the text of the page, where every one has a place in it."""
    count = max(0, pdfium.FPDFText_CountChars(textpage))
    text = page_text(textpage) if text is None else text
    if len(text) == count and "\ufffd" not in text:
        return np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return np.fromiter(map(_unicode, repeat(reference(address(textpage))), range(count)), np.uint32, count)


def text_objects(textpage: Reference, indices: Sequence[int]) -> NDArray[np.uintp]:
    """Return the address of each character's text object, 0 for characters that PDFium makes up."""
    return np.fromiter(map(_object, repeat(textpage), indices), np.uintp, len(indices))


def loose_boxes(textpage: Reference, indices: Sequence[int]) -> Floats:
    """Return the boxes of characters by their advance and their font as rows x0, y0, x1, y1; y upwards."""
    boxes, _ = _written(_loose, indices, 4, np.float32, of=textpage, apart=False)
    return boxes[:, [0, 3, 2, 1]].astype(np.float64)


def origins(textpage: Reference, indices: Sequence[int]) -> Floats:
    """Return the origins of characters."""
    return _written(_origin, indices, 2, np.float64, of=textpage)[0]


def font_sizes(textpage: Reference, indices: Sequence[int]) -> list[float]:
    """Return the font sizes of characters before their matrices."""
    return list(map(_font_size, repeat(textpage), indices))


def char_matrices(textpage: Reference, indices: Sequence[int]) -> Floats:
    """Return the matrices of characters."""
    return _written(_matrix, indices, 6, np.float32, of=textpage, apart=False)[0].astype(np.float64)


def unmapped(textpage: Reference, indices: Iterable[int]) -> list[bool]:
    """Return for characters whether the font has no Unicode map for them."""
    return [error == 1 for error in map(_map_error, repeat(textpage), indices)]


def render_modes(objects: Iterable[int]) -> list[int]:
    """Return the render modes of text objects."""
    return list(map(_render_mode, objects))


def lightness(objects: Sequence[int], *, stroke: bool) -> Floats:
    """Return the lightness of objects' colours over white paper, from 0 (black) to 1 (white or transparent)."""
    colours, known = _written(_stroke if stroke else _fill, objects, 4, np.uint32)
    light: Floats = 1 - (1 - colours[:, :3] @ _LUMA / 255) * colours[:, 3] / 255
    light[~known] = 0.0  # a pattern: printed, whatever it looks like
    return light


def page_objects(page: Reference, count: int) -> list[int]:
    """Return the objects of a page."""
    return list(map(_page_object, repeat(page), range(count)))


def inner_objects(form: int, count: int) -> list[int]:
    """Return the objects inside a form."""
    return list(map(_inner_object, repeat(reference(form)), range(count)))


def kinds(objects: Iterable[int]) -> list[int]:
    """Return what kind of object each is."""
    return list(map(_kind, objects))


def draw_modes(paths: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for paths whether they are filled and whether they are stroked."""
    modes, known = _written(_draw_mode, paths, 2, np.uint32)
    return (modes[:, 0] != 0) & known, (modes[:, 1] != 0) & known


def bounds(objects: Sequence[int]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the boxes around objects in the space they are drawn in, and which of them have one."""
    boxes, known = _written(_bounds, objects, 4, np.float32)
    return boxes.astype(np.float64), known


def segment_counts(paths: Iterable[int]) -> list[int]:
    """Return of how many segments paths consist."""
    return list(map(_segment_count, paths))


def segments(path: int, count: int) -> tuple[list[int], list[int], Floats]:
    """Return of each segment of a path its kind, whether it closes the path, and where it ends."""
    there = list(map(_segment, repeat(path), range(count)))
    points, _ = _written(_point, there, 2, np.float32)
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


def reference(place: int) -> Reference:
    """Return an address as PDFium's functions take it without another look."""
    return byref(c_char.from_address(place))


@lru_cache
def _targets(row: int, step: int) -> list[list[Reference]]:
    """Return where rows of so many words begin, and the same for what lies in them every so many words."""
    return [_AT[first : len(_WORDS) // row * row : row] for first in range(0, row, step)]


def _written(
    call: Any,  # noqa: ANN401 - types of ctypes have no type
    items: Sequence[int],
    width: int,
    kind: type,
    *,
    of: Reference | None = None,
    apart: bool = True,
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the rows that a function writes for items (of a page), number by number or whole, and where it did so."""
    rows: NDArray[Any] = np.empty((len(items), width), kind)
    known: list[int] = []
    number = rows.itemsize // 4
    row = number * width
    batch = len(_WORDS) // row
    targets = _targets(row, number if apart else row)
    for begin in range(0, len(items), batch):
        some = items[begin : begin + batch]
        with _LOCK:
            words = _WORDS[: len(some) * row]
            words[:] = 0
            known += map(call, some, *targets) if of is None else map(call, repeat(of), some, *targets)
            rows[begin : begin + batch] = words.view(kind).reshape(-1, width)
    return rows, np.array(known, bool)
