"""PDF pages drawn by hand under the conditions that occur, read back."""

import io

import pytest

from textmine.documents import pdf, plumber
from textmine.documents.model import Grid, Line
from textmine.errors import DocumentError

reportlab = pytest.importorskip("reportlab")

FONT = "STSong-Light"
ROWS = [["三级指标", "分值", "得分"], ["补贴人数", "10", "8.5"], ["重重困难", "20", "20"]]
WIDTH, HEIGHT = 595.0, 842.0


@pytest.fixture(scope="module", autouse=True)
def font():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def make(*pages, width=WIDTH, height=HEIGHT, **options):
    """A PDF whose pages the given functions draw."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, **options)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def table(canvas, left=60, top=700, rows=ROWS, line=None, text=None):
    """A ruled table; `line` and `text` replace how lines and words are drawn."""
    line = line or canvas.line
    text = text or canvas.drawString
    xs, ys = [left + 100 * i for i in range(4)], [top - 24 * i for i in range(len(rows) + 1)]
    for y in ys:
        line(xs[0], y, xs[-1], y)
    for x in xs:
        line(x, ys[0], x, ys[-1])
    for y, row in zip(ys, rows, strict=False):
        for x, word in zip(xs, row, strict=False):
            text(x + 8, y - 16, word)


def cells(document, page=0):
    """The texts of the first grid of a page, row by row."""
    grid = next(block for block in document.pages[page].blocks if isinstance(block, Grid))
    return [[c.text for c in grid.cells if c.row == row] for row in range(grid.n_rows)]


def read(data):
    return pdf.read(data, source="a.pdf")


def test_ruled_table_and_the_lines_around_it():
    def draw(canvas):
        canvas.drawString(200, 760, "项目支出绩效自评表")
        table(canvas)
        canvas.drawString(290, 40, "1")

    document = read(make(draw))
    assert cells(document) == ROWS
    assert [b.text for b in document.pages[0].blocks if isinstance(b, Line)] == ["项目支出绩效自评表", "1"]
    assert (document.engine, document.n_pages, document.pages[0].number) == ("pdfium", 1, 1)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_page_shown_turned_is_read_upright(angle):
    def draw(canvas):
        canvas.setPageRotation(angle)
        if angle == 90:
            canvas.transform(0, 1, -1, 0, HEIGHT, 0)  # reportlab swaps the sides of pages with /Rotate
        elif angle == 180:
            canvas.transform(-1, 0, 0, -1, WIDTH, HEIGHT)
        else:
            canvas.transform(0, -1, 1, 0, 0, WIDTH)
        table(canvas, top=500)

    document = read(make(draw))
    assert cells(document) == ROWS
    assert document.pages[0].rotation == 0


def test_content_on_its_side_without_a_flag_is_turned():
    def draw(canvas):
        canvas.transform(0, 1, -1, 0, WIDTH, 0)
        table(canvas, top=500)

    document = read(make(draw))
    assert cells(document) == ROWS
    assert (document.pages[0].width, document.pages[0].rotation) == (HEIGHT, 1)


def test_lines_as_thin_rectangles_inside_nested_forms():
    def draw(canvas):
        def bar(xa, ya, xb, yb):
            canvas.rect(xa, ya - 0.3, max(xb - xa, 0.6), max(yb - ya, 0.6) if xa == xb else 0.6, stroke=0, fill=1)

        canvas.beginForm("inner", 0, 0, WIDTH, HEIGHT)
        canvas.setFont(FONT, 10)
        table(canvas, line=lambda xa, ya, xb, yb: bar(xa, min(ya, yb), xb, max(ya, yb)))
        canvas.endForm()
        canvas.beginForm("outer", 0, 0, WIDTH, HEIGHT)
        canvas.translate(0, -100)
        canvas.scale(0.9, 0.9)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(20, 0)
        canvas.doForm("outer")

    assert cells(read(make(draw))) == ROWS


def test_one_object_a_character_drawn_in_any_order():
    def draw(canvas):
        jobs = []
        table(canvas, text=lambda x, y, word: jobs.extend((x + 10 * i, y, mark) for i, mark in enumerate(word)))
        for x, y, mark in sorted(jobs, key=lambda job: hash((job[0] * 7919) % 101)):
            canvas.drawString(x, y, mark)

    got = cells(read(make(draw)))
    assert [[text.replace(" ", "") for text in row] for row in got] == ROWS


def test_fake_bold_is_read_once():
    def draw(canvas):
        def twice(x, y, word):
            canvas.drawString(x, y, word)
            canvas.drawString(x + 0.3, y, word)

        table(canvas, text=twice)

    assert cells(read(make(draw))) == ROWS


def test_watermark_and_stamp_stay_out_of_the_cells():
    def draw(canvas):
        table(canvas)
        canvas.saveState()
        canvas.setFillGray(0.7)
        canvas.setFont(FONT, 60)
        canvas.translate(100, 600)
        canvas.rotate(35)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.setFillColorRGB(0.9, 0.95, 0.95)
        canvas.drawString(70, 690, "仅供公示")

    assert cells(read(make(draw))) == ROWS


def test_level_stamp_over_text_stays_out_of_the_cells():
    """Red characters over others are a stamp; red characters in a cell of their own are text."""
    rows = [*ROWS[:2], ["重重困难", "20", ""]]

    def draw(canvas):
        table(canvas, rows=rows)
        canvas.setFillColorRGB(0.9, 0.1, 0.1)
        canvas.drawString(68, 660, "示例市局")
        canvas.setFillColorRGB(0.9, 0.0, 0.0)
        canvas.drawString(268, 636, "20")

    assert cells(read(make(draw))) == ROWS


def test_white_text_on_a_dark_header_is_text_and_on_paper_is_not():
    def draw(canvas):
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(60, 676, 300, 24, stroke=0, fill=1)
        canvas.setFillGray(0)
        table(canvas, rows=[["", "", ""], *ROWS[1:]])
        canvas.setFillGray(1)
        for i, word in enumerate(ROWS[0]):
            canvas.drawString(68 + 100 * i, 684, word)
        canvas.drawString(68, 650, "看不见")

    assert cells(read(make(draw))) == ROWS


def test_white_borders_of_a_table_with_a_dark_header():
    """White lines show in the dark header only; they part the rows on white paper all the same."""

    def draw(canvas):
        rows = [*ROWS, ["甲", "", "1"], ["", "", "2"], ["乙", "30", "3"]]
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        for k in range(2):
            canvas.rect(60, 652 + 24 * k, 300, 24, stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.setFillGray(1)
        for i, word in enumerate(ROWS[0]):
            canvas.drawString(68 + 100 * i, 684, word)
            canvas.drawString(68 + 100 * i, 660, ROWS[1][i])
        canvas.setFillGray(0)

        def edges(x0, y0, x1, y1):
            """Browsers draw the border of each cell for itself."""
            n = round(abs(y1 - y0) / 24) or 1
            for k in range(n):
                canvas.line(x0, y0 + k * (y1 - y0) / n, x1, y0 + (k + 1) * (y1 - y0) / n)

        table(canvas, rows=[["", "", ""], ["", "", ""], *rows[2:]], line=edges)

    read_rows = cells(read(make(draw)))
    assert read_rows == [*ROWS, ["甲", "", "1"], ["", "", "2"], ["乙", "30", "3"]]


def test_white_lines_across_text_are_no_borders():
    def draw(canvas):
        table(canvas)
        canvas.setStrokeGray(1)
        canvas.line(60, 664, 360, 664)
        canvas.line(90, 700, 90, 628)

    assert cells(read(make(draw))) == ROWS


def test_radicals_are_read_as_the_characters_they_show():
    def draw(canvas):
        table(canvas, rows=[["三级指标", "⼯作", "⼤"], *ROWS[1:]])
        canvas.drawString(200, 760, "分值")

    document = read(make(draw))
    assert not any("\u2f00" <= mark <= "\u2fdf" for row in cells(document) for text in row for mark in text)


def test_second_engine_reads_the_same(first_corpus):
    data = (first_corpus / "shanghai-bigdata-2024.pdf").read_bytes()
    first, second = pdf.read(data, source="a"), plumber.read(data, source="a")
    assert second.engine == "pdfplumber"
    texts = [
        ["".join(c.text.split()) for page in d.pages for b in page.blocks if isinstance(b, Grid) for c in b.cells]
        for d in (first, second)
    ]
    assert texts[0] == texts[1]


def test_first_corpus_has_one_grid_a_page_with_every_figure(first_corpus, true_forms):
    document = pdf.read((first_corpus / "shanghai-bigdata-2024.pdf").read_bytes(), source="a")
    found = {
        "".join(c.text.split()) for page in document.pages for b in page.blocks if isinstance(b, Grid) for c in b.cells
    }
    wanted = {"".join(row["actual"].split()) for form in true_forms for row in form["indicators"]}
    assert wanted <= found


def test_long_account_is_read_only_where_a_form_can_be():
    def prose(canvas):
        for n in range(30):
            canvas.drawString(60, 780 - 20 * n, "本年度一般公共预算财政拨款支出与上年相比有所增加，主要用于人员经费。")

    def form(canvas):
        canvas.drawString(200, 760, "项目支出绩效自评表")
        table(canvas)

    document = read(make(*[prose] * 10, form, *[prose] * 10))
    assert document.n_pages == 21
    assert 11 in [page.number for page in document.pages]
    assert len(document.pages) <= 3


def test_image_without_text_is_marked_for_ocr():
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(canvas):
        canvas.drawImage(ImageReader(Image.new("L", (50, 70), 200)), 0, 0, WIDTH, HEIGHT)

    (page,) = read(make(draw)).pages
    assert page.unreadable.startswith(pdf.SCAN)
    assert page.blocks == ()


def test_hidden_text_over_an_image_is_read_and_noted():
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(canvas):
        canvas.drawImage(ImageReader(Image.new("L", (50, 70), 255)), 0, 0, WIDTH, HEIGHT)

        def hidden(x, y, word):
            text = canvas.beginText(x, y)
            text.setTextRenderMode(3)
            text.textOut(word)
            canvas.drawText(text)

        table(canvas, text=hidden)

    document = read(make(draw))
    assert cells(document) == ROWS
    assert "hidden text layer" in document.notes[0]


@pytest.mark.parametrize("reader", [pdf.read, plumber.read])
def test_user_password_is_named_and_owner_password_is_no_matter(reader):
    from reportlab.lib.pdfencrypt import StandardEncryption

    with pytest.raises(DocumentError, match="需要口令"):
        reader(make(table, encrypt=StandardEncryption("open", "own")), source="a.pdf")
    document = reader(make(table, encrypt=StandardEncryption("", "own")), source="a.pdf")
    assert document.pages[0].unreadable or cells(document) == ROWS  # pdfminer maps no CID font of encrypted files


@pytest.mark.parametrize("data", [b"", b"no pdf at all", b"%PDF-1.7\n1 0 obj\n<<"])
@pytest.mark.parametrize("reader", [pdf.read, plumber.read])
def test_broken_files_are_refused_with_a_message(data, reader):
    with pytest.raises(DocumentError):
        reader(data, source="a.pdf")


def test_file_cut_off_in_the_middle_never_raises_anything_else():
    data = make(table, table)
    for share in (0.2, 0.5, 0.9):
        try:
            read(data[: int(len(data) * share)])
        except DocumentError as error:
            assert "a.pdf" in str(error)
