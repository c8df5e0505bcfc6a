"""Stability measures on clusterings whose answer is known."""

import numpy as np
import pytest

from textmine.causes.stability import (
    CountStability,
    choose_count,
    count_stability,
    draw_forms,
    jaccard_by_cluster,
    pac,
)
from textmine.causes.themes_cluster import clusterings, cut, outliers, tree


def blobs(spread=0.05, seed=0):
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.eye(4), 20, axis=0) + rng.normal(0, spread, (80, 4))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_clear_clusters_are_found_and_perfectly_stable():
    forms = [f"f{i % 16}" for i in range(80)]
    four = next(s for s in count_stability(blobs(), forms, [2, 4, 9], draws=10, share=0.8, seed=0) if s.count == 4)
    assert (four.ami, four.ari, four.pac, four.covered) == (pytest.approx(1), pytest.approx(1), 0.0, 1.0)
    assert four.jaccard == (1.0,) * 4


def test_whole_forms_are_left_out_never_single_rows():
    forms = [f"f{i // 5}" for i in range(50)]
    for mask in draw_forms(forms, 20, 0.8, seed=3):
        assert mask.sum() == 40
        assert all(len(set(mask[i : i + 5])) == 1 for i in range(0, 50, 5))


def test_jaccard_by_hand():
    labels = np.array([0, 0, 0, 1, 1, 2])
    sample = np.array([0, 0, 1, 1, 1, -1])
    assert jaccard_by_cluster(labels, [sample], 3) == (pytest.approx(2 / 3), pytest.approx(2 / 3), None)


def test_pac_of_agreeing_and_of_random_samples():
    same = [np.repeat([0, 1], 20)] * 10
    rng = np.random.default_rng(1)
    assert pac(same) == 0.0
    assert pac([rng.integers(0, 2, 40) for _ in range(20)]) > 0.9


def test_the_finest_stable_clustering_is_chosen():
    def tried(count, covered):
        return CountStability(count, 0.9, 0.9, 0.1, (), covered)

    assert choose_count([tried(4, 1.0), tried(8, 0.95), tried(16, 0.4)]).count == 8


def test_where_nothing_is_stable_the_first_peak_of_agreement_is_taken():
    tried = [CountStability(c, ami, 0.1, 0.5, (), 0.1) for c, ami in ((4, 0.3), (8, 0.5), (12, 0.4), (16, 0.45))]
    assert choose_count([*tried, CountStability(60, 0.9, 0.1, 0.5, (), 0.1)]).count == 8


def test_a_tree_is_cut_into_exactly_the_number_asked_for():
    for count, labels in cut(tree(blobs()), [1, 3, 4, 80, 99]).items():
        assert len(set(labels)) == count
        assert labels[0] == 0
    assert set(clusterings(blobs(), [4, 7])) == {4, 7}


def test_outliers_are_the_farthest_and_never_too_many():
    cosine = np.array([0.9] * 30 + [0.88] * 30 + [0.1, 0.2])
    assert list(np.flatnonzero(outliers(cosine, 0.5))) == [60, 61]
    assert list(np.flatnonzero(outliers(cosine, 0.02))) == [60]
    assert not outliers(cosine, 0.0).any()
