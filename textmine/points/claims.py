"""Claims: each passage with the points of the rows it speaks for and the codes it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from textmine.points.ledger import EXPLAINED, NOT_A_CAUSE, Entry
from textmine.records import Annotation


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage stands for in the attribution.

    Attributes
    ----------
    passage, form : str
    lost : Fraction
        Points of the explained rows that point to this passage; 0 where it explains no loss.
    causes : tuple of str
        Its codes without ``none``, most important first.
    evidence : dict of str to int
        Characters of evidence for each code (0 where the annotation shows none).
    """

    passage: str
    form: str
    lost: Fraction
    causes: tuple[str, ...]
    evidence: dict[str, int]


def build_claims(entries: Iterable[Entry], annotations: Mapping[str, Annotation]) -> tuple[Claim, ...]:
    """Collect the claims of all passages that name a cause, sorted by passage id.

    The lost points of the claims add up to the ledger's explained and generic points: a passage that explains
    several rows (the form's own explanation) carries the points of all of them.
    """
    lost: dict[str, Fraction] = {}
    for entry in entries:
        if entry.bucket in EXPLAINED:
            lost[entry.passage] = lost.get(entry.passage, Fraction(0)) + Fraction(entry.points)
    out = []
    for passage in sorted(annotations):
        annotation = annotations[passage]
        causes = tuple(c for c in annotation.causes or ("generic",) if c != NOT_A_CAUSE)
        if causes:
            form = passage.rsplit("/", 1)[0]
            out.append(Claim(passage, form, lost.get(passage, Fraction(0)), causes, _weights(annotation, causes)))
    return tuple(out)


def _weights(annotation: Annotation, causes: tuple[str, ...]) -> dict[str, int]:
    covered: dict[str, set[int]] = {code: set() for code in causes}
    for piece in annotation.evidence:
        if piece.code in covered:
            covered[piece.code].update(range(piece.start, piece.end))
    return {code: len(places) for code, places in covered.items()}
