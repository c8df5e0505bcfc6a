"""The frame is drawn around the row also where a page is printed sideways."""

import io

import numpy as np
import pytest
from PIL import Image

from textmine.corpus.picture import draw_row
from textmine.documents.pdf import page_rotation
from textmine.records import Indicator

pytest.importorskip("reportlab")

BOX = (60.0, 100.0, 300.0, 130.0)
"""A row on the upright page."""


def sideways(turn):
    """A page with one line of text and a grey box at BOX, both turned counter-clockwise on the paper."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    wide, high = ((842, 595), (595, 842))[turn == 0]
    if turn:
        canvas.translate(595, 0)
        canvas.rotate(90)
    canvas.setFillGray(0.5)
    canvas.rect(BOX[0], high - BOX[3], BOX[2] - BOX[0], BOX[3] - BOX[1], stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(60, high - 80, "a line of text that says which way is up")
    canvas.save()
    return out.getvalue(), (wide, high)


@pytest.mark.parametrize("turn", [0, 1])
def test_the_frame_lies_on_the_row(turn, tmp_path):
    data, size = sideways(turn)
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    row = Indicator("", "", "", "", "", None, None, "", page=1, bbox=BOX)
    picture = Image.open(draw_row(path, row, tmp_path / "row.png", dpi=72))
    assert picture.size == size
    pixels = np.asarray(picture).astype(int)
    red = np.argwhere((pixels[:, :, 0] > 180) & (pixels[:, :, 1] < 80) & (pixels[:, :, 2] < 80))
    (top, left), (bottom, right) = red.min(axis=0), red.max(axis=0)
    assert np.allclose((left, top, right, bottom), BOX, atol=2)
    middle = pixels[115, 180]
    assert middle.max() < 200, "the grey box of the row lies inside the frame"


@pytest.mark.parametrize(("turn", "turns"), [(0, 0), (1, 1)])
def test_rotation_of_a_page(turn, turns):
    assert page_rotation(sideways(turn)[0], 1, source="a.pdf") == turns


@pytest.mark.ocr
def test_the_frame_lies_on_the_row_of_a_photo(tmp_path):
    """Boxes are those of the sheet that a photo shows, not of the photo."""
    pytest.importorskip("rapidocr")
    photo = np.full((1400, 1100, 3), 40, np.uint8)
    photo[150:1320, 150:977] = 255  # A4 at 100 dots per inch
    photo[450:500, 350:750] = 128
    path = tmp_path / "photo.png"
    Image.fromarray(photo).save(path)
    row = Indicator("", "", "", "", "", None, None, "", page=1, bbox=(144.0, 216.0, 432.0, 252.0))
    picture = np.asarray(Image.open(draw_row(path, row, tmp_path / "row.png", dpi=72))).astype(int)
    assert picture.shape[:2] == pytest.approx((842, 595), abs=4)
    grey = np.argwhere(np.ptp(picture, axis=2) < 60)
    grey = grey[(picture[grey[:, 0], grey[:, 1]].max(axis=1) < 180)]
    inside = (grey[:, 0] > 210) & (grey[:, 0] < 258) & (grey[:, 1] > 138) & (grey[:, 1] < 438)
    assert inside.mean() > 0.9
    assert len(grey) > 5000
