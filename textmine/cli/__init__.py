"""The command line: one file a sub-command, heavy imports only in the command that needs them."""

from __future__ import annotations


def main() -> None:
    """Run ``textmine`` and exit with the documented code."""
    from textmine.cli.app import run_app

    raise SystemExit(run_app())
