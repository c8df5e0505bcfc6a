"""Labels written from top to bottom in several columns are read from right to left."""

import numpy as np
import pytest

from textmine.documents.glyphs import Glyphs
from textmine.documents.lines import arrange
from textmine.documents.model import Glyph


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
