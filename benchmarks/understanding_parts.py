"""Parts of the benchmark of understanding: tables, peers, the plot of calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import themes

from textmine.causes.codebook import load_codebook
from textmine.causes.evaluate import annotate_unseen, score
from textmine.causes.model import Model
from textmine.causes.model_data import Coded
from textmine.passages.labels import join_pieces, piece_roles
from textmine.passages.pieces import cut_pieces
from textmine.records import Annotation

Scores = dict[str, Any]
Bins = list[tuple[float, float, int]]
FIGURES = ("role_char_acc", "segment_f1", "code_micro_f1", "code_macro_f1", "code_exact", "primary_right")
HEADER = "| | " + " | ".join(FIGURES) + " |\n|---|" + "---|" * len(FIGURES)
ASKED = {
    "role_char_acc": 0.95,
    "segment_f1": 0.85,
    "code_micro_f1": 0.90,
    "code_macro_f1": 0.90,
    "code_exact": 0.80,
}
FEWEST = 0.80
"""What every code should reach."""


def line(name: str, scores: Scores) -> str:
    """Return a row of the table of figures."""
    return f"| {name} | " + " | ".join(f"{scores[f]:.3f}" if f in scores else "–" for f in FIGURES) + " |"


def shortfalls(scores: Scores) -> str:
    """Say which figures stay below what was asked."""
    low = [f"{f} {scores[f]:.3f} of {asked:.2f}" for f, asked in ASKED.items() if scores[f] < asked]
    low += [f"code {c} {v:.3f} of {FEWEST:.2f}" for c, v in scores["code_f1"].items() if v < FEWEST]
    return "; ".join(low) or "nothing"


def first_code(models: Sequence[tuple[Model, list[Coded]]]) -> tuple[int, int]:
    """Count the passages with several codes, all found, and those of them whose first code is the annotator's."""
    found = annotate_unseen(models)
    several = [r for _, held in models for r in held if len(r.causes) > 1]
    return sum(found[r.id].causes[:1] == r.causes[:1] for r in several), len(several)


def reliability(stated: np.ndarray, truth: np.ndarray, bins: int = 10) -> Bins:
    """Return mean stated probability, observed frequency and number of cases of each bin of equal width."""
    p, y = stated.ravel(), truth.ravel().astype(float)
    place = np.minimum((p * bins).astype(int), bins - 1)
    inside = [place == b for b in range(bins)]
    return [(float(p[i].mean()), float(y[i].mean()), int(i.sum())) for i in inside if i.any()]


def reliability_svg(bins: Bins, size: int = 320, margin: int = 44) -> str:
    """Draw observed against stated; the area of a point grows with the logarithm of its cases."""

    def x(p: float) -> float:
        return margin + p * size

    def y(p: float) -> float:
        return margin / 2 + (1 - p) * size

    ticks = [0, 0.25, 0.5, 0.75, 1]
    body = [f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4 4"/>']
    body += [f'<text x="{x(t)}" y="{y(0) + 16}" text-anchor="middle">{t:g}</text>' for t in ticks]
    body += [f'<text x="{x(0) - 6}" y="{y(t) + 4}" text-anchor="end">{t:g}</text>' for t in ticks]
    body += [f'<rect x="{x(0)}" y="{y(1)}" width="{size}" height="{size}" fill="none" stroke="#333"/>']
    path = " ".join(f"{x(p):.1f},{y(q):.1f}" for p, q, _ in bins)
    body += [f'<polyline points="{path}" fill="none" stroke="#2a6f97"/>']
    body += [
        f'<circle cx="{x(p):.1f}" cy="{y(q):.1f}" r="{1.5 + 0.6 * float(np.log(n + 1)):.1f}" fill="#2a6f97">'
        f"<title>{n}</title></circle>"
        for p, q, n in bins
    ]
    body += [f'<text x="{x(0.5)}" y="{y(0) + 34}" text-anchor="middle">stated probability</text>']
    body += [f'<text transform="translate(12 {y(0.5)}) rotate(-90)" text-anchor="middle">observed frequency</text>']
    w, h = size + margin + 16, size + margin + 18
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
    return "\n".join([f'{head} font-family="sans-serif" font-size="11">', *body, "</svg>", ""])


def _vectors() -> Any:  # noqa: ANN401 - scikit-learn pipeline
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    from textmine.lexicon import JiebaVectorizer

    return make_union(JiebaVectorizer(), TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True))


def svm_codes(rows: Sequence[Coded], groups: Sequence[Sequence[str]]) -> Scores:
    """Score one linear SVM a code on jieba words and character n-grams of whole passages."""
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    codes = load_codebook().codes
    found: dict[str, Annotation] = {}
    gold = [r for group in groups for r in rows if r.source in group]
    for group in groups:
        held = [r for r in rows if r.source in group]
        seen = [r for r in rows if r.source not in group]
        model = make_pipeline(_vectors(), OneVsRestClassifier(LinearSVC()))
        model.fit([r.text for r in seen], np.array([[c in r.causes for c in codes] for r in seen], dtype=int))
        for row, margin in zip(held, model.decision_function([r.text for r in held]), strict=True):
            given = [codes[i] for i in np.argsort(-margin) if margin[i] > -0.3] or [codes[int(np.argmax(margin))]]
            alone = given[0] in ("generic", "none")
            kept = given[:1] if alone else [c for c in given if c not in ("generic", "none")]
            found[row.id] = Annotation(row.segments, tuple(kept))
    scores = score(gold, found)
    return {k: v for k, v in scores.items() if not k.startswith(("role", "segment"))}


def svm_roles(rows: Sequence[Coded], groups: Sequence[Sequence[str]]) -> Scores:
    """Score a linear SVM on the words and n-grams of each piece alone."""
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    found: dict[str, Annotation] = {}
    gold = [r for group in groups for r in rows if r.source in group]
    whole = [r for r in rows if not r.source.startswith("clauses")]
    for group in groups:
        pieces = [(p, cut_pieces(p.text)) for p in whole if p.source not in group]
        roles = [role for r, cut in pieces for role in piece_roles(cut, r.segments)]
        model = make_pipeline(_vectors(), LinearSVC()).fit([p.text for _, cut in pieces for p in cut], roles)
        for row in (r for r in whole if r.source in group):
            cut = cut_pieces(row.text)
            found[row.id] = Annotation(join_pieces(cut, list(model.predict([p.text for p in cut]))), row.causes)
    scores = score(gold, found)
    return {k: v for k, v in scores.items() if k.startswith(("role", "segment"))}


def topic_peers(rows: Sequence[Coded]) -> Scores:
    """Score NMF, LDA, k-means and BERTopic, where installed, by the primary codes of concrete passages."""
    kept = [r for r in rows if r.causes and r.causes[0] not in themes.VAGUE]
    texts = ["".join(s.text for s in r.segments if s.role == "cause") or r.text for r in kept]
    out: Scores = {}
    for name, run in themes.peers(texts).items():
        try:
            out[name] = themes.score([r.causes[0] for r in kept], run())
        except ImportError as error:
            out[name] = {"skipped": f"not installed: {error.name}"}
    return out
