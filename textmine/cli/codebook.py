"""``textmine codebook``: show, copy and check a codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import existing, writable
from textmine.errors import UsageError

app = typer.Typer(help="编码手册：查看、复制、检查 Show, copy, check a codebook.", no_args_is_help=True)


@app.command("show")
def show() -> int:
    """列出代码与定义 List the codes and definitions of the default codebook."""
    from textmine.causes import load_codebook

    book = load_codebook()
    typer.echo(f"{book.id}")
    for code in book.codes:
        entry = book[code]
        typer.echo(f"{code:14}{entry.name}：{entry.definition}")
    return 0


@app.command("copy")
def copy(path: Annotated[Path, typer.Argument(metavar="NEW.toml", help="新文件 The new file.")]) -> int:
    """复制一份，供增改代码 Copy the default codebook, to add codes of your own."""
    from textmine.causes.codebook import default_codebook_text

    if path.exists():
        raise UsageError("exists already / 文件已存在", where=str(path), hint="choose another name / 请换个名字")
    writable(path)
    path.write_text(default_codebook_text(), encoding="utf-8")
    typer.echo(str(path))
    return 0


@app.command("check")
def check(path: Annotated[Path, typer.Argument(metavar="BOOK.toml", help="编码手册 The codebook.")]) -> int:
    """检查代码之间的重叠与过弱的代码 Report overlapping and weak codes."""
    from textmine.causes import load_codebook
    from textmine.causes.codebook_check import check_codebook

    notes = check_codebook(load_codebook(existing(path)))
    for note in notes:
        typer.echo(note)
    typer.echo(f"{len(notes)} 条提示 notes")
    return 0
