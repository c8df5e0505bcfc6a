"""The data behind the report: Parquet and CSV of every table, forms, failures, manifest and summary."""

from __future__ import annotations

import json
import platform
import re
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from textmine.corpus.export import write_frame
from textmine.corpus.model import SourceFile
from textmine.jsonl import form_to_dict, write_jsonl
from textmine.points.notices import TITLES
from textmine.report.places import places_of
from textmine.report.summary import Summary
from textmine.report.words import ZH, place

if TYPE_CHECKING:
    from textmine.corpus.study import Study

_FORMULA = re.compile(r"\s*[=+@\-]\s*[\"']?[A-Za-z_][\w.]*[\"']?\s*[(!|]")
LIBRARIES = (
    "jieba",
    "scikit-learn",
    "numpy",
    "pandas",
    "pypdfium2",
    "pdfplumber",
    "matplotlib",
    "python-docx",
    "openpyxl",
)


def frames_of(study: Study, summary: Summary) -> dict[str, pd.DataFrame]:
    """Return the data tables by the names of their files."""
    return {
        "forms": study.corpus.forms_frame,
        "indicators": study.corpus.indicators,
        "passages": study.passages,
        "segments": study.segments,
        "causes": _without_lists(summary),
        "ledger": study.ledger_frame,
        "themes": study.themes,
        "findings": _findings(study),
    }


def _without_lists(summary: Summary) -> pd.DataFrame:
    columns = ["code", "name", "passages", "forms", "units", "lost_points", "share", "low", "high", "full", "weighted",
               "rank", "rank_low", "rank_high", "same_rank", "money"]  # fmt: skip
    rows = [{c: getattr(line, c) for c in columns} for line in summary.causes]
    return pd.DataFrame(rows, columns=columns).astype({"low": "float64", "high": "float64", "same_rank": "float64"})


def _findings(study: Study) -> pd.DataFrame:
    """Return all notices over rows and forms, and the forms' own findings of other kinds (arithmetic, legibility)."""
    columns = ["form", "row", "project", "code", "message", "where", "passages"]
    forms = study.corpus.forms
    places = places_of(study)
    noticed = [
        {
            "form": n.form,
            "row": n.row,
            "project": forms[n.form].project,
            "code": n.code,
            "message": n.message[0],
            "where": place(ZH, "", places.page(n.form, n.row), n.row),
            "passages": ";".join(passage for passage, _ in n.quotes),
        }
        for n in study.notices
    ]
    own = [
        {"form": key, "project": form.project, "code": f.code, "message": f.message, "where": f.where, "passages": ""}
        for key, form in forms.items()
        for f in form.findings
        if f.code not in TITLES
    ]
    return pd.DataFrame([*noticed, *own], columns=columns).astype({"row": "Int64"})


def write_data(study: Study, summary: Summary, frames: dict[str, pd.DataFrame], out: Path) -> None:
    """Write ``data/``, ``forms.jsonl``, ``failures.csv``, ``manifest.json`` and ``summary.json``."""
    folder = out / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        write_frame(frame.map(harmless), folder / f"{name}.csv", lang="en")
        write_frame(frame, folder / f"{name}.parquet")
    write_jsonl((form_to_dict(form) for form in study.corpus.forms.values()), out / "forms.jsonl")
    failures = [asdict(f) for f in study.corpus.failures]
    columns = ["source", "error", "where", "hint"]
    write_frame(pd.DataFrame(failures, columns=columns), out / "failures.csv", lang="en")
    _write_json(summary.contract(), out / "summary.json")
    _write_json(summary.as_dict(), folder / "report.json")
    _write_json(manifest(study, summary), out / "manifest.json")


def harmless(value: Any) -> Any:  # noqa: ANN401 - any cell of a frame
    """Put an apostrophe before a text that a spreadsheet would run as a formula when it opens the CSV.

    Only what calls something is changed («=cmd()», «@SUM(A1)», «=cmd|' /C calc'!A0»); a target such as «=100.00(%)»
    is data. Parquet and JSON hold every text as printed.
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def manifest(study: Study, summary: Summary) -> dict[str, Any]:
    """Return what another person needs to get the same report: versions, parameters, hashes, seed; no times."""
    from textmine.causes.themes_model import ThemeSettings

    settings = study.theme_result.settings
    return {
        "textmine": summary.head.version,
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "codebook": study.codebook.id,
        "seed": study.seed,
        "parameters": {
            "draws": summary.spreads.draws,
            "level": summary.spreads.level,
            "themes": asdict(settings) if isinstance(settings, ThemeSettings) else {},
            "reviewed": _reviewed(study),
        },
        "inputs": [_input(f) for f in study.corpus.files],
    }


def _reviewed(study: Study) -> dict[str, Any] | None:
    found = study.reviewed
    if found is None:
        return None
    return {
        "passages": len(found.annotations),
        "changed": study.changed,
        "coders": list(found.coders),
        "sha256": found.sha256,
    }


def _input(file: SourceFile) -> dict[str, Any]:
    """Return what identifies an input; where it lay is nobody's business and would differ from machine to machine."""
    return {key: value for key, value in asdict(file).items() if key != "path"}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _write_json(data: dict[str, Any], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        json.dump(data, out, ensure_ascii=False, indent=1, allow_nan=False)
        out.write("\n")
