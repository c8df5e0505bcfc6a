"""The chain against what brute force over all paths says."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from textmine.passages import crf

K, B = 3, 2


def chain_of(seed):
    draw = np.random.default_rng(seed).normal
    return crf.Chain(draw(size=(4, K)), draw(size=(B, K, K)), draw(size=K), draw(size=K))


def total(chain, scores, bounds, path):
    moves = sum(chain.move[bounds[t], path[t - 1], path[t]] for t in range(1, len(path)))
    return chain.start[path[0]] + chain.stop[path[-1]] + moves + sum(scores[t, k] for t, k in enumerate(path))


def all_paths(chain, scores, bounds):
    paths = list(itertools.product(range(K), repeat=len(scores)))
    return paths, np.array([total(chain, scores, bounds, p) for p in paths])


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_marginals_and_best_path_are_those_of_brute_force(lengths, seed):
    rng = np.random.default_rng(seed)
    scores, bounds = rng.normal(size=(sum(lengths), K)), rng.integers(0, B, sum(lengths))
    chain = chain_of(seed)
    log_z, nodes, *_ = crf.forward_backward(chain, scores, bounds, np.array(lengths))
    best = crf.viterbi(chain, scores, bounds, np.array(lengths))
    expected_z, at = 0.0, 0
    for n in lengths:
        part = slice(at, at + n)
        paths, values = all_paths(chain, scores[part], bounds[part])
        z = np.log(np.exp(values).sum())
        expected_z, at = expected_z + z, at + n
        p = np.exp(values - z)
        for t in range(n):
            assert nodes[part][t] == pytest.approx([p[[q[t] == k for q in paths]].sum() for k in range(K)])
        assert tuple(best[part]) == paths[int(values.argmax())]
    assert log_z == pytest.approx(expected_z)


def material(seed=0, n=30):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 6, n)
    labels = rng.integers(0, K, lengths.sum())
    x = csr_matrix(np.eye(K)[labels] + (rng.random((len(labels), K)) < 0.2))
    return crf.Sequences(x, labels, rng.integers(0, B, len(labels)), lengths, np.ones(n))


def test_sums_over_lengths_are_those_of_the_padded_block():
    data, chain = material(), chain_of(1)
    scores = data.x @ chain.state[:K]
    weights = np.linspace(0.5, 2.0, len(data.lengths))
    padded = crf.forward_backward(chain, scores, data.bounds, data.lengths, weights)
    weighted = crf.Sequences(data.x, data.labels, data.bounds, data.lengths, weights)
    log_z, nodes, *sums = crf.expected(chain, scores, weighted, weighted.alike())
    assert log_z == pytest.approx(padded[0])
    assert np.allclose(nodes, padded[1] * np.repeat(weights, data.lengths)[:, None])
    assert all(np.allclose(a, b) for a, b in zip(sums, padded[2:], strict=True))


def test_a_weight_of_two_is_the_passage_twice():
    data = material(n=12)
    twice = crf.Sequences(
        csr_matrix(np.vstack([data.x.toarray()] * 2)), np.tile(data.labels, 2), np.tile(data.bounds, 2),
        np.tile(data.lengths, 2), np.ones(24),
    )  # fmt: skip
    heavy = crf.Sequences(data.x, data.labels, data.bounds, data.lengths, np.full(12, 2.0))
    a, b = (crf.train(d, B, K, l2=1.0, iterations=200) for d in (twice, heavy))
    assert np.allclose(a.state, b.state, atol=1e-3)


def test_without_weight_nothing_is_learned():
    data = material(n=8)
    idle = crf.Sequences(data.x, data.labels, data.bounds, data.lengths, np.zeros(8))
    assert np.abs(crf.train(idle, B, K, l2=1.0, iterations=5).state).max() == 0


def test_training_beats_chance_on_what_it_was_shown():
    data = material()
    chain = crf.train(data, B, K, l2=0.1, iterations=60)
    path = crf.viterbi(chain, data.x @ chain.state, data.bounds, data.lengths)
    assert (path == data.labels).mean() > 0.85


def gaps(chain, data):
    """By how much the true label of each row beats the best other one, transitions aside."""
    scores = data.x @ chain.state
    true = scores[np.arange(len(scores)), data.labels]
    scores[np.arange(len(scores)), data.labels] = -np.inf
    return true - scores.max(axis=1)


def test_a_margin_keeps_wrong_labels_further_off():
    data = material(n=60)
    plain, handicapped = (crf.train(data, B, K, l2=1.0, iterations=80, margin=m) for m in (0.0, 2.0))
    assert np.quantile(gaps(handicapped, data), 0.2) > np.quantile(gaps(plain, data), 0.2) + 0.5
