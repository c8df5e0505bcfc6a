"""The forms view: which forms deserve a second look, and one form row by row beside its pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from textmine.corpus.frames import lost_points
from textmine.points.notices import TITLES
from textmine.review.desk import Desk
from textmine.review.views import common

if TYPE_CHECKING:
    from textmine.corpus.model import Corpus
    from textmine.records import Form
    from textmine.review.pictures import Pictures

MOST = 500
"""Forms on one page of the table."""


def forms_view(desk: Desk, corpus: Corpus, page: int = 1) -> dict[str, Any]:
    """Return the forms, unreconciled ones first, then those with the most findings, then in order."""
    order = sorted(enumerate(corpus.forms.items()), key=lambda x: (x[1][1].reconciled, -len(x[1][1].findings), x[0]))
    low = (max(1, page) - 1) * MOST
    decided = {key for key, d in desk.decisions.items() if d.stands}
    passages: dict[str, list[str]] = {}
    for passage in corpus.passages:
        passages.setdefault(passage.form, []).append(passage.id)
    rows = [
        {
            "id": key,
            "form": form,
            "lost": _rounded(lost_points(form.total_weight, form.total_score)),
            "passages": len(passages.get(key, ())),
            "doubts": [f for f in form.findings if f.code not in TITLES],
            "notes": list(Counter(TITLES[f.code] for f in form.findings if f.code in TITLES).items()),
            "done": sum(p in decided for p in passages.get(key, ())),
        }
        for _, (key, form) in order[low : low + MOST]
    ]
    return {
        **common(desk),
        "rows": rows,
        "page": max(1, page),
        "pages": -(-len(order) // MOST),
        "total": len(order),
        "unreconciled": sum(not f.reconciled for f in corpus.forms.values()),
        "failures": corpus.failures,
    }


def form_view(desk: Desk, corpus: Corpus, pictures: Pictures, key: str) -> dict[str, Any]:
    """Return one form: its head, findings, funding, indicators with what the machine or the coder says, its pages."""
    form = corpus.forms[key]
    decisions = desk.decisions
    rows = []
    for number, row in enumerate(form.indicators, 1):
        passage = f"{key}/{number}"
        decision = decisions.get(passage)
        known = decision is not None and decision.stands
        rows.append(
            {
                "number": number,
                "row": row,
                "lost": _rounded(lost_points(row.weight, row.score)),
                "passage": passage if passage in desk.by_id else "",
                "done": known,
                "picture": row.bbox is not None and row.page is not None,
            }
        )
    return {
        **common(desk),
        "id": key,
        "form": form,
        "rows": rows,
        "own_passage": f"{key}/form" if f"{key}/form" in desk.by_id else "",
        "pages": form.pages if pictures.has(key) else (),
        "picture": pictures.has(key),
        "neighbours": _neighbours(corpus, form),
    }


def _neighbours(corpus: Corpus, form: Form) -> list[tuple[str, str]]:
    """Return the forms of the same file, to go from one to the next."""
    return [(key, f.project or key) for key, f in corpus.forms.items() if f.source == form.source]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0
