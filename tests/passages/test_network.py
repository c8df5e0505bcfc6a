"""The network beside the chain: its slopes, its bounds, its part in a model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from textmine.passages import crf
from textmine.passages.model import RoleSettings, train_roles
from textmine.passages.network import NetworkSettings, Weights, _fresh, _slopes, train_network
from textmine.records import ROLES, Segment

PLAIN = NetworkSettings(hidden=4, rounds=2, min_count=1, features_dropped=0.0, hidden_dropped=0.0, batch=4)


def material(n: int = 12, seed: int = 1) -> crf.Sequences:
    """Passages of one to five pieces with features drawn at random, the first of which tells the label."""
    random = np.random.default_rng(seed)
    lengths = random.integers(1, 6, n)
    labels = random.integers(0, 3, lengths.sum())
    x = (random.random((lengths.sum(), 7)) < 0.3).astype(float)
    x[:, :3] = np.eye(3)[labels]
    return crf.Sequences(csr_matrix(x), labels, random.integers(0, 2, len(labels)), lengths, random.random(n) + 0.5)


def loss(weights: Weights, data: crf.Sequences, margin: float) -> float:
    """The mean softmax-margin loss, computed anew."""
    scores = weights.scores(data.x @ weights.words, data.lengths)
    handicapped = scores + margin
    handicapped[np.arange(len(scores)), data.labels] -= margin
    total = crf.forward_backward(weights.chain, handicapped, data.bounds, data.lengths, data.weights)[0]
    true = crf.true_counts(data, len(weights.move), len(weights.start))
    said = (handicapped, weights.move, weights.start, weights.stop)
    return float(total - sum((a * b).sum() for a, b in zip(said, true, strict=True))) / data.weights.sum()


@pytest.mark.parametrize("name", Weights._fields)
def test_slopes_are_those_of_the_loss(name: str) -> None:
    data, random = material(), np.random.default_rng(3)
    weights = _fresh(7, 4, (2, 3), random)
    weights = weights._replace(
        **{part: value + 0.1 * random.random(value.shape) for part, value in weights._asdict().items()}
    )
    slope = getattr(_slopes(weights, data, 1.0, PLAIN, random), name)
    value = getattr(weights, name)
    for at in [tuple(random.integers(0, value.shape)) for _ in range(6)]:
        step = np.zeros_like(value)
        step[at] = 1e-5
        there, back = (loss(weights._replace(**{name: value + sign * step}), data, 1.0) for sign in (1, -1))
        assert slope[at] == pytest.approx((there - back) / 2e-5, abs=1e-6)


def test_training_finds_what_tells_the_label() -> None:
    data = material(60)
    weights = train_network(data, 2, 3, margin=1.0, settings=replace(PLAIN, rounds=20))
    scores = weights.scores(data.x @ weights.words, data.lengths)
    assert (crf.viterbi(weights.chain, scores, data.bounds, data.lengths) == data.labels).all()


def test_same_material_gives_the_same_network() -> None:
    settings = replace(PLAIN, features_dropped=0.5, hidden_dropped=0.2)
    one, other, third = (
        train_network(material(), 2, 3, margin=1.0, settings=replace(settings, seed=seed)) for seed in (0, 0, 1)
    )
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
    assert (one.words != third.words).any()


def test_features_too_rare_say_nothing() -> None:
    data = material()
    rare = csr_matrix(np.hstack([data.x.toarray(), np.eye(1, len(data.labels)).T]))
    weights = train_network(replace(data, x=rare), 2, 3, margin=1.0, settings=replace(PLAIN, min_count=2))
    assert not weights.words[7].any()
    assert weights.words[:3].any(axis=1).all()


def test_passages_do_not_see_each_other() -> None:
    data, weights = material(), _fresh(7, 4, (2, 3), np.random.default_rng(5))
    together = weights.scores(data.x @ weights.words, data.lengths)
    ends = np.cumsum(data.lengths)
    for end, n in zip(ends.tolist(), data.lengths.tolist(), strict=True):
        alone = weights.scores(data.x[end - n : end] @ weights.words, np.array([n]))
        assert np.allclose(together[end - n : end], alone)


def test_scaling_scales_scores_and_transitions() -> None:
    data, weights = material(), _fresh(7, 4, (2, 3), np.random.default_rng(6))
    hidden = data.x @ weights.words
    assert np.allclose(weights.scaled(0.5).scores(hidden, data.lengths), 0.5 * weights.scores(hidden, data.lengths))


def test_few_passages_are_learned_without_a_network() -> None:
    text = "因采购流标，工期延后。下一步将提前招标。"
    parts = [("cause", 0, 6), ("effect", 6, 11), ("measure", 11, 20)]
    gold = tuple(Segment(role, a, b, text[a:b]) for role, a, b in parts)
    settings = RoleSettings(iterations=5, network=PLAIN)
    few, many = (train_roles([text] * n, [gold] * n, settings=settings) for n in (99, 100))
    assert few.network is None
    assert many.network is not None
    assert many.network.own.shape == (4, len(ROLES))
    assert [s.role for s in many.predict([text])[0][0]] == ["cause", "effect", "measure"]
