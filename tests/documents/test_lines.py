"""Glyphs into printed lines: all at once what a reader does glyph by glyph."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.glyphs import Glyphs
from textmine.documents.lines import arrange, free_lines, line_text
from textmine.documents.model import Glyph


def slowly(glyphs):
    """The printed lines of one area, glyph by glyph."""
    lines = []
    centre = reach = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom) / 2):
        middle, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if lines and middle - centre <= min(reach, 0.5 * height):
            lines[-1].append(glyph)
            if height > 2 * reach:
                centre, reach = middle, height / 2
        else:
            lines.append([glyph])
            centre, reach = middle, height / 2
    return "\n".join(line_text(sorted(line, key=lambda g: g.x0)) for line in lines)


def glyph(text, x, top, size=10.0):
    return Glyph(text, x, top, x + size, top + size, size)


PLACED = st.lists(
    st.tuples(
        st.builds(
            glyph, st.sampled_from(["指", "标", "1", "A", "90.5"]), st.sampled_from([*range(0, 60, 7)]),
            st.sampled_from([0.0, 3.0, 4.9, 5.0, 5.1, 12.0, 13.5, 24.0]), st.sampled_from([4.0, 9.0, 10.0, 21.0]),
        ),
        st.integers(0, 2),
    ),
    max_size=24,
)  # fmt: skip


@given(PLACED)
@settings(max_examples=300, deadline=None)
def test_texts_of_areas_are_those_of_each_area_alone(placed):
    glyphs, areas = Glyphs.of(glyph for glyph, _ in placed), np.array([area for _, area in placed], int)
    wanted = [slowly([glyph for glyph, area in placed if area == n]) for n in range(3)]
    with mock.patch("textmine.documents.lines.vertical_areas", return_value=[]):  # columns read downwards aside
        assert arrange(glyphs, areas).texts(3) == wanted


@given(PLACED)
@settings(deadline=None)
def test_no_glyph_is_lost_when_areas_are_split_off(placed):
    glyphs, areas = Glyphs.of(glyph for glyph, _ in placed), np.array([area for _, area in placed], int)
    outside, inside = arrange(glyphs, areas - 1).split(int((areas == 0).sum()))
    assert sorted([*outside.glyphs, *inside.glyphs]) == sorted(glyphs)
    assert inside.texts(2) == arrange(glyphs, areas).texts(3)[1:]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ([glyph("得", 0, 0), glyph("分", 14, 0)], "得分"),
        ([glyph("A", 0, 0), glyph("B", 12, 0)], "AB"),
        ([glyph("A", 0, 0), glyph("B", 12.3, 0)], "A B"),
        ([glyph("分", 0, 0), glyph("9", 13, 0)], "分 9"),
        ([glyph("9", 0, 0), glyph("分", 13, 0)], "9 分"),
        ([glyph("9", 13, 0), glyph("分", 0, 0.4)], "分 9"),
    ],
)
def test_blank_only_where_figures_or_latin_stand_apart(line, text):
    assert [found.text for found in free_lines(line)] == [text]


def test_wide_gap_parts_a_line_in_two_with_boxes_of_their_own():
    left, right = free_lines([glyph("单", 0, 0), glyph("位", 10, 0), glyph("5", 61, 1)])
    assert (left.text, left.bbox) == ("单位", (0, 0, 20, 10))
    assert (right.text, right.bbox) == ("5", (61, 1, 71, 11))


def test_nothing_gives_no_line():
    assert free_lines([]) == []
    assert arrange(Glyphs.of(()), np.zeros(0, int)).texts(2) == ["", ""]


def test_confidence_of_an_area_is_the_least_of_its_glyphs():
    glyphs = Glyphs.of(Glyph("分", 0, 0, 9, 9, confidence=sure) for sure in (0.9, 0.4, 0.8))
    assert arrange(glyphs, np.array([1, 1, 2])).confidences(4) == [1.0, 0.4, 0.8, 1.0]
