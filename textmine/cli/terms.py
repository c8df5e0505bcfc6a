"""``textmine terms``: the words of a corpus: new terms, key terms, collocations, concordance."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import (
    EXIT_NOTHING,
    TABLES,
    Output,
    Quiet,
    existing,
    exit_code,
    print_funnel,
    reading_progress,
    writable,
)
from textmine.errors import UsageError

NAME = "terms"
EXAMPLES = "例 Examples:  textmine terms 文件夹/ --key cause  ·  textmine terms 文件夹/ --kwic 长效机制"
KEYS = ("cause", "sector", "unit", "year", "level2")


def command(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="语料文件夹或文件 A folder or file.")],
    key: Annotated[str | None, typer.Option(help=f"按什么比较关键词 Key terms by: {', '.join(KEYS)}.")] = None,
    kwic: Annotated[str | None, typer.Option(help="上下文检索 Concordance of a word.")] = None,
    collocations: Annotated[bool, typer.Option("--collocations", help="搭配 Word pairs that belong together.")] = False,
    top: Annotated[int, typer.Option(min=1, help="列出多少条 How many rows.")] = 30,
    output: Output = None,
    quiet: Quiet = False,
) -> int:
    """词语：新词、关键词、搭配、上下文 New words, key terms, collocations, concordance (KWIC)."""
    from textmine.corpus.reading import read
    from textmine.corpus.terms import collocation_table, key_table, kwic_table, new_word_table

    if key is not None and key not in KEYS:
        raise UsageError(f"--key {key!r}", hint=f"one of / 可用: {', '.join(KEYS)}")
    writable(output, TABLES)
    with reading_progress(quiet) as watch:
        found = read(existing(corpus), watch=watch)
    print_funnel(found, quiet)
    code = exit_code(found)
    if code == EXIT_NOTHING:
        return code
    if kwic is not None:
        frame = kwic_table(found, kwic)
    elif key is not None:
        frame = key_table(found, key)
    else:
        frame = collocation_table(found) if collocations else new_word_table(found)
    if output is not None:
        from textmine.corpus.export import write_frame

        write_frame(frame, output)
        typer.echo(str(output))
    else:
        from textmine.corpus.labels import with_labels

        typer.echo(with_labels(frame.head(top)).to_string(index=False) if len(frame) else "没有结果 Nothing found")
    return code
