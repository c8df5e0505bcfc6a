"""The careful reader's part of the summary: notices grouped by kind, promises against causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.points.ledger import EXPLAINED
from textmine.points.notices import TITLES, Notice
from textmine.points.promises import ACTIONS, VAGUE, find_promises, repeated_promises
from textmine.report.places import Places, project_of
from textmine.report.summary import Matrix, NoticeGroup, NoticeLine, Promises

if TYPE_CHECKING:
    from textmine.corpus.study import Study

MAX_ITEMS = 60
ARITHMETIC = {
    "total_mismatch": "合计与各行之和不符",
    "weight_mismatch": "分值合计不为满分",
    "score_above_weight": "得分高于分值",
    "rate_mismatch": "执行率与预算、执行数不符",
    "execution_score_mismatch": "预算执行得分与执行率不符",
    "grade_mismatch": "等级与总分不符",
    "unreadable_page": "页面无法读取",
    "low_confidence": "识别把握不足",
}
"""Findings of single forms that have no counterpart among the notices."""


def groups(study: Study, places: Places) -> tuple[NoticeGroup, ...]:
    """Return the notices and the forms' own arithmetic findings, grouped by kind; kinds without any are left out."""
    lost: dict[tuple[str, int | None], float] = {
        (e.form, e.row): float(e.points) for e in study.ledger if e.row is not None
    }
    out = []
    for code, title in TITLES.items():
        found = [n for n in study.notices if n.code == code]
        if found:
            points = sum(lost.get(key, 0.0) for key in {(n.form, n.row) for n in found})
            items = tuple(_line(n, places) for n in found[:MAX_ITEMS])
            forms = len({n.form for n in found})
            out.append(NoticeGroup(code, title, len(found), forms, round(points, 2), items))
    return (*out, *_arithmetic(study, places))


def _line(notice: Notice, places: Places) -> NoticeLine:
    form = places.forms[notice.form]
    quotes = tuple(places.quote(passage, part=part) for passage, part in notice.quotes)
    page = places.page(notice.form, notice.row)
    source = form.source if places.several else ""
    return NoticeLine(notice.form, notice.row, project_of(form), *notice.message, source, page, quotes)


def _arithmetic(study: Study, places: Places) -> tuple[NoticeGroup, ...]:
    out = []
    for code, title in ARITHMETIC.items():
        found = [(key, f) for key, form in places.forms.items() for f in form.findings if f.code == code]
        if found:
            items = tuple(
                NoticeLine(
                    key,
                    None,
                    project_of(places.forms[key]),
                    f.message,
                    f.message,
                    places.forms[key].source,
                    places.page(key, None),
                    (),
                )
                for key, f in found[:MAX_ITEMS]
            )
            out.append(NoticeGroup(code, title, len(found), len({key for key, _ in found}), 0.0, items))
    return tuple(out)


def promises(study: Study) -> Promises:
    """Count the promises against the stated causes: rows are codes, columns kinds of action, cells passages."""
    explained = {e.passage for e in study.ledger if e.bucket in EXPLAINED}
    found = tuple(p for p in find_promises(study.annotations) if p.passage in explained)
    codes = [c for c in study.codebook.codes if any(c in p.causes for p in found)]
    columns = [a for a in ACTIONS if any(a in p.actions for p in found)]
    values = tuple(tuple(float(sum(c in p.causes and a in p.actions for p in found)) for a in columns) for c in codes)
    names = tuple(study.codebook[c].name for c in codes)
    return Promises(
        explained=len(explained),
        with_measure=len(found),
        without_measure=len(explained) - len(found),
        vague=sum(p.actions == (VAGUE,) for p in found),
        answering=sum(p.answers is True for p in found),
        not_answering=sum(p.answers is False for p in found),
        repeated=len(repeated_promises(found, study.corpus.forms)),
        match=Matrix(names, tuple(columns), values),
    )
