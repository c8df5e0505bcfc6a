"""``textmine count``: the table of causes of a store, without holding its forms in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import TABLES, Quiet, Scheduler, Seed, Workers, console, executor_of, writable

NAME = "count"
EXAMPLES = "例 Examples:  textmine count 自评表/  ·  textmine count 全省/ -o 原因.csv --scheduler tcp://10.0.0.1:8786"


def command(
    corpus: Annotated[
        Path, typer.Argument(help="读好的语料文件夹，或其数据仓 A corpus read by `textmine add`.", metavar="CORPUS")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入 .csv .xlsx .parquet .jsonl；默认打印 Where to write.")
    ] = None,
    codebook: Annotated[Path | None, typer.Option(help="自己的编码手册 Your own codebook (TOML).")] = None,
    scheduler: Scheduler = None,
    workers: Workers = 2,
    seed: Seed = 0,
    quiet: Quiet = False,
) -> int:
    """逐片归因、计分，内存不随语料增大 Annotate and count a store shard by shard: millions of forms."""
    from textmine.causes import load_codebook
    from textmine.corpus.executors.count import count_causes
    from textmine.corpus.export import write_frame

    writable(output, TABLES)
    with executor_of(scheduler, workers) as executor:
        table, total = count_causes(corpus, executor, codebook=load_codebook(codebook), seed=seed)
    if not quiet:
        console.print(f"{total.forms} 张自评表 forms，{total.passages} 段说明 passages")
    if output is None:
        typer.echo(table.round(4).to_csv(index=False, sep="\t"), nl=False)
    else:
        typer.echo(str(write_frame(table, output)))
    return 0
