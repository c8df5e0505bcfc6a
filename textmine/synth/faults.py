"""Faults that offices print into forms, one finding code each, and the grade that belongs to a total."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from textmine.synth.content import Sample, grade_of

FAULTS = ("total_mismatch", "weight_mismatch", "score_above_weight", "rate_mismatch", "grade_mismatch")


def with_fault(sample: Sample, fault: str, rng: Random) -> Sample:
    """Return the sample with one fault printed into it: the finding code names what a careful reader must flag."""
    form = sample.form
    rows = list(form.indicators)
    i = rng.randrange(1, len(rows))
    if fault == "total_mismatch":
        form = replace(form, total_score=round((form.total_score or 0) - rng.choice([0.5, 1, 2.35, 10]), 2))
        form = replace(form, grade=grade_of(form.total_score or 0))
    elif fault == "weight_mismatch":
        rows[i] = replace(rows[i], weight=(rows[i].weight or 0) + rng.choice([1, 2, 5]))
        form = replace(form, indicators=tuple(rows))
    elif fault == "score_above_weight":
        extra = round((rows[i].weight or 0) + rng.choice([0.5, 1, 2]), 2)
        total = round((form.total_score or 0) - (rows[i].score or 0) + extra, 2)
        rows[i] = replace(rows[i], score=extra)
        form = replace(form, indicators=tuple(rows), total_score=total, grade=grade_of(total))
    elif fault == "rate_mismatch":
        first = form.funding[0]
        rate = round((first.rate or 0) - rng.choice([3.1, 7.25, 12]), 2)
        form = replace(form, funding=(replace(first, rate=rate), *form.funding[1:]))
    elif fault == "grade_mismatch":
        form = replace(form, grade=rng.choice([g for g in "优良中差" if g != form.grade]))
    return replace(sample, form=form, faults=tuple(sorted({*sample.faults, fault})))
