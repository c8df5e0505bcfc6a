"""Layers of a PDF that are switched off: nobody sees what is drawn on them, so it is taken off the page.

PDFium reads the text of hidden layers too and tells only the names of layers; which are switched off stands in the
catalogue, which pdfminer reads. That is done only for files that have layers at all.
"""

from __future__ import annotations

import ctypes
import io
import re
import zlib
from collections.abc import Iterator, Set
from typing import Any

import pypdfium2.raw as pdfium

from textmine.documents.affine import Handle

_MARK = b"/OCProperties"
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,300}>>\s*stream\r?\n")
_MOST = 4 * 2**20
_LONGEST = 200


def hidden_layers(data: bytes) -> frozenset[str]:
    """Return the names of the layers that are switched off when the file is opened."""
    if not _has_layers(data):
        return frozenset()
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    try:
        return frozenset(_switched_off(PDFDocument(PDFParser(io.BytesIO(data))).catalog))
    except Exception:  # pdfminer raises whatever a broken file provokes; then all layers count as seen
        return frozenset()


def _has_layers(data: bytes) -> bool:
    if _MARK in data:
        return True
    view = memoryview(data)
    return any(_MARK in _unpacked(view[found.end() : found.end() + _MOST]) for found in _PACKED.finditer(data))


def _unpacked(data: memoryview) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error:
        return b""


def _switched_off(catalog: Any) -> Iterator[str]:  # noqa: ANN401 - pdfminer's objects have no types
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    layers = resolve1(catalog["OCProperties"])
    usual = resolve1(layers.get("D")) or {}
    on, off = ({ref.objid for ref in resolve1(usual.get(key)) or ()} for key in ("ON", "OFF"))
    all_off = str(resolve1(usual.get("BaseState"))).strip("/'") == "OFF"
    for ref in resolve1(layers.get("OCGs")) or ():
        if ref.objid in off or (all_off and ref.objid not in on):
            yield decode_text(resolve1(resolve1(ref)["Name"]))


def take_off(page: Handle, names: Set[str]) -> None:
    """Take what is drawn on some layers off a loaded page."""
    for index in reversed(range(pdfium.FPDFPage_CountObjects(page))):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if names and not names.isdisjoint(_layers(drawn)) and pdfium.FPDFPage_RemoveObject(page, drawn):
            pdfium.FPDFPageObj_Destroy(drawn)


def _layers(drawn: Handle) -> Iterator[str]:
    """Yield the names of the layers that a page object is drawn on."""
    from pdfminer.utils import decode_text

    for number in range(max(0, pdfium.FPDFPageObj_CountMarks(drawn))):
        mark = pdfium.FPDFPageObj_GetMark(drawn, number)
        if _mark_name(mark) == "OC":
            yield decode_text(_raw_name(mark))  # PDFium itself takes the bytes for UTF-8, which Chinese names are not


def _mark_name(mark: Handle) -> str:
    buffer, length = (ctypes.c_ushort * _LONGEST)(), ctypes.c_ulong()
    if not pdfium.FPDFPageObjMark_GetName(mark, buffer, 2 * _LONGEST, length):
        return ""
    return bytes(buffer)[: max(0, min(length.value, 2 * _LONGEST) - 2)].decode("utf-16-le", "replace")


def _raw_name(mark: Handle) -> bytes:
    buffer, length = (ctypes.c_ubyte * (2 * _LONGEST))(), ctypes.c_ulong()
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"Name", buffer, 2 * _LONGEST, length):
        return b""
    return bytes(buffer)[: min(length.value, 2 * _LONGEST)]
