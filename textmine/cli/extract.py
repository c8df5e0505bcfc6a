"""``textmine extract``: files to forms, as JSON Lines or a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.common import (
    TABLES,
    LayoutFile,
    Limit,
    Output,
    Quiet,
    Workers,
    existing,
    exit_code,
    print_funnel,
    reading_progress,
    writable,
)
from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.corpus.model import Corpus

NAME = "extract"
EXAMPLES = (
    "例 Examples:  textmine extract 自评表.pdf -o forms.jsonl  ·  textmine extract 文件夹/ -o 指标.xlsx --labels zh"
)


def command(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹 Files or folders.", metavar="PATH...")],
    output: Output = None,
    labels: Annotated[str, typer.Option(help="表格列名 zh 或 en（.csv、.xlsx）Column titles.")] = "zh",
    layouts: LayoutFile = None,
    workers: Workers = 2,
    limit: Limit = None,
    quiet: Quiet = False,
) -> int:
    """读取自评表 Read forms: one JSON object a line (.jsonl, or stdout), or the indicators as .csv, .xlsx, .parquet."""
    from textmine.corpus.reading import read_paths

    if labels not in ("zh", "en"):
        raise UsageError(f"--labels must be zh or en / 只能是 zh 或 en: received {labels!r}")
    for path in paths:
        existing(path)
    writable(output, TABLES)
    with reading_progress(quiet) as watch:
        corpus = read_paths(paths, layouts=layouts, workers=workers, watch=watch)
    _write(corpus, output, labels)
    print_funnel(corpus, quiet)
    return exit_code(corpus)


def _write(corpus: Corpus, output: Path | None, labels: str) -> None:
    import json

    from textmine.jsonl import form_to_dict, write_jsonl

    if output is None:
        for form in corpus.forms.values():
            sys.stdout.write(json.dumps(form_to_dict(form), ensure_ascii=False) + "\n")
    elif output.suffix == ".jsonl":
        write_jsonl(map(form_to_dict, corpus.forms.values()), output)
    else:
        from textmine.corpus.export import write_frame

        write_frame(corpus.indicators, output, lang=labels)
