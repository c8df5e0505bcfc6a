"""``textmine run``: everything, from files to the report."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.common import (
    EXIT_NOTHING,
    LayoutFile,
    Limit,
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
from textmine.cli.spare import Spare

if TYPE_CHECKING:
    from textmine.corpus.executors import Executor
    from textmine.corpus.model import Corpus
    from textmine.corpus.reading import Watch
    from textmine.corpus.store.overview import Overview
    from textmine.corpus.study import Study

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
    limit: Limit = None,
    quiet: Quiet = False,
) -> int:
    """读取、归因、计分、写报告 Read, code, count, and write the report into reports/CORPUS/."""
    from textmine.corpus.info import FILE_NAME
    from textmine.corpus.model import Corpus
    from textmine.report.words import check_language

    check_language(lang)
    existing(corpus)
    if reviewed is not None:
        existing(reviewed)
    if pdf:
        from textmine.report.printing import BROWSERS, OFFICES, find_program

        find_program(*BROWSERS, *OFFICES)  # say at once that it is missing, not after an hour of reading
    out = output or Path("reports") / (corpus.resolve().name if corpus.is_dir() else corpus.stem)
    files = tuple(path for path in (codebook, reviewed, corpus / FILE_NAME) if path is not None)
    options = {"themes": themes, "pdf": pdf, "lang": lang, "reviewer": reviewer, "seed": seed}
    spare = Spare.of(corpus, store, out, files, options)
    with executor_of(scheduler, workers) as executor:
        with reading_progress(quiet) as watch:
            found, said = _read(corpus, spare, executor, layouts, watch)
        print_funnel(found, quiet)
        code = exit_code(found)
        if code != EXIT_NOTHING and isinstance(found, Corpus):
            with console.status("分析与写报告 …") if console.is_terminal and not quiet else nullcontext():
                study = _analyse(found, codebook, reviewed, reviewer, themes, seed, executor)
                said = _report(study, out, lang, pdf)
            if spare is not None:
                spare.remember(said)
    for line in said:
        typer.echo(line)
    return code


def _read(
    corpus: Path, spare: Spare | None, executor: Executor, layouts: Path | None, watch: Watch | None
) -> tuple[Corpus | Overview, list[str]]:
    """Return the corpus; where its report is there already, only its figures, and what was said when it was written."""
    from textmine.corpus.reading import read

    if spare is None:
        return read(corpus, layouts=layouts, executor=executor, watch=watch), []
    from textmine.corpus.info import read_info
    from textmine.corpus.store import update
    from textmine.corpus.store.load import corpus_of
    from textmine.corpus.store.overview import overview_of

    done = update(corpus, spare.store, executor=executor, layouts=layouts, watch=watch)
    said = None if done.unstable else spare.last()
    if said is not None:
        return overview_of(done, spare.store), said
    return corpus_of(done, read_info(corpus), spare.store), []


def _analyse(
    corpus: Corpus,
    codebook: Path | None,
    reviewed: Path | None,
    reviewer: str | None,
    themes: int | None,
    seed: int,
    executor: Executor,
) -> Study:
    from textmine.causes import load_codebook
    from textmine.corpus.study import analyse
    from textmine.review.apply import corrections

    book = load_codebook(codebook)
    hand = None if reviewed is None else corrections(corpus, reviewed, book, reviewer)
    many = executor if len(corpus.passages) >= _WORTH_IT else None
    return analyse(corpus, codebook=book, themes=themes, seed=seed, reviewed=hand, executor=many)


def _report(study: Study, out: Path, lang: str, pdf: bool) -> list[str]:
    """Write the report; return the first causes and where it lies."""
    page = study.report(out, lang=lang)
    if pdf:
        from textmine.report.printing import print_report

        print_report(page.parent)
    return [
        f"{rank}. {row.name}（{row.code}）：涉及失分 {row.lost_points:.2f} 分，{row.passages} 段说明，{row.forms} 张表"
        for rank, row in enumerate(study.causes.head(3).itertuples(), 1)
    ] + [str(page)]
