"""From lost points to causes: three splits side by side. The fourth, Shapley/LMG, is in `shapley`.

Row *r* loses d_r points and its passage names the set S_r of codes.

* **Full counting**: every c ∈ S_r is connected with all of d_r. The sums exceed the total: an upper bound, read as
  «points in rows that name it».
* **Equal fractions** (the default): each c ∈ S_r gets d_r / |S_r|; the sums close. It is the fractional counting of
  bibliometrics (Waltman & van Eck 2015, *Field-normalized citation impact indicators and the choice of an appropriate
  counting method*, Journal of Informetrics 9(4)).
* **Evidence-weighted**: d_r · e_rc / Σ e_rc with e_rc the characters that carry code c in the passage (1 where none
  are marked); only as a sensitivity check.

These are reasons stated by the units themselves. Without a counterfactual the figures are no effects (Mayne 2001,
2012, contribution analysis): the report says 「自述原因」 and 「涉及失分」.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from textmine.points.claims import Claim

Method = Literal["full", "equal", "evidence"]
METHODS: tuple[Method, ...] = ("equal", "full", "evidence")


def _full(claim: Claim) -> dict[str, Fraction]:
    return dict.fromkeys(claim.causes, Fraction(1))


def _equal(claim: Claim) -> dict[str, Fraction]:
    return dict.fromkeys(claim.causes, Fraction(1, len(claim.causes)))


def _evidence(claim: Claim) -> dict[str, Fraction]:
    sizes = {code: max(claim.evidence.get(code, 0), 1) for code in claim.causes}
    return {code: Fraction(size, sum(sizes.values())) for code, size in sizes.items()}


_SPLITS: dict[Method, Callable[[Claim], dict[str, Fraction]]] = {
    "full": _full,
    "equal": _equal,
    "evidence": _evidence,
}


def attribute(claims: Iterable[Claim], method: Method = "equal") -> dict[str, Fraction]:
    """Return the exact points connected with each code.

    Parameters
    ----------
    claims : iterable of Claim
    method : {"equal", "full", "evidence"}
        ``equal`` and ``evidence`` add up to the claims' lost points, ``full`` to that or more.

    Returns
    -------
    dict of str to Fraction
        By points, largest first, then by code.
    """
    split = _SPLITS[method]
    out: dict[str, Fraction] = {}
    for claim in claims:
        for code, part in split(claim).items():
            out[code] = out.get(code, Fraction(0)) + part * claim.lost
    return dict(sorted(out.items(), key=lambda item: (-item[1], item[0])))


def form_matrix(
    claims: Iterable[Claim], forms: Sequence[str], codes: Sequence[str], method: Method = "equal"
) -> npt.NDArray[np.float64]:
    """Return points by form (rows) and code (columns), what the bootstrap resamples; others are left out."""
    split, row, column = _SPLITS[method], {f: i for i, f in enumerate(forms)}, {c: i for i, c in enumerate(codes)}
    out = np.zeros((len(forms), len(codes)))
    for claim in claims:
        for code, part in split(claim).items():
            if claim.form in row and code in column:
                out[row[claim.form], column[code]] += float(part * claim.lost)
    return out
