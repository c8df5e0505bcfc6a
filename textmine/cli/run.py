"""``textmine run``: everything, from files to the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import (
    EXIT_NOTHING,
    LayoutFile,
    Output,
    Quiet,
    Scheduler,
    Seed,
    Store,
    Workers,
    console,
    executor_of,
    existing,
    exit_code,
    print_funnel,
    reading_progress,
)

NAME = "run"
EXAMPLES = "例 Examples:  textmine run corpora/shanghai-bigdata-2024  ·  textmine run 自评表/ -o 报告/"

_WORTH_IT = 4000  # passages: fewer are annotated here sooner than processes start


def command(
    corpus: Annotated[
        Path, typer.Argument(help="语料文件夹，或单个文件 A folder of files, or one file.", metavar="CORPUS")
    ],
    output: Output = None,
    codebook: Annotated[Path | None, typer.Option(help="自己的编码手册 Your own codebook (TOML).")] = None,
    themes: Annotated[int | None, typer.Option(min=1, help="主题个数，默认按稳定性选取 Number of themes.")] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="另存 PDF（需 Chromium 或 LibreOffice）Print it as PDF, too.")
    ] = False,
    lang: Annotated[str, typer.Option(help="报告语言 zh 或 en.")] = "zh",
    layouts: LayoutFile = None,
    store: Store = None,
    reviewed: Annotated[
        Path | None, typer.Option(help="人工复核记录，取代机器的判断 Decisions of `textmine review`.", metavar="JSONL")
    ] = None,
    reviewer: Annotated[str | None, typer.Option(help="以哪位复核人为准 Whose decisions count.")] = None,
    workers: Workers = 2,
    scheduler: Scheduler = None,
    seed: Seed = 0,
    quiet: Quiet = False,
) -> int:
    """读取、归因、计分、写报告 Read, code, count, and write the report into reports/CORPUS/."""
    from textmine.causes import load_codebook
    from textmine.corpus.reading import read
    from textmine.corpus.study import analyse
    from textmine.report.printing import BROWSERS, OFFICES, find_program, print_report
    from textmine.review.apply import corrections

    existing(corpus)
    if pdf:
        find_program(*BROWSERS, *OFFICES)  # say at once that it is missing, not after an hour of reading
    if reviewed is not None:
        existing(reviewed)
    with executor_of(scheduler, workers) as executor:
        with reading_progress(quiet) as watch:
            found = read(corpus, layouts=layouts, executor=executor, watch=watch, store=store)
        print_funnel(found, quiet)
        code = exit_code(found)
        if code == EXIT_NOTHING:
            return code
        with console.status("分析与写报告 Analysing and writing …") if console.is_terminal and not quiet else _Silent():
            book = load_codebook(codebook)
            hand = None if reviewed is None else corrections(found, reviewed, book, reviewer)
            many = executor if len(found.passages) >= _WORTH_IT else None
            study = analyse(found, codebook=book, themes=themes, seed=seed, reviewed=hand, executor=many)
            page = study.report(output or Path("reports") / found.name, lang=lang)
            if pdf:
                print_report(page.parent)
    for rank, row in enumerate(study.causes.head(3).itertuples(), 1):
        points = f"涉及失分 {row.lost_points:.2f} 分，{row.passages} 段说明，{row.forms} 张表"
        typer.echo(f"{rank}. {row.name}（{row.code}）：{points}")
    typer.echo(str(page))
    return code


class _Silent:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass
