"""``textmine doctor``: versions, extras, font, cache, and a self-test on a bundled form."""

from __future__ import annotations

import typer

from textmine.cli.common import EXIT_PARTIAL

NAME = "doctor"
EXAMPLES = "例 Example:  textmine doctor"


def command() -> int:
    """自检：版本、可选组件、字体、缓存 Check this installation."""
    from textmine.cli.health import examine

    checks = examine()
    for item in checks:
        state = {"ok": "正常", "missing": "未装", "bad": "异常"}[item.state]
        typer.echo(f"[{state}] {item.name}: {item.detail}")
    return EXIT_PARTIAL if any(item.state == "bad" for item in checks) else 0
