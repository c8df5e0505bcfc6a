"""The tree, its cuts, and the few steps after: the same for every order of the rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster
from sklearn.metrics import adjusted_rand_score

from textmine.causes.themes_cluster import centres, clusterings, cut, nearest, outliers, renumber, sharpen, tree
from textmine.causes.themes_features import unit_rows

arrays = st.integers(0, 10**6).map(lambda seed: unit_rows(np.random.default_rng(seed).normal(size=(14, 3))))


@given(arrays)
@settings(max_examples=30, deadline=None)
def test_cuts_are_those_of_scipy(rows):
    """Cut into k, the tree has the clusters that scipy finds, numbered by their first row, as many as asked for."""
    linkage = tree(rows)
    for count, labels in cut(linkage, range(1, 15)).items():
        assert len(set(labels)) == count
        assert adjusted_rand_score(labels, fcluster(linkage, count, "maxclust")) == pytest.approx(1)
        assert labels[0] == 0


def test_more_clusters_than_rows():
    """Nobody gets more clusters than rows, or fewer than one."""
    rows = unit_rows(np.eye(3))
    assert set(cut(tree(rows), [0, 99])) == {1, 3}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_renumber(labels):
    """The partition stays; new numbers appear in order."""
    out = renumber(np.array(labels))
    assert adjusted_rand_score(labels, out) == pytest.approx(1)
    assert [int(x) for x in dict.fromkeys(out.tolist())] == list(range(len(set(labels))))


@given(arrays)
@settings(max_examples=30, deadline=None)
def test_sharpening_loses_no_cluster_and_brings_rows_nearer(rows):
    """No cluster runs empty, and the rows are nearer to their centres than before, never farther."""
    labels = cut(tree(rows), [4])[4]
    better = sharpen(rows, labels)
    assert len(set(better)) == 4

    def nearness(own):
        middle = centres(rows, own)
        return float((rows * middle[own]).sum())

    assert nearness(better) >= nearness(labels) - 1e-6


def test_ties_go_to_the_lower_number():
    """A row between two centres belongs to the first."""
    found, cosine = nearest(unit_rows([[1.0, 1.0]]), np.eye(2))
    assert found.tolist() == [0]
    assert cosine[0] == pytest.approx(np.sqrt(0.5))


@given(arrays, st.permutations(range(14)))
@settings(max_examples=30, deadline=None)
def test_order_of_rows(rows, order):
    """Shuffled rows fall into the same clusters."""
    order = np.array(order)
    one, other = clusterings(rows, [3])[3], clusterings(rows[order], [3])[3]
    assert adjusted_rand_score(one[order], other) == pytest.approx(1)


def test_outliers_are_few_and_far():
    """Only rows less than half as near as the median are marked, the farthest first, never more than allowed."""
    cosine = np.array([0.9, 0.8, 0.85, 0.3, 0.1, 0.2, 0.95, 0.9, 0.88, 0.86])
    assert outliers(cosine, 1.0).nonzero()[0].tolist() == [3, 4, 5]
    assert outliers(cosine, 0.2).nonzero()[0].tolist() == [4, 5]
    assert not outliers(cosine, 0.0).any()
