"""Plain text layers: bytes of any usual Chinese encoding → pages of lines."""

from __future__ import annotations

from textmine.documents.cleanup import clean_text
from textmine.documents.model import Document, Line, Page
from textmine.errors import DocumentError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_CONTROLS = {c: None for c in range(32) if c not in (9, 10, 12, 13)}


def decode_text(data: bytes) -> str:
    """Decode text: by its byte order mark, else UTF-8, UTF-16 without a mark, GB18030.

    Raises
    ------
    DocumentError
        Bytes that are no text in any of these.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode(data, name, strict=False) or ""
    for name in (utf16_order(data), "utf-8", "gb18030"):
        text = _decode(data, name, strict=True) if name else None
        if text is not None and text.count("\x00") <= len(text) // 100:
            return text
    raise DocumentError(
        "not a text in UTF-8, UTF-16 or GB18030 / 不是 UTF-8、UTF-16 或 GB18030 编码的文本",
        hint="save it as UTF-8 / 请另存为 UTF-8",
    )


def _decode(data: bytes, encoding: str, *, strict: bool) -> str | None:
    try:
        return data.decode(encoding, errors="strict" if strict else "replace")
    except UnicodeDecodeError as error:
        # a text cut off in the middle of its last character is still a text
        if strict and encoding != "utf-16-le" and error.start >= len(data) - 4 and error.start > 0:
            return data[: error.start].decode(encoding, errors="replace")
        return None


def utf16_order(data: bytes) -> str:
    """Return the UTF-16 variant that unmarked bytes are in: blanks and line ends show as zero bytes on one side; ""."""
    if len(data) < 4 or len(data) % 2:
        return ""
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    least = min(len(data), 4000) // 100
    if max(even, odd) <= least or min(even, odd) > max(even, odd) // 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def read(data: bytes, *, source: str) -> Document:
    """Read a plain text layer; form feeds divide its pages, empty lines are kept as lines without text.

    Returns
    -------
    Document
        Kind and engine ``text``; pages are numbered where the text has form feeds.
    """
    text = clean_text(decode_text(data).replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS))
    pieces = text.split("\f")
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    paged = len(pieces) > 1 or "\f" in text
    pages = tuple(
        Page(number=n if paged else None, blocks=tuple(Line(line) for line in piece.split("\n")))
        for n, piece in enumerate(pieces, 1)
    )
    return Document(source=source, kind="text", engine="text", pages=pages, n_pages=len(pages) if paged else 0)
