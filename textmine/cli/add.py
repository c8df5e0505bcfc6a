"""``textmine add``: read what is new in a corpus folder into its store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.common import (
    LayoutFile,
    Limit,
    Quiet,
    Scheduler,
    Store,
    Workers,
    console,
    executor_of,
    exit_code,
    print_funnel,
    reading_progress,
)
from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.corpus.store import Update
    from textmine.corpus.store.add import Added

NAME = "add"
EXAMPLES = (
    "例 Examples:  textmine add 自评表/  ·  textmine add 自评表/ ~/下载/*.pdf  ·  textmine add /mnt/只读 --store ~/库"
)


def command(
    corpus: Annotated[Path, typer.Argument(help="语料文件夹 The corpus folder.", metavar="CORPUS")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="复制进来的文件或文件夹 Files to copy into it; none: read what is new.", metavar="FILES"),
    ] = None,
    store: Store = None,
    layouts: LayoutFile = None,
    scheduler: Scheduler = None,
    retry: Annotated[bool, typer.Option("--retry", help="重读以前失败的文件 Read failed files again.")] = False,
    workers: Workers = 2,
    limit: Limit = None,
    quiet: Quiet = False,
) -> int:
    """增量读取：只读新增和改动的文件 Read only new and changed files, and keep what was read."""
    from textmine.corpus.store import update
    from textmine.corpus.store.add import add_files
    from textmine.corpus.store.layout import default_store
    from textmine.corpus.store.overview import overview_of

    if not corpus.is_dir():
        raise UsageError("not a folder / 不是文件夹", where=str(corpus), hint="mkdir it first / 请先建立文件夹")
    if files:
        _tell_added(add_files(corpus, files), quiet)
    with executor_of(scheduler, workers) as executor, reading_progress(quiet) as watch:
        done = update(corpus, store, executor=executor, layouts=layouts, watch=watch, retry=retry)
    found = overview_of(done, store or default_store(corpus))
    if not quiet:
        _tell(done)
    print_funnel(found, quiet)
    return exit_code(found)


def _tell_added(added: Added, quiet: bool) -> None:
    if quiet:
        return
    console.print(f"复制 Copied: {len(added.copied)}；已在语料中 In place: {added.inside}", soft_wrap=True)
    for path, name in added.present:
        console.print(f"内容已有，未复制 Already there: {path} = {name}", markup=False, style="yellow", soft_wrap=True)


def _tell(done: Update) -> None:
    if done.other_reader:
        console.print("读取程序已更新，全部重读 The reader has changed: all files were read again", style="yellow")
    if done.damaged:
        console.print(f"{done.damaged} 个数据分片损坏，已重读 damaged shards were read again", style="yellow")
    gone = f"；移除 gone {done.gone}" if done.gone else ""
    console.print(f"新读 read {done.read}；已有 known {done.known}{gone}", soft_wrap=True)
    groups = done.listing.duplicates
    for names in groups[:5]:
        console.print(f"内容相同 Same content: {' = '.join(names)}", markup=False, style="yellow", soft_wrap=True)
    if len(groups) > 5:
        console.print(f"… 共 {len(groups)} 组重复文件 groups of equal files", style="yellow")
