import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from textmine.causes.model import load_model
from textmine.errors import ConfigError, UsageError
from textmine.passages import RoleSegmenter
from textmine.passages.labels import segments_from_dicts
from textmine.records import ROLES

TEXTS = ["因下雨，导致延期。后续加强管理。", "因停电，导致停产。今后加强检修。", "无", "目前运行平稳，但人手不足。"]
GOLD = [
    [("cause", "因下雨，"), ("effect", "导致延期。"), ("measure", "后续加强管理。")],
    [("cause", "因停电，"), ("effect", "导致停产。"), ("measure", "今后加强检修。")],
    [("none", "无")],
    [("context", "目前运行平稳，"), ("cause", "但人手不足。")],
]


def gold():
    return [[{"role": r, "text": t} for r, t in row] for row in GOLD]


@pytest.fixture(scope="module")
def fitted():
    return RoleSegmenter(min_count=1, l2=0.1).fit(TEXTS, gold())


def test_learns_what_it_was_shown(fitted):
    assert [[(s.role, s.text) for s in row] for row in fitted.predict(TEXTS)] == GOLD
    assert fitted.score(TEXTS, gold()) == 1.0


@given(st.lists(st.text(max_size=60), max_size=4))
@settings(max_examples=80, deadline=None)
def test_segments_rebuild_any_text_and_neighbours_differ(texts):
    for text, (segments, sure) in zip(texts, load_model().roles.predict(texts), strict=True):
        assert "".join(s.text for s in segments) == text
        assert all(s.text == text[s.start : s.end] and s.role in ROLES for s in segments)
        assert all(a.role != b.role for a, b in itertools.pairwise(segments))
        assert 0.0 < sure <= 1.0 + 1e-9


def test_a_text_is_cut_the_same_whatever_stands_beside_it():
    roles = load_model().roles
    together = [s for s, _ in roles.predict(TEXTS)]
    assert together == [roles.predict([t])[0][0] for t in TEXTS]


def test_training_is_deterministic(fitted):
    again = RoleSegmenter(min_count=1, l2=0.1).fit(TEXTS, gold())
    assert np.array_equal(again.model_.chain.state, fitted.model_.chain.state)


def test_clone_pickle_and_parameters(fitted):
    assert clone(fitted).get_params() == fitted.get_params()
    assert pickle.loads(pickle.dumps(fitted)).predict(TEXTS) == fitted.predict(TEXTS)


def test_wrong_input_is_refused_with_what_to_do(fitted):
    with pytest.raises(UsageError, match="list"):
        fitted.predict("因下雨，")
    with pytest.raises(UsageError, match="1 texts but 0"):
        RoleSegmenter().fit(["因下雨"], [])
    with pytest.raises(ConfigError, match="rebuild"):
        segments_from_dicts("因下雨", [{"role": "cause", "text": "因"}])
    with pytest.raises(ConfigError, match="unknown role"):
        segments_from_dicts("因", [{"role": "why", "text": "因"}])


@parametrize_with_checks([RoleSegmenter()])
def test_estimator_contract(estimator, check):
    check(estimator)
