"""Plain text is decoded as published: any usual encoding, form feeds as pages."""

import pytest

from textmine.documents.text import decode_text, read
from textmine.errors import DocumentError

TEXT = "财政项目支出绩效自评表\r\n（2024年度）\n\n项目名称 数据运营"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "utf-32"]
)
def test_encodings(encoding):
    assert decode_text(TEXT.encode(encoding)) == TEXT


def test_text_cut_in_the_middle_of_a_character():
    assert decode_text(TEXT.encode("utf-8")[:-1]) == TEXT[:-1]


def test_bytes_that_are_no_text():
    with pytest.raises(DocumentError, match="GB18030"):
        decode_text(bytes(range(256)) * 8 + b"\xff\xff")


def test_form_feeds_number_pages():
    document = read("甲\n乙\f丙\n\f".encode(), source="a.txt")
    assert [p.number for p in document.pages] == [1, 2]
    assert [b.text for b in document.pages[0].blocks] == ["甲", "乙"]


def test_without_form_feeds_there_are_no_page_numbers():
    document = read(TEXT.encode(), source="a.txt")
    assert document.pages[0].number is None and document.n_pages == 0 and document.engine == "text"
