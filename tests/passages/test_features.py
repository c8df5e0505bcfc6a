"""Features of pieces by place and cue."""

import pytest

from textmine.passages.features import boundary_kinds, sequence_features, spots_in_sentence
from textmine.passages.pieces import cut_pieces


def features(text):
    return [set(row) for row in sequence_features(cut_pieces(text))]


def test_places_within_sentences():
    assert spots_in_sentence(["，", "。", "，", "；", "，"]) == [(0, 1, 2), (1, 0, 2), (0, 2, 3), (1, 1, 3), (2, 0, 3)]
    assert spots_in_sentence([]) == []


def test_a_sentence_end_begins_to_count_anew():
    rows = features("人手不足，设备老化。延期。")
    assert [next(f for f in row if f.startswith("S:")) for row in rows] == ["S:01", "S:10", "S:00"]


def test_outcomes_are_features_with_their_place_and_of_neighbours():
    first, second = features("停车位被占，只好改期。")
    assert {"F:forced", "Fz:forced&0", "Fl:forced&True"} <= second
    assert "F+:forced" in first
    assert not any(f.startswith("c:forced") for f in second)


def test_a_promise_reaches_the_pieces_after_it():
    rows = features("后续加强管理，配齐人员。")
    assert "a:future" in rows[1]
    assert "a:future" not in rows[0]


@pytest.mark.parametrize(("text", "kinds"), [("甲。乙，丙；丁", [0, 1, 3, 2]), ("甲", [0]), ("甲…乙", [0, 4])])
def test_kinds_of_boundaries(text, kinds):
    assert boundary_kinds(cut_pieces(text)) == kinds


def test_figures_do_not_look_like_words_and_colons_do_not_look_like_names():
    (row,) = features("共12.5万:甲")
    assert "共0" in row
    assert not any("12" in f for f in row)
    assert "0万：" in row
