"""What the indicator row tells of the pieces of a passage."""

from textmine.passages.context import RowContext, context_features, figures, left_out
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
