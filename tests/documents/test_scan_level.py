"""Pages that lie askew or in perspective are made level."""

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")
pytestmark = pytest.mark.ocr

from tests.documents.scans import HEIGHT, WIDTH, table  # noqa: E402
from textmine.documents.scan_level import Tilt, find_tilt, level_matrix, skew, straighten  # noqa: E402


def _turned(page, angle):
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle, 1.0)
    return cv2.warpAffine(page, matrix, (WIDTH, HEIGHT), borderValue=(255, 255, 255))


@pytest.mark.parametrize("angle", [-5.0, 0.2, 1.3])
def test_lines_tell_the_skew(angle):
    """A table turned by some degrees is measured to a twentieth of a degree, and level afterwards."""
    page = _turned(table(), angle)
    assert np.degrees(np.arctan(find_tilt(page).level[0])) == pytest.approx(-angle, abs=0.05)
    assert abs(np.degrees(np.arctan(find_tilt(straighten(page)).level[0]))) < 0.05


@pytest.mark.parametrize("tone", [120, 190])
def test_faint_lines_tell_the_skew(tone):
    """Grey hair lines tell it as well as black ones."""
    page = _turned(table(tone=tone, thick=2), 0.8)
    assert np.degrees(find_tilt(page).level[0]) == pytest.approx(-0.8, abs=0.08)


@pytest.mark.parametrize("shift", [30, 90])
def test_perspective_is_undone(shift):
    """A page seen from below becomes a rectangle again: its upright lines are upright everywhere."""
    source = np.float32([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)])
    target = np.float32([(shift, 0), (WIDTH - shift, shift / 2), (WIDTH, HEIGHT), (0, HEIGHT)])
    seen = cv2.warpPerspective(
        table(), cv2.getPerspectiveTransform(source, target), (WIDTH, HEIGHT), borderValue=(255, 255, 255)
    )
    before, after = find_tilt(seen), find_tilt(straighten(seen))
    assert abs(before.upright[1]) * WIDTH > 0.01
    assert abs(after.upright[1]) * WIDTH < 0.003
    assert abs(after.level[1]) * HEIGHT < 0.003


@pytest.mark.parametrize("angle", [-2.0, 0.7])
def test_print_tells_the_skew_where_there_are_no_lines(angle):
    """Rows of print are level when their ink falls into the sharpest rows."""
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for y in range(300, 2200, 60):
        for x in range(200, 1600, 40):
            page[y : y + 26, x : x + 30 - (x * y) % 9] = 30
    assert skew(_turned(page, angle)) == pytest.approx(-angle, abs=0.06)
    assert find_tilt(_turned(page, angle)).upright[0] == pytest.approx(np.tan(np.radians(angle)), abs=0.002)


def test_level_pages_stay_as_they_are():
    """Nothing is resampled without need: a level page and a blank one come back themselves."""
    for page in (table(), np.full((400, 300, 3), 255, np.uint8)):
        assert straighten(page) is page
        assert level_matrix(page) is None


@pytest.mark.parametrize(
    ("tilt", "slight"),
    [
        (Tilt(), True),
        (Tilt((0.0003, 0.0)), True),
        (Tilt((0.002, 0.0)), False),
        (Tilt((0.0, 1e-6)), False),
        (Tilt((0.0, 0.0), (0.0, 2e-7)), True),
    ],
)
def test_slight_tilts(tilt, slight):
    """What moves nothing by more than a line's thickness is left alone."""
    assert tilt.is_slight(WIDTH, HEIGHT) is slight
