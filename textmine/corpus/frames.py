"""Forms as tidy pandas frames: one row an indicator, a funding item, a passage, a finding.

Every frame carries the form's id, so that they join; texts are as printed, absent numbers are NaN. Columns and their
order do not depend on the data (an empty corpus gives empty frames with the same columns).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textmine.records import Form, Passage

if TYPE_CHECKING:
    import pandas as pd

_FORM = ("source", "title", "year", "project", "department", "unit")
_TOTAL = ("total_weight", "total_score", "grade", "deviation", "engine", "reconciled")
_INDICATOR = ("level1", "level2", "level3", "target", "actual", "weight", "score")
_FUNDING = ("item", "initial_budget", "budget", "executed", "weight", "rate", "score")
_FLOATS = {"weight", "score", "lost", "initial_budget", "budget", "executed", "rate", "total_weight", "total_score"}
_FLOATS |= {"x0", "top", "x1", "bottom"}
_WHOLE = {"year", "page", "row", "indicators", "passages"}


def lost_points(weight: float | None, score: float | None) -> float | None:
    """Return weight − score in exact decimal arithmetic, None where either is missing."""
    if weight is None or score is None:
        return None
    return float(Decimal(str(weight)) - Decimal(str(score)))


def passages_of(forms: Mapping[str, Form]) -> tuple[Passage, ...]:
    """List the passages of all forms in printed order: the rows' deviation cells, then the form's own explanation."""
    out: list[Passage] = []
    for form_id, form in forms.items():
        for row, indicator in enumerate(form.indicators, 1):
            if indicator.deviation:
                out.append(Passage(f"{form_id}/{row}", form_id, row, indicator.deviation))
        if form.deviation:
            out.append(Passage(f"{form_id}/form", form_id, None, form.deviation))
    return tuple(out)


def forms_frame(forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row a form: its header, totals, size and quality."""
    rows = [
        {
            "form": form_id,
            **{key: getattr(form, key) for key in (*_FORM, *_TOTAL)},
            "pages": _page_range(form.pages),
            "indicators": len(form.indicators),
            "passages": sum(bool(i.deviation) for i in form.indicators) + bool(form.deviation),
            "lost": lost_points(form.total_weight, form.total_score),
            "expected_goal": form.goal.expected,
            "actual_goal": form.goal.actual,
        }
        for form_id, form in forms.items()
    ]
    columns = ("form", *_FORM, "pages", "indicators", "passages", *_TOTAL, "lost", "expected_goal", "actual_goal")
    return tidy(rows, columns)


def indicators_frame(forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row an indicator, in printed order, with the form's project, unit and year beside it."""
    rows = [
        {
            "form": form_id,
            "row": row,
            **{key: getattr(form, key) for key in ("source", "year", "project", "department", "unit")},
            **{key: getattr(indicator, key) for key in _INDICATOR},
            "lost": lost_points(indicator.weight, indicator.score),
            "deviation": indicator.deviation,
            "page": indicator.page,
            **dict(zip(("x0", "top", "x1", "bottom"), indicator.bbox or (None,) * 4, strict=True)),
        }
        for form_id, form in forms.items()
        for row, indicator in enumerate(form.indicators, 1)
    ]
    columns = ("form", "row", "source", "year", "project", "department", "unit", *_INDICATOR, "lost", "deviation")
    return tidy(rows, (*columns, "page", "x0", "top", "x1", "bottom"))


def funding_frame(forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row a funding item, amounts as printed."""
    rows = [
        {"form": form_id, "row": row, **{key: getattr(item, key) for key in _FUNDING}}
        for form_id, form in forms.items()
        for row, item in enumerate(form.funding, 1)
    ]
    return tidy(rows, ("form", "row", *_FUNDING))


def passages_frame(forms: Mapping[str, Form], passages: Sequence[Passage]) -> pd.DataFrame:
    """One row a passage, with its indicator, points and page; the form's own explanation has no row number."""
    rows = []
    for passage in passages:
        form = forms[passage.form]
        indicator = form.indicators[passage.row - 1] if passage.row is not None else None
        keys = ("level1", "level2", "level3", "weight", "score", "page")
        values = {key: getattr(indicator, key) if indicator else None for key in keys}
        if indicator is None:
            values |= dict.fromkeys(("level1", "level2", "level3"), "")
            values["page"] = form.pages[-1] if form.pages else None
        head = {key: getattr(form, key) for key in ("source", "year", "project", "unit")}
        lost = lost_points(values["weight"], values["score"])
        identity = {"passage": passage.id, "form": passage.form, "row": passage.row}
        rows.append({**identity, **head, **values, "lost": lost, "text": passage.text})
    columns = ("passage", "form", "row", "source", "year", "project", "unit", "level1", "level2", "level3", "weight")
    return tidy(rows, (*columns, "score", "lost", "page", "text"))


def findings_frame(forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row a finding of a form."""
    rows = [
        {"form": form_id, "project": form.project, "code": f.code, "message": f.message, "where": f.where}
        for form_id, form in forms.items()
        for f in form.findings
    ]
    return tidy(rows, ("form", "project", "code", "message", "where"))


def tidy(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Build a frame with fixed columns and types: floats for points and money, nullable whole numbers for years."""
    import pandas as pd  # here: a store that is brought up to date makes no frame

    frame = pd.DataFrame(list(rows), columns=list(columns))
    for column in columns:
        if column in _FLOATS:
            frame[column] = frame[column].astype("float64")
        elif column in _WHOLE:
            frame[column] = frame[column].astype("Int64")
    return frame


def _page_range(pages: tuple[int, ...]) -> str:
    if not pages:
        return ""
    return str(pages[0]) if len(pages) == 1 else f"{pages[0]}-{pages[-1]}"
