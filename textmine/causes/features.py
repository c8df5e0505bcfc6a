"""What pieces of a passage show of its causes: character n-grams and codebook cues, gathered into bags of instances.

A passage is a *bag*; each piece with the role cause (every piece, where none is) is an *instance*: its own features at
full weight, those of its neighbours in the same sentence at a lower one. One more row a passage, the *whole*, holds all
its pieces weighted by role. Both are products of one sparse piece matrix with small mixing matrices.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.causes.codebook_cues import CueIndex
from textmine.passages.labels import piece_roles
from textmine.passages.ngrams import GAP, NgramTable, indicator, numbers_of
from textmine.passages.pieces import Piece, cut_pieces
from textmine.records import Role, Segment

Floats = NDArray[np.float64]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CLAUSE = re.compile(r"[，,。；;！？!?：:\n、（）()「」“”\"《》\s\0]+")
ROLE_WEIGHT: dict[Role, float] = {"cause": 1.0, "none": 1.0, "effect": 0.4, "measure": 0.25, "context": 0.1}
"""How much a role says about the causes; measures tell which cause is meant only where the cause is vague."""
_NEIGHBOUR = 0.4
_SECOND = 0.25
_LONE_MEASURE = 0.6
_TURN_WEIGHT = 0.7
_TURN = re.compile(
    r"\s*(?:但|然而|不过|却|只是).{0,8}?(?:需|有待|仍待|尚待).{0,8}?(?:深化|完善|健全|加强|提升|提高|优化|推进|细化|巩固)"
)
"""«制度虽较健全，但精细化水平仍需深化»: the concession tells of the topic of the shortcoming that follows the turn."""
_ELLIPSIS = re.compile(
    r"\s*(?:但|然而|不过|却|只是)是?(?:目前|现阶段|下一步|后续|今后|未来|还|也|仍|依然|尚|，)*(?:需|有待|仍待|尚待)"
)
"""«制度虽较健全，但仍需深化»: a turn without a topic of its own; the concession alone names it."""
_BARE_TURN = 0.5
CUE_WEIGHT = 3.0
_CUE = "\x01"
"""Prefix of the features that are cues, not n-grams."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage cut into pieces with roles."""

    pieces: tuple[Piece, ...]
    roles: tuple[Role, ...]

    @classmethod
    def of(cls, text: str, segments: Sequence[Segment]) -> Reading:
        """Cut a passage and give each piece the role of its segment."""
        pieces = cut_pieces(text)
        return cls(pieces, tuple(piece_roles(pieces, segments)))


def grams(text: str, longest: int = 4) -> set[str]:
    """Return the character n-grams of two and more within clauses; numbers become one 0.

    A single character says little of a cause (人 is in every second passage) unless it is the whole clause: 无.
    """
    out: set[str] = set()
    for clause in _CLAUSE.split(_NUMBER.sub("0", text)):
        if len(clause) == 1:
            out.add(clause)
        row: Sequence[str] = clause
        for k in range(1, longest):
            row = list(map(add, row, clause[k:]))  # each n-gram and its next character; no loop in Python
            out.update(row)
    return out


def piece_features(text: str, cues: CueIndex) -> set[str]:
    """Return the n-grams of a piece and the codes whose cues it has."""
    out = grams(text)
    out.update(_CUE + code for _, code in cues.codes(text))
    return out


@dataclass(frozen=True)
class Space:
    """The known features and their weights (inverse document frequency; a fixed weight for cues)."""

    vocabulary: dict[str, int]
    idf: Floats

    @classmethod
    def learn(cls, rows: Iterable[set[str]], min_count: int = 2) -> Space:
        """Keep the features that occur in so many pieces."""
        counts: Counter[str] = Counter()
        total = 0
        for row in rows:
            counts.update(row)
            total += 1
        names = sorted(f for f, n in counts.items() if n >= min_count)
        idf = [CUE_WEIGHT if f.startswith(_CUE) else np.log((1 + total) / (1 + counts[f])) + 1 for f in names]
        return cls({f: i for i, f in enumerate(names)}, np.array(idf))

    @cached_property
    def _ngrams(self) -> NgramTable:
        return NgramTable.build((f, i) for f, i in self.vocabulary.items() if not f.startswith(_CUE))

    def matrix(self, rows: Sequence[set[str]]) -> Any:  # noqa: ANN401 - scipy matrix
        """One sparse row a piece, from the features of each."""
        return self._weighted(*numbers_of(rows, self.vocabulary), len(rows))

    def text_matrix(self, texts: Sequence[str], cues: CueIndex) -> Any:  # noqa: ANN401 - scipy matrix
        """Return the `matrix` of the `piece_features` of the texts, without making the n-grams as strings."""
        row, column = self._ngrams.find([_CLAUSE.sub(GAP, _NUMBER.sub("0", t)) for t in texts], lone=True)
        rest, other = numbers_of(([_CUE + code for _, code in cues.codes(t)] for t in texts), self.vocabulary)
        return self._weighted(np.concatenate([row, rest]), np.concatenate([column, other]), len(texts))

    def _weighted(self, rows: Any, columns: Any, count: int) -> Any:  # noqa: ANN401
        out = indicator(rows, columns, (count, len(self.idf)))
        out.data = self.idf[out.indices]
        return out


@dataclass(frozen=True)
class Bags:
    """Instances and wholes of many passages as unit rows; instance rows of passage i are ``start[i]:start[i + 1]``."""

    instances: Any
    wholes: Any
    start: NDArray[np.int64]
    piece_of: tuple[int, ...]
    """For each instance the number of its piece within the passage (−1: an empty passage)."""


def _sentences(pieces: Sequence[Piece]) -> list[int]:
    out = []
    current = 0
    for piece in pieces:
        out.append(current)
        current += piece.text.rstrip(' ”」）)"')[-1:] in tuple("。；;！？!?\n")
    return out


def _instance_weights(reading: Reading) -> list[tuple[int, list[tuple[int, float]]]]:
    """For each instance its piece and the weights of the pieces that it is made of."""
    roles = reading.roles
    telling = [i for i, r in enumerate(roles) if r == "cause"]
    if not telling:
        return []
    sentence = _sentences(reading.pieces)
    out = []
    for i in telling:
        mix = [(i, 1.0)]
        for j in telling:
            if j != i and sentence[j] == sentence[i]:
                mix.append((j, _NEIGHBOUR if abs(i - j) == 1 else _SECOND))
        if _TURN.match(reading.pieces[i].text):
            conceded = [j for j in range(i) if sentence[j] == sentence[i] and roles[j] == "context"]
            bare = bool(conceded) and _ELLIPSIS.match(reading.pieces[i].text) is not None
            mix[0] = (i, _BARE_TURN if bare else 1.0)
            mix += [(j, 1.0 if bare else _TURN_WEIGHT) for j in conceded]
        out.append((i, mix))
    return out


def _whole_weights(reading: Reading) -> list[tuple[int, float]]:
    lone = "cause" not in reading.roles
    return [
        (i, _LONE_MEASURE if lone and role == "measure" else ROLE_WEIGHT[role]) for i, role in enumerate(reading.roles)
    ]


def unit_rows(x: Any) -> Any:  # noqa: ANN401 - scipy matrix
    """Return a sparse matrix with its rows scaled to length one; empty rows stay empty."""
    sizes = np.diff(x.indptr)
    norms = np.sqrt(np.bincount(np.repeat(np.arange(len(sizes)), sizes), x.data * x.data, len(sizes)))
    norms[norms == 0] = 1.0
    return type(x)((x.data / np.repeat(norms, sizes), x.indices, x.indptr), shape=x.shape)


def build_bags(readings: Sequence[Reading], pieces: Any) -> Bags:  # noqa: ANN401 - scipy matrix
    """Mix the rows of the piece matrix (all passages' pieces in order) into instances and wholes."""
    from scipy.sparse import csr_matrix

    mix: list[tuple[int, int, float]] = []
    total: list[tuple[int, int, float]] = []
    start = [0]
    piece_of: list[int] = []
    offset = 0
    for n, reading in enumerate(readings):
        whole = _whole_weights(reading)
        total += [(n, offset + i, w) for i, w in whole]
        instances = _instance_weights(reading) or [(0 if whole else -1, whole)]
        for piece, parts in instances:
            mix += [(len(piece_of), offset + i, w) for i, w in parts]
            piece_of.append(piece)
        start.append(len(piece_of))
        offset += len(reading.pieces)

    def product(triples: list[tuple[int, int, float]], rows: int) -> Any:  # noqa: ANN401
        r, c, v = zip(*triples, strict=True) if triples else ((), (), ())
        return unit_rows(csr_matrix((v, (r, c)), shape=(rows, offset)) @ pieces)

    return Bags(
        product(mix, len(piece_of)), product(total, len(readings)), np.array(start, dtype=np.int64), tuple(piece_of)
    )
