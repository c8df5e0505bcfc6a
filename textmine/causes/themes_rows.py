"""Themes of JSON rows: `textmine themes` reads passages, annotated or plain, and gives each its theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textmine.causes.themes import find_themes
from textmine.causes.themes_edits import load_edits
from textmine.causes.themes_model import CauseSegment, ThemeResult, ThemeSettings, by_mention
from textmine.errors import UsageError

Row = Mapping[str, Any]


def theme_rows(
    rows: Sequence[Row],
    *,
    count: int | None = None,
    max_unassigned: float = 0.05,
    edits: Path | None = None,
    seed: int = 0,
) -> tuple[list[dict[str, Any]], ThemeResult]:
    """Find the themes of passages and write the theme into each row.

    Parameters
    ----------
    rows : sequence of mapping
        Objects with `id` and `text`; where `segments` or `causes` are missing, the row is annotated first. All other
        keys pass through.
    count, max_unassigned, seed
        As in `ThemeSettings`.
    edits : Path, optional
        A file of merges, splits and names.

    Returns
    -------
    rows : list of dict
        The rows in their order with `theme` (−1 unassigned) and `theme_reason`.
    result : ThemeResult
        The themes themselves.

    Raises
    ------
    UsageError
        A row without `id` or `text`, an id that occurs twice.
    ConfigError
        The file of corrections is wrong.
    """
    corrections = load_edits(edits) if edits is not None else None
    segments = segments_of_rows(rows)
    settings = ThemeSettings(count=count, max_unassigned=max_unassigned, seed=seed)
    result = find_themes(segments, settings=settings, edits=corrections)
    out = [{**row, "theme": a.theme, "theme_reason": a.reason} for row, a in zip(rows, result.assignments, strict=True)]
    return out, result


def segments_of_rows(rows: Sequence[Row]) -> list[CauseSegment]:
    """Return one cause segment a row: its pieces with role `cause`, joined; the whole text where there is none."""
    wrong = [n for n, row in enumerate(rows, 1) if not _usable(row)]
    if wrong:
        raise UsageError(
            f"rows without id and text / 缺少 id 或 text 的行: {', '.join(map(str, wrong[:10]))}",
            hint='each row needs "id" and "text"',
        )
    return [_segment(row) for row in _annotated(rows)]


def _usable(row: Row) -> bool:
    return isinstance(row.get("id"), str | int) and isinstance(row.get("text"), str)


def _segment(row: Row) -> CauseSegment:
    name = str(row["id"])
    causes = [s["text"] for s in row["segments"] if s.get("role") == "cause"]
    said = "".join(causes)
    quote = max(causes, key=len, default="")
    form = str(row.get("form") or (name.rsplit("/", 1)[0] if "/" in name else name))
    codes = by_mention(row["causes"], [(e["code"], e["start"]) for e in row.get("evidence") or ()])
    return CauseSegment(name, said or row["text"], form, codes, dict(row.get("scores") or {}), quote)


def _annotated(rows: Sequence[Row]) -> list[Row]:
    """Annotate the rows that are not yet; annotations that are there are taken as they are."""
    plain = [i for i, row in enumerate(rows) if "segments" not in row or "causes" not in row]
    out = list(rows)
    if plain:
        from textmine.causes import annotate
        from textmine.jsonl import annotation_to_dict

        found = annotate([rows[i]["text"] for i in plain], [_lost(rows[i]) for i in plain])
        for i, annotation in zip(plain, found, strict=True):
            out[i] = {**rows[i], **annotation_to_dict(annotation)}
    return out


def _lost(row: Row) -> float | None:
    weight, score = row.get("weight"), row.get("score")
    if isinstance(weight, int | float) and isinstance(score, int | float):
        return float(weight) - float(score)
    return None
