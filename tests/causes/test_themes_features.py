"""Vectors of cause segments: their words, their space, the profile of their codes."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from textmine.causes.themes_features import (
    EmbeddedSpace,
    TextSpace,
    WordAnalyzer,
    character_grams,
    code_names,
    code_profiles,
    combine,
    latent_basis,
    unit_rows,
)
from textmine.causes.themes_model import CauseSegment
from textmine.errors import UsageError

TEXTS = [
    "人员不足",
    "人员编制不足",
    "设备老化",
    "设备老化严重",
    "资金下达较晚",
    "资金到位晚",
    "宣传不够",
    "宣传力度不够",
]


def words(text):
    return [text[i : i + 2] for i in range(0, len(text), 2)]


@pytest.fixture(scope="module")
def space():
    return TextSpace(WordAnalyzer(words), dimensions=5).fit(TEXTS)


def test_words_without_stop_words_numbers_and_marks():
    """Stop words, numbers and punctuation go; words of one character stay, in order."""
    analyzer = WordAnalyzer(list, frozenset("的"))
    assert analyzer("我的3台，未修。") == ["我", "台", "未", "修"]
    assert pickle.loads(pickle.dumps(analyzer)) == analyzer


def test_characters_do_not_cross_numbers():
    """Grams of one to three characters, none over a number or a mark."""
    grams = character_grams("缺12人，晚")
    assert {"缺", "人", "晚"} <= set(grams)
    assert not any("1" in g or "，" in g for g in grams)
    assert "缺人" not in grams


def test_rows_are_unit_and_alike_texts_are_near(space):
    """Every row has length one; texts that share their words are nearer than those that do not."""
    rows = space.transform(TEXTS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    near = rows @ rows.T
    assert near[0, 1] > near[0, 2]
    assert near[2, 3] > near[2, 4]


def test_strange_texts_are_zero(space):
    """A text that shares no word with the space is a row of zeros; no texts give no rows."""
    assert not space.transform(["xyz"]).any()
    assert space.transform([]).shape == (0, space.basis_.shape[1])


def test_no_words_at_all():
    """Texts of marks only are refused with a sentence a person understands."""
    with pytest.raises(UsageError, match="没有词"):
        TextSpace(WordAnalyzer(words)).fit(["。。", "！！"])


def test_the_space_of_few_texts_does_not_depend_on_the_seed(space):
    """Up to 2,000 texts the decomposition is exact."""
    assert space.exact
    assert np.allclose(space.reseeded(7).transform(TEXTS), space.transform(TEXTS))


@given(st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=3, max_size=8))
@settings(max_examples=40, deadline=None)
def test_basis_is_orthonormal(rows):
    """The latent directions are orthogonal and of length one, whatever the counts."""
    basis = latent_basis(csr_matrix(np.array(rows, float)), 4, 0)
    assert np.allclose(basis.T @ basis, np.eye(basis.shape[1]), atol=1e-6)


def test_profiles_order_codes_by_rank_and_probability():
    """The first code weighs more than the second; segments without a code are zero; set-aside codes have no column."""
    segments = [
        CauseSegment("a", "甲", "f", ("staffing", "budget"), {"staffing": 0.9, "budget": 0.6}),
        CauseSegment("b", "乙", "f", (), {}),
        CauseSegment("c", "丙", "f", ("generic",), {"generic": 0.9}),
    ]
    codes = code_names(segments)
    assert codes == ("budget", "staffing")
    profiles = code_profiles(segments, codes)
    assert profiles[0, 1] > profiles[0, 0] > 0
    assert not profiles[1:].any()


@pytest.mark.parametrize("weight", [0.0, 0.25, 0.75])
def test_weight_is_the_share_of_the_codes_in_the_squared_distance(weight):
    """Two texts without a common word but of one code are apart by the texts' share alone."""
    text, code = np.eye(2), np.array([[1.0], [1.0]])
    rows = combine(text, code, weight)
    assert ((rows[0] - rows[1]) ** 2).sum() == pytest.approx(2 * (1 - weight), abs=1e-6)


def test_embedders_must_return_a_finite_row_a_text():
    """Wrong shapes and NaN are refused and named; right ones become unit rows."""
    good = EmbeddedSpace(lambda texts: [[3.0, 4.0] for _ in texts]).fit(TEXTS)
    assert np.allclose(good.transform(["一", "二"]), [[0.6, 0.8], [0.6, 0.8]])
    for bad in ([[1.0, 2.0]], [[float("nan"), 1.0], [1.0, 1.0]], [1.0, 2.0]):
        with pytest.raises(UsageError, match="向量形状不符"):
            EmbeddedSpace(lambda texts, bad=bad: bad).transform(["一", "二"])


@given(st.lists(st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=1, max_size=6))
def test_unit_rows(rows):
    """Rows have length one, or zero where they had none."""
    lengths = np.linalg.norm(unit_rows(rows), axis=1)
    had = np.linalg.norm(np.array(rows), axis=1)
    assert np.allclose(lengths[had > 1e-3], 1, atol=1e-6)
    assert not lengths[had == 0].any()
