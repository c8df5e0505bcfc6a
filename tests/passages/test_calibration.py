"""Rescaling of roles on passages that a model has not seen."""

import json
from pathlib import Path

import numpy as np
import pytest

from textmine.passages import crf
from textmine.passages.calibration import Rescaling, Unseen, fit_rescaling
from textmine.passages.context import RowContext
from textmine.passages.labels import segments_from_dicts
from textmine.passages.model import RoleSettings, train_roles
from textmine.records import ROLES

ROOT = Path(__file__).resolve().parents[2]
K = len(ROLES)


def still(k=K):
    return crf.Chain(np.zeros((1, k)), np.zeros((5, k, k)), np.zeros(k), np.zeros(k))


def unseen(scores, labels):
    n = len(labels)
    data = crf.Sequences(None, np.array(labels), np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.int64), np.ones(n))
    return Unseen(still(), np.array(scores, dtype=float), data)


def test_a_role_that_is_found_too_rarely_gets_a_bias():
    part = unseen([[0, 1, 0, 0, 0]] * 100, [2] * 60 + [1] * 40)
    how = fit_rescaling([part])
    assert how.bias[2] > how.bias[1] > how.bias[0]


def test_scores_that_are_too_sure_are_scaled_down():
    right, wrong = [0, 4, 0, 0, 0], [0, 0, 4, 0, 0]
    part = unseen([right, wrong] * 50, [1, 1, 1, 2] * 25)
    assert 0 < fit_rescaling([part]).scale < 1


def test_well_stated_scores_stay_nearly_as_they_are():
    odds = np.log([0.7, 0.2, 0.1 - 2e-3, 1e-3, 1e-3])
    labels = [0] * 700 + [1] * 200 + [2] * 98 + [3] + [4]
    how = fit_rescaling([unseen([odds] * 1000, labels)])
    p = np.exp(how.scale * odds + how.bias)
    assert p / p.sum() == pytest.approx([0.7, 0.2, 0.098, 0.001, 0.001], abs=0.01)


def test_the_bias_goes_to_the_feature_of_every_piece():
    how = Rescaling(0.5, np.arange(K, dtype=float))
    chain = how.chain(crf.Chain(np.ones((2, K)), np.ones((5, K, K)), np.ones(K), np.ones(K)), 1)
    assert chain.state.tolist() == [[0.5] * K, [0.5 + i for i in range(K)]]
    assert chain.move.max() == chain.start.max() == chain.stop.max() == 0.5


@pytest.fixture(scope="module")
def trained():
    rows = [json.loads(r) for r in (ROOT / "corpora/passages/da.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = [segments_from_dicts(r["text"], r["segments"]) for r in rows]
    beside = [RowContext.of(r) for r in rows]
    return train_roles([r["text"] for r in rows], gold, beside, settings=RoleSettings(iterations=8)), rows, gold, beside


def test_a_rescaled_model_scores_as_the_rescaling_says(trained):
    model, rows, gold, beside = trained
    texts = [r["text"] for r in rows]
    how = Rescaling(0.8, np.array([0.1, -0.2, 0.5, 0.0, 0.3]))
    before, after = model.unseen(texts, gold, beside), model.rescaled(how).unseen(texts, gold, beside)
    assert np.allclose(after.scores, 0.8 * before.scores + how.bias)


def test_unseen_passages_keep_their_roles_and_pass_over_empty_ones(trained):
    model, rows, gold, beside = trained
    part = model.unseen([rows[0]["text"], ""], [gold[0], ()], [beside[0], None])
    assert len(part.data.lengths) == 1
    assert len(part.scores) == part.data.lengths.sum() == len(part.data.labels)


def test_a_strong_bias_decides(trained):
    model = trained[0]
    bias = np.where(np.array(ROLES) == "measure", 1e3, 0.0)
    ((segments, _),) = model.rescaled(Rescaling(1.0, bias)).predict(["因下雨，导致延期。"])
    assert [s.role for s in segments] == ["measure"]
