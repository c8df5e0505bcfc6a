"""Grey paper and uneven light are taken out, print stays."""

import numpy as np
import pytest

pytest.importorskip("cv2")
pytestmark = pytest.mark.ocr

from tests.documents.scans import HEIGHT, WIDTH, table  # noqa: E402
from textmine.documents.scan_light import evened, paper  # noqa: E402


def _lit(page, light):
    return np.clip(page * light, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("light", [0.55, 0.7, 0.85])
def test_grey_paper_becomes_white(light):
    """Whatever the paper's grey, it becomes white and the lines stay dark."""
    out = evened(_lit(table(), light))
    assert np.median(out) > 240
    assert out[500, 300].max() < 60


def test_shadow_is_taken_out():
    """Light falling off to half over the page leaves no trace on the paper."""
    out = evened(_lit(table(), np.linspace(1, 0.5, WIDTH)[None, :, None]))
    assert out[1000:1300, 200:580].mean() > 235
    assert out[1000:1300, 1050:1600].mean() > 235


def test_colour_casts_are_taken_out():
    """Yellowed paper becomes white, so that it is not taken for a stamp."""
    page = _lit(table(), np.array([0.6, 0.85, 0.95]))
    assert np.ptp(evened(page)[1200, 300].astype(int)) <= 6


def test_white_pages_stay_as_they_are():
    """A white page is not touched."""
    page = table()
    assert evened(page) is page


def test_paper_leaves_print_out():
    """The level of the paper is not pulled down by lines and print."""
    assert paper(table()[:, :, 0]).min() > 245
    assert paper(np.full((HEIGHT // 4, WIDTH // 4), 180, np.uint8)).max() == pytest.approx(180, abs=1)
