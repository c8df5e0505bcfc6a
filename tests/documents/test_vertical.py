"""Labels written from top to bottom in several columns are read from right to left."""

import numpy as np
import pytest

from textmine.documents.glyphs import Glyphs
from textmine.documents.lines import arrange
from textmine.documents.model import Glyph
from textmine.documents.vertical import columnwise, vertical_areas


def columns(*texts, size=8.0, pitch=11.5, step=8.0):
    """Upright columns from right to left, each from the top."""
    left = pitch * len(texts)
    return [
        Glyph(char, left - k * pitch, 10 + i * step, left - k * pitch + size, 10 + i * step + size, size)
        for k, text in enumerate(texts)
        for i, char in enumerate(text)
    ]


def level(*lines, size=8.0, pitch=11.5, step=8.0):
    """Ordinary lines."""
    return [
        Glyph(char, 10 + i * step, k * pitch, 10 + i * step + size, k * pitch + size, size)
        for k, text in enumerate(lines)
        for i, char in enumerate(text)
    ]


def text(glyphs, area=0):
    glyphs = Glyphs.of(glyphs)
    return arrange(glyphs, np.full(len(glyphs), area)).texts(1)[0].replace("\n", "")


@pytest.mark.parametrize(
    "parts", [("成本", "指标"), ("满意度指", "标"), ("服务对", "象满意", "度指标"), ("可持续影响", "指标")]
)
def test_two_and_more_columns(parts):
    assert text(columns(*parts)) == "".join(parts)


@pytest.mark.parametrize("lines", [("成本", "指标"), ("满意度指", "标"), ("服务", "对象", "满意")])
def test_level_lines_stay(lines):
    assert text(level(*lines)) == "".join(lines)


def test_letter_spaced_lines_stay():
    """Blanks between letters do not make columns: the lines stand further apart than a column's letters."""
    assert text(level("一级", "指标", step=12.0, pitch=12.0)) == "一级指标"


def test_one_column_stays():
    assert text(columns("产出指标")) == "产出指标"


def test_other_cells_are_left_alone():
    """A vertical cell beside a level one: each keeps its own order."""
    first, second = columns("成本", "指标"), level("数量指", "标")
    glyphs = Glyphs.of([*first, *second])
    texts = arrange(glyphs, np.array([0] * 4 + [1] * 4)).texts(2)
    assert [t.replace("\n", "") for t in texts] == ["成本指标", "数量指标"]


@pytest.mark.parametrize("size", [5.5, 8.0, 12.0])
@pytest.mark.parametrize("step", [1.0, 1.05])
@pytest.mark.parametrize("parts", [("社会效", "益指标"), ("生态环", "境成本", "指标"), ("时效", "指标")])
def test_columns_of_any_size(parts, size, step):
    """Small and large print, letters close together or a little apart."""
    assert text(columns(*parts, size=size, pitch=1.45 * size, step=step * size)) == "".join(parts)


def test_the_order_in_which_letters_are_drawn_does_not_matter():
    drawn = columns("可持续", "影响指", "标")
    for turned in (drawn[::-1], drawn[3:] + drawn[:3], sorted(drawn, key=lambda g: (g.x0, g.top))):
        assert text(turned) == "可持续影响指标"


def test_every_letter_comes_out_once():
    """Whatever the shape of the cell."""
    for parts in (("成本", "指标"), ("成本指", "标"), ("成", "本"), ("成本指标",), ("成", "本指标")):
        assert sorted(text(columns(*parts))) == sorted("".join(parts))


def test_a_cell_with_more_letters_than_a_label_is_left_as_it_is_written():
    """Passages are written level, however their lines stand."""
    lines = ("因设备到货较晚安", "装调试推迟未能按", "期验收下一步提前", "采购并加强督促")
    assert text(level(*lines)) == "".join(lines)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_letters_for_columns(count):
    glyphs = Glyphs.of(columns("成", "本")[:count])
    assert vertical_areas(glyphs.boxes, np.zeros(count, np.intp), np.zeros(count, bool)) == []


def test_columnwise_is_from_the_right_and_from_the_top():
    boxes = Glyphs.of(columns("一二", "三四", "五")).boxes
    assert columnwise(boxes).tolist() == [0, 1, 2, 3, 4]
    assert columnwise(boxes[::-1]).tolist() == [4, 3, 2, 1, 0]
