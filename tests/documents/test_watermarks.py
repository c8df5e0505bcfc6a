"""What is printed over or under the text is set aside, and nothing of the text with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.pdf_text import Char, Chars, Style
from textmine.documents.watermarks import inside_any, without_watermarks

BODY = Style(10.0, 0, 0.0, False, False)


def line(text, style=BODY, x=50.0, y=700.0):
    """Characters side by side."""
    step = style.size
    return [
        Char(mark, x + i * step, y, x + (i + 1) * step, y + step, x + i * step, y, style) for i, mark in enumerate(text)
    ]


def left(chars, dark=(), images=()):
    return "".join(without_watermarks(Chars.of(chars), list(dark), list(images)).texts)


TEXT = line("财政项目支出绩效自评表")


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        (Style(10, 0, 0.0, False, False), True),
        (Style(10, 1, 0.0, False, False), True),
        (Style(10, None, 0.0, False, False), False),
        (Style(10, 0, 0.5, False, False), True),
        (Style(10, 0, 0.85, False, False), False),
        (Style(10, 0, 1.0, False, False), False),
        (Style(60, 0, 0.5, False, False), False),
        (Style(60, 0, 0.0, False, False), True),
        (Style(24, 0, 0.5, False, False), True),
        (Style(10, 0, 0.0, True, False), False),
    ],
    ids=["text", "turned", "slanted", "grey", "pale", "white", "huge grey", "huge black", "title in grey", "not drawn"],
)
def test_by_its_look(style, kept):
    """Slanted, pale, huge and grey: watermarks; a grey or turned label is text."""
    assert left([*TEXT, *line("内部资料", style, y=300.0)]) == "财政项目支出绩效自评表" + "内部资料" * kept


@pytest.mark.parametrize("light", [0.85, 1.0])
def test_pale_letters_on_something_dark_are_read(light):
    """White labels in a coloured header row, or a text layer on its image."""
    white = line("一级指标", Style(10, 0, light, False, False), y=500.0)
    assert left([*TEXT, *white], dark=[(0, 490, 595, 520)]).endswith("一级指标")
    assert left([*TEXT, *white], images=[(0, 0, 595, 842)]).endswith("一级指标")
    assert not left([*TEXT, *white], dark=[(0, 590, 595, 620)]).endswith("一级指标")


def test_star_amid_the_slanted_letters_of_a_stamp_goes_with_them():
    """It is larger than they are, and lies over no text perhaps; red text beside the stamp stays."""
    red = Style(9.0, None, 0.3, False, False)
    ring = [
        *line("绩效", red, x=400.0, y=350.0),
        *line("专用", red, x=470.0, y=340.0),
        *line("章", red, x=440.0, y=390.0),
    ]
    star = line("★", Style(20.0, 0, 0.3, False, False), x=430.0, y=315.0)
    beside = line("偏差", Style(10.0, 0, 0.3, False, False), x=100.0, y=355.0)
    assert left([*TEXT, *ring, *star, *beside]) == "财政项目支出绩效自评表偏差"


def test_level_letters_of_a_round_stamp_go_with_the_slanted_ones():
    """They share size and colour with letters that stand aslant."""
    red = {"light": 0.3, "hidden": False, "unmapped": False}
    stamp = [*line("示例", Style(14, None, **red), y=300.0), *line("局", Style(14, 0, **red), x=90.0, y=310.0)]
    assert left([*TEXT, *stamp]) == "财政项目支出绩效自评表"
    assert left([*TEXT, *line("注", Style(14, 0, 0.45, False, False), y=300.0), *stamp]).endswith("注")


def test_a_level_stamp_over_text_goes_and_beside_it_stays():
    """Coloured letters that cover others are no text; coloured text is."""
    red = Style(12, 0, 0.3, False, False)
    assert left([*TEXT, *line("已审核", red, x=53.0, y=702.0)]) == "财政项目支出绩效自评表"
    assert left([*TEXT, *line("已审核", red, y=500.0)]).endswith("已审核")


def test_long_coloured_text_is_no_stamp():
    """Two overprinted layers of a whole page: neither may be thrown away."""
    red = Style(10, 0, 0.3, False, False)
    long = "因设备到货较晚，安装调试推迟，未能按期验收。" * 4
    assert left([*TEXT, *line(long, red, x=50.0)]).endswith(long)


def test_a_page_of_hidden_text_alone_is_its_text():
    """The text layer of a scan is all there is."""
    hidden = Style(10, 0, 0.0, True, False)
    assert left(line("绩效自评表", hidden)) == "绩效自评表"


def test_a_page_without_characters():
    assert len(without_watermarks(Chars.of([]), [], [])) == 0


STYLES = st.builds(
    Style, st.sampled_from([8.0, 10.0, 40.0]), st.sampled_from([0, 1, None]), st.sampled_from([0.0, 0.3, 0.5, 0.9]),
    st.booleans(), st.just(False),
)  # fmt: skip
LINES = st.lists(st.tuples(STYLES, st.integers(0, 5)), max_size=6)


@given(LINES)
@settings(deadline=None)
def test_what_is_kept_keeps_its_order_and_is_clean(lines):
    """A part of the characters, in their order, and no slanted one among them."""
    chars = [char for style, at in lines for char in line("甲乙丙", style, y=60.0 * at)]
    kept = without_watermarks(Chars.of(chars), [], [])
    places = iter(range(len(chars)))
    every = Chars.of(chars)
    whole = [(text, *box) for text, box in zip(every.texts, every.boxes.tolist(), strict=True)]
    part = [(text, *box) for text, box in zip(kept.texts, kept.boxes.tolist(), strict=True)]
    assert all(any(whole[i] == one for i in places) for one in part)
    assert all(kept.styles[n].quarter is not None for n in set(kept.style.tolist()))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8), st.permutations(range(3)))
def test_centres_inside_areas(points, order):
    """As for each box alone; the order of the areas does not matter."""
    areas = [(0, 0, 3, 3), (2, 2, 6, 4), (8, 8, 8, 8)]
    boxes = np.array([(x - 1, y - 2, x + 1, y + 2) for x, y in points], float).reshape(-1, 4)
    expected = [any(a <= x <= c and b <= y <= d for a, b, c, d in areas) for x, y in points]
    assert inside_any(boxes, [areas[i] for i in order]).tolist() == expected
