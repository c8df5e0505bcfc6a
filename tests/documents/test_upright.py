"""Boxes of user space on the upright page, in the four directions of writing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.upright import Upright

PAGE = (10.0, 20.0, 110.0, 220.0)  # 100 wide, 200 high, not at the origin


@pytest.mark.parametrize(
    ("quarter", "size", "box"),
    [
        (0, (100, 200), (0, 190, 20, 200)),
        (1, (200, 100), (0, 0, 10, 20)),
        (2, (100, 200), (80, 0, 100, 10)),
        (3, (200, 100), (190, 80, 200, 100)),
    ],
)
def test_box_at_the_lower_left_corner(quarter, size, box):
    upright = Upright(PAGE, quarter)
    assert (upright.width, upright.height) == size
    assert upright.turn(np.array([[10.0, 20.0, 30.0, 30.0]])).tolist() == [list(map(float, box))]


@given(st.integers(0, 3), st.lists(st.floats(0, 1), min_size=4, max_size=4))
@settings(deadline=None)
def test_what_lies_on_the_page_stays_on_it_with_its_size(quarter, shares):
    upright = Upright(PAGE, quarter)
    (xa, xb), (ya, yb) = (
        sorted(10 + 100 * share for share in shares[:2]),
        sorted(20 + 200 * share for share in shares[2:]),
    )
    box = upright.turn(np.array([[xa, ya, xb, yb]]))
    assert upright.on_page(box).all()
    x0, top, x1, bottom = box[0].tolist()
    assert -1e-9 <= x0 <= x1 <= upright.width + 1e-9
    assert -1e-9 <= top <= bottom <= upright.height + 1e-9
    assert sorted((x1 - x0, bottom - top)) == pytest.approx(sorted((xb - xa, yb - ya)), abs=1e-9)


def test_boxes_beside_the_page_are_not_on_it():
    upright = Upright(PAGE, 0)
    assert upright.on_page(np.array([[-9, 5, -2, 9], [99, 5, 120, 9], [5, 202, 9, 209]], float)).tolist() == [
        False,
        True,
        False,
    ]
