"""A researcher's corrections, kept in a file and applied after every fit: merge, split, rename.

Theme numbers change when a passage is added, so a correction never names a number. It names a theme by its label, or
by the id or the words of any segment in it::

    [[merge]]
    themes = ["资金下达晚", "上级补助12月才到账"]
    label = "资金到位晚"          # optional

    [[split]]
    theme = "a.pdf#1/3"
    into = 2

    [[rename]]
    theme = "执法人员编制空缺"
    label = "编制空缺"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.causes.dedup import normalise
from textmine.causes.themes_cluster import clusterings
from textmine.causes.themes_prepare import Prepared
from textmine.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.records import Theme

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]

_KEYS = {"merge": {"themes", "label"}, "split": {"theme", "into"}, "rename": {"theme", "label"}}


@dataclass(frozen=True, slots=True)
class Edits:
    """Corrections in the order they are applied: all merges, then splits, then names.

    Attributes
    ----------
    merges : tuple of (references, label)
        Themes that become one; an empty label keeps the one found for it.
    splits : tuple of (reference, parts)
        A theme that becomes several.
    renames : tuple of (reference, label)
        A theme and its new name.
    source : str
        The file, for messages.
    """

    merges: tuple[tuple[tuple[str, ...], str], ...] = ()
    splits: tuple[tuple[str, int], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    source: str = ""


def load_edits(path: Path) -> Edits:
    """Read corrections from a TOML file.

    Raises
    ------
    ConfigError
        Not a TOML file, unknown keys, values of the wrong kind: all of them at once.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError("no such file / 没有这个文件", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not a TOML file / 不是 TOML 文件: {error}", where=str(path)) from error
    wrong = [f"unknown table [[{key}]]" for key in data if key not in _KEYS]
    rows = [(kind, n, row) for kind in _KEYS for n, row in enumerate(_rows(data.get(kind, [])), 1)]
    wrong += [f"{kind} {n}: {problem}" for kind, n, row in rows if (problem := _problem(kind, row))]
    if wrong:
        raise ConfigError("; ".join(wrong), where=str(path), hint="tables: [[merge]] [[split]] [[rename]]")
    return Edits(
        tuple((tuple(r["themes"]), r.get("label", "")) for kind, _, r in rows if kind == "merge"),
        tuple((r["theme"], r["into"]) for kind, _, r in rows if kind == "split"),
        tuple((r["theme"], r["label"]) for kind, _, r in rows if kind == "rename"),
        str(path),
    )


def _rows(value: Any) -> list[Any]:  # noqa: ANN401 - whatever the file holds
    return value if isinstance(value, list) else [value]


def _problem(kind: str, row: Any) -> str:  # noqa: ANN401
    if not isinstance(row, dict):
        return "not a table"
    if unknown := sorted(set(row) - _KEYS[kind]):
        return f"unknown {', '.join(unknown)}; allowed: {', '.join(sorted(_KEYS[kind]))}"
    named = row.get("themes", []) if kind == "merge" else [row.get("theme")]
    if not isinstance(named, list) or not all(isinstance(t, str) and t for t in named):
        return "themes are named by texts"
    if kind == "merge" and len(named) < 2:
        return "a merge needs two themes"
    if kind == "split" and not (isinstance(row.get("into"), int) and row["into"] >= 2):
        return "into must be a number from 2"
    if kind == "rename" and not (isinstance(row.get("label"), str) and row["label"].strip()):
        return "label is missing"
    return "" if isinstance(row.get("label", ""), str) else "label must be a text"


def apply_edits(
    edits: Edits, prepared: Prepared, labels: Labels, points: Matrix | None, themes: Sequence[Theme]
) -> tuple[Labels, dict[int, str]]:
    """Return the corrected labels of the heads and the given names.

    `points` is None in a corpus too small to cluster: there nothing can be split.

    Returns
    -------
    labels : array
        New theme numbers, not yet ordered by size.
    names : dict of int to str
        Names given to themes by the researcher: the head that stands for the theme → its label.

    Raises
    ------
    ConfigError
        A correction names nothing that was found (all of them at once), or splits what cannot be split.
    """
    references = [t for named, _ in edits.merges for t in named]
    references += [t for t, _ in (*edits.splits, *edits.renames)]
    heads = _resolve(references, prepared, labels, themes, edits.source)
    labels = labels.copy()
    names: dict[int, str] = {}
    for named, label in edits.merges:
        goal = labels[heads[named[0]]]
        for other in named[1:]:
            labels[labels == labels[heads[other]]] = goal
        if label:
            names[heads[named[0]]] = label
    for name, into in edits.splits:
        if points is None:
            raise ConfigError("too few segments to split themes / 片段太少，不能拆分主题", where=edits.source)
        _split(labels, points, int(labels[heads[name]]), into, edits.source)
    return labels, names | {heads[name]: label for name, label in edits.renames}


def _split(labels: Labels, points: Matrix, theme: int, into: int, source: str) -> None:
    """Split one theme in place by the Ward tree of its own segments."""
    import numpy as np

    inside = np.flatnonzero(labels == theme)
    if len(inside) < into:
        raise ConfigError(f"{len(inside)} segments cannot be split into {into} / 片段太少", where=source)
    parts = next(iter(clusterings(points[inside], [into]).values()))
    fresh = int(labels.max())
    labels[inside] = np.where(parts == 0, theme, fresh + parts)


def _resolve(
    references: Sequence[str], prepared: Prepared, labels: Labels, themes: Sequence[Theme], source: str
) -> dict[str, int]:
    """Return for each reference a head of the theme it names."""
    by_label: Mapping[str, int] = {t.label: int((labels == t.id).argmax()) for t in themes}
    by_id = {s.id: head for s, head in zip(prepared.segments, prepared.head_of, strict=True)}
    by_text = {normalise(s.text): head for s, head in zip(prepared.segments, prepared.head_of, strict=True)}
    found = {r: by_label.get(r, by_id.get(r, by_text.get(normalise(r), -1))) for r in references}
    lost = [r for r, head in found.items() if head < 0 or labels[head] < 0]
    if lost:
        raise ConfigError(
            f"no theme is named / 没有这样的主题: {'; '.join(r[:40] for r in lost)}",
            where=source,
            hint="use a label of this run, or the id or the exact words of a segment",
        )
    return found
