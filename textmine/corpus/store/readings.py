"""Tables → readings: the records as they were when they were written, equal to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from textmine.forms import Extraction
from textmine.records import Failure, Finding, Form, Funding, Goal, Indicator

_BUILD: dict[str, tuple[str, ...]] = {
    "funding": ("item", "initial_budget", "budget", "executed", "weight", "rate", "score"),
    "findings": ("code", "message", "where"),
}
_INDICATOR = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation", "page")


def from_tables(tables: Mapping[str, pa.Table], names: Mapping[str, str]) -> Iterator[tuple[str, int, Extraction]]:
    """Yield key, size and reading of every content in the tables of a bucket.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        As `to_tables` made them.
    names : mapping of str to str
        What the files are called now: the key under which they were read is replaced by it; a key without a name stays.
    """
    parts = {
        "indicators": _grouped(tables["indicators"], _indicators(tables["indicators"])),
        "funding": _grouped(tables["funding"], map(Funding, *_columns(tables["funding"], _BUILD["funding"]))),
        "findings": _grouped(tables["findings"], map(Finding, *_columns(tables["findings"], _BUILD["findings"]))),
    }
    forms: dict[str, list[Form]] = {}
    for key, form in _forms(tables["forms"], parts, names):
        forms.setdefault(key, []).append(form)
    failures: dict[str, list[Failure]] = {}
    columns = _columns(tables["failures"], ("file", "source", "error", "where", "hint"))
    for key, source, error, where, hint in zip(*columns, strict=True):
        name = names.get(key, key)
        failure = Failure(source.replace(key, name), error.replace(key, name), where.replace(key, name), hint)
        failures.setdefault(key, []).append(failure)
    wanted = ("file", "size", "pages", "form_pages", "engines", "notes")
    for key, size, pages, form_pages, engines, notes in zip(*_columns(tables["readings"], wanted), strict=True):
        name = names.get(key, key)
        mine = tuple(forms.get(key, ())), tuple(failures.get(key, ()))
        yield key, size, Extraction(name, *mine, pages, form_pages, tuple(engines), tuple(notes))


def _indicators(table: pa.Table) -> Iterator[Indicator]:
    x0, top, x1, bottom = _columns(table, ("x0", "top", "x1", "bottom"))
    boxes = (None if a is None else (a, b, c, d) for a, b, c, d in zip(x0, top, x1, bottom, strict=True))
    return map(Indicator, *_columns(table, _INDICATOR), boxes)


def _grouped(table: pa.Table, records: Iterator[Any]) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Collect the records of each form; the rows of a table are in order, so that equal neighbours belong together."""
    keys, numbers = table["file"].combine_chunks().dictionary_encode(), table["n"].to_numpy()
    if not len(numbers):
        return {}
    files = keys.indices.to_numpy()
    starts = np.flatnonzero(np.r_[True, (np.diff(files) != 0) | (np.diff(numbers) != 0)])
    names, rows = keys.dictionary.to_pylist(), list(records)
    places = zip(files[starts].tolist(), numbers[starts].tolist(), strict=True)
    spans = zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True)
    return {(names[f], n): tuple(rows[i:j]) for (f, n), (i, j) in zip(places, spans, strict=True)}


def _forms(
    table: pa.Table, parts: Mapping[str, Mapping[tuple[str, int], tuple[Any, ...]]], names: Mapping[str, str]
) -> Iterator[tuple[str, Form]]:
    same = ("title", "year", "project", "department", "unit", "total_weight", "total_score", "grade", "deviation",
            "engine", "reconciled")  # fmt: skip
    values = zip(*_columns(table, same), strict=True)
    others = zip(*_columns(table, ("file", "n", "pages", "expected_goal", "actual_goal")), strict=True)
    for (key, n, pages, expected, actual), own in zip(others, values, strict=True):
        fields: dict[str, Any] = dict(zip(same, own, strict=True))
        fields |= {part: found.get((key, n), ()) for part, found in parts.items()}
        yield key, Form(source=names.get(key, key), pages=tuple(pages), goal=Goal(expected, actual), **fields)


def _columns(table: pa.Table, names: tuple[str, ...]) -> list[list[Any]]:
    return [_values(table.column(name)) for name in names]


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Return a column as Python values; many times faster than value by value."""
    if pa.types.is_list(column.type) or not len(column):
        return list(column.to_pylist())
    values = column.to_numpy()
    if column.null_count:
        missing = column.is_null().to_numpy()
        values = values.astype(object)
        values[missing] = None
        if pa.types.is_integer(column.type):  # numbers beside nulls came as floats
            return [None if v is None else int(v) for v in values.tolist()]
    return list(values.tolist())
