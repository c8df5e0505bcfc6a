"""Characters as people read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.cleanup import clean_text, drop_overprints, unreadable_share
from textmine.documents.model import Glyph


def glyph(text, x, top=0.0, size=10.0):
    return Glyph(text, x, top, x + size, top + size, size)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("部⻔", "部门"),
        ("⼈⼯⽬标", "人工目标"),
        ("⻓效⻋辆⻚", "长效车辆页"),
        ("完\u200b成\ufeff值\u00ad", "完成值"),
        ("９０．５％", "９０．５％"),
        ("（A）", "（A）"),
    ],
)
def test_radicals_and_invisible_marks_go_but_full_width_stays(printed, read):
    assert clean_text(printed) == read


def test_fake_bold_is_read_once():
    twice = [glyph("绩", 0), glyph("绩", 0.4), glyph("效", 10), glyph("效", 10.4, 0.3)]
    assert [g.text for g in drop_overprints(twice)] == ["绩", "效"]


def test_doubled_words_stay():
    assert [g.text for g in drop_overprints([glyph(mark, 10 * i) for i, mark in enumerate("重重困难")])] == list(
        "重重困难"
    )


def test_overprint_is_found_wherever_the_grid_of_the_search_lies():
    for n in range(40):
        x = 100 + n * 0.37
        assert len(drop_overprints([glyph("标", x, x), glyph("标", x + 1.2, x - 1.2)])) == 1


def test_narrow_figures_are_not_overprints():
    ones = [Glyph("1", 2.5 * i, 0, 2.5 * i + 2.5, 9, 9) for i in range(3)]
    assert len(drop_overprints(ones)) == 3


def test_share_of_nameless_characters():
    assert unreadable_share("指标\ue001\ufffd") == 0.5
    assert unreadable_share("指标") == 0.0
    assert unreadable_share("") == 0.0


PLACES = st.sampled_from([0.0, 0.2, 1.0, 1.4, 1.6, 9.9, 10.0, 11.0, 30.5])


@given(st.lists(st.builds(glyph, st.sampled_from("标指1"), PLACES, PLACES), max_size=20))
@settings(max_examples=300, deadline=None)
def test_overprints_are_found_as_one_by_one(glyphs):
    kept = []
    for one in glyphs:
        if not any(o.text == one.text and abs(o.x0 - one.x0) <= 1.5 and abs(o.top - one.top) <= 1.5 for o in kept):
            kept.append(one)
    assert list(drop_overprints(glyphs)) == kept


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("指标\x07\x07", 0.5),
        ("指\u0378", 0.5),
        ("指 标\u3000", 0.0),
        ("(cid:12)", 0.625),
        ("（一）", 0.0),
        ("\ufffd" * 4, 1.0),
    ],
)
def test_nameless_are_controls_unassigned_private_and_replaced_ones(text, share):
    assert unreadable_share(text) == share
