"""Characters of a page read all at once: what each says, where it stands, how it is drawn."""

import io
import math

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents import pdf_calls
from textmine.documents.pdf_paths import read_paths
from textmine.documents.pdf_text import Char, Chars, Style, _numbered, _texts, read_chars

reportlab = pytest.importorskip("reportlab")


def draw(work):
    """A page that a function draws, opened: its handle and that of its text."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 400), invariant=1)
    canvas.setFont("STSong-Light", 10)
    work(canvas)
    canvas.save()
    document = pdfium2.PdfDocument(out.getvalue())
    page = pdfium.FPDF_LoadPage(document.raw, 0)
    return document, page, pdfium.FPDFText_LoadPage(page)


def chars_of(work):
    document, page, text = draw(work)
    try:
        return read_chars(text)
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
        document.close()


def paths_of(work):
    document, page, text = draw(work)
    try:
        return read_paths(page)
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
        document.close()


def test_page_without_text_has_no_characters():
    found = chars_of(lambda canvas: canvas.line(0, 0, 9, 9))
    assert (len(found), found.boxes.shape, found.styles) == (0, (0, 4), ())


def test_blanks_are_left_out_and_the_others_stand_on_their_base_line():
    found = chars_of(lambda canvas: canvas.drawString(50, 300, "得 分 9.5"))
    assert "".join(found.texts) == "得分9.5"
    assert found.origins[:, 1].tolist() == [300.0] * 5
    assert np.allclose(found.boxes[:, 0], found.origins[:, 0])
    assert (np.diff(found.boxes[:, 0]) > 0).all()


def test_characters_of_one_look_share_a_style():
    def work(canvas):
        for y in (300, 280, 260):
            canvas.drawString(50, y, "指标")
        canvas.setFont("STSong-Light", 14)
        canvas.setFillGray(0.5)
        canvas.drawString(50, 240, "标题")

    found = chars_of(work)
    assert [(style.size, round(style.light, 2), style.quarter) for style in found.styles] == [(10, 0, 0), (14, 0.5, 0)]
    assert found.sizes.tolist() == [10.0] * 6 + [14.0] * 2


@pytest.mark.parametrize(("angle", "quarter"), [(0, 0), (90, 1), (180, 2), (270, 3), (30, None), (2, 0)])
def test_direction_and_base_line_of_turned_text(angle, quarter):
    def work(canvas):
        canvas.translate(200, 200)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "绩效指标")

    found = chars_of(work)
    assert [style.quarter for style in found.styles] == [quarter]
    along = math.radians(angle)
    off = (found.origins[:, 1] - 200) * math.cos(along) - (found.origins[:, 0] - 200) * math.sin(along)
    assert np.abs(off).max() < 0.01


def test_text_drawn_in_no_ink_is_marked():
    def work(canvas):
        canvas.saveState()
        text = canvas.beginText(50, 300)
        text.setTextRenderMode(3)
        text.textOut("隐")
        canvas.drawText(text)
        canvas.restoreState()
        canvas.drawString(50, 200, "显")

    found = chars_of(work)
    assert dict(zip(found.texts, found.where(lambda style: style.hidden).tolist(), strict=True)) == {
        "隐": True,
        "显": False,
    }


@pytest.mark.parametrize(
    ("codes", "texts"),
    [
        ([0x6307, 0x39], ["指", "9"]),
        ([0x02, 0xFFFE], ["-", "-"]),
        ([0, 0xD800, 0x110000], ["\ufffd"] * 3),
        ([0x20000], ["𠀀"]),
    ],
)
def test_codes_that_stand_for_nothing_are_replaced(codes, texts):
    assert _texts(np.array(codes, np.uint32)) == texts


@given(st.lists(st.integers(1, 4), max_size=20))
@settings(deadline=None)
def test_objects_are_numbered_as_they_appear(keys):
    objects, owner, firsts = _numbered(np.array(keys, np.uintp))
    assert objects == list(dict.fromkeys(keys))
    assert [objects[number] for number in owner.tolist()] == keys
    assert firsts.tolist() == [keys.index(key) for key in objects]


@pytest.mark.parametrize("text", ["指标", "𠀀指", "", "\ufffd"])
def test_codes_come_from_the_text_only_where_each_has_its_place(text, monkeypatch):
    """A character outside the first plane takes two places in PDFium's text: then each is asked for."""
    every = [ord(mark) for mark in text]
    monkeypatch.setattr(
        pdf_calls, "page_text", lambda _: text.encode("utf-16-le")[: 2 * len(text)].decode("utf-16-le", "replace")
    )
    monkeypatch.setattr(pdf_calls.pdfium, "FPDFText_CountChars", lambda _: len(text))
    monkeypatch.setattr(pdf_calls, "address", lambda _: 0)
    monkeypatch.setattr(pdf_calls, "_unicode", lambda _, index: every[index])
    assert pdf_calls.codes(None).tolist() == every


def test_columns_hold_what_single_characters_hold():
    style = Style(10, 0, 0.0, hidden=False, unmapped=False)
    single = [Char("指", 0, 1, 2, 3, 4, 5, style), Char("标", 6, 7, 8, 9, 10, 11, style._replace(size=12))]
    columns = Chars.of(single)
    assert columns.take(np.arange(2)) == single
    assert columns.keep(np.array([False, True])).take(np.arange(1)) == single[1:]


def test_lines_come_in_the_order_of_drawing_with_boxes_told_apart():
    def work(canvas):
        canvas.line(10, 10, 100, 10)
        canvas.rect(20, 20, 50, 30)
        canvas.setStrokeGray(1)
        canvas.line(10, 90, 100, 90)
        canvas.setFillGray(0.9)
        canvas.rect(200, 20, 50, 30, stroke=0, fill=1)
        canvas.rect(10, 95, 90, 1, stroke=0, fill=1)

    found = paths_of(work)
    assert found.lines[:, 1::2].mean(axis=1).round().tolist()[0] == 10
    sides = [line for line in found.lines[1:-1].round().tolist() if line[:2] != line[2:]]
    assert sides == [[20, 20, 70, 20], [70, 20, 70, 50], [20, 50, 70, 50], [20, 20, 20, 50]]
    assert found.lines[-1].round().tolist() == [10, 95, 100, 96]
    assert len(found.faint) == 1
    assert [(tuple(map(round, box)), round(light, 1)) for box, light in found.areas] == [((200, 20, 250, 50), 0.9)]
    assert not found.cut


def test_page_of_more_objects_than_are_read_says_so(monkeypatch):
    from textmine.documents import pdf_paths

    monkeypatch.setattr(pdf_paths, "MAX_OBJECTS", 3)
    found = paths_of(lambda canvas: [canvas.line(10, 10 * i, 100, 10 * i) for i in range(1, 6)])
    assert (len(found.lines), found.cut) == (3, True)
