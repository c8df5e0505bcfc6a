"""Fonts for synthetic PDFs: the unembedded CID font that every reader knows, or installed fonts cut to our letters."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from textmine.synth.type3 import type3_font
from textmine.synth.words import alphabet

_PLACES = {
    "song": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",),
    "hei": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",),
}


@cache
def font(kind: str, extra: str = "") -> str:
    """Register a font with reportlab and return its name.

    Parameters
    ----------
    kind : {"cid", "song", "hei", "type3"}
        ``cid`` is STSong-Light, not embedded; the others need a Noto CJK font on the machine and fall back to it.
    extra : str
        Characters beyond the package's own alphabet.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    face = "song" if kind == "type3" else kind
    path = next((Path(p) for p in _PLACES.get(face, ()) if Path(p).exists()), None)
    if path is None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    name = f"Synth-{kind}-{hashlib.sha256(extra.encode()).hexdigest()[:6]}"
    file = str(_truetype(path, "".join(sorted({*alphabet(), *extra}))))
    if kind == "type3":
        made = type3_font(name, file)
        pdfmetrics._dynFaceNames.pop(made.face.name, None)  # the same face may also be embedded as TrueType
        pdfmetrics.registerFont(made)
        pdfmetrics._dynFaceNames.pop(made.face.name, None)
    else:
        pdfmetrics.registerFont(TTFont(name, file))
    return name


def installed(kind: str) -> bool:
    """Tell whether the machine has the font, so that it is not the fallback."""
    return any(Path(p).exists() for p in _PLACES.get(kind, ()))


def _truetype(path: Path, letters: str) -> Path:
    """Cut an OpenType collection to the letters and turn its curves into TrueType ones; kept in the user's cache."""
    import platformdirs

    mark = hashlib.sha256(f"{path.name}{path.stat().st_size}{letters}v2".encode()).hexdigest()[:16]
    target = Path(platformdirs.user_cache_dir("textmine")) / "synth-fonts" / f"{path.stem}-{mark}.ttf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".tmp")
        _convert(path, letters, draft)
        draft.replace(target)
    return target


def _convert(path: Path, letters: str, target: Path) -> None:
    from fontTools import subset
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, newTable

    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False)
    source = TTFont(path, fontNumber=2, recalcTimestamp=False)  # the simplified-Chinese face of the collection
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(source)
    glyphs, order = source.getGlyphSet(), list(source.getGlyphOrder())
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    order.append("zerowidth")  # the collection has no letter for U+200B
    drawn["zerowidth"] = TTGlyphPen(None).glyph()
    source["hmtx"]["zerowidth"] = (0, 0)
    source.setGlyphOrder(order)
    for part in source["cmap"].tables:
        part.cmap[0x200B] = "zerowidth"
    source["loca"] = newTable("loca")
    glyf = source["glyf"] = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, drawn
    for table in ("CFF ", "VORG", "vhea", "vmtx", "GPOS", "GSUB", "BASE", "GDEF"):
        if table in source:
            del source[table]
    for name in order:
        drawn[name].recalcBounds(glyf)
        width, _ = source["hmtx"][name]
        source["hmtx"][name] = (width, getattr(drawn[name], "xMin", 0))
    maxp = source["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxZones",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ):
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    source["post"].formatType = 3.0
    for record in source["name"].names:  # reportlab takes two faces of one name for the same
        if record.nameID in (1, 4, 6):
            record.string = target.stem.replace(".", "")
    source.sfntVersion = "\000\001\000\000"
    source.save(target)
