"""``textmine evaluate``: how well roles and codes are found, against annotated passages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from textmine.cli.common import console, existing

NAME = "evaluate"
EXAMPLES = "例 Examples:  textmine evaluate 标注.jsonl  ·  textmine evaluate corpora/passages --folds 5"


def command(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD.jsonl", help="标注文件；交叉验证时为文件夹 Annotated file or folder.")
    ],
    folds: Annotated[
        int | None, typer.Option("--folds", min=2, help="按文件（作者）分组交叉验证 Grouped cross-validation.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出 JSON.")] = False,
) -> int:
    """检验标注质量 Score the model on annotated passages, or cross-validate (an author's file never in training)."""
    from textmine.causes.evaluate import cross_validate, evaluate

    existing(gold)
    scores = evaluate(gold) if folds is None else cross_validate(gold, folds=folds)
    if as_json:
        typer.echo(json.dumps(scores, ensure_ascii=False))
        return 0
    table = Table(title="标注质量 Quality", title_justify="left")
    table.add_column("指标 Measure")
    table.add_column("值 Value", justify="right")
    for key, value in scores.items():
        if not isinstance(value, dict):
            table.add_row(key, f"{value:.4f}" if isinstance(value, float) else str(value))
    console.print(table)
    for name in ("role_f1", "code_f1"):
        if isinstance(scores.get(name), dict):
            line = "  ".join(f"{k} {v:.3f}" for k, v in sorted(scores[name].items()))
            console.print(f"{name}: {line}", soft_wrap=True)
    return 0
