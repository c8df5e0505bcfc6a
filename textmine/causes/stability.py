"""How far clusters can be trusted: what returns when a fifth of the forms is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.causes.themes_cluster import clusterings
from textmine.causes.themes_model import STABLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_PAIRS = 20_000  # pairs of segments on which PAC is estimated


@dataclass(frozen=True, slots=True)
class CountStability:
    """Stability of one number of clusters over the subsamples.

    Attributes
    ----------
    count : int
        Number of clusters.
    ami, ari : float
        Mean chance-adjusted agreement between the clustering of all rows and those of the subsamples.
    pac : float
        Proportion of ambiguous clustering: pairs that are together in 10–90% of the subsamples that hold both.
    jaccard : tuple of float or None
        For each cluster the mean Jaccard similarity with its best match in a subsample.
    covered : float
        Share of the rows in clusters whose Jaccard is at least 0.75.
    """

    count: int
    ami: float
    ari: float
    pac: float
    jaccard: tuple[float | None, ...]
    covered: float


def draw_forms(forms: Sequence[str], draws: int, share: float, seed: int) -> list[Mask]:
    """Draw subsamples of forms (not rows: rows of one form are alike); return a mask over the rows for each.

    The forms are sorted before drawing, so that the draws do not depend on the order of the rows.
    """
    import numpy as np

    names, which = np.unique(np.asarray(forms, dtype=str), return_inverse=True)
    keep = max(1, round(share * len(names)))
    rng = np.random.default_rng(seed)
    masks = []
    for _ in range(draws):
        chosen = np.zeros(len(names), dtype=bool)
        chosen[rng.permutation(len(names))[:keep]] = True
        masks.append(chosen[which])
    return masks


def subsample_labels(rows: Matrix, masks: Sequence[Mask], counts: Sequence[int]) -> dict[int, list[Labels]]:
    """Cluster each subsample into each number of clusters; −1 stands for rows that were left out."""
    import numpy as np

    out: dict[int, list[Labels]] = {count: [] for count in counts}
    for mask in masks:
        found = clusterings(rows[mask], [c for c in counts if c <= int(mask.sum())])
        for count in counts:
            labels = np.full(len(rows), -1, dtype=np.int64)
            if count in found:
                labels[mask] = found[count]
            out[count].append(labels)
    return out


def jaccard_by_cluster(labels: Labels, samples: Iterable[Labels], count: int) -> tuple[float | None, ...]:
    """Return each cluster's mean best Jaccard over the samples (Hennig 2007, `clusterboot`).

    In a sample, cluster C is compared with every cluster D found there, both restricted to the rows drawn:
    ``|C ∩ D| / |C ∪ D|``; the best match counts. A cluster none of whose rows was drawn is skipped in that sample;
    one that never was drawn gets None.
    """
    import numpy as np

    sums, seen = np.zeros(count), np.zeros(count)
    for sample in samples:
        drawn = (sample >= 0) & (labels >= 0)
        if not drawn.any():
            continue
        table = np.zeros((count, int(sample.max()) + 1))
        np.add.at(table, (labels[drawn], sample[drawn]), 1)
        size = table.sum(axis=1)
        union = size[:, None] + table.sum(axis=0)[None, :] - table
        best = (table / np.maximum(union, 1)).max(axis=1)
        sums[size > 0] += best[size > 0]
        seen[size > 0] += 1
    return tuple(float(s / n) if n else None for s, n in zip(sums, seen, strict=True))


def pac(samples: Sequence[Labels], seed: int = 0, low: float = 0.1, high: float = 0.9) -> float:
    """Return the share of ambiguous pairs: together in more than `low` and less than `high` of their samples.

    Only pairs that are ever together are asked: with many clusters nearly all pairs are always apart, and PAC over
    all pairs would fall with the number of clusters alone.
    """
    import numpy as np

    n = len(samples[0])
    rng = np.random.default_rng(seed)
    left, right = rng.integers(0, n, _PAIRS * 5), rng.integers(0, n, _PAIRS * 5)
    both, together = np.zeros(len(left)), np.zeros(len(left))
    for sample in samples:
        a, b = sample[left], sample[right]
        drawn = (a >= 0) & (b >= 0)
        both += drawn
        together += drawn & (a == b)
    asked = (left != right) & (both > 0) & (together > 0)
    if not asked.any():
        return 0.0
    share = together[asked] / both[asked]
    return float(((share > low) & (share < high)).mean())


def agreement(labels: Labels, samples: Iterable[Labels]) -> tuple[float, float]:
    """Return mean AMI and ARI between a clustering and those of subsamples, on the rows drawn."""
    import numpy as np
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    pairs = [(labels[s >= 0], s[s >= 0]) for s in samples if (s >= 0).sum() > 1]
    if not pairs:
        return 0.0, 0.0
    ami = np.mean([adjusted_mutual_info_score(a, b) for a, b in pairs])
    return float(ami), float(np.mean([adjusted_rand_score(a, b) for a, b in pairs]))


def count_stability(
    rows: Matrix, forms: Sequence[str], counts: Sequence[int], *, draws: int, share: float, seed: int
) -> list[CountStability]:
    """Measure the stability of each number of clusters over the same subsamples of forms."""
    whole = clusterings(rows, counts)
    samples = subsample_labels(rows, draw_forms(forms, draws, share, seed), sorted(whole))
    return [_measure(count, whole[count], taken, seed) for count, taken in sorted(samples.items())]


def _measure(count: int, labels: Labels, taken: Sequence[Labels], seed: int) -> CountStability:
    import numpy as np

    jaccard = jaccard_by_cluster(labels, taken, int(labels.max()) + 1)
    stable = np.array([(j or 0.0) >= STABLE for j in jaccard])
    covered = float(stable[labels].mean())
    return CountStability(count, *agreement(labels, taken), pac(taken, seed), jaccard, covered)


def choose_count(tried: Sequence[CountStability], enough: float = 0.9) -> CountStability:
    """Choose the finest clustering that keeps `enough` of the rows in stable clusters.

    Stability alone prefers few, coarse clusters; people want detail. So the largest number of clusters is taken whose
    `covered` share is enough. Where none is, nothing is stable at any number, and the first count is taken whose AMI
    the next two do not exceed: AMI rises again with very many tiny clusters.
    """
    good = [t for t in tried if t.covered >= enough]
    if good:
        return max(good, key=lambda t: t.count)
    ranked = sorted(tried, key=lambda t: t.count)
    return next(t for i, t in enumerate(ranked) if all(t.ami >= later.ami for later in ranked[i + 1 : i + 3]))


def agreement_of(labels: Labels, other: Sequence[str]) -> float:
    """Return the AMI between a clustering and given names (the primary codes)."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(list(other), labels))
