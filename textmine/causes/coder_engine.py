"""The engine of annotation: a model with a codebook, from texts to annotations in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from textmine.causes.codebook import Codebook, load_codebook
from textmine.causes.coder_prototypes import Prototypes, learn_prototypes
from textmine.causes.coder_rules import choose_codes, order_codes
from textmine.causes.evidence import find_evidence
from textmine.causes.features import Reading
from textmine.causes.model import Model, load_model
from textmine.causes.model_causes import Scored
from textmine.passages.context import RowContext
from textmine.records import Annotation, Segment

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Engine:
    """A model, a codebook, and prototypes for the codes that the model has not learned.

    Attributes
    ----------
    learned : tuple of (str, int)
        Codes of the book that the model knows, with their columns.
    prototypes : Prototypes or None
        For the other codes.
    """

    model: Model = field(repr=False)
    book: Codebook = field(repr=False)
    learned: tuple[tuple[str, int], ...]
    prototypes: Prototypes | None = field(repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the columns of `score`: learned ones, then prototypes."""
        return tuple(c for c, _ in self.learned) + (self.prototypes.codes if self.prototypes else ())

    @property
    def thresholds(self) -> Floats:
        """The threshold of each code."""
        mine = self.model.causes.calibration.thresholds[[i for _, i in self.learned]]
        return np.concatenate([mine, self.prototypes.thresholds]) if self.prototypes else mine

    def score(self, readings: Sequence[Reading]) -> Scored:
        """Return probabilities, bags and instance logits over all codes of the book."""
        found = self.model.causes.score(readings, self.book.cue_index)
        columns = [i for _, i in self.learned]
        p, logits = found.probabilities[:, columns], found.logits[:, columns]
        if self.prototypes is not None and readings:
            more_p, more_logits = self.prototypes.score(readings, found.bags.piece_of, found.bags.start)
            p, logits = np.hstack([p, more_p]), np.hstack([logits, more_logits])
        return Scored(p, found.bags, logits)

    def run(
        self,
        texts: Sequence[str],
        lost: Sequence[float | None],
        contexts: Sequence[RowContext | None] | None = None,
    ) -> list[Annotation]:
        """Annotate a batch."""
        found = self.model.roles.predict(texts, contexts)
        return self.code([(t, segments) for t, (segments, _) in zip(texts, found, strict=True)], lost)

    def code(
        self, passages: Sequence[tuple[str, tuple[Segment, ...]]], lost: Sequence[float | None]
    ) -> list[Annotation]:
        """Annotate passages whose segments are known."""
        readings = [Reading.of(text, segments) for text, segments in passages]
        scored = self.score(readings)
        codes, thresholds = self.codes, self.thresholds
        column = {c: i for i, c in enumerate(codes)}
        alone = frozenset(e.code for e in self.book.entries if e.alone)
        out = []
        for n, ((text, segments), reading) in enumerate(zip(passages, readings, strict=True)):
            p = scored.probabilities[n]
            causes = choose_codes(p, thresholds, codes, alone, segments, lost[n])
            a, b = int(scored.bags.start[n]), int(scored.bags.start[n + 1])
            chosen = [column[c] for c in causes]
            evidence = find_evidence(text, reading, causes, chosen, scored.logits[a:b], scored.bags.piece_of[a:b])
            chance = p.tolist()
            scores = {c: chance[column[c]] for c in self.book.codes}
            causes, evidence = order_codes(causes, scores, evidence)
            confidence = scores[causes[0]] if causes else 0.0
            out.append(Annotation(segments, causes, scores, evidence, round(confidence, 4)))
        return out


def make_engine(book: Codebook | None = None, model: Model | None = None) -> Engine:
    """Join a codebook and a model; the shipped ones by default, kept in memory."""
    if book is None and model is None:
        return _default_engine()
    return _join(book or load_codebook(), model or load_model())


@lru_cache(maxsize=1)
def _default_engine() -> Engine:
    return _join(load_codebook(), load_model())


def _join(book: Codebook, model: Model) -> Engine:
    known = {c: i for i, c in enumerate(model.causes.codes)}
    learned = tuple((c, known[c]) for c in book.codes if c in known)
    fresh = tuple(c for c in book.codes if c not in known)
    return Engine(model, book, learned, learn_prototypes(book, fresh, model.background) if fresh else None)
