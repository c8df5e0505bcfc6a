"""Conditions of PDF files that occur or are made on purpose: what a person sees on the page is what is read."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing import ROWS, TITLE
from handmade import FONT, HIGH, LEFT, TOP, WIDE, cell, form, pdf, ruling, stream, text, written

from textmine.documents import read_bytes
from textmine.documents.pdf_layers import _has_layers, hidden_layers
from textmine.forms import parse_forms

TRUE = ("培训人次", "≥100(人次)", "90(人次)", 100.0, 95.0, "因报名不足，人次未达标。")
BLANK = [*ROWS[:2], [*ROWS[2][:4], "", *ROWS[2][5:7], ""], ROWS[3]]
PAGE = b"/MediaBox[0 0 595 842]"
STRAY = text("99", LEFT + 6 * WIDE + 20, TOP - 2 * HIGH - 9, 7.5)
"""A figure beside the true score, in the same cell."""


def rows_of(data: bytes) -> list[tuple]:
    """The rows of all forms in a file."""
    forms = parse_forms(read_bytes(data, source="a.pdf"))
    return [(i.level3, i.target, i.actual, i.weight, i.score, i.deviation) for f in forms for i in f.indicators]


def spoken(words: str) -> bytes:
    """A text string of PDF."""
    return b"<feff%s>" % words.encode("utf-16-be").hex().encode()


def meaning(words: str, drawn: bytes) -> bytes:
    """Something drawn that stands for other words when it is copied."""
    return b"/Span<</ActualText%s>>BDC\n" % spoken(words) + drawn + b"EMC\n"


def look(words: str) -> bytes:
    """The appearance of a field."""
    lines = [words[i : i + 7] for i in range(0, len(words), 7)]
    drawn = b"".join(text(line, 2, HIGH - 11 - 8.5 * n, 7.5) for n, line in enumerate(lines))
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 58 38]/Resources<</Font<</F1 5 0 R>>>>"
    return stream(b"/Tx BMC\n" + drawn + b"EMC", entries)


def field(
    name: bytes, words: str, row: int, column: int, *, kind: bytes = b"Widget", entries: bytes = b"/F 4"
) -> bytes:
    """A form field, or a comment, over a cell."""
    x, y = LEFT + column * WIDE + 1, TOP - (row + 1) * HIGH + 1
    value = b"/FT/Tx/T(%s)/V%s" % (name, spoken(words)) if kind == b"Widget" else b"/Contents" + spoken(words)
    place = b"/Rect[%d %d %d %d]" % (x, y, x + WIDE - 2, y + HIGH - 2)
    return b"<</Type/Annot/Subtype/%s%s/DA(/F1 7 Tf 0 g)%s/P 3 0 R%s>>" % (kind, value, place, entries)


def filled(kind: bytes, *, shown: bool, asked: bytes = b"") -> bytes:
    """The form with actual value and passage typed into fields or comments."""
    first, second = (b"/AP<</N 12 0 R>>", b"/AP<</N 13 0 R>>") if shown else (b"/Ff 4096", b"/Ff 4096")
    more = {
        10: field(b"a", TRUE[2], 2, 4, kind=kind, entries=b"/F 4" + first),
        11: field(b"b", TRUE[5], 2, 7, kind=kind, entries=b"/F 4" + second),
        **({12: look(TRUE[2]), 13: look(TRUE[5])} if shown else {}),
    }
    catalog = b"/AcroForm<</Fields[10 0 R 11 0 R]/DR<</Font<</F1 5 0 R>>>>/DA(/F1 7 Tf 0 g)%s>>" % asked
    return pdf(form(BLANK), page=PAGE + b"/Annots[10 0 R 11 0 R]", catalog=catalog, more=more)


def backwards(words: str, row: int, column: int) -> bytes:
    """A cell drawn character by character from the right."""
    lines = [words[i : i + 7] for i in range(0, len(words), 7)]
    x, y = LEFT + column * WIDE + 2, TOP - row * HIGH - 9
    places = [(c, x + 7.5 * i, y - 8.5 * n) for n, line in enumerate(lines) for i, c in enumerate(line)]
    return b"".join(text(c, at, height, 7.5) for c, at, height in reversed(places))


def spread(draw=cell) -> bytes:
    """The words of the form by another way of drawing."""
    words = (draw(word, r, c) for r, row in enumerate(ROWS) for c, word in enumerate(row) if word)
    return text(TITLE, 150, TOP + 20, 14) + ruling() + b"".join(words)


READ_RIGHT = {
    "plain": pdf(form()),
    "turned a quarter": pdf(form(), page=PAGE + b"/Rotate 90"),
    "turned half": pdf(form(), page=PAGE + b"/Rotate 180"),
    "turned three quarters": pdf(form(), page=PAGE + b"/Rotate 270"),
    "turned more than once": pdf(form(), page=PAGE + b"/Rotate 450"),
    "drawn sideways, shown upright": pdf(
        b"q 0 1 -1 0 842 0 cm\n" + form() + b"Q", page=b"/MediaBox[0 0 842 595]/Rotate 90"
    ),
    "large units": pdf(form(), page=PAGE + b"/UserUnit 2.5"),
    "negative coordinates": pdf(b"q 1 0 0 1 -300 -400 cm\n" + form() + b"Q", page=b"/MediaBox[-300 -400 295 442]"),
    "corners of the page swapped": pdf(form(), page=b"/MediaBox[595 842 0 0]"),
    "no page size": pdf(form(), page=b""),
    "page without area": pdf(form(), page=b"/MediaBox[0 0 0 0]"),
    "page size no numbers": pdf(form(), page=b"/MediaBox[0 0 (x) null]"),
    "text cut off by the visible part": pdf(
        form() + text("999", 700, TOP - 2 * HIGH - 9), page=b"/MediaBox[0 0 1200 842]/CropBox[0 0 595 842]"
    ),
    "drawn from the right": pdf(spread(backwards)),
    "white text": pdf(form() + b"1 1 1 rg\n" + STRAY),
    "text not drawn": pdf(form() + b"3 Tr\n" + STRAY),
    "text that only clips": pdf(form() + b"q 7 Tr\n" + STRAY + b"Q\n"),
    "all text not drawn, no image": pdf(b"3 Tr\n" + form()),
    "other text for copying, same": pdf(
        form(BLANK) + cell(TRUE[5], 2, 7) + meaning(TRUE[2], cell(TRUE[2], 2, 4))
    ),
    "other text for copying, glyphs without sense": pdf(
        form(BLANK) + cell(TRUE[2], 2, 4) + meaning(TRUE[5], cell("囗" * 12, 2, 7))
    ),
    "form fields": filled(b"Widget", shown=True),
    "form fields that the viewer draws": filled(b"Widget", shown=False, asked=b"/NeedAppearances true"),
    "typed comments": filled(b"FreeText", shown=True),
    "a hidden field": pdf(
        form(), page=PAGE + b"/Annots[10 0 R]",
        more={10: field(b"a", "99", 2, 6, entries=b"/F 2/AP<</N 12 0 R>>"), 12: look("99")},
    ),
    "a note": pdf(
        form(), page=PAGE + b"/Annots[10 0 R]",
        more={10: b"<</Type/Annot/Subtype/Text/Rect[100 100 120 120]/Contents(99)>>"},
    ),
    "an attachment": pdf(
        form(), catalog=b"/Names<</EmbeddedFiles<</Names[(a)10 0 R]>>>>",
        more={10: b"<</Type/Filespec/F(a)/EF<</F 11 0 R>>>>", 11: stream(b"x", b"/Type/EmbeddedFile")},
    ),
    "outlines in a loop": pdf(
        form(), catalog=b"/Outlines 10 0 R",
        more={10: b"<</First 11 0 R/Last 11 0 R>>", 11: b"<</Title(x)/Parent 10 0 R/Next 11 0 R/First 11 0 R>>"},
    ),
    "the length of a stream in a loop": pdf(form()).replace(b"/Length", b"/Length 4 0 R/X", 1),
    "two thousand million pages claimed": pdf(form()).replace(b"/Count 1>>", b"/Count 2000000000>>"),
    "fewer than no pages claimed": pdf(form()).replace(b"/Count 1>>", b"/Count -1>>"),
    "a hundred thousand open states": pdf(b"q\n" * 100_000 + form()),
    "dictionaries in dictionaries": pdf(form(), catalog=b"/X" + b"<</X" * 20_000 + b" 1" + b">>" * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("data", READ_RIGHT.values(), ids=READ_RIGHT)
def test_read_as_it_is_seen(data):
    """Each of these pages shows the same form."""
    assert rows_of(data) == [TRUE]


@pytest.mark.parametrize(
    "data", [filled(b"Widget", shown=False), filled(b"FreeText", shown=False)], ids=["field", "comment"]
)
def test_fields_without_a_look_are_told(data):
    """What no viewer shows alike cannot be read with certainty: a note says how many and what to do."""
    (note,) = read_bytes(data, source="a.pdf").notes
    assert "2 个填写的域或批注没有外观" in note and "打印为 PDF" in note


def tree(kids: bytes, count: int) -> bytes:
    """A file with a page tree of one's own; object 3 is its page."""
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>%s>>" % PAGE
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return written({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: page, 4: stream(form()), 5: FONT})


@pytest.mark.parametrize(("count", "words"), [(2, "页面无法解析"), (9000, "第2–9000页均无法解析")])
def test_a_page_tree_in_a_loop_costs_its_missing_pages_only(count, words):
    """The true page is read; the pages that are not there are told once, not thousands of times."""
    document = read_bytes(tree(b"3 0 R 2 0 R", count), source="a.pdf")
    assert len(document.pages) == 2 and words in document.pages[1].unreadable
    (got,) = parse_forms(document)
    assert [x.code for x in got.findings].count("unreadable_page") == 1
    assert len(got.indicators) == 1


def test_a_page_with_more_characters_than_paper_holds(monkeypatch):
    """It is not read for minutes but told."""
    monkeypatch.setattr("textmine.documents.pdf.MAX_CHARS", 100)
    document = read_bytes(pdf(form() * 2), source="a.pdf")
    assert "100 个字符" in document.pages[0].unreadable


@pytest.mark.parametrize(
    ("catalog", "more", "words"),
    [
        (
            b"/Collection<</View/D>>/Names<</EmbeddedFiles<</Names[(a)10 0 R]>>>>",
            {10: b"<</Type/Filespec/F(a)/EF<</F 11 0 R>>>>", 11: stream(b"x", b"/Type/EmbeddedFile")},
            "附有 1 个文件",
        ),
        (
            b"/NeedsRendering true/AcroForm<</Fields[]/XFA 10 0 R>>",
            {10: stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")},
            "XFA",
        ),
    ],
    ids=["portfolio", "dynamic form"],
)
def test_what_lies_beside_the_pages_is_told(catalog, more, words):
    """A portfolio and a dynamic form show a page that says nothing: a note says where the content is."""
    document = read_bytes(pdf(text("请使用其他阅读器打开", 100, 400), catalog=catalog, more=more), source="a.pdf")
    assert not parse_forms(document) and any(words in note for note in document.notes)


LAYER = {10: b"<</Type/OCG/Name(draft)>>"}
ON_LAYER = b"/OC /MC0 BDC\n%sEMC\n"


@pytest.mark.parametrize(
    ("usual", "content", "hidden"),
    [
        (b"/OFF[10 0 R]", form() + ON_LAYER % STRAY, True),
        (b"/BaseState/OFF", form() + ON_LAYER % STRAY, True),
        (b"/BaseState/OFF/ON[10 0 R]", ON_LAYER % form(), False),
        (b"", ON_LAYER % form(), False),
    ],
    ids=["switched off", "all off", "all off but this", "on"],
)
def test_hidden_layers_are_not_read(usual, content, hidden):
    """What nobody sees is no text; a note says that there is something."""
    catalog = b"/OCProperties<</OCGs[10 0 R]/D<<%s>>>>" % usual
    data = pdf(content, resources=b"/Properties<</MC0 10 0 R>>", catalog=catalog, more=LAYER)
    assert rows_of(data) == [TRUE]
    assert any("draft" in note for note in read_bytes(data, source="a.pdf").notes) == hidden


def test_layers_are_found_in_packed_catalogues():
    """A catalogue may stand in a compressed stream of objects."""
    packed = stream(b"1 0 <</Type/Catalog/OCProperties<<>>>>", b"/Type/ObjStm/N 1/First 4", packed=True)
    assert _has_layers(b"%PDF-1.7\n1 0 obj\n" + packed)
    assert not _has_layers(b"%PDF-1.7\n1 0 obj\n" + stream(b"1 0 <<>>", b"/Type/ObjStm/N 1/First 4", packed=True))
    assert hidden_layers(b"%PDF-1.7\n/OCProperties") == frozenset()
