"""Matrices of PDF: composition, inverses, boxes."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from textmine.documents.affine import IDENTITY, as_rows, inverse, map_box, map_boxes, times

numbers = st.floats(-10, 10).map(lambda v: round(v, 3))
matrices = st.tuples(*[numbers] * 6)
boxes = st.tuples(numbers, numbers, st.floats(0, 10), st.floats(0, 10)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)
QUARTER = (0.0, 1.0, -1.0, 0.0, 0.0, 0.0)


def point(x, y, m):
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


@given(matrices, matrices, numbers, numbers)
def test_times_applies_one_after_the_other(first, then, x, y):
    """The product maps a point as its factors do in turn."""
    assert point(x, y, times(first, then)) == pytest.approx(point(*point(x, y, first), then), abs=1e-6)


@given(matrices, numbers, numbers)
def test_inverse_undoes(matrix, x, y):
    """There and back again; a flat matrix has no way back and gives the identity."""
    area = matrix[0] * matrix[3] - matrix[1] * matrix[2]
    assume(abs(area) > 0.1)
    assert point(*point(x, y, matrix), inverse(matrix)) == pytest.approx((x, y), abs=1e-6)


def test_flat_matrix():
    """No division by zero."""
    assert inverse((1.0, 2.0, 2.0, 4.0, 5.0, 6.0)) == IDENTITY


@given(boxes, matrices)
def test_boxes_are_upright_and_hold_their_corners(box, matrix):
    """All four corners lie in the mapped box, which is as tight as they allow; arrays give the same."""
    x0, y0, x1, y1 = map_box(box, matrix)
    corners = [point(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])]
    assert (x0, x1) == pytest.approx((min(c[0] for c in corners), max(c[0] for c in corners)))
    assert (y0, y1) == pytest.approx((min(c[1] for c in corners), max(c[1] for c in corners)))
    assert map_boxes(as_rows([box]), matrix)[0] == pytest.approx((x0, y0, x1, y1))


def test_a_quarter_turn():
    """Turned by 90 degrees a wide box is a tall one."""
    assert map_box((0.0, 0.0, 4.0, 1.0), QUARTER) == (-1.0, 0.0, 0.0, 4.0)


def test_no_boxes():
    """An empty page has an array with four columns and no rows."""
    assert as_rows([]).shape == (0, 4)
    assert map_boxes(as_rows([]), QUARTER).shape == (0, 4)
    assert np.array_equal(map_boxes(as_rows([(1.0, 2.0, 3.0, 4.0)]), IDENTITY), [[1.0, 2.0, 3.0, 4.0]])
