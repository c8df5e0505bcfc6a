"""A script that starts workers where it may not is told what to do; nothing forks without end."""

import subprocess
import sys
import time

import pytest

from textmine.documents import worker_process
from textmine.documents.limits import Limits
from textmine.documents.worker import run_isolated
from textmine.errors import UsageError

_SCRIPT = """
import sys
import textmine as tm
print("imported", __name__, flush=True)
try:
    print(len(tm.read(sys.argv[1], workers=2)), "forms")
except tm.errors.TextmineError as error:
    print("told:", error)
"""
_GUARDED = """
import sys
import textmine as tm
if __name__ == "__main__":
    print(len(tm.read(sys.argv[1], workers=2)), "forms")
"""


@pytest.fixture
def folder(tmp_path):
    """Three files without a form."""
    for n in range(3):
        (tmp_path / f"{n}.html").write_text(f"<p>通知 {n}</p>", encoding="utf-8")
    return tmp_path


def run(script, folder):
    """Run a script in a file of its own."""
    path = folder / "script.py"
    path.write_text("import textmine.errors\n" + script, encoding="utf-8")
    done = subprocess.run([sys.executable, str(path), str(folder)], capture_output=True, text=True, timeout=120)
    return done.stdout, done.stderr


def test_an_unguarded_script_is_told_once(folder):
    """One message with what to do, no traceback, and no more processes than workers."""
    out, err = run(_SCRIPT, folder)
    assert out.count("told:") == 1
    assert '__name__ == "__main__"' in out
    assert "Traceback" not in err
    assert 2 <= out.count("imported") <= 4


def test_a_guarded_script_runs(folder):
    """The same with the guard."""
    assert run(_GUARDED, folder) == ("0 forms\n", "")


def test_a_script_from_a_pipe_is_told(folder):
    """Python reads it from stdin: there is no file for a worker to import."""
    command = [sys.executable, "-", str(folder)]
    script = "import textmine.errors\n" + _SCRIPT
    done = subprocess.run(command, input=script, capture_output=True, text=True, timeout=120)
    assert "told:" in done.stdout or "forms" in done.stdout


def stillborn(*_):
    """A worker that dies before it can say that it is there."""
    raise SystemExit(9)


def test_workers_that_never_start_end_the_run(monkeypatch):
    """Not every item is blamed for it."""
    monkeypatch.setattr(worker_process, "serve", stillborn)
    with pytest.raises(UsageError, match="cannot start"):
        list(run_isolated(str, range(100), workers=2))


def slow(item):
    """Sleep for as long as told."""
    time.sleep(item)
    return item


def test_the_time_of_an_item_begins_with_its_worker():
    """A short limit does not blame the first item for the start of its worker."""
    assert list(run_isolated(slow, [0.0, 0.0], workers=1, limits=Limits(seconds=0.3))) == [0.0, 0.0]
