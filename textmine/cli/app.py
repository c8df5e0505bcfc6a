"""The application: its commands, and how errors and exit codes reach a person."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import typer
from typer import rich_utils

from textmine import __version__
from textmine.cli import (
    add,
    agree,
    annotate,
    check,
    codebook,
    count,
    doctor,
    evaluate,
    extract,
    report,
    review,
    run,
    show,
    synth,
    terms,
    themes,
)
from textmine.cli.common import EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, console
from textmine.errors import TextmineError

EPILOG = "退出码 exit codes：0 全部读成；1 用法有误；2 什么也没读到；3 部分文件失败（见 failures.csv），其余完整。"

app = typer.Typer(
    name="textmine",
    help="从财政项目支出绩效自评表到失分的共性原因。Read self-evaluation forms; code and count what cost points.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (run, add, count, review, extract, check, show, annotate, themes, terms, evaluate, agree, synth, doctor):
    app.command(name=command.NAME, epilog=command.EXAMPLES)(command.command)
app.add_typer(codebook.app, name="codebook")
app.add_typer(report.app, name="report")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"textmine {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="版本 Show the version."),
) -> None:
    pass


def run_app(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a user's mistake ends in one message, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a GBK console must not crash on a character it cannot show
            stream.reconfigure(errors="replace")
    try:
        result = app(args=args, prog_name="textmine", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        console.print("已中断 Interrupted", style="yellow")
        return EXIT_INTERRUPTED
    except TextmineError as error:
        console.print("错误 Error:", style="bold red", end=" ")
        console.print(str(error), markup=False, soft_wrap=True)
        return EXIT_USAGE
    except BrokenPipeError:  # `textmine extract … | head`
        sys.stderr.close()
        return EXIT_OK
    except OSError as error:  # no right to write, no room on the disk, a folder where a file is wanted
        console.print("错误 Error:", style="bold red", end=" ")
        console.print(f"{error.filename or ''}: {error.strerror or error}", markup=False, soft_wrap=True)
        return EXIT_USAGE
    except Exception as error:
        if not hasattr(error, "format_message"):  # not one of Typer's own complaints about the command line
            raise
        rich_utils.rich_format_error(error)  # type: ignore[arg-type]
        return EXIT_USAGE
    return result if isinstance(result, int) else EXIT_OK
