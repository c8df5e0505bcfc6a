"""A file is what its content says, whatever its name."""

import io
import zipfile

import pytest

from textmine.documents.sniff import require_readable, sniff
from textmine.errors import DocumentError


def packed(*names: str) -> bytes:
    """A ZIP archive with empty members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.docx", "pdf"),
        (b"\n\njunk %PDF-1.4", "a.pdf", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "a.pdf", "scan"),
        (b"\xff\xd8\xff\xe0", "a.txt", "scan"),
        (b"II*\x00....", "a.tif", "scan"),
        (packed("[Content_Types].xml", "word/document.xml"), "a.zip", "docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "a.xls", "xlsx"),
        (packed("OFD.xml"), "a.pdf", "ofd"),
        (packed("表.pdf"), "a.zip", "zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.xls", "doc"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.wps", "wps"),
        (OLE + "Workbook".encode("utf-16-le"), "a.doc", "xls"),
        (b"Rar!\x1a\x07\x00", "a.zip", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "7z"),
        (b"<!DOCTYPE html><table>", "a.xls", "html"),
        ("<html><body>财政".encode("utf-16"), "a.html", "html"),
        ("财政项目支出绩效自评表".encode(), "a.txt", "text"),
        ("财政项目支出绩效自评表".encode("gb18030"), "a.txt", "text"),
        ("财政项目支出绩效自评表".encode("utf-16"), "a.txt", "text"),
        ("财政项目支出绩效自评表".encode(), "a.pdf", "text"),
        (b"\x00\x01\x02\x03" * 50, "a.txt", ""),
        (b"", "a.pdf", ""),
    ],
)
def test_kinds(data, name, kind):
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("kind", "words"), [("doc", "docx"), ("ofd", "PDF"), ("rar", "ZIP"), ("7z", "ZIP"), ("wps", "PDF")]
)
def test_formats_to_convert_say_what_to_do(kind, words):
    with pytest.raises(DocumentError) as caught:
        require_readable(kind, "a.x")
    assert words in caught.value.hint and caught.value.where == "a.x"


def test_unknown_formats_are_refused():
    with pytest.raises(DocumentError, match="无法识别"):
        require_readable("", "a.bin")
