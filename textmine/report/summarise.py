"""From a study to the summary: every count, sum, interval and quote of the report is made here, once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textmine.points.balance import Balance, balance, form_balances
from textmine.points.breakdowns import FORM_GROUPS, ROW_GROUPS, Share, break_down, budget_of
from textmine.points.ledger import BUCKETS, Bucket, Entry
from textmine.points.money import exact
from textmine.points.scoring import RULE_NAMES, prevailing_rule, score_rows
from textmine.records import Form
from textmine.report import summarise_causes, summarise_notices
from textmine.report.places import Places, places_of, project_of
from textmine.report.summary import (
    BucketLine,
    GroupLine,
    Head,
    Points,
    ProjectLine,
    Reading,
    RowLine,
    Summary,
)
from textmine.report.translate import in_english

if TYPE_CHECKING:
    from textmine.corpus.study import Study

BUCKET_NAMES: dict[Bucket, str] = {
    "execution": "预算执行",
    "explained": "写明原因",
    "generic": "仅有泛化表述",
    "unexplained": "未作说明",
    "bonus": "加分项",
    "above_weight": "得分高于分值",
    "missing_number": "分值或得分缺失",
    "difference": "表内合计差额",
}
MAX_LEDGER = 1000
MAX_ROWS = 300
"""Longest table of rows in a report; the data files hold all of them, and the report says how many were left out."""


def summarise(study: Study, lang: str = "zh") -> Summary:
    """Make the summary of a study.

    Parameters
    ----------
    study : Study
        As returned by :func:`textmine.analyse`.
    lang : {"zh", "en"}
        Language of names that are ours; texts of the forms stay as printed.

    Returns
    -------
    Summary
        Frozen and JSON-able; the same study always gives the same summary.
    """
    from textmine import __version__

    places = places_of(study)
    forms, entries = study.corpus.forms, study.ledger
    figures = balance(forms, entries)
    lines = {line.bucket: line for line in _bucket_lines(entries, figures)}
    missing = [e for e in entries if e.bucket == "unexplained"]
    concrete = summarise_causes.lines(study, places, figures)
    summary = Summary(
        head=_head(study, __version__),
        reading=_reading(study),
        points=_points(forms.values(), figures),
        ledger=tuple(line for line in lines.values() if line.rows),
        generic=lines["generic"],
        causes=concrete,
        spreads=summarise_causes.spreads(study),
        projects=_projects(study),
        groups=_groups(study),
        heat=summarise_causes.heat(study),
        links=summarise_causes.links(study),
        unexplained=_unexplained(missing, places),
        unexplained_rows=len(missing),
        rows=tuple(places.row(e, BUCKET_NAMES[e.bucket]) for e in entries[:MAX_LEDGER]),
        rows_count=len(entries),
        notices=summarise_notices.groups(study, places),
        promises=summarise_notices.promises(study),
        themes=summarise_causes.themes(study),
        themes_note=summarise_causes.themes_note(study),
        comparisons=summarise_causes.comparisons(study),
        codebook=summarise_causes.codebook(study),
        codebook_id=study.codebook.id,
        codebook_title=study.codebook.title,
        lmg=summarise_causes.importance(study),
        reviewed=_reviewed(study),
    )
    return in_english(summary, study.codebook) if lang == "en" else summary


def _head(study: Study, version: str) -> Head:
    info, forms = study.corpus.info, study.corpus.forms.values()
    return Head(
        name=info.name,
        title=info.title or info.name,
        publisher=info.publisher,
        source=info.source,
        years=tuple(sorted({f.year for f in forms if f.year})),
        units=len({f.unit or f.department for f in forms if f.unit or f.department}),
        version=version,
    )


def _reading(study: Study) -> Reading:
    corpus = study.corpus
    funnel = corpus.funnel
    bad = [
        {
            "form": key,
            "project": project_of(form),
            "source": form.source,
            "pages": page_range(form),
            "findings": "；".join(f.message for f in form.findings if _is_arithmetic(f.code)) or "未能通过勾稽核对",
        }
        for key, form in corpus.forms.items()
        if not form.reconciled
    ]
    failures = [
        {"source": f.source, "error": f.error, "where": f.where, "hint": f.hint} for f in corpus.failures[:MAX_ROWS]
    ]
    return Reading(
        files=funnel.files,
        files_with_forms=funnel.files_with_forms,
        files_failed=funnel.files_failed,
        pages=funnel.pages,
        form_pages=funnel.form_pages,
        forms=funnel.forms,
        reconciled=funnel.reconciled,
        unreconciled=funnel.forms - funnel.reconciled,
        indicators=funnel.indicators,
        passages=funnel.passages,
        failures=tuple(failures),
        unreconciled_forms=tuple(bad[:MAX_ROWS]),
        failures_left_out=len(corpus.failures) - len(failures),
    )


def _reviewed(study: Study) -> dict[str, Any]:
    """Return how many passages people reviewed and in how many they decided otherwise than the machine."""
    found = study.reviewed
    if found is None:
        return {"passages": 0, "changed": 0, "coders": 0}
    return {"passages": len(found.annotations), "changed": study.changed, "coders": len(found.coders)}


def _is_arithmetic(code: str) -> bool:
    return code.endswith("_mismatch") or code in {"score_above_weight", "unreadable_page", "low_confidence"}


def _points(forms: Iterable[Form], figures: Balance) -> Points:
    lost = figures.lost
    return Points(
        **figures.as_floats(),
        share_execution=_share(figures.lost_execution, lost),
        share_explained=_share(figures.lost_explained, lost),
        share_unexplained=_share(figures.lost_unexplained, lost),
        budget=float(sum((exact(budget_of(f)) for f in forms), Decimal(0))),
    )


def _share(part: Decimal, whole: Decimal) -> float:
    return round(float(part / whole), 6) + 0.0 if whole else 0.0  # no negative zero


def _bucket_lines(entries: Iterable[Entry], figures: Balance) -> tuple[BucketLine, ...]:
    mine: dict[Bucket, list[Entry]] = {bucket: [] for bucket in BUCKETS}
    for entry in entries:
        mine[entry.bucket].append(entry)
    return tuple(
        BucketLine(
            bucket=bucket,
            name=BUCKET_NAMES[bucket],
            points=float(sum((e.points for e in found), Decimal(0))),
            share=_share(sum((e.points for e in found), Decimal(0)), figures.lost),
            rows=len(found),
            forms=len({e.form for e in found}),
        )
        for bucket, found in mine.items()
    )


def page_range(form: Form) -> str:
    """Return the pages of a form as «1–2»; "" where its format has none."""
    if not form.pages:
        return ""
    return str(form.pages[0]) if len(form.pages) == 1 else f"{form.pages[0]}–{form.pages[-1]}"


def _projects(study: Study) -> tuple[ProjectLine, ...]:
    forms = study.corpus.forms
    figures = form_balances(forms, study.ledger)
    scored = score_rows(forms)
    by_form: dict[str, list[Any]] = {key: [] for key in forms}
    for row in scored:
        by_form[row.form].append(row)
    out = []
    for key, form in forms.items():
        rule, times, total = prevailing_rule(by_form[key])
        rate = next((r.rate for r in form.funding if r.rate is not None), None)
        out.append(
            ProjectLine(
                form=key,
                project=project_of(form),
                unit=form.unit or form.department,
                year=form.year,
                source=form.source,
                pages=page_range(form),
                budget=budget_of(form),
                rate=rate,
                grade=form.grade,
                **figures[key].as_floats(),
                reconciled=form.reconciled,
                rule=RULE_NAMES[rule] if rule else "",
                rule_rows=times,
                rule_of=total,
            )
        )
    return tuple(sorted(out, key=lambda p: (-p.lost, p.form)))


def _groups(study: Study) -> dict[str, tuple[GroupLine, ...]]:
    names = (*ROW_GROUPS, *FORM_GROUPS)
    forms, sector = study.corpus.forms, study.corpus.info.sector
    return {by: tuple(map(_group, break_down(forms, study.ledger, by, sector=sector))) for by in names}


def _group(share: Share) -> GroupLine:
    return GroupLine(
        group=share.group,
        forms=share.forms,
        rows=share.rows,
        possible=float(share.possible),
        lost=float(share.lost),
        loss_rate=round(share.loss_rate, 6),
        lost_explained=float(share.lost_explained),
        lost_unexplained=float(share.lost_unexplained),
    )


def _unexplained(missing: list[Entry], places: Places) -> tuple[RowLine, ...]:
    ranked = sorted(missing, key=lambda e: (-e.points, e.form, e.row or 0))
    return tuple(places.row(e, "说明栏无实质内容" if e.passage else "说明栏空白") for e in ranked[:MAX_ROWS])
