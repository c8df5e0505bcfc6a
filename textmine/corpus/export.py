"""Frames to files that other programs open without asking: .csv, .xlsx, .parquet, .jsonl."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from textmine.corpus.labels import with_labels
from textmine.errors import UsageError

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_frame(frame: pd.DataFrame, path: Path, *, lang: str = "zh") -> Path:
    """Write a frame in the format of the path's suffix.

    CSV is ``utf-8-sig`` so that Excel shows Chinese; in Excel files control characters are replaced by spaces and
    texts that look like formulas stay texts; Parquet keeps the English column names.

    Raises
    ------
    UsageError
        A suffix other than ``.csv``, ``.xlsx``, ``.parquet``, ``.jsonl``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        with_labels(frame, lang).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    elif path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    elif path.suffix == ".jsonl":
        frame.to_json(path, orient="records", lines=True, force_ascii=False)
    elif path.suffix == ".xlsx":
        _write_excel(with_labels(frame, lang), path)
    else:
        raise UsageError(f"cannot write {path.suffix!r}", where=str(path), hint="use / 请用 .csv .xlsx .parquet .jsonl")
    return path


def _write_excel(frame: pd.DataFrame, path: Path) -> None:
    clean = frame.map(lambda v: _ILLEGAL.sub(" ", v) if isinstance(v, str) else v)
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        clean.to_excel(book, index=False, sheet_name="textmine")
        sheet = book.sheets["textmine"]
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if cell.data_type == "f":  # a cell text such as «=1+1» is what the form printed, not a formula
                    cell.data_type = "s"
