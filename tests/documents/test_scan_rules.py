"""Ruling lines of scanned pages: dashed, faint, double, under stamps; strokes of print are none."""

import itertools

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")
pytestmark = pytest.mark.ocr

from tests.documents.scans import WIDTH, places, strokes, table  # noqa: E402
from textmine.documents.scan_dashes import find_dashed  # noqa: E402
from textmine.documents.scan_image import clean, ink_of, without_specks  # noqa: E402
from textmine.documents.scan_rules import find_rules  # noqa: E402

XS, YS = (150, 600, 1000, 1636), (200, 500, 900, 1400, 2300)


def _check(page, veil=None, xs=XS, ys=YS):
    rules = find_rules(page, veil).rules()
    assert places(rules, upright=False) == pytest.approx(list(ys), abs=2)
    assert places(rules, upright=True) == pytest.approx(list(xs), abs=2)


@pytest.mark.parametrize("tone", [0, 190])
@pytest.mark.parametrize("thick", [2, 6])
def test_lines_of_any_tone(tone, thick):
    """Black or pale, hair lines or thick: all lines and nothing else."""
    _check(table(tone=tone, thick=thick))


@pytest.mark.parametrize("noise", [9])
def test_lines_under_noise(noise):
    """The grain of a bad scan neither hides lines nor makes new ones."""
    grain = np.random.default_rng(2).normal(0, noise, table().shape[:2])[:, :, None]
    _check(np.clip(table(tone=60) + grain - 10, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(("dash", "gap"), [(9, 6), (18, 10), (3, 6)])
def test_dashed_lines(dash, gap):
    """Dashed and dotted lines are lines, whole."""
    page = np.full_like(table(), 255)
    for y in YS:
        for x in range(XS[0], XS[-1], dash + gap):
            page[y : y + 3, x : x + dash] = 0
    for x in XS:
        for y in range(YS[0], YS[-1], dash + gap):
            page[y : y + dash, x : x + 3] = 0
    ink = ink_of(page)
    assert sorted((b[1] + b[3]) // 2 for b in find_dashed(ink, [], upright=False)) == pytest.approx(list(YS), abs=2)
    _check(page, xs=[x + 1 for x in XS], ys=[y + 1 for y in YS])


def test_rows_of_print_are_not_dashed_lines():
    """Stems of characters that stand in line over many rows make no dashed line."""
    page = strokes(np.full_like(table(), 255), 900, 300, 30)
    assert find_dashed(ink_of(page), [], upright=True) == []
    assert find_dashed(ink_of(page), [], upright=False) == []


@pytest.mark.parametrize("lines", [2, 5])
def test_stems_of_print_are_no_lines(lines):
    """Stems under each other in a cell of several lines do not part it, also where a line runs on below."""
    _check(strokes(table(), 1300, 520, lines))
    _check(strokes(table(), 800, 520, lines))


def test_stems_in_line_with_a_rule():
    """Print in line with an upright rule of the rows below does not carry that rule upwards."""
    page = table()
    page[200:500, 990:1010] = 255  # no line there in the first row
    page[198:203, 980:1020] = 0
    page = strokes(page, 1000, 215, 6)
    rules = [r for r in find_rules(page).rules() if r.x0 == r.x1 and abs(3 * r.x0 - 1000) < 4]
    assert min(3 * r.top for r in rules) > 480


def test_double_lines_go_through():
    """Both lines of a double rule go through a low row with print close to one of them."""
    ys = (200, 260, 320, 380, 440)
    page = table(ys=ys)
    for x in XS[1:-1]:
        page[ys[0] : ys[-1], x + 9 : x + 12] = 0
    page[330:360, 614:640] = 0
    found = [r for r in find_rules(page).rules() if r.x0 == r.x1 and 595 < 3 * r.x0 < 615]
    assert all(sum(r.top * 3 <= y <= r.bottom * 3 for r in found) >= 1 for y in (230, 290, 350, 410))


def test_lines_under_a_stamp():
    """A red ring over the table goes; thin grey lines under it go on."""
    page = table(tone=150, thick=2)
    cv2.circle(page, (1000, 900), 180, (40, 30, 205), 14)
    cv2.circle(page, (1000, 900), 60, (40, 30, 205), -1)
    picture, veil = clean(page)
    assert veil[900, 820]
    assert picture[760:770, 1120:1130].min() > 200
    _check(picture, veil)


def test_lines_in_a_shadow():
    """Light that falls off to a half hides no lines."""
    light = np.linspace(1, 0.5, WIDTH)[None, :, None]
    picture, veil = clean((table(tone=60) * light).astype(np.uint8))
    _check(picture, veil)


def test_specks_are_no_ink():
    """Single pixels are grain, dots of print stay."""
    ink = np.zeros((60, 60), np.uint8)
    ink[10, 10] = ink[20, 30] = 1
    ink[40:44, 40:44] = 1
    assert without_specks(ink).sum() == 16


def test_header_filled_in_the_colour_of_its_lines():
    """The columns of the rows below go on through a header that shows no lines of its own, not through a sentence."""
    xs = (150, 400, 600, 900, 1100, 1636)
    page = table(xs, (200, 300, 700, 1100))
    page[204:297, 154:1632] = 255
    headed = page.copy()
    for left, right in itertools.pairwise(xs):
        headed = strokes(headed, (left + right) // 2, 230, 1, size=8)
    assert places(_row(headed, 250), upright=True) == pytest.approx(list(xs), abs=3)
    across = strokes(strokes(page, 420, 230, 1), 1000, 230, 1)
    assert places(_row(across, 250), upright=True) == pytest.approx([150, 1636], abs=3)


def _row(page, y):
    return [r for r in find_rules(page).rules() if r.x0 == r.x1 and 3 * r.top < y < 3 * r.bottom]


def test_double_lines_go_whole():
    """Of a double line nothing is left that would pass for print."""
    page = np.full_like(table(), 255)
    for y in YS:
        page[y : y + 2, XS[0] : XS[-1]] = page[y + 4 : y + 6, XS[0] : XS[-1]] = 0
    for x in XS:
        page[YS[0] : YS[-1], x : x + 2] = page[YS[0] : YS[-1], x + 4 : x + 6] = 0
    bare = find_rules(page).erased(page)
    assert bare[: YS[-1] + 20, 700:900].min() == 255
    assert bare[600:800, : XS[-1] + 20].min() == 255


def test_fine_dots_are_lines():
    """Dots of a hair's breadth on a page slightly askew, pale by themselves, are lines, too."""
    page = np.full_like(table(), 255)
    for y in YS:
        for x in np.arange(XS[0], XS[-1], 3.4):
            page[y + round((x - 900) / 500), round(x)] = 0
    for x in XS:
        for y in np.arange(YS[0], YS[-1], 3.4):
            page[round(y), x + round((y - 1250) / 700)] = 0
    _check(cv2.GaussianBlur(page, (5, 5), 0.8))
