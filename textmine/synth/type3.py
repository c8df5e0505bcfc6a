"""Type 3 fonts: letters as little drawings, as old printing programs and some scanners' software write them."""

from __future__ import annotations

from typing import Any


def type3_font(name: str, path: str) -> Any:  # noqa: ANN401 - a font of reportlab, which has no types
    """Return a reportlab font that embeds the letters of a TrueType file as Type 3 procedures."""
    from reportlab.pdfbase import pdfdoc
    from reportlab.pdfbase.ttfonts import TTFont, makeToUnicodeCMap

    class Type3(TTFont):  # type: ignore[misc]
        """Differs from its parent only in what it writes into the document."""

        def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - reportlab's protocol
            """Write one font dictionary a subset of letters."""
            state = self.state.get(doc) or TTFont.State(self._asciiReadable)
            state.frozen = 1
            for n, subset in enumerate(state.subsets):
                internal = self.getSubsetInternalName(n, doc)[1:]
                map_stream = pdfdoc.PDFStream(content=makeToUnicodeCMap(f"T3{n}", subset))
                unicode_map = doc.Reference(map_stream, f"toUnicodeCMap:{name}{n}")
                font = _dictionary(path, subset, doc, f"{name}{n}", unicode_map)
                doc.idToObject["BasicFonts"].dict[internal] = font
                doc.Reference(font, internal)
            self.state.pop(doc, None)

    return Type3(name, path)


def _dictionary(path: str, subset: list[int], doc: Any, key: str, unicode_map: Any) -> Any:  # noqa: ANN401
    from reportlab.pdfbase import pdfdoc

    glyphs, widths = _procedures(path, subset)
    procedures = {}
    for i, content in enumerate(glyphs):
        stream = pdfdoc.PDFStream(content=content)
        if doc.compression:
            stream.filters = [pdfdoc.PDFZCompress]
        procedures[f"g{i}"] = doc.Reference(stream, f"{key}/g{i}")
    differences = pdfdoc.PDFArray([0, *(pdfdoc.PDFName(f"g{i}") for i in range(len(glyphs)))])
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type3"),
            "FontBBox": pdfdoc.PDFArray([0, 0, 0, 0]),
            "FontMatrix": pdfdoc.PDFArray([0.001, 0, 0, 0.001, 0, 0]),
            "CharProcs": pdfdoc.PDFDictionary(procedures),
            "Encoding": pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Encoding"), "Differences": differences}),
            "FirstChar": 0,
            "LastChar": len(glyphs) - 1,
            "Widths": pdfdoc.PDFArray(widths),
            "Resources": pdfdoc.PDFDictionary({}),
            "ToUnicode": unicode_map,
        }
    )


def _procedures(path: str, subset: list[int]) -> tuple[list[bytes], list[int]]:
    """Return the drawing of every letter, in thousandths of the size, and the widths."""
    from fontTools.pens.basePen import decomposeQuadraticSegment
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    source = TTFont(path)
    letters, outlines, scale = source.getBestCmap(), source.getGlyphSet(), 1000 / source["head"].unitsPerEm
    out, widths = [], []
    for code in subset:
        glyph = letters.get(code, ".notdef")
        width = round(outlines[glyph].width * scale)
        pen = DecomposingRecordingPen(outlines)
        outlines[glyph].draw(pen)
        parts = [f"{width} 0 d0"]
        for operator, points in pen.value:
            parts += _strokes(operator, points, scale, decomposeQuadraticSegment)
        out.append("\n".join([*parts, "f"]).encode())
        widths.append(width)
    return out, widths


def _strokes(operator: str, points: Any, scale: float, decompose: Any) -> list[str]:  # noqa: ANN401
    def at(*pairs: tuple[float, float]) -> str:
        return " ".join(f"{v * scale:.0f}" for pair in pairs for v in pair)

    if operator == "moveTo":
        return [at(points[0]) + " m"]
    if operator == "lineTo":
        return [at(points[0]) + " l"]
    if operator == "qCurveTo":  # a coarse outline will do: curves become chords over their control points
        return [at(p) + " l" for pair in decompose(points) for p in pair]
    return ["h"] if operator == "closePath" else []
