"""A file is what its content says, whatever its name."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.documents.sniff import CONVERT, READABLE, require_readable, sniff
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


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"MM\x00*....", "a.tif", "scan"),
        (b"BM" + bytes(8) + bytes(20), "a.bmp", "scan"),
        (b"BM is a word", "a.bmp", ""),
        (b"\x1f\x8b\x08\x00", "a.tar.gz", "tar"),
        (b"BZh91AY", "a.zip", "tar"),
        (b"a.pdf" + bytes(252) + b"ustar\x0000", "a.tar", "tar"),
        (b"{\\rtf1\\ansi", "a.doc", "rtf"),
        (packed("mimetype", "content.xml"), "a.ods", "odf"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", "ppt"),
        (packed("word/document.xml"), "a.docx", "zip"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "zip"),
        (b"PK\x03\x04broken", "a.docx", "zip"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "a.ppt", "ppt"),
        (OLE + "Book".encode("utf-16-le"), "a.xls", "xls"),
        (OLE, "a.et", "xls"),
        (OLE, "a.DOC", "doc"),
        (OLE, "a.bin", ""),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "a.xls", "xml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "a.mht", "mht"),
        (b"From: <Saved by Microsoft Internet Explorer 5>\r\n", "a.mht", "mht"),
        (b"\xef\xbb\xbf<html><body>", "a.txt", "html"),
        (b"<p>\xe7\xbb\xa9\xe6\x95\x88</p>", "a.htm", "html"),
        (b"<p>\xe7\xbb\xa9\xe6\x95\x88</p>", "a.txt", "text"),
        ("绩效 自评表 2024\n项目 名称\n".encode("utf-16-le"), "a.txt", "text"),
        ("绩效自评表".encode("gb18030"), "a.doc", "text"),
        (b"plain words", "a.pdf", ""),
        ("绩效自评表".encode(), "a.md", ""),
        (b"   \n\n", "a.txt", ""),
    ],
)  # fmt: skip
def test_more_kinds(data, name, kind):
    """Formats that must be converted are named; misnamed files are known; words that no form is are left out."""
    assert sniff(data, name) == kind


@pytest.mark.parametrize("kind", sorted(CONVERT))
def test_whatever_must_be_converted_says_into_what(kind):
    """In both languages, with the place."""
    with pytest.raises(DocumentError, match="不能直接读取") as caught:
        require_readable(kind, "b.x")
    assert caught.value.where == "b.x" and any(word in caught.value.hint for word in ("PDF", "docx", "ZIP"))


@pytest.mark.parametrize("kind", [*READABLE, "zip"])
def test_what_can_be_read_is_let_through(kind):
    assert require_readable(kind, "a") == kind


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.txt", "a.xls", "a", "a.zip"]))
def test_any_bytes_have_a_kind_or_none(data, name):
    """Never an error, never a kind that nothing handles."""
    assert sniff(data, name) in {*READABLE, *CONVERT, "zip", ""}
