"""``textmine review``: the review desk in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.common import (
    EXIT_NOTHING,
    LayoutFile,
    Output,
    Quiet,
    Store,
    Workers,
    console,
    existing,
    exit_code,
    print_funnel,
    reading_progress,
)
from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.corpus.model import Corpus
    from textmine.review.desk import Desk

NAME = "review"
EXAMPLES = (
    "例 Examples:  textmine review 自评表/ -o 复核.jsonl --coder 张三  ·  "
    "textmine review 自评表/ -o 复核.jsonl --resume  ·  textmine agree 复核.jsonl 复核.machine.jsonl"
)


def command(
    corpus: Annotated[
        Path, typer.Argument(help="语料文件夹，或单个文件 A folder of files, or one file.", metavar="CORPUS")
    ],
    output: Output = None,
    coder: Annotated[str | None, typer.Option(help="复核人，默认为系统用户名 Who reviews.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="接着已有的记录做 Continue an existing file.")] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="盲编：保存前不显示机器的建议 Hide the proposals until decided.")
    ] = False,
    codebook: Annotated[Path | None, typer.Option(help="自己的编码手册 Your own codebook (TOML).")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口；0 自动选择 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="只显示地址，不打开浏览器 Only print it.")] = False,
    layouts: LayoutFile = None,
    store: Store = None,
    workers: Workers = 2,
    quiet: Quiet = False,
) -> int:
    """在浏览器里逐段复核机器的编码；每条决定即时写入文件 Check what the machine coded, in your browser."""
    from textmine.corpus.reading import read
    from textmine.review.guard import require_web

    require_web()
    existing(corpus)
    if output is not None:  # before an hour of reading
        _check_output(output, resume)
    with reading_progress(quiet) as watch:
        found = read(corpus, layouts=layouts, workers=workers, watch=watch, store=store)
    print_funnel(found, quiet)
    code = exit_code(found)
    if code == EXIT_NOTHING:
        return code
    out = output or Path(f"{found.name}.reviewed.jsonl")
    _check_output(out, resume)
    desk = _make_desk(found, out, coder or _user(), codebook, blind)
    _serve(desk, found, port, browser=not no_browser)
    console.print(f"已复核 reviewed {desk.progress().done}/{len(desk.items)} → {out}", markup=False, soft_wrap=True)
    return code


def _check_output(out: Path, resume: bool) -> None:
    if out.exists() and not resume:
        raise UsageError("is already there / 文件已存在", where=str(out),
                         hint="--resume continues it / 接着做请加 --resume，另起请换 -o")  # fmt: skip
    if resume and not out.exists():
        raise UsageError("nothing to continue / 没有可接续的记录", where=str(out), hint="without --resume / 去掉该选项")
    if not out.parent.is_dir():
        raise UsageError("no such folder / 没有这个文件夹", where=str(out.parent))


def _make_desk(found: Corpus, out: Path, coder: str, codebook: Path | None, blind: bool) -> Desk:
    from textmine.corpus.coding import code_passages
    from textmine.jsonl import write_jsonl
    from textmine.review.apply import machine_rows
    from textmine.review.desk import Desk
    from textmine.review.items import collect_items

    coding = code_passages(found, codebook=codebook)
    desk = Desk(collect_items(found, coding), coding.codebook, out, coder, blind=blind)
    machine = out.with_name(f"{out.stem}.machine.jsonl")
    write_jsonl(machine_rows({p.id: p.text for p in found.passages}, coding.annotations), machine)
    return desk


def _serve(desk: Desk, found: Corpus, port: int, *, browser: bool) -> None:
    from textmine.review.server import serve

    def ready(address: str) -> None:
        typer.echo(address)
        note = f"复核人 coder: {desk.coder}；记录 decisions → {desk.path}；按 Ctrl+C 结束 to finish"
        console.print(note, markup=False, soft_wrap=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(desk, found, port=port, ready=ready)


def _user() -> str:
    """Return the name of the user who is logged in, to tell coders apart where none is given."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("who reviews? / 由谁复核？", hint="--coder 姓名") from error
