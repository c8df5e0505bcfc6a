"""The tables of a study: causes, coded passages, segments, ledger, themes, quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from textmine.corpus.frames import lost_points, tidy
from textmine.corpus.model import Corpus
from textmine.errors import UsageError
from textmine.records import Annotation, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.causes.codebook import Codebook
    from textmine.causes.themes_model import CauseSegment
    from textmine.corpus.study import Study


def passage_lost(corpus: Corpus, passage: Passage) -> float | None:
    """Points lost in the row of a passage; for a form's own explanation, by all rows of the form."""
    form = corpus.forms[passage.form]
    rows = form.indicators if passage.row is None else form.indicators[passage.row - 1 : passage.row]
    known = [v for v in (lost_points(i.weight, i.score) for i in rows) if v is not None]
    return round(sum(known), 6) if known else None


def segment_id(passage: str, start: int) -> str:
    """Return the id of the segment of a passage that begins at a character offset."""
    return f"{passage}@{start}"


def cause_segments(annotations: Mapping[str, Annotation]) -> list[CauseSegment]:
    """Collect the segments with the role ``cause``: the material of the themes."""
    from textmine.causes.themes_model import CauseSegment, segment_codes

    return [
        CauseSegment(segment_id(key, s.start), s.text, key.rsplit("/", 1)[0], *segment_codes(a, s))
        for key, a in annotations.items()
        for s in a.segments
        if s.role == "cause"
    ]


def causes_frame(study: Study) -> pd.DataFrame:
    """One row a code that is stated: how often, with which points, and how sure that is.

    `lost_points` are equal fractions and add up to the explained points; `full` counts every code with all points of
    its rows (an upper bound); `low` and `high` bound `lost_points` in 95% of the resamples of forms, missing where
    there are too few forms.
    """
    from textmine.points.attribution import attribute, form_matrix

    claims = study.claims
    equal, full = attribute(claims), attribute(claims, "full")
    stated = Counter(code for c in claims for code in c.causes)
    named_in = Counter(code for _, code in {(c.form, code) for c in claims for code in c.causes})
    matrix = form_matrix(claims, sorted(study.corpus.forms), list(equal))
    return causes_table(equal, full, stated, named_in, matrix, study.codebook, study.seed)


def causes_table(
    equal: Mapping[str, Fraction],
    full: Mapping[str, Fraction],
    stated: Mapping[str, int],
    named_in: Mapping[str, int],
    matrix: NDArray[np.float64],
    book: Codebook,
    seed: int,
) -> pd.DataFrame:
    """Return the table of causes from sums by code (in the order of `equal`) and the matrix units × codes."""
    from textmine.points.intervals import bootstrap_forms

    spread, total = bootstrap_forms(matrix, seed=seed), sum(equal.values())
    rows = [
        {
            "code": code,
            "name": book[code].name,
            "passages": stated[code],
            "forms": named_in[code],
            "lost_points": float(points),
            "share": float(points / total) if total else 0.0,
            "low": float(spread.low[i]),
            "high": float(spread.high[i]),
            "full": float(full[code]),
        }
        for i, (code, points) in enumerate(equal.items())
    ]
    columns = ("code", "name", "passages", "forms", "lost_points", "share", "low", "high", "full")
    return tidy(rows, columns)


def coded_passages_frame(study: Study) -> pd.DataFrame:
    """Return the corpus's passages with their codes and the probability of the first one."""
    frame = study.corpus.passages_frame.copy()
    found = [study.annotations[key] for key in frame["passage"]]
    frame["causes"] = [";".join(a.causes) for a in found]
    frame["primary"] = [a.causes[0] if a.causes else "" for a in found]
    frame["probability"] = [a.scores.get(a.causes[0], float("nan")) if a.causes else float("nan") for a in found]
    return frame


def segments_frame(study: Study) -> pd.DataFrame:
    """Return all segments in order; ``text == passage[start:end]``."""
    theme = study.theme_result.theme_of()
    rows = [
        {
            "passage": key,
            "form": key.rsplit("/", 1)[0],
            "role": s.role,
            "start": s.start,
            "end": s.end,
            "theme": theme.get(segment_id(key, s.start)),
            "text": s.text,
        }
        for key, a in study.annotations.items()
        for s in a.segments
    ]
    frame = tidy(rows, ("passage", "form", "role", "start", "end", "theme", "text"))
    return frame.astype({"start": "Int64", "end": "Int64", "theme": "Int64"})


def ledger_frame(study: Study) -> pd.DataFrame:
    """Return every ledger entry with the row it belongs to; amounts as floats, rounded to the cent where printed so."""
    rows = [
        {
            "form": e.form,
            "row": e.row,
            "bucket": e.bucket,
            "points": float(e.points),
            "item": e.item,
            "weight": None if e.weight is None else float(e.weight),
            "score": None if e.score is None else float(e.score),
            "passage": e.passage,
            "causes": ";".join(e.causes),
        }
        for e in study.ledger
    ]
    return tidy(rows, ("form", "row", "bucket", "points", "item", "weight", "score", "passage", "causes"))


def themes_frame(study: Study) -> pd.DataFrame:
    """Return the themes, largest first; lists are joined with ``;`` (terms, codes) or newlines (exemplars)."""
    rows: list[dict[str, Any]] = [
        {
            "theme": t.id,
            "label": t.label,
            "terms": ";".join(t.terms),
            "codes": ";".join(t.codes),
            "size": t.size,
            "occurrences": t.occurrences,
            "forms": t.forms,
            "stability": t.stability,
            "exemplars": "\n".join(t.exemplars),
        }
        for t in study.theme_result.themes
    ]
    columns = ("theme", "label", "terms", "codes", "size", "occurrences", "forms", "stability", "exemplars")
    return tidy(rows, columns).astype({"stability": "float64"})


def quotes_frame(study: Study, code: str, n: int | None) -> pd.DataFrame:
    """Return the evidence spans of a code with their place, most lost points first, then in printed order."""
    if code not in study.codebook.codes:
        known = ", ".join(study.codebook.codes)
        raise UsageError(f"unknown code / 未知代码: {code!r}", hint=f"one of / 可用: {known}")
    places = {row["passage"]: row for row in study.corpus.passages_frame.to_dict("records")}
    order = {key: i for i, key in enumerate(places)}
    keys = ("source", "page", "row", "project", "level3", "lost")
    rows = [
        {"passage": key, **{c: places[key][c] for c in keys}, "evidence": e.text, "text": places[key]["text"]}
        for key, a in study.annotations.items()
        if code in a.causes
        for e in a.evidence
        if e.code == code
    ]
    lost = {key: 0.0 if pd.isna(place["lost"]) else float(place["lost"]) for key, place in places.items()}
    rows.sort(key=lambda r: (-lost[r["passage"]], order[r["passage"]]))
    columns = ("passage", "source", "page", "row", "project", "level3", "lost", "evidence", "text")
    return tidy(rows if n is None else rows[:n], columns)
