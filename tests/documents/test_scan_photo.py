"""The sheet that a photo shows is found and cut out."""

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")
pytestmark = pytest.mark.ocr

from tests.documents.scans import HEIGHT, WIDTH, table  # noqa: E402
from textmine.documents.scan_photo import cut_out, find_sheet  # noqa: E402

_CORNERS = np.float32([(160, 150), (1720, 190), (1760, 2560), (120, 2500)])


def _photo(ground: int, corners=_CORNERS, paper: int = 240):
    size = (1900, 2700)
    flat = np.float32([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)])
    turn = cv2.getPerspectiveTransform(flat, corners)
    page = cv2.warpPerspective(table(paper=paper), turn, size)
    mask = cv2.warpPerspective(np.ones((HEIGHT, WIDTH), np.uint8), turn, size)
    noise = np.random.default_rng(1).normal(0, 5, (size[1], size[0], 1))
    under = np.clip(ground + noise, 0, 255).astype(np.uint8).repeat(3, axis=2)
    return np.where(mask[:, :, None] > 0, page, under)


@pytest.mark.parametrize("ground", [20, 90, 150])
def test_corners_of_a_sheet(ground):
    """A sheet on a dark or grey table is found to within a few pixels, its corners clockwise from the top left."""
    found = find_sheet(_photo(ground))
    assert found is not None
    assert np.abs(found - _CORNERS).max() < 14


def test_shadow_on_the_sheet():
    """Light that falls off over the sheet does not move its corners."""
    photo = _photo(60) * np.linspace(1.0, 0.7, 1900)[None, :, None]
    found = find_sheet(photo.astype(np.uint8))
    assert found is not None
    assert np.abs(found - _CORNERS).max() < 20


@pytest.mark.parametrize("page", [table(), table(paper=200), np.full((800, 600, 3), 255, np.uint8)])
def test_scans_are_no_photos(page):
    """A page that fills its picture is taken whole, be it grey, blank or with a large table."""
    assert find_sheet(page) is None
    assert cut_out(page) is None


def test_small_things_are_no_sheets():
    """What covers less than a third of the picture is no page."""
    small = np.float32([(200, 200), (900, 210), (890, 1000), (190, 990)])
    assert find_sheet(_photo(40, small)) is None


def test_cut_out_is_a_rectangle():
    """The cut page is as large as the sheet in the photo, with its table's lines inside."""
    page = cut_out(_photo(60))
    assert page is not None
    assert page.shape[0] == pytest.approx(2360, abs=30)
    assert page.shape[1] == pytest.approx(1640, abs=30)
    assert page[5:-5, 5:-5].mean() > 200
