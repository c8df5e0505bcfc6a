"""--help as a person reads it: each command says what it does in both languages, lists its options, has an example."""

import re
import subprocess
import sys

import pytest
import typer
from typer.core import TyperGroup

from textmine.cli.app import EPILOG, app, run_app

ROOT = typer.main.get_command(app)


def walk(group, path=()):
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from walk(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(walk(ROOT))
HAN = re.compile(r"[\u4e00-\u9fff]")


def squeezed(text):
    return re.sub(r"[\s│╭╮╰╯─]+", "", text)


def test_the_commands_are_the_documented_ones():
    """The set of commands is a contract: guides and scripts name them."""
    documented = (
        "run add count review extract check show annotate themes terms evaluate agree synth doctor "
        "codebook/show codebook/copy codebook/check report/check report/pdf"
    )
    assert {"/".join(path) for path in COMMANDS} == set(documented.split())


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_of_a_command(path, capfd):
    """Exit 0, on stdout; it says what it does, names each argument and option, and has an example that is its own."""
    assert run_app([*path, "--help"]) == 0
    said = capfd.readouterr()
    shown = squeezed(said.out)
    assert said.err == ""
    assert f"textmine{''.join(path)}" in shown
    command = COMMANDS[path]
    for parameter in command.params:
        assert any(squeezed(o) in shown for o in parameter.opts) or squeezed(parameter.metavar or "") in shown
    if len(path) == 1:
        assert command.epilog
        assert f"textmine {path[0]}" in command.epilog


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_what_it_says_is_in_both_languages(path):
    """Chinese first, then English, for the command and each of its options that has words to say."""
    command = COMMANDS[path]
    assert HAN.search(command.help)
    assert re.search(r"[A-Za-z]{3}", command.help)
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        assert text, (path, parameter.name)
        assert HAN.search(text) or parameter.name == "help", (path, parameter.name)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_examples_parse(path):
    """The examples of a command are true: its own parser takes their options."""
    epilog = COMMANDS[path].epilog or ""
    for example in re.findall(r"textmine ([^·]+)", epilog):
        words = [w.strip("'") for w in example.split(" > ")[0].split()]
        options = {w.split("=")[0] for w in words if re.match(r"--?[a-z]", w)}
        command = COMMANDS.get((words[0],)) or COMMANDS[tuple(words[:2])]
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        assert options <= known, example


def test_the_root_tells_the_exit_codes(capfd):
    """`textmine --help`, `-h` and `textmine` alone list all commands; the first two the exit codes."""
    for args in (["--help"], ["-h"]):
        assert run_app(args) == 0
        shown = squeezed(capfd.readouterr().out)
        assert all(name in shown for name in ROOT.commands)
        assert squeezed(EPILOG) in shown


@pytest.mark.parametrize(("typed", "meant"), [("extrct", "extract"), ("reveiw", "review")])
def test_a_mistyped_command_is_guessed(typed, meant, capfd):
    """A typo leads to the command that was meant, with exit 1."""
    assert run_app([typed]) == 1
    assert meant in capfd.readouterr().err


def test_help_costs_no_heavy_import():
    """`--help` answers at once: no pandas, jieba, sklearn, matplotlib is loaded for it."""
    code = (
        "import sys; from textmine.cli.app import run_app; run_app(['run', '--help']);"
        "print([m for m in ('pandas', 'jieba', 'sklearn', 'matplotlib', 'pdfplumber') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_on_a_gbk_console():
    """A console of code page 936 shows the help: Chinese as Chinese, nothing breaks on the frame."""
    command = [sys.executable, "-m", "textmine", "extract", "--help"]
    done = subprocess.run(
        command, capture_output=True, env={"PYTHONIOENCODING": "cp936", "COLUMNS": "100"}, check=False
    )
    assert done.returncode == 0
    assert "读取自评表" in done.stdout.decode("cp936")
