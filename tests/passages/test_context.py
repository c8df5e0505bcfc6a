"""What the indicator row tells of the pieces of a passage."""

import pytest

from textmine.passages.context import RowContext, context_features, figures, left_out, word_overlap
from textmine.passages.pieces import cut_pieces

ROW = RowContext("药店监督检查覆盖率", "≥95%", "92.6%")


def features(text, row=ROW):
    return context_features(cut_pieces(text), row)


def test_a_piece_that_repeats_the_figures_is_marked():
    first, second = features("检查覆盖率92.6%，人手不足。")
    assert {"H:n100<", "H:<", "H:o2", "H:firstTrue"} <= set(first)
    assert {"H:n-<", "H:-k", "H:o0"} <= set(second)


def test_the_gap_to_the_target_is_recognised():
    assert "H:n001" in features("相差2.4个百分点。")[0]


def test_words_reached_are_recognised():
    assert "H:wTrue" in features("总体为部分达成。", RowContext("效果", "达成", "部分达成"))[0]


def test_without_a_row_there_is_nothing():
    assert features("人手不足，延期。", None) == [(), ()]
    assert RowContext.of({"indicator": "", "target": None}) is None


def test_figures_and_the_share_left_out():
    assert figures("1,386家，92.6%") == [1386.0, 92.6]
    assert 400 < sum(left_out(str(n)) for n in range(1000)) < 600


OVERLAP = [
    ("停车场就没再动工。", "陵园停车场完工率", "=100%", {"Ov:2", "Om:", "Ovb:20"}),
    ("人手不足，", "陵园停车场完工率", "=100%", {"Ov:0"}),
    ("退回83件。", "辅具适配率", "≥90件", {"Ou:", "Ou:0"}),
    ("工率偏低。", "陵园停车场完工率", "=100%", {"Ov:1", "Ob:0", "Ot:10"}),
]


@pytest.mark.parametrize(("text", "indicator", "target", "wanted"), OVERLAP)
def test_what_the_indicator_measures_is_recognised_in_a_piece(text, indicator, target, wanted):
    (row,) = word_overlap(cut_pieces(text), indicator, target)
    assert wanted <= set(row)


def test_a_piece_knows_the_overlap_of_its_neighbours():
    first, second = word_overlap(cut_pieces("人手不足，停车场未建。"), "停车场", "1处")
    assert "Ov+:3" in first
    assert "Ov-:0" in second


def test_an_indicator_of_generic_words_overlaps_with_nothing():
    (row,) = word_overlap(cut_pieces("完成率低。"), "完成率", "")
    assert "Ov:0" in row
    assert "Om:" not in row
