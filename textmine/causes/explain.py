"""Why a passage got its codes: roles, probabilities, cues, and the words that weighed most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.causes.codebook import Codebook
from textmine.causes.coder_engine import Engine, make_engine
from textmine.causes.features import grams
from textmine.causes.model import Model
from textmine.records import Annotation

_ROLE_NAMES = {"context": "现状", "cause": "原因", "effect": "影响", "measure": "措施", "none": "无实质内容"}
LOW_CONFIDENCE = 0.5
"""Below this probability the first code is a proposal to be looked at, not a finding."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one code was given, or nearly.

    Attributes
    ----------
    code, name : str
        The code.
    probability, threshold : float
        It is given where the first exceeds the second.
    given : bool
        Whether it was.
    evidence : tuple of str
        The pieces that carried it.
    words : tuple of (str, float)
        The character strings that weighed most for it.
    cues : tuple of str
        Phrases of the codebook found in the passage, as they stand there.
    """

    code: str
    name: str
    probability: float
    threshold: float
    given: bool
    evidence: tuple[str, ...]
    words: tuple[tuple[str, float], ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An annotation with its reasons, strongest first; codes under five per cent are left out unless given."""

    text: str
    annotation: Annotation
    reasons: tuple[Reason, ...]

    @property
    def uncertain(self) -> bool:
        """Whether the coder would rather abstain: no code reaches a probability of one half."""
        return is_uncertain(self.annotation)

    def __str__(self) -> str:
        """Lines for people."""
        lines = [f"【{_ROLE_NAMES[s.role]}】{s.text}" for s in self.annotation.segments]
        for r in self.reasons:
            mark = "●" if r.given else "·"
            lines.append(f"{mark} {r.code} {r.name}  {r.probability:.0%}（阈值 {r.threshold:.0%}）")
            lines += [f"    依据 evidence：{e}" for e in r.evidence]
            if r.cues:
                lines.append(f"    线索 cues：{'、'.join(r.cues)}")
            if r.words and r.given:
                lines.append(f"    权重最大的字词 words：{'、'.join(w for w, _ in r.words)}")
        if self.uncertain:
            lines.append("! 把握不足，建议人工复核 low confidence: please review")
        return "\n".join(lines)


def is_uncertain(annotation: Annotation) -> bool:
    """Whether the first code is less probable than one half: then it is a proposal, not a finding."""
    if not annotation.causes:
        return True
    if annotation.confidence is not None:
        return annotation.confidence < LOW_CONFIDENCE
    return annotation.scores.get(annotation.causes[0], 0.0) < LOW_CONFIDENCE


def explain(
    text: str, lost: float | None = None, *, codebook: Codebook | None = None, model: Model | None = None
) -> Explanation:
    """Annotate one passage and say why.

    Examples
    --------
    >>> explain("因项目两次流标，采购延后。").reasons[0].code
    'procurement'
    """
    engine = make_engine(codebook, model)
    (annotation,) = engine.run([text], [lost])
    return explain_annotation(text, annotation, engine)


def explain_annotation(text: str, annotation: Annotation, engine: Engine) -> Explanation:
    """Give the reasons of an annotation that the engine made."""
    thresholds = dict(zip(engine.codes, engine.thresholds.tolist(), strict=True))
    hits = engine.book.cue_index.hits(text)
    order = sorted(annotation.scores, key=lambda c: (c not in annotation.causes, -annotation.scores[c]))
    reasons = []
    for code in order:
        given = code in annotation.causes
        if not given and annotation.scores[code] < 0.05:
            continue
        evidence = tuple(e.text for e in annotation.evidence if e.code == code)
        cues = tuple(dict.fromkeys(text[h.start : h.end] for h in hits if h.code == code))
        words = _words(" ".join(evidence), code, engine)
        name = engine.book[code].name
        reasons.append(Reason(code, name, annotation.scores[code], thresholds[code], given, evidence, words, cues))
    return Explanation(text, annotation, tuple(reasons))


def _words(text: str, code: str, engine: Engine, most: int = 6) -> tuple[tuple[str, float], ...]:
    """Return the n-grams of the evidence with the largest weights, none inside another that is already named."""
    column = dict(engine.learned).get(code)
    if column is None or not text:
        return ()
    space, weights = engine.model.causes.space, engine.model.causes.weights
    known = [(g, space.vocabulary[g]) for g in grams(text) if len(g) > 1 and g in space.vocabulary]
    ranked = sorted(((g, float(weights[i, column] * space.idf[i])) for g, i in known), key=lambda p: (-p[1], p[0]))
    out: list[tuple[str, float]] = []
    for gram, weight in ranked:
        if weight <= 0 or len(out) == most:
            break
        if not any(gram in seen or seen in gram for seen, _ in out):
            out.append((gram, float(np.round(weight, 3))))
    return tuple(out)


def explain_text(text: str, codebook: Codebook | None = None) -> str:
    """Return the explanation of one passage as lines for people."""
    return str(explain(text, codebook=codebook))
