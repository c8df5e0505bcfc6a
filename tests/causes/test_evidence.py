"""Evidence is an exact piece of the passage, without its numbering and full stops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.causes.evidence import find_evidence, trim
from textmine.causes.features import Reading
from textmine.passages.pieces import Piece, cut_pieces


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("人手不足。", "人手不足"),
        ("1.人手不足；", "人手不足"),
        ("（1）人手不足，", "人手不足"),
        ("一、人手不足。", "人手不足"),
        ("①人手不足", "人手不足"),
        ("一是人手不足；", "人手不足"),
        ("第一，人手不足。", "人手不足"),
        ("偏差原因：人手不足。", "人手不足"),
        ("主要原因分析如下：1、人手不足。", "人手不足"),
        ("“人手不足。", "人手不足"),
        ("人手不足：", "人手不足"),
        ("10个乡镇人手不足", "10个乡镇人手不足"),
        ("2023年人手不足", "2023年人手不足"),
        ("原因复杂。", "原因复杂"),
        ("。。", "。。"),
        ("1.", "1."),
    ],
)
def test_trimming(text, kept):
    """Labels, numbers and closing marks go; figures of the text stay; never nothing."""
    start, end = trim(Piece(3, 3 + len(text), text))
    assert text[start - 3 : end - 3] == kept


@given(st.text("人手不足资金，。；：、1一是（）①原因 \n", min_size=1, max_size=20), st.integers(0, 50))
def test_what_is_trimmed_lies_inside(text, at):
    """Not empty, within the piece, wherever that stands."""
    start, end = trim(Piece(at, at + len(text), text))
    assert at <= start < end <= at + len(text)


TEXT = "人手不足。资金未到位。设备老化。将加强管理。"
PIECES = cut_pieces(TEXT)
READING = Reading(PIECES, ("cause",) * len(PIECES))


def found(logits, codes=("a",), columns=(0,), piece_of=(0, 1, 2, 3)):
    return [(e.code, e.text) for e in find_evidence(TEXT, READING, codes, columns, np.array(logits, float), piece_of)]


def test_the_strongest_piece_and_others_that_would_do_alone():
    assert found([[2.0], [-5.0], [1.0], [-5.0]]) == [("a", "人手不足"), ("a", "设备老化")]
    assert found([[-5.0], [-9.0], [-9.0], [-9.0]]) == [("a", "人手不足")]
    assert [text for _, text in found([[1.0]] * 4)] == ["人手不足", "资金未到位", "设备老化"]


def test_each_code_has_its_column():
    logits = [[-9.0, 3.0], [-9.0, -9.0], [4.0, -9.0], [-9.0, -9.0]]
    assert found(logits, ("b", "a"), (1, 0)) == [("b", "人手不足"), ("a", "设备老化")]


def test_what_speaks_for_a_code_without_a_piece_is_no_evidence():
    assert found([[9.0], [-9.0], [-9.0], [-9.0]], piece_of=(-1, 1, 2, 3)) == []


@given(st.lists(st.floats(-5, 5), min_size=4, max_size=4))
def test_evidence_is_an_exact_piece_in_the_order_of_the_text(odds):
    evidence = find_evidence(TEXT, READING, ("a",), (0,), np.array(odds)[:, None], range(4))
    assert all(TEXT[e.start : e.end] == e.text and e.text for e in evidence)
    assert [e.start for e in evidence] == sorted(e.start for e in evidence)
    assert 1 <= len(evidence) <= 3
