"""Pages made from the program itself: the command line from its Typer app, the data dictionary from the real tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the tests use this module where Sphinx is not installed
    from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parents[1]
PAGES = HERE / "generated"
Frames = dict[str, Any]


def frames() -> Frames:
    """Return every table of an empty corpus: names, order and types of columns do not depend on the data."""
    import textmine as tm
    from textmine.corpus.info import CorpusInfo
    from textmine.corpus.model import Corpus
    from textmine.report.datafiles import frames_of
    from textmine.report.summarise import summarise

    study = tm.analyse(Corpus(CorpusInfo("empty", title="empty"), {}))
    return {**frames_of(study, summarise(study)), "funding": study.corpus.funding}


def described() -> dict[str, dict[str, Any]]:
    """Return what ``tables.toml`` says of each table and its columns."""
    return tomllib.loads((HERE / "tables.toml").read_text(encoding="utf-8"))


def columns_of(name: str) -> dict[str, str]:
    """Return column → description of one table; descriptions that several tables share stand once."""
    tables = described()
    return {**tables["shared"], **tables[name]["columns"]}


def tables_page() -> str:
    """Return the data dictionary as Markdown."""
    from textmine.corpus.labels import ZH

    tables = described()
    out = [tables["page"]["text"].strip(), ""]
    for name, frame in frames().items():
        texts = columns_of(name)
        out += [f"## {name} {tables[name]['title']}", "", tables[name]["text"].strip(), ""]
        out += ["| 列 | 中文列名 | 类型 | 含义 |", "|---|---|---|---|"]
        kinds = tables["types"]
        for column in frame.columns:
            kind = kinds[column] if column in kinds else kinds[str(frame[column].dtype)]
            out.append(f"| `{column}` | {ZH.get(column, '')} | {kind} | {_cell(texts[column])} |")
        out.append("")
    return "\n".join(out)


def commands() -> dict[str, Any]:
    """Return all commands of the program by name, commands of groups as «group command»."""
    from typer.main import get_command

    from textmine.cli.app import app

    root: Any = get_command(app)
    out: dict[str, Any] = {}
    for name, command in root.commands.items():
        inner = getattr(command, "commands", None)
        out.update({f"{name} {n}": c for n, c in inner.items()} if inner else {name: command})
    return out


def cli_page() -> str:
    """Return the reference of the command line as Markdown."""
    from textmine.cli.app import EPILOG

    head = ["# 命令行参考", "", "本页由程序自身生成，与 `textmine 命令 --help` 一致。", "", EPILOG, ""]
    return "\n".join([*head, *(line for name, command in commands().items() for line in _command(name, command))])


def _command(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401 - a click command, from whichever click Typer uses
    yield f"## textmine {name}"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    usage = " ".join(_name(p) for p in command.params if _is_argument(p))
    rows = [p for p in command.params if not getattr(p, "hidden", False)]
    line = " ".join(["textmine", name, *usage.split(), *(["[选项]"] if rows else [])])
    yield f"```text\n{line}\n```\n"
    yield from _options(rows)
    if command.epilog:
        examples = command.epilog.split(":", 1)[1].split("·")
        yield "\n".join(["```bash", *(e.strip() for e in examples), "```", ""])


def _options(rows: list[Any]) -> Iterator[str]:
    if not rows:
        return
    yield "| 参数 | 说明 | 默认 |"
    yield "|---|---|---|"
    for p in rows:
        shown = _name(p) if _is_argument(p) else "`, `".join([*p.opts, *p.secondary_opts])
        yield f"| `{shown}` | {_cell(getattr(p, 'help', '') or '')} | {_default(p)} |"
    yield ""


def _name(argument: Any) -> str:  # noqa: ANN401
    return str(argument.metavar or argument.name.upper())


def _is_argument(parameter: Any) -> bool:  # noqa: ANN401
    return bool(parameter.param_type_name == "argument")


def _default(parameter: Any) -> str:  # noqa: ANN401
    value = parameter.default
    missing = parameter.required or value is None or value is False or type(value).__name__ == "Sentinel"
    return "必填" if parameter.required else "" if missing else f"`{value}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def write_pages(_app: Sphinx | None = None) -> None:
    """Write both pages; unchanged ones are left alone, so that Sphinx does not build them again."""
    PAGES.mkdir(exist_ok=True)
    for name, text in (("cli.md", cli_page()), ("tables.md", tables_page())):
        path = PAGES / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def drop_empty_patterns(_app: Sphinx, name: str, source: list[str]) -> None:
    """Leave patterns out of the contents that no page matches yet: Sphinx would warn of them."""
    if name == "index":
        lines = source[0].splitlines()
        source[0] = "\n".join(line for line in lines if not line.endswith("*") or any(HERE.glob(f"{line}.md")))


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the pages before Sphinx looks for sources."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", drop_empty_patterns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
