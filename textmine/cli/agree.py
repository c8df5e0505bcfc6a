"""``textmine agree``: agreement of two annotations of the same passages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import existing

NAME = "agree"
EXAMPLES = "例 Examples:  textmine agree 甲.jsonl 乙.jsonl  ·  textmine agree 人工.jsonl 机器.jsonl --json"


def command(
    first: Annotated[Path, typer.Argument(metavar="A.jsonl", help="第一位标注者 The first coder's annotations.")],
    second: Annotated[
        Path, typer.Argument(metavar="B.jsonl", help="第二位标注者 The second coder's (or the machine's).")
    ],
    disagreements: Annotated[int, typer.Option(min=0, help="列出多少条分歧 How many disagreements to list.")] = 20,
    first_coder: Annotated[str | None, typer.Option(help="复核文件中的哪一位 Which coder of a review file.")] = None,
    second_coder: Annotated[str | None, typer.Option(help="同上，第二份 Likewise, of the second file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON.")] = False,
) -> int:
    """检验两份标注的一致性：Krippendorff α 与自助区间 Agreement of two coders with bootstrap intervals."""
    from textmine.causes.agreement import compare, describe
    from textmine.review.apply import coder_rows

    result = compare(coder_rows(existing(first), first_coder), coder_rows(existing(second), second_coder))
    if as_json:
        typer.echo(json.dumps(result.to_dict(), ensure_ascii=False))
    else:
        typer.echo(describe(result, disagreements=disagreements))
    return 0
