"""Two groups of forms side by side — years, units, corpora: points a form, with the interval of the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.points.attribution import form_matrix
from textmine.points.breakdowns import NO_VALUE, group_of
from textmine.points.claims import Claim
from textmine.points.intervals import SEED, Array, bootstrap_difference
from textmine.points.ledger import Entry
from textmine.points.sectors import UNKNOWN
from textmine.records import Form

PLACES = ("execution", "unexplained")


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison: mean points a form in both groups.

    Attributes
    ----------
    key : str
        ``lost``, ``execution``, ``unexplained`` or a code.
    first, second : float
    low, high : float
        95% interval of second − first (NaN where a group has fewer than 5 forms).
    """

    key: str
    first: float
    second: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def compare(
    first: Sequence[str],
    second: Sequence[str],
    entries: Iterable[Entry],
    claims: Iterable[Claim],
    *,
    codes: Sequence[str],
    seed: int = SEED,
) -> tuple[Difference, ...]:
    """Compare two groups of forms (given by id, any two disjoint ones of one study or of two merged ones).

    Returns
    -------
    tuple of Difference
        All lost points, execution, unexplained, then the codes in the order given (equal fractions).
    """
    forms = [*first, *second]
    named = form_matrix(claims, forms, codes)
    matrix = np.hstack([_places(entries, forms), named])
    head, tail = matrix[: len(first)], matrix[len(first) :]
    low, high = bootstrap_difference(head, tail, seed=seed)
    keys = ("lost", *PLACES, *codes)
    means = head.mean(axis=0), tail.mean(axis=0)
    return tuple(
        Difference(key, float(means[0][i]), float(means[1][i]), float(low[i]), float(high[i]))
        for i, key in enumerate(keys)
    )


def _places(entries: Iterable[Entry], forms: Sequence[str]) -> Array:
    row = {key: i for i, key in enumerate(forms)}
    out = np.zeros((len(forms), 1 + len(PLACES)))
    for entry in entries:
        if entry.form not in row:
            continue
        points = float(entry.points)
        out[row[entry.form], 0] += points
        if entry.bucket == "execution":
            out[row[entry.form], 1] += points
        elif entry.bucket not in {"explained", "generic"}:
            out[row[entry.form], 2] += points
    return out


def groups_of(forms: Mapping[str, Form], by: str, *, sector: str = "") -> dict[str, tuple[str, ...]]:
    """Return the form ids of each year, unit or sector, groups and ids sorted; forms without a value are left out."""
    out: dict[str, list[str]] = {}
    for key in sorted(forms):
        form = forms[key]
        value = group_of(form, by, sector)
        if value not in {NO_VALUE, UNKNOWN}:
            out.setdefault(value, []).append(key)
    return {value: tuple(keys) for value, keys in sorted(out.items())}


def compare_corpora(
    first: tuple[Sequence[str], Sequence[Entry], Sequence[Claim]],
    second: tuple[Sequence[str], Sequence[Entry], Sequence[Claim]],
    *,
    codes: Sequence[str],
    seed: int = SEED,
) -> tuple[Difference, ...]:
    """Compare two corpora, each given by its form ids, ledger and claims.

    Ids may be the same in both (two years in files of the same name): they are kept apart.
    """
    ids: list[list[str]] = []
    entries: list[Entry] = []
    claims: list[Claim] = []
    for mark, (forms, ledger, said) in zip("12", (first, second), strict=True):
        ids.append([f"{mark}:{key}" for key in forms])
        entries += [replace(e, form=f"{mark}:{e.form}") for e in ledger]
        claims += [replace(c, form=f"{mark}:{c.form}") for c in said]
    return compare(ids[0], ids[1], entries, claims, codes=codes, seed=seed)
