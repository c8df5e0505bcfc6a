"""What is true of synthetic files, in the exchange format of the scorers: `gold/<file>.gold.json`, `manifest.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmine.jsonl import form_to_dict
from textmine.records import Form
from textmine.synth.content import Sample

_KEYS = (
    "title",
    "year",
    "project",
    "department",
    "unit",
    "funding",
    "goal",
    "indicators",
    "total_weight",
    "total_score",
    "grade",
    "deviation",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A form as printed, and what is known beyond the print."""

    form: Form
    sample: Sample


@dataclass(frozen=True, slots=True)
class File:
    """One synthetic file with its truth."""

    name: str
    kind: str
    layout: str
    tags: tuple[str, ...]
    data: bytes
    truths: tuple[Truth, ...] = field(default=())


Written = tuple[list[dict[str, Any]], list[dict[str, Any]]]
"""Rows of the manifest and of the truth."""


def gold_form(truth: Truth) -> dict[str, Any]:
    """Return the gold object of one form: the contract's keys, without where it was read, with the faults put in."""
    whole = form_to_dict(truth.form)
    out = {k: whole[k] for k in _KEYS}
    out["indicators"] = [{k: v for k, v in row.items() if k not in ("page", "bbox")} for row in whole["indicators"]]
    out["faults"] = list(truth.sample.faults)
    return out


def truth_of(file: File) -> Iterable[dict[str, Any]]:
    """Yield, form by form, what the gold format has no place for: stated causes, copied explanations."""
    for n, t in enumerate(file.truths, 1):
        causes = {str(i): list(c) for i, c in enumerate(t.sample.causes, 1) if c}
        if t.form.deviation:
            causes["form"] = list(t.sample.form_causes)
        yield {
            "form": f"{file.name}#{n}",
            "year": t.form.year,
            "unit": t.form.unit,
            "causes": causes,
            "copied": [i + 1 for i in t.sample.copied],
        }


def write_files(files: Iterable[File], folder: Path) -> Written:
    """Write files and their gold into a folder; return the rows of the manifest and of the truth."""
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    manifest: list[dict[str, Any]] = []
    truth: list[dict[str, Any]] = []
    for file in files:
        (folder / file.name).write_bytes(file.data)
        gold = f"gold/{file.name}.gold.json"
        text = json.dumps([gold_form(t) for t in file.truths], ensure_ascii=False, indent=1)
        (folder / gold).write_text(text, "utf-8", newline="\n")
        manifest.append(
            {"file": file.name, "kind": file.kind, "layout": file.layout, "tags": sorted(file.tags), "gold": gold}
        )
        truth += truth_of(file)
    return manifest, truth


def write_lists(parts: Iterable[Written], folder: Path) -> int:
    """Write the rows of all parts as ``manifest.jsonl`` and ``truth.jsonl``; return the number of files."""
    manifest: list[str] = []
    truth: list[str] = []
    for part in parts:
        for lines, rows in zip((manifest, truth), part, strict=True):
            lines += [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    for name, lines in (("manifest.jsonl", manifest), ("truth.jsonl", truth)):
        (folder / name).write_text("".join(lines), "utf-8", newline="\n")
    return len(manifest)
