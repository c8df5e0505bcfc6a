"""The clustering itself: a Ward tree, cut anywhere, sharpened by a few spherical k-means steps. No random numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]


FAR = 0.5
"""A row lies far from its centre when it is less than half as near (cosine) as the median row is to its own."""


def tree(rows: Matrix) -> Matrix:
    """Return the Ward linkage of the rows (scipy's format). Memory grows with the square of their number."""
    from scipy.cluster.hierarchy import linkage

    merges: Matrix = linkage(rows, method="ward")
    return merges


def cut(linkage: Matrix, counts: Iterable[int]) -> dict[int, Labels]:
    """Cut a tree into exactly `count` clusters for each count; clusters are numbered by their first row."""
    import numpy as np

    n = len(linkage) + 1
    parent = np.arange(2 * n - 1)
    out: dict[int, Labels] = {}
    merged = 0
    for count in sorted({min(max(1, c), n) for c in counts}, reverse=True):
        for step in range(merged, n - count):
            parent[int(linkage[step, 0])] = parent[int(linkage[step, 1])] = n + step
        merged = n - count
        roots = np.arange(n)
        while (parent[roots] != roots).any():
            roots = parent[roots]
        out[count] = renumber(roots)
    return out


def renumber(labels: Labels) -> Labels:
    """Give clusters the numbers 0, 1, 2 … by the first row that belongs to them."""
    import numpy as np

    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def centres(rows: Matrix, labels: Labels) -> Matrix:
    """Return the unit centre of each cluster 0 … k−1."""
    import numpy as np

    from textmine.causes.themes_features import unit_rows

    sums = np.zeros((int(labels.max()) + 1, rows.shape[1]))
    np.add.at(sums, labels, rows)
    return unit_rows(sums)


def nearest(rows: Matrix, middle: Matrix) -> tuple[Labels, Matrix]:
    """Return for each row the nearest centre and its cosine with it; ties go to the lower number."""
    import numpy as np

    cosine = np.round(rows @ middle.T, 9)
    best = cosine.argmax(axis=1)
    return best.astype(np.int64), cosine[np.arange(len(rows)), best]


def sharpen(rows: Matrix, labels: Labels, steps: int = 12) -> Labels:
    """Move rows to the nearest centre until nothing moves; never lets a cluster run empty."""
    import numpy as np

    count = int(labels.max()) + 1
    for _ in range(steps):
        moved, _ = nearest(rows, centres(rows, labels))
        if (moved == labels).all() or len(np.unique(moved)) < count:
            break
        labels = moved
    return labels


def clusterings(rows: Matrix, counts: Iterable[int]) -> dict[int, Labels]:
    """Cluster the rows into each of the given numbers of clusters."""
    return {count: sharpen(rows, labels) for count, labels in cut(tree(rows), counts).items()}


def outliers(cosine: Matrix, share: float) -> NDArray[np.bool_]:
    """Mark rows that lie far from their centre, at most `share` of all.

    A row is far when its cosine is less than half the median cosine; where there are more than `share` allows, the
    farthest are marked.
    """
    import numpy as np

    marked = np.zeros(len(cosine), dtype=bool)
    far = np.flatnonzero(cosine < FAR * np.median(cosine))
    allowed = int(np.floor(share * len(cosine)))
    marked[far[np.argsort(cosine[far], kind="stable")][:allowed]] = True
    return marked
