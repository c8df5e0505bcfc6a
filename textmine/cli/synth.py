"""``textmine synth``: synthetic forms with known truth, for benchmarks and teaching."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import Quiet, Workers, console
from textmine.errors import ExtraMissingError, UsageError

NAME = "synth"
EXAMPLES = "例 Example:  textmine synth -n 1000 --years 3 --units 200 --seed 7 -o corpora/synth"


def command(
    count: Annotated[int, typer.Option("-n", min=1, help="文件数 How many files.")] = 100,
    years: Annotated[int, typer.Option(min=1, help="年数 Over how many years.")] = 1,
    units: Annotated[int, typer.Option(min=1, help="单位数 Of how many units.")] = 20,
    seed: Annotated[int, typer.Option(help="随机种子 The same seed gives the same bytes.")] = 0,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="新文件夹 A new folder.")] = None,
    workers: Workers = 2,
    quiet: Quiet = False,
) -> int:
    """生成合成自评表（明确标注为合成）及其真值 Make synthetic forms, marked as such, with their known truth."""
    if output is None:
        raise UsageError("where to write? / 写到哪里？", hint="add -o corpora/synth")
    if output.is_file():
        raise UsageError("is a file / 是文件", where=str(output), hint="name a folder / 请给出文件夹")
    if output.exists() and any(output.iterdir()):
        raise UsageError("folder is not empty / 文件夹非空", where=str(output), hint="choose a new one / 请换一个")
    try:
        import reportlab  # noqa: F401 - the extra, asked for before anything is written
    except ImportError as error:
        raise ExtraMissingError(
            "needs the extra synth / 需要组件 synth", hint='pip install "textmine[synth]"'
        ) from error
    from textmine.synth import Recipe, generate

    written = generate(count, seed, output, Recipe(years=years, units=units), workers=workers)
    if not quiet:
        console.print(f"{written} 个合成文件 synthetic files → {output}", soft_wrap=True)
    return 0
