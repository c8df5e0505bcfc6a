"""N-grams looked up by NumPy are those that strings would give."""

import numpy as np

from textmine.causes.codebook import load_codebook
from textmine.causes.features import Space, piece_features
from textmine.causes.model import load_model
from textmine.passages.context import RowContext
from textmine.passages.features import sequence_features
from textmine.passages.model import feature_matrix
from textmine.passages.ngrams import BlockTable, NgramTable, indicator, numbers_of
from textmine.passages.pieces import cut_pieces

TEXTS = ["因项目两次流标，导致采购延后12.5天。", "无", "", "注：A&B 😀😀公司\0未到场，", "率：率"]


def test_known_ngrams_are_found_in_their_rows():
    table = NgramTable.build([("流标", 0), ("无", 1), ("项目两次", 2), ("不在此", 3), ("五个字以上", 4)])
    rows, numbers = table.find(TEXTS)
    assert sorted(zip(rows.tolist(), numbers.tolist(), strict=True)) == [(0, 0), (0, 2), (1, 1)]


def test_a_lone_character_counts_only_alone():
    table = NgramTable.build([("无", 0)])
    assert table.find(["无人", "无\0人", "无"], lone=True)[0].tolist() == [1, 2]


def test_an_empty_vocabulary_finds_nothing():
    assert len(NgramTable.build([]).find(TEXTS)[0]) == 0


def test_displaced_ngrams_are_still_found():
    grams = [(chr(0x4E00 + i // 180) + chr(0x4E00 + i % 180), i) for i in range(32400)]
    rows, numbers = NgramTable.build(grams).find([g for g, _ in grams])
    assert rows.tolist() == numbers.tolist() == list(range(len(grams)))


def test_blocks_and_strings_give_the_same_numbers():
    vocabulary = {"a:1": 0, "b:2": 1}
    rows = [[("a:1", "x"), ("b:2",)], [()], [("b:2",)]]
    blocks = BlockTable(vocabulary).find(rows)
    strings = numbers_of([[f for block in row for f in block] for row in rows], vocabulary)
    assert all(np.array_equal(a, b) for a, b in zip(blocks, strings, strict=True))


def test_repeats_count_once():
    found = indicator(np.array([1, 1, 0]), np.array([2, 2, 0]), (2, 3))
    assert found.toarray().tolist() == [[1, 0, 0], [0, 0, 1]]


def test_role_features_are_those_of_the_training():
    roles = load_model().roles
    passages = [(cut_pieces(t), row) for t in TEXTS if t for row in (None, RowContext("采购", "=12天", "12.5天"))]
    strings = [row for pieces, beside in passages for row in sequence_features(pieces, roles.longest, beside)]
    assert (roles._features(passages) != feature_matrix(strings, roles.vocabulary)).nnz == 0


def test_cause_features_are_those_of_the_training():
    cues = load_codebook().cue_index
    rows = [piece_features(t, cues) for t in TEXTS]
    space = Space.learn(rows, 1)
    assert abs(space.text_matrix(TEXTS, cues) - space.matrix(rows)).max() == 0
