"""``textmine themes``: cluster the stated causes of annotated (or plain) passages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from textmine.cli.common import Quiet, Seed, console, existing, writable
from textmine.errors import UsageError

if TYPE_CHECKING:
    from textmine.causes.themes_model import StabilityPanel, ThemeResult

NAME = "themes"
EXAMPLES = "例 Examples:  textmine themes 说明.jsonl -o 主题.jsonl --count 12"


def command(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help='每行一个含 id、text 的对象 "id" and "text" a line.')
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="输出；另写 OUT.themes.json Where to write.")
    ] = None,
    count: Annotated[
        int | None, typer.Option("--count", min=1, help="主题个数，默认按稳定性选取 Number of themes.")
    ] = None,
    max_unassigned: Annotated[
        float, typer.Option(min=0, max=1, help="最多多少比例不归类 Largest share without a theme.")
    ] = 0.05,
    edits: Annotated[Path | None, typer.Option(help="合并、拆分、改名的文件 Merge, split, rename (TOML).")] = None,
    seed: Seed = 0,
    quiet: Quiet = False,
) -> int:
    """归纳主题：把自述原因聚类，并检验稳定性 Cluster the stated causes and test how stable the themes are."""
    from textmine.causes.themes_rows import theme_rows
    from textmine.jsonl import read_jsonl, write_json, write_jsonl

    if output is None:
        raise UsageError("where to write? / 写到哪里？", hint="add -o OUT.jsonl")
    writable(output)
    rows = list(read_jsonl(existing(source)))
    out, result = theme_rows(rows, count=count, max_unassigned=max_unassigned, edits=edits, seed=seed)
    write_jsonl(out, output)
    from textmine.causes.themes_model import result_rows

    side = output.with_name(f"{output.stem}.themes.json")
    write_json(result_rows(result), side)
    if not quiet:
        _print(result)
        console.print(f"→ {output}, {side}", markup=False, soft_wrap=True)
    return 0


def _print(result: ThemeResult) -> None:
    from textmine.causes.themes_model import reading

    table = Table(title="主题 Themes", title_justify="left")
    for head in ("#", "主题 Label", "片段 Size", "稳定性 Jaccard", "解读 Reading"):
        table.add_column(head)
    for t in result.themes:
        shown = "—" if t.stability is None else f"{t.stability:.2f}"
        table.add_row(str(t.id), t.label, str(t.size), shown, reading(t.stability))
    console.print(table)
    console.print(_panel(result.panel), soft_wrap=True)


def _panel(p: StabilityPanel) -> str:
    def figure(value: float | None) -> str:
        return "—" if value is None else f"{value:.2f}"

    return (
        f"片段 segments {p.segments}（去重 distinct {p.distinct}，搁置 set aside {p.set_aside}，"
        f"未归类 unassigned {p.unassigned_share:.1%}）；子样本 AMI {figure(p.ami)}，ARI {figure(p.ari)}，"
        f"PAC {figure(p.pac)}；与代码的 AMI {figure(p.code_ami)}；方法 method: {p.method}/{p.chosen_by}"
    )
