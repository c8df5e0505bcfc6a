"""PDF files written by hand, object by object: a small true form, for tests that need a PDF no library would write."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from fuzzing import ROWS, TITLE

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 4>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 "
    b"900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>]>>"
)
LEFT, TOP, WIDE, HIGH = 40, 760, 60, 40
"""Where the table of `form` begins, and the size of its cells."""


def text(words: str, x: float, y: float, size: float = 8) -> bytes:
    """Operators that draw one line of words."""
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n" % (size, x, y, words.encode("utf-16-be").hex().encode())


def cell(words: str, row: int, column: int) -> bytes:
    """Operators that draw the words of a cell, broken to its width."""
    lines = [words[i : i + 7] for i in range(0, len(words), 7)]
    return b"".join(
        text(line, LEFT + column * WIDE + 2, TOP - row * HIGH - 9 - 8.5 * n, 7.5) for n, line in enumerate(lines)
    )


def ruling(rows: int = len(ROWS), columns: int = 8) -> bytes:
    """Operators that draw the lines of the table."""
    right, bottom = LEFT + columns * WIDE, TOP - rows * HIGH
    level = b"".join(b"%d %d m %d %d l S\n" % (LEFT, TOP - HIGH * i, right, TOP - HIGH * i) for i in range(rows + 1))
    down = (b"%d %d m %d %d l S\n" % (LEFT + WIDE * i, bottom, LEFT + WIDE * i, TOP) for i in range(columns + 1))
    return level + b"".join(down)


def form(rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE) -> bytes:
    """Operators that draw a whole form; `ROWS` is what must be read from it."""
    words = (cell(words, r, c) for r, row in enumerate(rows) for c, words in enumerate(row) if words)
    return text(title, 150, TOP + 20, 14) + ruling(len(rows)) + b"".join(words)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    data, how = (zlib.compress(data, 9), b"/Filter/FlateDecode") if packed else (data, b"")
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (entries, how, len(data), data)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of numbered objects; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    rows = (b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    out += b"xref\n0 %d\n" % size + b"".join(rows)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


def pdf(
    content: bytes,
    *,
    page: bytes = b"/MediaBox[0 0 595 842]",
    resources: bytes = b"",
    catalog: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A file of one page; further objects from 10 on."""
    return written({
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>" % (resources, page),
        4: stream(content),
        5: FONT,
        **(more or {}),
    })  # fmt: skip
