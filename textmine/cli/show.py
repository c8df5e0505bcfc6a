"""``textmine show``: the page of a row as a picture, with the row marked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import console, existing, writable
from textmine.errors import UsageError

NAME = "show"
EXAMPLES = "例 Examples:  textmine show 自评表.pdf --form 3 --row 12 -o row.png"


def command(
    path: Annotated[Path, typer.Argument(help="文件 The file (PDF or image).", metavar="FILE")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="图片 Where to write the PNG.")] = None,
    form: Annotated[int, typer.Option("--form", min=1, help="文件中第几张表 Which form of the file.")] = 1,
    row: Annotated[int, typer.Option("--row", min=1, help="第几行指标 Which indicator row.")] = 1,
    dpi: Annotated[int, typer.Option(min=36, max=600, help="分辨率 Resolution.")] = 150,
) -> int:
    """画出某一行所在的页面并标出该行 Draw the page of an indicator with the row marked, to verify a figure by eye."""
    from textmine.corpus.picture import draw_row
    from textmine.forms import extract_file

    if output is None:
        raise UsageError("where to write? / 写到哪里？", hint="add -o row.png")
    writable(output)
    found = extract_file(existing(path))
    for failure in found.failures:
        raise UsageError(failure.error, where=failure.source, hint=failure.hint)
    if form > len(found.forms):
        held = f"the file has {len(found.forms)} forms / 该文件有 {len(found.forms)} 张自评表"
        raise UsageError(held, where=str(path), hint=f"--form 1 … {len(found.forms)}")
    chosen = found.forms[form - 1]
    if row > len(chosen.indicators):
        raise UsageError(f"the form has {len(chosen.indicators)} rows / 该表有 {len(chosen.indicators)} 行指标",
                         where=str(path), hint=f"--row 1 … {len(chosen.indicators)}")  # fmt: skip
    indicator = chosen.indicators[row - 1]
    draw_row(path, indicator, output, dpi=dpi)
    cells = (chosen.project, indicator.level3, indicator.target, indicator.actual, indicator.weight, indicator.score)
    typer.echo("｜".join(map(str, cells)))
    console.print(f"第 {indicator.page} 页 page {indicator.page} → {output}", markup=False, soft_wrap=True)
    return 0
