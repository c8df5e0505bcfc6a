"""Progress of reading: how fast, how much longer on a terminal; silence elsewhere."""

import io

import pytest
from rich.console import Console

from textmine.cli import common


def test_a_terminal_gets_a_bar_with_rate(monkeypatch):
    """Count, files a second and the file's name stand in the bar."""
    screen = io.StringIO()
    monkeypatch.setattr(common, "console", Console(file=screen, force_terminal=True, width=140))
    with common.reading_progress(quiet=False) as watch:
        for done in range(1, 4):
            watch(done, 10, "某局/自评表.pdf")
    assert "自评表.pdf" in screen.getvalue()
    assert "3/10" in screen.getvalue()
    assert "个/s" in screen.getvalue()


@pytest.mark.parametrize(("quiet", "terminal"), [(True, True), (False, False)])
def test_silent(monkeypatch, quiet, terminal):
    """With --quiet, or where stderr is a file, nothing is shown at all."""
    screen = io.StringIO()
    monkeypatch.setattr(common, "console", Console(file=screen, force_terminal=terminal))
    with common.reading_progress(quiet) as watch:
        assert watch is None
    assert screen.getvalue() == ""
