"""A run on an unchanged corpus writes nothing again; whatever a report follows from has it written."""

import shutil
from pathlib import Path
from runpy import run_path

import pytest

from textmine.cli.app import run_app
from textmine.corpus.store import update


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A corpus with a store, and a report (three small files in place of a whole one) that a run wrote."""

    def report(_study, out, *, lang="zh"):
        out.mkdir(parents=True, exist_ok=True)
        for name in ("report.md", "tables.xlsx", "report.html"):
            (out / name).write_text(lang, encoding="utf-8")
        return out / "report.html"

    monkeypatch.setattr("textmine.corpus.study.Study.report", report)
    stores = run_path(str(Path(__file__).parents[1] / "corpus" / "stores.py"))
    stores["fill"](tmp_path / "c", range(3))
    update(tmp_path / "c")
    assert is_written(tmp_path)
    return tmp_path


def is_written(place, *more):
    """Whether a run writes the report again."""
    page = place / "out" / "report.html"
    before = page.stat().st_mtime_ns if page.exists() else 0
    assert run_app(["run", str(place / "c"), "-o", str(place / "out"), "-w", "0", "-q", *more]) == 0
    return page.stat().st_mtime_ns != before


def test_nothing_changed(place, capfd):
    """The report stays; what is said is the same."""
    capfd.readouterr()
    assert is_written(place, "--seed", "1")
    first = capfd.readouterr().out
    assert not is_written(place, "--seed", "1")
    assert capfd.readouterr().out == first
    assert "report.html" in first


@pytest.mark.parametrize(
    "change",
    [
        lambda p: (p / "c" / "表001.html").unlink(),
        lambda p: (p / "c" / "表001.html").rename(p / "c" / "新.html"),
        lambda p: (p / "c" / "corpus.toml").write_text('title = "题"', encoding="utf-8"),
        lambda p: (p / "out" / "tables.xlsx").unlink(),
        lambda p: (p / "out" / "report.md").write_text("x", encoding="utf-8"),
        lambda p: (p / "c" / ".textmine" / "cache").rename(p / "cache"),
        lambda p: [x.write_text("{", encoding="utf-8") for x in (p / "c" / ".textmine" / "cache").glob("run-*")],
    ],
)
def test_a_change_has_it_written(place, change):
    """Files, their names, the description, a report that was touched, a lost or broken note."""
    assert not is_written(place)
    change(place)
    assert is_written(place)


@pytest.mark.parametrize("more", [["--lang", "en"], ["--themes", "2"], ["--seed", "5"]])
def test_an_option_has_it_written(place, more):
    """Other options, another report; the same ones again, none."""
    assert is_written(place, *more)
    assert not is_written(place, *more)
    assert is_written(place)


def test_without_a_store_nothing_is_spared(place):
    """A corpus whose readings are not kept is read and written each time."""
    shutil.rmtree(place / "c" / ".textmine")
    assert is_written(place)
    assert is_written(place)
