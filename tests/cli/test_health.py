"""textmine doctor: what it looks at, and that it finds what is wrong."""

from textmine.cli import health
from textmine.cli.app import run_app


def test_a_sound_installation(capsys):
    """Every needed part is there, and the form in memory is read, coded and counted."""
    checks = {c.name: c for c in health.examine()}
    assert not [c for c in checks.values() if c.state == "bad"]
    assert "procurement" in checks["self-test"].detail
    assert run_app(["doctor"]) == 0
    assert "self-test" in capsys.readouterr().out


def test_a_missing_extra_is_named(monkeypatch):
    """An absent extra says what to install; it is no fault."""
    monkeypatch.setattr(health, "_EXTRAS", {"ocr": ("no_such_module",)})
    (check,) = health._extras()
    assert check.state == "missing"
    assert "textmine[ocr]" in check.detail


def test_a_missing_dependency_is_bad(monkeypatch, capsys):
    """An absent dependency is a fault, and the exit code says so."""
    monkeypatch.setattr(health, "_NEEDED", ("no-such-distribution",))
    assert run_app(["doctor"]) == 3
    assert "no-such-distribution" in capsys.readouterr().out
