"""Progress of reading: how fast, how much longer; a bar on a terminal, a line a minute in a log."""

import io

import pytest
from rich.console import Console

from textmine.cli import common


@pytest.mark.parametrize(
    ("times", "calls", "said"),
    [
        ([0, 59.9], [(100, 200)], []),
        ([0, 60], [(1200, 6000)], ["读取 read 1200/6000，20.0 个/s，剩余 left 4 min"]),
        ([0, 60, 90, 120], [(60, 240), (90, 240), (120, 240)], [
            "读取 read 60/240，1.0 个/s，剩余 left 3 min", "读取 read 120/240，1.0 个/s，剩余 left 2 min",
        ]),
    ],
)  # fmt: skip
def test_a_log_gets_a_line_a_minute(times, calls, said):
    """Done, all, rate, and what is left at this rate; never more often than once a minute."""
    lines = []
    watch = common.minutely(lines.append, clock=iter(times).__next__)
    for done, total in calls:
        watch(done, total, "a.pdf")
    assert lines == said


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


def test_quiet_is_quiet():
    """No watch at all."""
    with common.reading_progress(quiet=True) as watch:
        assert watch is None
