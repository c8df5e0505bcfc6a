"""The characters of a PDF page through PDFium's raw interface, each with the few facts that cleaning needs."""

from __future__ import annotations

import math
from ctypes import addressof, c_double, c_uint, c_ushort
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

from textmine.documents.affine import IDENTITY, Handle, Matrix, inverse, map_box, matrix_of, times

HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""PDFium replaces a hyphen at the end of a line by these codes; it was printed, so it comes back."""

_QUARTER = math.pi / 2
_SKEW = math.radians(3)


@dataclass(frozen=True, slots=True)
class Style:
    """What all characters of one text object share.

    Attributes
    ----------
    size : float
        Font size in points as displayed.
    quarter : int or None
        Direction of writing in quarter turns counter-clockwise; None where it is along neither axis.
    light : float
        Lightness of the colour over white paper, 0 black to 1 white.
    hidden : bool
        Text render mode 3 (neither filled nor stroked): the text layer of a scan.
    unmapped : bool
        The font has no Unicode map for its first character.
    matrix : tuple or None
        What takes PDFium's boxes to their place where PDFium forgot to (ActualText inside a form), else None.
    """

    size: float
    quarter: int | None
    light: float
    hidden: bool
    unmapped: bool
    matrix: Matrix | None = None


class Char(NamedTuple):
    """One printed character in the user space of the page (y upwards): its box, its origin and its style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    ox: float
    oy: float
    style: Style


def read_chars(textpage: Handle) -> list[Char]:
    """All printed characters of a loaded text page, without those that PDFium makes up."""
    count = pdfium.FPDFText_CountChars(textpage)
    loose, ox, oy = pdfium.FS_RECTF(), c_double(), c_double()
    styles: dict[int, Style] = {}
    texts: dict[int, str] = {}
    chars: list[Char] = []
    get_unicode, get_object = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject
    get_loose, get_origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    for index in range(count):
        code = get_unicode(textpage, index)
        if code in (10, 13, 32):
            continue
        pointer = get_object(textpage, index)
        if not pointer:
            continue
        key = addressof(pointer.contents)
        get_origin(textpage, index, ox, oy)
        style = styles.get(key)
        if style is None:
            style = styles[key] = _read_style(textpage, index, pointer, (ox.value, oy.value))
        get_loose(textpage, index, loose)
        text = texts.get(code)
        if text is None:
            text = texts[code] = HYPHENS.get(code) or _as_text(code)
        if not code and pdfium.FPDFText_HasUnicodeMapError(textpage, index) != 1:
            continue  # mapped to nothing on purpose: a mark without a body
        char = Char(text, loose.left, loose.bottom, loose.right, loose.top, ox.value, oy.value, style)
        chars.append(char if style.matrix is None else _moved(char, style.matrix))
    return chars


def _moved(char: Char, matrix: Matrix) -> Char:
    x0, y0, x1, y1 = map_box((char.x0, char.y0, char.x1, char.y1), matrix)
    a, b, c, d, e, f = matrix
    ox, oy = a * char.ox + c * char.oy + e, b * char.ox + d * char.oy + f
    return Char(char.text, x0, y0, x1, y1, ox, oy, char.style)


def page_text(textpage: Handle) -> str:
    """Return the text of a page in one call, in drawing order: enough to tell whether a form may be on it."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    return bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", errors="replace")


def _as_text(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _read_style(textpage: Handle, index: int, pointer: Handle, origin: tuple[float, float]) -> Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    angle = math.atan2(matrix.b, matrix.a)
    nearest = round(angle / _QUARTER)
    straight = abs(angle - nearest * _QUARTER) < _SKEW
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pointer)
    return Style(
        size=abs(size),
        matrix=_forgotten(pointer, matrix, origin, abs(size)),
        quarter=nearest % 4 if straight else None,
        light=lightness(pointer, stroke=mode == pdfium.FPDF_TEXTRENDERMODE_STROKE),
        hidden=mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP),
        unmapped=pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1,
    )


def _forgotten(pointer: Handle, matrix: Handle, origin: tuple[float, float], size: float) -> Matrix | None:
    """Return the matrix of the form around a text object where PDFium left its characters outside that form."""
    dx, dy = origin[0] - matrix.e, origin[1] - matrix.f
    if abs(matrix.a * dy - matrix.b * dx) <= 0.5 * size * math.hypot(matrix.a, matrix.b):
        return None  # on its base line
    inner = matrix_of(pointer)
    placed = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    around = times(inverse(inner), placed)
    away = math.hypot(*(got - want for got, want in zip(around, IDENTITY, strict=True)))
    return around if away > 0.01 else None


_RED, _GREEN, _BLUE, _ALPHA = c_uint(), c_uint(), c_uint(), c_uint()  # PDFium itself is not thread-safe either


def lightness(pageobject: Handle, *, stroke: bool) -> float:
    """Return the lightness of an object's colour over white paper, from 0 (black) to 1 (white or transparent)."""
    get = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
    if not get(pageobject, _RED, _GREEN, _BLUE, _ALPHA):
        return 0.0  # a pattern: printed, whatever it looks like
    tone = (0.299 * _RED.value + 0.587 * _GREEN.value + 0.114 * _BLUE.value) / 255
    return 1 - (1 - tone) * _ALPHA.value / 255
