"""``textmine report``: check a produced report against its data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import EXIT_PARTIAL, existing

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="报告文件夹 A folder written by `textmine run`.")]

app = typer.Typer(help="报告：核对数字与引文，打印成 PDF Check a report, or print it.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    pass


@app.command("check")
def check(folder: Folder) -> int:
    """核对报告中的每个数字与引文是否出自数据 Verify that each number and quote of a report is in its data."""
    from textmine.report import check_report

    problems = check_report(existing(folder))
    for problem in problems:
        typer.echo(problem)
    typer.echo(
        "全部相符 All figures and quotes agree with the data" if not problems else f"{len(problems)} 处不符 problems"
    )
    return EXIT_PARTIAL if problems else 0


@app.command("pdf")
def pdf(folder: Folder) -> int:
    """用 Chromium 或 LibreOffice 把报告打印成 report.pdf Print a report with Chromium or LibreOffice."""
    from textmine.report.printing import print_report

    typer.echo(str(print_report(existing(folder))))
    return 0
