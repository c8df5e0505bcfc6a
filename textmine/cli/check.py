"""``textmine check``: all findings of forms, readable or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import LayoutFile, Limit, Quiet, Workers, existing, exit_code, print_funnel, reading_progress

NAME = "check"
EXAMPLES = "例 Examples:  textmine check 自评表.pdf  ·  textmine check 文件夹/ --json > 问题.json"


def command(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹 Files or folders.", metavar="PATH...")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON One JSON document on stdout.")] = False,
    layouts: LayoutFile = None,
    workers: Workers = 2,
    limit: Limit = None,
    quiet: Quiet = False,
) -> int:
    """核对自评表：勾稽关系与异常 List everything about the forms that a careful reader would flag."""
    from textmine.corpus.reading import read_paths

    for path in paths:
        existing(path)
    with reading_progress(quiet) as watch:
        corpus = read_paths(paths, layouts=layouts, workers=workers, watch=watch)
    if as_json:
        rows = [
            {"form": key, "project": f.project, "reconciled": f.reconciled,
             "findings": [{"code": x.code, "message": x.message, "where": x.where} for x in f.findings]}
            for key, f in corpus.forms.items()
        ]  # fmt: skip
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for key, form in corpus.forms.items():
            state = "勾稽一致" if form.reconciled else "勾稽不符"
            typer.echo(f"{key}  {form.project or form.department}  [{state}]  {form.total_score}")
            for x in form.findings:
                typer.echo(f"   {x.code}: {x.message}" + (f"（{x.where}）" if x.where else ""))
    print_funnel(corpus, quiet)
    return exit_code(corpus)
