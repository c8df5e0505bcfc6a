"""Readings ⇄ tidy tables: one row a form, indicator, funding item, finding, failure, and nothing lost on the way.

`file` is the content's key (SHA-256 and suffix), `n` the number of the form in its file, `row` the number of the row in
its form, each from 1. The other columns are those of the frames (`textmine.corpus.frames`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from textmine.corpus.frames import lost_points
from textmine.records import Form

if TYPE_CHECKING:
    from textmine.forms import Extraction

    Row = dict[str, Any]

_TEXT, _REAL, _WHOLE, _SMALL = pa.string(), pa.float64(), pa.int64(), pa.int32()
_KEY = [("file", _TEXT), ("n", _SMALL)]
_HEAD = ("project", "department", "unit")
_BOX = ("x0", "top", "x1", "bottom")


def _fields(kind: pa.DataType, *names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, kind) for name in names]


SCHEMAS: dict[str, pa.Schema] = {
    "readings": pa.schema(
        [("file", _TEXT), ("size", _WHOLE), *_fields(_SMALL, "pages", "form_pages", "forms"),
         *_fields(pa.list_(_TEXT), "engines", "notes")]
    ),
    "forms": pa.schema(
        [*_KEY, ("title", _TEXT), ("year", _SMALL), *_fields(_TEXT, *_HEAD), ("pages", pa.list_(_SMALL)),
         *_fields(_SMALL, "indicators", "passages"), *_fields(_REAL, "total_weight", "total_score"),
         *_fields(_TEXT, "grade", "deviation", "engine"), ("reconciled", pa.bool_()), ("lost", _REAL),
         *_fields(_TEXT, "expected_goal", "actual_goal")]
    ),
    "indicators": pa.schema(
        [*_KEY, ("row", _SMALL), ("year", _SMALL), *_fields(_TEXT, *_HEAD),
         *_fields(_TEXT, "level1", "level2", "level3", "target", "actual"), *_fields(_REAL, "weight", "score", "lost"),
         ("deviation", _TEXT), ("page", _SMALL), *_fields(_REAL, *_BOX)]
    ),
    "funding": pa.schema(
        [*_KEY, ("row", _SMALL), ("item", _TEXT),
         *_fields(_REAL, "initial_budget", "budget", "executed", "weight", "rate", "score")]
    ),
    "findings": pa.schema([*_KEY, ("row", _SMALL), *_fields(_TEXT, "code", "message", "where")]),
    "failures": pa.schema([("file", _TEXT), ("row", _SMALL), *_fields(_TEXT, "source", "error", "where", "hint")]),
}  # fmt: skip
"""The tables of a bucket, in the order in which a reading fills them."""

FILES = pa.schema(
    [("source", _TEXT), ("file", _TEXT), ("sha256", _TEXT), ("size", _WHOLE),
     *_fields(_SMALL, "pages", "form_pages", "forms"), ("error", _TEXT)]
)  # fmt: skip
"""Which content lies under which names; not in buckets."""

ORDER = {name: [k for k in ("file", "n", "row") if k in schema.names] for name, schema in SCHEMAS.items()}


def to_tables(readings: Iterable[tuple[str, int, Extraction]]) -> dict[str, pa.Table]:
    """Spread readings (key, size, extraction) over the tables of a bucket, sorted by key."""
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for key, size, found in sorted(readings, key=lambda r: r[0]):
        _spread(rows, key, size, found)
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}


def _spread(rows: dict[str, list[Row]], key: str, size: int, found: Extraction) -> None:
    rows["readings"].append(
        {"file": key, "size": size, "pages": found.n_pages, "form_pages": found.pages_with_forms,
         "forms": len(found.forms), "engines": list(found.engines), "notes": list(found.notes)}
    )  # fmt: skip
    for row, f in enumerate(found.failures, 1):
        rows["failures"].append(
            {"file": key, "row": row, "source": f.source, "error": f.error, "where": f.where, "hint": f.hint}
        )
    for n, form in enumerate(found.forms, 1):
        place = {"file": key, "n": n}
        rows["forms"].append({**place, **_form_row(form)})
        rows["indicators"].extend({**place, **row} for row in _indicator_rows(form))
        for row, item in enumerate(form.funding, 1):
            values = {name: getattr(item, name) for name in SCHEMAS["funding"].names[3:]}
            rows["funding"].append({**place, "row": row, **values})
        for row, finding in enumerate(form.findings, 1):
            values = {"code": finding.code, "message": finding.message, "where": finding.where}
            rows["findings"].append({**place, "row": row, **values})


def _form_row(form: Form) -> Row:
    same = ("title", "year", *_HEAD, "total_weight", "total_score", "grade", "deviation", "engine", "reconciled")
    return {
        **{name: getattr(form, name) for name in same},
        "pages": list(form.pages),
        "indicators": len(form.indicators),
        "passages": sum(bool(i.deviation) for i in form.indicators) + bool(form.deviation),
        "lost": lost_points(form.total_weight, form.total_score),
        "expected_goal": form.goal.expected,
        "actual_goal": form.goal.actual,
    }


def _indicator_rows(form: Form) -> Iterator[Row]:
    head = {name: getattr(form, name) for name in ("year", *_HEAD)}
    same = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation", "page")
    for row, indicator in enumerate(form.indicators, 1):
        yield {
            "row": row,
            **head,
            **{name: getattr(indicator, name) for name in same},
            "lost": lost_points(indicator.weight, indicator.score),
            **dict(zip(_BOX, indicator.bbox or (None,) * 4, strict=True)),
        }
