"""Scans: pages of the first corpus as pictures, read back."""

import io

import pytest

pytest.importorskip("rapidocr")
pytestmark = pytest.mark.ocr

import numpy as np  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from textmine.corpus.picture import page_picture  # noqa: E402
from textmine.documents import read_bytes, scan_image  # noqa: E402
from textmine.documents.model import Glyph, Grid  # noqa: E402
from textmine.documents.scan_image import dark_on_light, image_scans, pdf_scans  # noqa: E402
from textmine.documents.scan_level import skew  # noqa: E402
from textmine.documents.scan_marks import watermark, without_stamps, without_watermark  # noqa: E402
from textmine.documents.scan_rules import find_rules  # noqa: E402
from textmine.documents.scan_signs import mended  # noqa: E402
from textmine.documents.scan_text import read_piece  # noqa: E402
from textmine.errors import DocumentError  # noqa: E402
from textmine.forms import parse_forms  # noqa: E402


def _bytes(*pages: Image.Image, kind: str, dpi: int) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(out, format=kind, resolution=dpi, dpi=(dpi, dpi), **more)
    return out.getvalue()


@pytest.fixture(scope="module")
def pages(first_corpus):
    return [page_picture(first_corpus / "shanghai-bigdata-2024.pdf", n, dpi=200) for n in (1, 2)]


def test_scanned_pdf_is_read_whole(pages, true_forms):
    """Two skewed pages with a red stamp: the form's names and numbers come back exactly."""
    skewed = [p.rotate(0.8, fillcolor="white", resample=Image.Resampling.BICUBIC) for p in pages]
    ImageDraw.Draw(skewed[1]).ellipse((900, 300, 1150, 550), outline=(205, 40, 40), width=9)
    document = read_bytes(_bytes(*skewed, kind="PDF", dpi=200), source="scan.pdf")
    assert (document.kind, document.engine) == ("scan", "ocr")
    (form,) = parse_forms(document)
    want = true_forms[0]
    assert form.project.strip('“”"') == want["project"].strip('“”"') or "一网通办" in form.project
    assert [r.level3 for r in form.indicators] == [r["level3"] for r in want["indicators"]]
    assert [(r.weight, r.score) for r in form.indicators] == [(r["weight"], r["score"]) for r in want["indicators"]]
    assert form.total_score == want["total_score"]
    assert form.reconciled


def test_page_on_its_side(pages):
    """A photo taken sideways is turned before it is read."""
    side = pages[1].rotate(90, expand=True)
    document = read_bytes(_bytes(side, kind="PNG", dpi=200), source="photo.png")
    text = "".join(c.text for b in document.pages[0].blocks if isinstance(b, Grid) for c in b.cells)
    assert "服务对象" in text
    assert "91.95" in text


def test_skew_is_measured(pages):
    """The angle of the lines, to a tenth of a degree; 0 for a page without lines."""
    turned = pages[0].rotate(-1.5, fillcolor="white")
    assert skew(np.asarray(turned)[:, :, ::-1].copy()) == pytest.approx(1.5, abs=0.1)
    assert skew(np.full((400, 300, 3), 255, np.uint8)) == 0.0


def test_stamp_goes_print_stays():
    """Red ink becomes paper, black print under it stays black."""
    picture = np.full((200, 200, 3), 255, np.uint8)
    picture[90:110, :] = (40, 40, 200)
    picture[60:140, 95:100] = 10
    clean, where = without_stamps(picture)
    assert where[100, 20]
    assert not where[20, 20]
    assert clean[100, 20].min() > 240
    assert clean[100, 97].max() < 60


def test_white_on_dark_is_turned():
    """A filled header becomes dark print on light ground; a black line beside it stays black."""
    picture = np.full((300, 900, 3), 255, np.uint8)
    picture[100:180, 50:850] = (150, 90, 30)
    picture[130:150, 400:404] = 255
    picture[98:101, 50:850] = 0
    out = dark_on_light(picture)
    assert out[140, 200].min() > 130
    assert out[140, 402].max() < 60
    assert out[99, 400].max() < 60


def test_black_on_dark_is_kept():
    """Thin black print on a coloured fill stays print."""
    picture = np.full((300, 900, 3), 255, np.uint8)
    picture[100:180, 50:850] = (196, 114, 68)
    picture[130:133, 400:440] = 70
    out = dark_on_light(picture)
    assert out[140, 200].min() > 200
    assert out[131, 420].max() < 190


def test_rules_of_a_drawn_table():
    """Three level and three upright lines, in points; strokes of print are no lines."""
    picture = Image.new("RGB", (900, 700), "white")
    pen = ImageDraw.Draw(picture)
    for y in (100, 300, 500):
        pen.line((90, y, 810, y), fill="black", width=3)
    for x in (90, 450, 810):
        pen.line((x, 100, x, 500), fill="black", width=3)
    pen.line((200, 180, 200, 215), fill="black", width=4)
    rules = find_rules(np.asarray(picture)[:, :, ::-1].copy()).rules()
    level = sorted(round(r.top) for r in rules if r.top == r.bottom)
    upright = sorted(round(r.x0) for r in rules if r.x0 == r.x1)
    assert level == [33, 100, 167]
    assert upright == [30, 150, 270]


@pytest.mark.parametrize(("line", "text"), [((20, 50, 40, 10), "/"), ((10, 30, 50, 30), "—")])
def test_lone_strokes_are_no_figures(line, text):
    """A slash or dash in a blank cell must never become the figure 1."""
    picture = Image.new("RGB", (60, 60), "white")
    ImageDraw.Draw(picture).line(line, fill="black", width=3)
    glyph = read_piece(np.asarray(picture)[:, :, ::-1].copy(), (0, 0, 60, 60))
    assert glyph is not None
    assert glyph.text == text


def test_watermark_goes_print_stays():
    """Broad pale strokes of one tone become paper; the print under them stays black, faint thin print stays."""
    picture = np.full((300, 300, 3), 250, np.uint8)
    picture[100:114, 50:250] = 214
    picture[60:240, 150:164] = 214
    picture[90:140, 200:204] = 20
    picture[30:33, 50:200] = 190
    clean = without_watermark(picture, watermark(picture))
    assert clean[105, 80].min() > 240
    assert clean[105, 201].max() < 60
    assert clean[31, 100].max() == 190


def test_print_that_touches_a_rule_survives():
    """Of a stroke that ends on a level line or crosses it, only the line's own pixels go."""
    picture = Image.new("RGB", (900, 500), "white")
    pen = ImageDraw.Draw(picture)
    for y in (100, 300):
        pen.line((90, y, 810, y), fill="black", width=3)
    for x in (90, 810):
        pen.line((x, 100, x, 300), fill="black", width=3)
    pen.line((300, 270, 300, 330), fill="black", width=4)
    pen.line((400, 101, 400, 130), fill="black", width=4)
    array = np.asarray(picture)[:, :, ::-1].copy()
    bare = find_rules(array).erased(array)
    assert bare[300, 600].min() == 255
    assert bare[300, 300].max() == 0
    assert bare[110, 400].max() == 0


def test_lone_rings_and_strokes():
    """A ring alone in its cell is the figure 0 and never certain; a stroke among other characters is 一."""
    page = np.full((100, 100, 3), 255, np.uint8)
    ring, stroke, below = (Glyph(text, 0, top, 9, top + 9) for text, top in (("O", 0), ("—", 20), ("级指标", 30)))
    alone = mended([ring], page, lambda a, b: False)
    assert [(g.text, g.confidence < 0.8) for g in alone] == [("0", True)]
    assert [g.text for g in mended([stroke, below], page, lambda a, b: True)] == ["一", "级指标"]
    assert [g.text for g in mended([stroke], page, lambda a, b: True)] == ["—"]


def test_no_page_is_read_larger_than_a3():
    """A picture put on a page of a point a pixel is read like any scan, and not at three pixels for each of its own."""
    page = Image.new("L", (2480, 3508), "white")
    (scan,) = pdf_scans(_bytes(page, kind="PDF", dpi=72), "wall.pdf")
    assert max(scan.picture.shape) < 3600
    assert scan.picture.shape[0] / scan.height == pytest.approx(3, abs=0.01)


def test_large_pictures_are_reduced_and_huge_ones_refused(monkeypatch):
    """Pictures are loaded at the size that reading needs, at their true scale; too large ones are not loaded."""
    page = _bytes(Image.new("L", (1600, 2200), "white"), kind="PNG", dpi=200)
    monkeypatch.setattr(scan_image, "_ENOUGH", 500_000)
    (scan,) = image_scans(page, "large.png")
    assert (scan.width, scan.height) == pytest.approx((576, 792), abs=1)
    monkeypatch.setattr(scan_image, "_REFUSED", 3_000_000)
    with pytest.raises(DocumentError, match="1600 × 2200"):
        list(image_scans(page, "huge.png"))
