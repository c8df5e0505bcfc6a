"""The second look: what the first pass says of the pieces around a piece, and of the passage as a whole.

Whether «覆盖率92.6%» is background or effect depends on whether a cause stands beside it. A chain sees only the next
label; these features show two to either side and whether there is any cause or measure before or after.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from textmine.records import ROLES

Floats = NDArray[np.float64]
Block = tuple[str, ...]

_SURE = 0.9
_STEPS = 5
_OUTSIDE = "^"
_CAUSE, _EFFECT, _MEASURE = (ROLES.index(r) for r in ("cause", "effect", "measure"))


def outlook_features(marginals: Floats) -> list[list[Block]]:
    """Describe every piece of one passage by the role probabilities of the first pass.

    Parameters
    ----------
    marginals : array
        Pieces × roles.

    Returns
    -------
    list of list of tuple of str
        Blocks of features, all with the prefix ``Q``.
    """
    labels = marginals.argmax(axis=1).tolist()
    sure = (marginals.max(axis=1) > _SURE).tolist()
    levels = [_OUTSIDE, _OUTSIDE, *(f"{a}{'!' if s else '?'}" for a, s in zip(labels, sure, strict=True)), "^", "^"]
    steps = np.minimum((marginals * _STEPS).astype(int), _STEPS - 1).tolist()
    kinds = "".join(str(k) for k in sorted(set(labels)))
    return [
        [
            _around(tuple(levels[i : i + 5]), label),
            _passage(kinds, label, _sides(labels, i)),
            _chances(tuple(steps[i])),
        ]
        for i, label in enumerate(labels)
    ]


def _sides(labels: Sequence[int], i: int) -> str:
    """Whether any cause or effect stands before this piece, any cause, effect or measure after it."""
    before, after = labels[:i], labels[i + 1 :]
    flags = (_CAUSE in before, _EFFECT in before, _CAUSE in after, _EFFECT in after, _MEASURE in after)
    return "".join("01"[f] for f in flags)


@lru_cache(maxsize=65536)
def _around(levels: tuple[str, ...], label: int) -> Block:
    row = [f"Q0:{levels[2]}"]
    for at, name in enumerate(("-2", "-1", "", "+1", "+2")):
        if name:
            row += [f"Q{name}:{levels[at]}", f"Q{name}:{levels[at]}&{label}"]
    return (*row, f"Q11:{levels[1]}{levels[3]}&{label}")


@lru_cache(maxsize=65536)
def _passage(kinds: str, label: int, sides: str) -> Block:
    return f"Qk:{kinds}&{label}", f"Qs:{sides}&{label}", f"Qs:{sides}"


@lru_cache(maxsize=65536)
def _chances(steps: tuple[int, ...]) -> Block:
    return tuple(f"Qp:{k}={s}" for k, s in enumerate(steps))
