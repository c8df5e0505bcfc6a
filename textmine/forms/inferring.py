"""Columns that no vocabulary names, read by what they hold: never silently, always with a hint how to name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from textmine.forms.header import Column, Header
from textmine.forms.table import Row
from textmine.forms.text import clean, points, squeeze
from textmine.records import Finding

_NAMES = {
    "target": "目标值", "actual": "完成值", "weight": "分值", "score": "得分", "deviation": "偏差原因",
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标",
}  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEVEL = re.compile("[一二三]级指标")
_LONG = 8
_MOST = 0.8
_EPS = 0.005

Rows = tuple[Mapping[Column, str], ...]


def infer_columns(header: Header, rows: tuple[Row, ...]) -> Header:
    """Give unknown columns the missing roles that their contents show; they are marked as guessed.

    Parameters
    ----------
    header : Header
        The columns as their labels name them.
    rows : tuple of Row
        All rows below the headers of the form.
    """
    if "unknown" not in header.roles:
        return header
    texts = tuple(_texts(header, row) for row in rows)
    for role, fits in (("target", _is_target), ("actual", _is_actual), ("score", _is_score), ("weight", _is_weight)):
        if role not in header.roles:
            header = _guessed(header, role, [c for c in _unknown(header) if fits(c, header, texts)][:1])
    if not header.roles & {"deviation", "measure"}:
        header = _guessed(header, "deviation", [c for c in _unknown(header) if _explains(c, header, texts)][:1])
    return header


def guess_findings(header: Header, rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Tell which columns were read by their content, and which with long texts were not read at all."""
    for column in header.columns:
        if column.guessed:
            name = _NAMES.get(column.role, column.role)
            meaning = f"列「{column.label}」不在词表中，按内容读作{name}；核对后可写入版式文件："
            yield _finding(column, meaning, column.role, "read by its content")
    for column in _unknown(header):
        if _LEVEL.search(column.label):
            text = f"「{column.label[:20]}」等文字混在一格，列未能分清，请对照原件 (a heading with more in its cell)"
            yield Finding("low_confidence", text, "表头")
    first = _of(header, "level1")
    if first is not None and rows and not any(first in _texts(header, row) for row in rows):
        yield Finding(
            "low_confidence", "一级指标一栏没有文字，请对照原件 (no first level was read)", "表头 " + first.label
        )
    if header.roles & {"deviation", "measure"}:
        return
    for column in _unknown(header):
        if any(_is_long(_texts(header, row).get(column, "")) for row in rows):
            unread = f"列「{column.label}」不在词表中，其中文字没有读入；若是偏差原因，请写入版式文件："
            yield _finding(column, unread, "deviation", "not read")


def _finding(column: Column, text: str, role: str, english: str) -> Finding:
    hint = f'[labels.indicators] {role} = ["{column.label}"]'
    return Finding("low_confidence", f"{text}{hint} (unknown column, {english})", f"表头 {column.label}")


def _texts(header: Header, row: Row) -> dict[Column, str]:
    out: dict[Column, str] = {}
    for column, slot in header.placed(row):
        if slot.own and not slot.blank:
            out[column] = out.get(column, "") + slot.text
    return out


def _unknown(header: Header) -> list[Column]:
    return [column for column in header.columns if column.role == "unknown" and column.label]


def _guessed(header: Header, role: str, found: list[Column]) -> Header:
    columns = tuple(replace(c, role=role, guessed=True) if c in found else c for c in header.columns)
    return Header(columns, header.frame)


def _of(header: Header, role: str) -> Column | None:
    return next((column for column in header.columns if column.role == role), None)


def _neighbour(header: Header, role: str, step: int) -> Column | None:
    """Give the column right (step 1) or left (step -1) of the one with a role."""
    places = [i + step for i, column in enumerate(header.columns) if column.role == role]
    return header.columns[places[0]] if places and 0 <= places[0] < len(header.columns) else None


def _is_target(column: Column, header: Header, rows: Rows) -> bool:
    name = _of(header, "level3")
    between = name is not None and column.lo >= name.hi - _EPS
    return between and column == _neighbour(header, "actual", -1) and _filled(column, rows)


def _is_actual(column: Column, header: Header, rows: Rows) -> bool:
    judged = bool(header.roles & {"score"})
    return judged and column == _neighbour(header, "target", 1) and _filled(column, rows)


def _filled(column: Column, rows: Rows) -> bool:
    return bool(rows) and sum(column in row for row in rows) >= _MOST * len(rows) - 1


def _is_score(column: Column, header: Header, rows: Rows) -> bool:
    """Points that never exceed the weights and mostly equal them."""
    return _are_points(rows, scores=column, weights=_of(header, "weight"))


def _is_weight(column: Column, header: Header, rows: Rows) -> bool:
    return _are_points(rows, scores=_of(header, "score"), weights=column)


def _are_points(rows: Rows, scores: Column | None, weights: Column | None) -> bool:
    if scores is None or weights is None:
        return False
    read = [(points(row.get(weights, "")), points(row.get(scores, ""))) for row in rows]
    some = [pair for pair in read if pair != (None, None)]
    both = [(weight, score) for weight, score in some if weight is not None and score is not None]
    full = sum(abs(weight - score) < _EPS for weight, score in both)
    within = all(score <= weight + _EPS for weight, score in both)
    return len(both) >= 2 and len(both) >= _MOST * len(some) and within and 2 * full >= len(both)


def _explains(column: Column, header: Header, rows: Rows) -> bool:
    """Long texts beside lost points, and hardly any beside full ones."""
    weights, scores = _of(header, "weight"), _of(header, "score")
    if weights is None or scores is None:
        return False
    beside_lost = beside_full = 0
    for row in rows:
        weight, score = points(row.get(weights, "")), points(row.get(scores, ""))
        if weight is None or score is None or not _is_long(row.get(column, "")):
            continue
        beside_lost += score < weight - _EPS
        beside_full += score >= weight - _EPS
    return beside_lost > 2 * beside_full


def _is_long(text: str) -> bool:
    return len(_HAN.findall(squeeze(clean(text)))) >= _LONG
