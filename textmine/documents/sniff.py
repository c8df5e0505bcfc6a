"""What a file is, told by its content; the extension only breaks ties, since published files are often misnamed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from textmine.documents.text import utf16_order
from textmine.errors import DocumentError

READABLE = ("pdf", "scan", "docx", "xlsx", "xls", "html", "text")
CONVERT = {
    "doc": ("Word 97–2003 (.doc)", "save it as .docx or PDF / 请另存为 .docx 或 PDF"),
    "ofd": ("OFD 版式文件 (.ofd)", "convert it to PDF / 请转换为 PDF"),
    "rar": ("RAR archive / RAR 压缩包", "unpack it or pack it as ZIP / 请先解压，或改用 ZIP"),
    "7z": ("7z archive / 7z 压缩包", "unpack it or pack it as ZIP / 请先解压，或改用 ZIP"),
    "tar": ("tar or gzip archive / tar、gzip 压缩包", "unpack it or pack it as ZIP / 请先解压，或改用 ZIP"),
    "wps": ("WPS document (.wps) / WPS 文档", "save it as .docx or PDF / 请另存为 .docx 或 PDF"),
    "rtf": ("RTF document / RTF 文档", "save it as .docx or PDF / 请另存为 .docx 或 PDF"),
    "ppt": ("presentation / 演示文稿", "save it as PDF / 请另存为 PDF"),
    "mht": ("web archive (.mht) / 网页归档", "save the page as .html or PDF / 请另存为 .html 或 PDF"),
    "xml": ("XML 2003 workbook or document / XML 表格或文档", "save it as .xlsx or .docx / 请另存为 .xlsx 或 .docx"),
    "odf": ("OpenDocument file", "save it as .docx, .xlsx or PDF / 请另存为 .docx、.xlsx 或 PDF"),
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "scan"), (b"\xff\xd8\xff", "scan"), (b"II*\x00", "scan"), (b"MM\x00*", "scan"),
    (b"BM", "bmp"),
    (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "tar"), (b"{\\rtf", "rtf"), (b"BZh", "tar"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|div|script)\b", re.IGNORECASE)
_OFFICE_XML = re.compile(rb"<\?mso-application|urn:schemas-microsoft-com:office:spreadsheet|<w:wordDocument")
_TAG = re.compile(rb"<[a-zA-Z!/]")
_TEXT_NAMES = (".txt", ".text", ".log")
_OTHER_NAMES = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".htm", ".html", ".xhtml", "")
_BAD_BYTES = bytes(b for b in range(32) if b not in (9, 10, 12, 13, 27))


def sniff(data: bytes, name: str = "") -> str:
    """Return the kind of a file: ``pdf scan docx xlsx xls html text zip`` or a key of `CONVERT`; "" if unknown.

    Parameters
    ----------
    data : bytes
        The whole file (archives and OLE files are told by what is inside).
    name : str
        Its name, consulted only where the content allows several kinds.
    """
    head = data[:4096]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)  # before PDF: an uncompressed member shows its own mark near the start
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return _bitmap(data) if kind == "bmp" else kind
    if head.startswith(_OLE):
        return _ole(data, name)
    if data[257:262] == b"ustar":
        return "tar"
    return _textual(data, name)


def _bitmap(data: bytes) -> str:
    return "scan" if len(data) >= 26 and data[6:10] == b"\0\0\0\0" else ""


def _ole(data: bytes, name: str) -> str:
    """Word, Excel and others share one container; the names of its streams tell which."""
    for stream, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt")):
        if stream.encode("utf-16-le") in data:
            return "wps" if kind == "doc" and name.lower().endswith(".wps") else kind
    return {".xls": "xls", ".et": "xls", ".doc": "doc", ".wps": "wps"}.get(PurePosixPath(name.lower()).suffix, "")


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names and "content.xml" in names:
        return "odf"
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "ppt")):
        if "[Content_Types].xml" in names and any(n.startswith(folder) for n in names):
            return kind
    return "zip"


def _textual(data: bytes, name: str) -> str:
    head = data[:65536]
    order = _marked(head) or utf16_order(data)
    if order:
        head = head.decode(order, errors="ignore").encode("utf-8")  # its Chinese holds bytes that look like controls
    plain = head.replace(b"\x00", b"")
    if _OFFICE_XML.search(plain):
        return "xml"
    if re.match(rb"(?i)(mime-version:|from: <saved by)", plain.lstrip()):
        return "mht"
    if _HTML.search(plain) and plain.translate(None, _BAD_BYTES) == plain:
        return "html"
    suffix = PurePosixPath(name.lower()).suffix
    controls = len(plain) - len(plain.translate(None, _BAD_BYTES))
    zeros = len(head) - len(plain)
    if suffix in (".htm", ".html", ".xhtml") and not controls and _TAG.search(plain):
        return "html"
    textual = controls + zeros <= len(plain) // 200
    named_right = suffix in _TEXT_NAMES or suffix in _OTHER_NAMES
    return "text" if textual and plain.strip() and named_right and _is_words(plain, suffix, bool(order)) else ""


def _marked(head: bytes) -> str:
    """Return the wide encoding that a byte order mark tells of, "" without one."""
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _is_words(data: bytes, suffix: str, wide: bool) -> bool:
    """Tell whether bytes not named as text look like one: they decode and hold Chinese."""
    if suffix in _TEXT_NAMES or wide:
        return True
    for encoding in ("utf-8", "gb18030"):
        text = data[:8192].decode(encoding, errors="ignore")
        if len(text.encode(encoding, errors="ignore")) >= 0.98 * len(data[:8192]):
            return bool(re.search(r"[\u4e00-\u9fff]", text))
    return False


def require_readable(kind: str, where: str) -> str:
    """Return a readable kind (or ``zip``) unchanged.

    Raises
    ------
    DocumentError
        A format that must be converted first, named with what to do; or one that is not known at all.
    """
    if kind in READABLE or kind == "zip":
        return kind
    if kind in CONVERT:
        name, hint = CONVERT[kind]
        raise DocumentError(f"{name} cannot be read / 不能直接读取", where=where, hint=hint)
    raise DocumentError(
        "not a format that can be read / 无法识别的文件格式",
        where=where,
        hint="PDF, PNG/JPEG/TIFF, .docx, .xlsx/.xls, HTML, .txt or a ZIP of these / 支持上述格式",
    )
