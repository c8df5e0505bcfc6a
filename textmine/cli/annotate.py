"""``textmine annotate``: passages to segments with roles, cause codes and evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.common import EXIT_USAGE, Quiet, console, existing, writable
from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.causes import Codebook

NAME = "annotate"
EXAMPLES = (
    "例 Examples:  textmine annotate 说明.jsonl -o 结果.jsonl  ·  textmine annotate --explain '因流标两次，采购延后。'"
)


def command(
    source: Annotated[
        str,
        typer.Argument(metavar="IN.jsonl", help='每行一个含 id、text 的对象 One object with "id" and "text" a line.'),
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="输出 Where to write (JSON Lines).")] = None,
    codebook: Annotated[Path | None, typer.Option(help="自己的编码手册 Your own codebook (TOML).")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="逐条解释判断依据 Explain each decision; IN may be a text.")
    ] = False,
    quiet: Quiet = False,
) -> int:
    """标注说明：成分、原因代码、依据 Annotate passages with roles, codes and evidence."""
    from textmine.causes import load_codebook
    from textmine.jsonl import read_jsonl, write_jsonl

    book = load_codebook(codebook)
    path = Path(source)
    if explain and not _is_file(path):
        _explain([source], book)
        return 0
    rows = list(read_jsonl(existing(path)))
    if explain:
        _explain([r["text"] for r in rows if isinstance(r.get("text"), str)], book)
        return 0
    if output is None:
        raise UsageError("where to write? / 写到哪里？", hint="add -o OUT.jsonl")
    writable(output)
    from textmine.causes.annotate import annotate_rows

    count = write_jsonl(annotate_rows(rows, codebook=book), output)
    if not quiet:
        skipped = sum(not isinstance(r.get("text"), str) for r in rows)
        note = f"；{skipped} 行没有 text，原样保留 passed through" if skipped else ""
        console.print(f"{count - skipped} 段说明已标注 passages annotated → {output}{note}", soft_wrap=True)
    return EXIT_USAGE if rows and count == 0 else 0


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a passage is longer than any file name
        return False


def _explain(texts: list[str], book: Codebook) -> None:
    from textmine.causes.explain import explain_text

    for text in texts:
        typer.echo(explain_text(text, codebook=book))
