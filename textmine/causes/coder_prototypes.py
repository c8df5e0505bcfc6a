"""Codes that a user adds: learned at once from definition, cues and examples, against all that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.causes.codebook import Code, Codebook
from textmine.causes.codebook_cues import CueIndex
from textmine.causes.features import Reading, Space, piece_features, unit_rows
from textmine.causes.model_fit import SCALE, fit_wholes, noisy_or

Floats = NDArray[np.float64]

_THRESHOLD = 0.5
_CLAUSES = re.compile(r"[，,。；;！？!?\n]+")
_L2 = 0.1
_CUE_COUNT = 3
"""A cue is what the user is surest of: its text counts so many times."""


@dataclass(frozen=True)
class Prototypes:
    """One linear model for all codes that are new."""

    codes: tuple[str, ...]
    space: Space = field(repr=False)
    cues: CueIndex = field(repr=False)
    weights: Floats = field(repr=False)
    bias: Floats = field(repr=False)

    @property
    def thresholds(self) -> Floats:
        """A code is given when it is more probable than not."""
        return np.full(len(self.codes), _THRESHOLD)

    def score(
        self, readings: Sequence[Reading], piece_of: Sequence[int], start: NDArray[np.int64]
    ) -> tuple[Floats, Floats]:
        """Return probabilities a passage and logits an instance; instances are single pieces."""
        owner = np.repeat(np.arange(len(readings)), np.diff(start)).tolist()
        rows = [
            piece_features(readings[n].pieces[i].text, self.cues) if i >= 0 else set()
            for n, i in zip(owner, piece_of, strict=True)
        ]
        logits = unit_rows(self.space.matrix(rows)) @ self.weights * SCALE + self.bias
        return noisy_or(1.0 / (1.0 + np.exp(-logits)), start), logits


def learn_prototypes(book: Codebook, fresh: Sequence[str], background: Sequence[str]) -> Prototypes:
    """Learn the new codes of a book.

    Parameters
    ----------
    book : Codebook
        With definitions, cues and examples.
    fresh : sequence of str
        The codes that the model does not know.
    background : sequence of str
        Clauses of the codes that it knows: what the new codes are not.
    """
    cues = book.cue_index
    texts: list[str] = []
    labels: list[str] = []
    for code in fresh:
        for text in _material(book[code]):
            texts.append(text)
            labels.append(code)
    positive = cues_of(fresh, cues)
    for text in [*background, *(e for c in book.codes if c not in fresh for e in book[c].examples)]:
        if not positive(text):  # what a new cue claims is not evidence against the new code
            texts.append(text)
            labels.append("")
    rows = [piece_features(t, cues) for t in texts]
    space = Space.learn(rows, min_count=1)
    y = np.array([[label == code for code in fresh] for label in labels], dtype=float)
    weights, bias = fit_wholes(unit_rows(space.matrix(rows)), y, l2=_L2, iterations=80)
    return Prototypes(tuple(fresh), space, cues, weights, bias)


def _material(code: Code) -> list[str]:
    """Examples, their clauses where there are several, the definition, and the plain wording of each cue."""
    clauses = [c for e in code.examples for c in _CLAUSES.split(e) if len(c) > 3]
    cues = [surface(cue) for cue in code.cues]
    return [*code.examples, *clauses, code.definition, *cues * _CUE_COUNT]


def surface(cue: str) -> str:
    """Return one plain wording of a cue: the first of each alternatives, without gaps.

    Examples
    --------
    >>> surface("未(及时/按时)…提交")
    '未及时提交'
    """
    first = re.sub(r"[（(]([^（）()/|]*)[^（）()]*[)）]\??", r"\1", cue)
    return first.replace("…", "").split("|")[0]


class cues_of:  # noqa: N801 - reads as a function
    """Whether a text has a cue of any of some codes."""

    def __init__(self, codes: Sequence[str], index: CueIndex) -> None:
        self._codes = frozenset(codes)
        self._index = index

    def __call__(self, text: str) -> bool:
        """Look the text up."""
        return any(code in self._codes for _, code in self._index.codes(text))
