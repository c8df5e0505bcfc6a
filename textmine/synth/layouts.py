"""Layouts of forms as data: what is printed where, under which words; what is left out is absent from the gold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

from textmine.synth.owners import Traits

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the indicator block: header words, what it holds, its relative width, the words above it."""

    header: str
    field: str
    width: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind of form looks.

    Attributes
    ----------
    titles : tuple of str
        Titles to draw from; ``{y}`` is the year.
    year : {"under", "title", "row", "caption"}
        Where the year stands.
    head : tuple of rows of (label, field)
        The rows above the funding; fields that a form does not have are filled with plausible words.
    funding : tuple of (header, field)
        Columns after the item; empty where the layout has no funding block.
    goal : {"side", "stacked", "merged", "none"}
        Both goal cells beside each other, under each other, only one cell, none.
    block : str
        The vertical label left of the indicators, "" for none.
    totals : {"row", "score_only", "sentence", "head", "none"}
        Where the totals stand.
    grade : {"row", "total", "head", "none"}
        Where the grade stands.
    foot : tuple of str
        Labels of the form's own reason and measures at the foot.
    sections : bool
        Bars over the whole width announce the blocks.
    tasks : bool
        A block of main tasks with amounts stands between funding and goals.
    closing : tuple of str
        Labels and texts of rows at the foot, in turn.
    header_rows : int
        1, or 2 where columns have words above them.
    """

    name: str
    titles: tuple[str, ...]
    head: tuple[Pairs, ...]
    columns: tuple[Column, ...]
    year: Literal["under", "title", "row", "caption"] = "under"
    title_inside: bool = False
    funding_label: str = "项目资金\n（万元）"
    funding: Pairs = ()
    goal: Literal["side", "stacked", "merged", "none"] = "side"
    goal_labels: tuple[str, str, str] = ("年度总体目标", "预期目标", "实际完成情况")
    block: str = "绩效指标"
    totals: Literal["row", "score_only", "sentence", "head", "none"] = "row"
    total_label: str = "总分"
    grade: Literal["row", "total", "head", "none"] = "none"
    foot: tuple[str, str] | None = None
    header_rows: int = 1
    level_points: bool = False
    numbered: bool = False
    subtotals: bool = False
    templates: bool = False
    signatures: bool = False
    sections: bool = False
    tasks: bool = False
    funding_item: str = ""
    closing: tuple[str, ...] = ()
    traits: Traits = field(default_factory=Traits)


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts of `data/layouts.toml`."""
    return tuple(_layout(row) for row in _table()["layout"])


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "layouts.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _layout(row: dict[str, Any]) -> Layout:
    """Read one layout: every key but the compound ones is a field of `Layout`."""
    known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    traits: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.get("traits", {}).items()}
    known["head"] = tuple(tuple(_pair(p) for p in r) for r in row["head"])
    known["funding"] = tuple(_pair(p) for p in row.get("funding", ()))
    known["columns"] = tuple(_column(c) for c in row["columns"])
    return Layout(**{**known, "traits": Traits(**traits)})


def _pair(text: str) -> tuple[str, str]:
    label, _, field = text.rpartition("=")
    return label, field


def _column(text: str) -> Column:
    words, _, place = text.rpartition("=")
    field, _, width = place.partition(":")
    group, _, header = words.rpartition("/") if words.count("/") == 1 else ("", "", words)
    return Column(header, field, float(width), group)


def vary(layout: Layout, rng: Random) -> Layout:
    """Return the layout with some header words exchanged for synonyms and small habits changed."""
    columns, words = layout.columns, _table()["synonyms"]
    if rng.random() < 0.6:
        columns = tuple(
            replace(c, header=rng.choice(words[c.field]))
            if c.field in words and c.group == "" and rng.random() < 0.5
            else c
            for c in columns
        )
        if len({c.header for c in columns}) < len(columns):
            columns = layout.columns
    labels = layout.goal_labels
    if layout.goal in ("side", "stacked") and rng.random() < 0.4:
        labels = (
            rng.choice(["年度总体目标", "年度\n总体\n目标", "总体目标完成情况", "年度绩效目标"]),
            rng.choice(["预期目标", "年初设定目标", "预期绩效目标"]),
            rng.choice(["实际完成情况", "目标实际完成情况", "年度总体目标完成情况综述"]),
        )
    changes: dict[str, object] = {"columns": columns, "goal_labels": labels}
    if layout.totals in ("row", "score_only"):
        changes["total_label"] = rng.choice([layout.total_label, "总分", "合计", "总  分", "自评总分"])
    if layout.grade == "none" and rng.random() < 0.25:
        changes["grade"] = "row"
    if layout.block and rng.random() < 0.3:
        changes["block"] = ""
    if rng.random() < 0.15:
        changes["level_points"] = True
    if rng.random() < 0.1 and layout.traits.level1:
        changes["templates"] = True
    if rng.random() < 0.1:
        changes["title_inside"] = True
    if rng.random() < 0.15 and not layout.traits.split_target:
        changes["numbered"] = True
    return replace(layout, **changes)  # type: ignore[arg-type]


def printed_fields(layout: Layout) -> frozenset[str]:
    """Return the fields of an indicator that the layout prints."""
    fields = {c.field for c in layout.columns}
    return frozenset(fields | ({"target"} if "value" in fields else set()))
