"""What the commands share: the console on stderr, options, progress, the funnel, exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.corpus.executors import Executor
    from textmine.corpus.model import Corpus
    from textmine.corpus.reading import Watch
    from textmine.corpus.store.overview import Overview

EXIT_OK, EXIT_USAGE, EXIT_NOTHING, EXIT_PARTIAL, EXIT_INTERRUPTED = 0, 1, 2, 3, 130

MAX_LINES = 100
"""Doubts and notes shown of a large corpus; all of them are in its tables."""

console = Console(stderr=True, highlight=False)

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度 No progress, no funnel.")]
Workers = Annotated[int, typer.Option("--workers", "-w", min=0, help="并行进程数；0 为不另开进程 Worker processes.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="输出位置 Where to write.")]
LayoutFile = Annotated[
    Path | None, typer.Option("--layouts", help="自己的表头同义词或版式 Your own header words or layouts (TOML).")
]
Store = Annotated[
    Path | None, typer.Option("--store", help="已读结果的存放位置，默认语料文件夹内 .textmine Where readings are kept.")
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="Dask 调度器 A Dask scheduler, e.g. tcp://host:8786 (extra cluster).")
]


def _impose(context: typer.Context, settings: list[str] | None) -> list[str] | None:
    from textmine.documents.limits import limited, parse_limits

    if settings:
        context.with_resource(limited(parse_limits(settings)))
    return settings


Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        callback=_impose,
        metavar="NAME=N",
        help="每个文件的上限，可重复 Limits of one file: seconds, pages, memory, size, unpacked (MB), members; "
        "默认 default 180 s + 120 s/MB, 20000 p., 3072, 512, 1024, 20000.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="随机种子 Seed of every random draw.")]


def executor_of(scheduler: str | None, workers: int) -> AbstractContextManager[Executor]:
    """Return where work is done: on a cluster where one is named, else in processes of this machine."""
    from textmine.corpus.executors import LocalExecutor

    if scheduler is None:
        return nullcontext(LocalExecutor(workers))
    from textmine.corpus.executors.dask import dask_executor

    return dask_executor(scheduler)


@contextmanager
def reading_progress(quiet: bool) -> Iterator[Watch | None]:
    """Show a bar with rate and remaining time while files are read; nothing where stderr is no terminal."""
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, Rate(), TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("读取 Reading", total=None)

        def watch(done: int, total: int, source: str) -> None:
            bar.update(task, completed=done, total=total, description=f"读取 {source[-40:]}")

        yield watch


class Rate(ProgressColumn):
    """Files a second."""

    def render(self, task: Task) -> Text:
        """Return the speed of the last half minute; nothing before there is one."""
        return Text(f"{task.speed:.1f} 个/s" if task.speed else "", style="progress.data.speed")


def print_funnel(found: Corpus | Overview, quiet: bool) -> None:
    """Print what was read, how well it adds up, and what failed, each failure with its reason."""
    for failure in found.failures:
        place = f"{failure.source}{f' ({failure.where})' if failure.where else ''}"
        hint = f" → {failure.hint}" if failure.hint else ""
        _say(f"未读 Failed: {place}: {failure.error}{hint}", style="red")
    if quiet:
        return
    f = found.funnel
    share = f"{f.reconciled / f.forms:.0%}" if f.forms else "—"
    console.print(
        f"{f.files} 个文件 files → {f.pages} 页 pages → {f.forms} 张自评表 forms → {f.indicators} 项指标 rows → "
        f"{f.passages} 段说明 passages；勾稽一致 reconciled {f.reconciled}/{f.forms} ({share})",
        soft_wrap=True,
    )
    failed = {x.source.split("!")[0] for x in found.failures}
    empty = [x.source for x in found.files if not x.forms and x.source not in failed]
    if empty:
        names = "、".join(empty[:5]) + (" …" if len(empty) > 5 else "")
        _say(f"没有自评表 No form in {len(empty)} 个文件: {names}")
    unknown = "没有可供验算的分数或合计 nothing to test it on"
    _some([f"未通过勾稽 Not reconciled: {d.form} {d.project}: {d.reason or unknown}" for d in found.doubts])
    _some([f"提示 Note: {file.source}: {note}" for file in found.files for note in file.notes])


def _some(lines: list[str]) -> None:
    """Print as many lines as a person reads, and how many more there are."""
    for line in lines[:MAX_LINES]:
        _say(line)
    if len(lines) > MAX_LINES:
        _say(f"… 另有 {len(lines) - MAX_LINES} 条，见 `textmine check` more")


def _say(line: str, style: str = "yellow") -> None:
    console.print(line, markup=False, style=style, soft_wrap=True)


def exit_code(found: Corpus | Overview) -> int:
    """Return 0 all read, 2 nothing read, 3 some files failed."""
    if not found.funnel.forms:
        if not found.failures:
            console.print("没有找到自评表 No self-evaluation form found", style="bold red")
        return EXIT_NOTHING
    return EXIT_PARTIAL if found.failures else EXIT_OK


def existing(path: Path) -> Path:
    """Return the path, or raise where nothing is there."""
    if not path.exists():
        raise UsageError(
            "no such file or folder / 没有这个文件或文件夹", where=str(path), hint="check the path / 请检查路径"
        )
    return path


TABLES = (".csv", ".xlsx", ".parquet", ".jsonl")


def writable(path: Path | None, suffixes: tuple[str, ...] = ()) -> None:
    """Say before hours of work that a file cannot be written: a folder, or an ending that is not known.

    Its folder is made where there is none; None (nothing is to be written) is fine.
    """
    if path is None:
        return
    if suffixes and path.suffix not in suffixes:
        raise UsageError(f"cannot write {path.suffix or 'a file without a suffix'!r}", where=str(path),
                         hint=f"use / 请用 {' '.join(suffixes)}")  # fmt: skip
    if path.is_dir():
        raise UsageError("is a folder / 是文件夹", where=str(path), hint="name a file / 请给出文件名")
    path.parent.mkdir(parents=True, exist_ok=True)
