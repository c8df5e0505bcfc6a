"""``textmine doctor``: versions, extras, font, cache, a self-test on a bundled form; licences of what is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.common import EXIT_PARTIAL, writable

NAME = "doctor"
EXAMPLES = "例 Examples:  textmine doctor  ·  textmine doctor --licences  ·  textmine doctor --sbom sbom.json"


def command(
    licences: Annotated[
        bool, typer.Option("--licences", help="列出依赖的许可证 List dependencies and licences.")
    ] = False,
    sbom: Annotated[Path | None, typer.Option(help="写出物料清单 Write an SBOM (CycloneDX JSON).")] = None,
) -> int:
    """自检：版本、可选组件、字体、缓存 Check this installation."""
    writable(sbom)
    if licences or sbom is not None:
        _list(licences, sbom)
        return 0
    from textmine.cli.health import examine

    checks = examine()
    for item in checks:
        state = {"ok": "正常", "missing": "未装", "bad": "异常"}[item.state]
        typer.echo(f"[{state}] {item.name}: {item.detail}")
    return EXIT_PARTIAL if any(item.state == "bad" for item in checks) else 0


def _list(licences: bool, sbom: Path | None) -> None:
    from textmine.cli.licences import components, write_sbom

    if licences:
        for item in components():
            typer.echo(f"{item.name}\t{item.version}\t{item.licence or '未声明 not declared'}")
    if sbom is not None:
        typer.echo(f"{write_sbom(sbom)} 个组件 components → {sbom}", err=True)
