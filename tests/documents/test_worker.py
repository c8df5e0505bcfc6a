"""Workers that hang, die, eat memory or raise cost their own item only."""

import ctypes
import multiprocessing
import os
import pathlib
import signal
import tempfile
import threading
import time

import pytest

from textmine.documents.limits import Limits
from textmine.documents.worker import run_isolated
from textmine.errors import DocumentError
from textmine.records import Failure


def act(item: str) -> str:
    """What a worker may do."""
    match item.split(":")[0]:
        case "hang":
            time.sleep(60)
        case "die":
            os._exit(7)
        case "eat":
            return str(len(bytearray(4 * 2**30)))
        case "raise":
            raise DocumentError("broken", where="page 3", hint="mend it")
        case "bug":
            raise ValueError("oops")
        case "once":
            path = item.split(":", 1)[1]
            if not pathlib.Path(path).exists():
                with pathlib.Path(path).open("w", encoding="utf-8"):
                    os._exit(9)
    return item.upper()


def test_results_come_in_order_and_bad_items_fail_alone(tmp_path):
    items = ["a", "die", "b", "raise", f"once:{tmp_path}/seen", "bug", "c"]
    out = list(run_isolated(act, items, workers=2, limits=Limits(seconds=20)))
    assert [o for o in out if isinstance(o, str)] == ["A", "B", items[4].upper(), "C"]
    assert out[1].source == "die" and "crashed (exit 7)" in out[1].error
    assert out[3] == Failure("raise", "broken", "page 3", "mend it")
    assert "ValueError: oops" in out[5].error


def wait_for(path: str) -> str:
    """Wait until a file is there, for a while; an empty name waits for nothing."""
    end = time.monotonic() + 20
    while path and not pathlib.Path(path).exists() and time.monotonic() < end:
        time.sleep(0.01)
    return path


def test_a_slow_item_holds_up_no_other_where_order_does_not_count(tmp_path):
    flag = tmp_path / "flag"
    quick = [""] * 40  # far more than are taken ahead
    out = []
    for result in run_isolated(wait_for, [str(flag), *quick], workers=2, limits=Limits(seconds=60), ordered=False):
        out.append(result)
        if len(out) == len(quick):
            flag.touch()
    assert out == [*quick, str(flag)]


def test_a_hanging_worker_is_killed_at_the_limit():
    start = time.monotonic()
    out = list(run_isolated(act, ["hang", "a"], limits=Limits(seconds=1.5)))
    assert time.monotonic() - start < 15
    assert "stopped after 1.5 s" in out[0].error and out[1] == "A"


@pytest.mark.skipif(not pathlib.Path("/proc/self/statm").exists(), reason="no address space limit here")
def test_memory_is_limited():
    (out,) = run_isolated(act, ["eat"], limits=Limits(seconds=20, memory_bytes=2**29))
    assert "memory" in out.error


def test_items_are_taken_lazily():
    taken = []

    def items():
        for n in range(1000):
            taken.append(n)
            yield str(n)

    stream = run_isolated(act, items(), workers=1)
    assert next(stream) == "0"
    assert len(taken) < 20
    stream.close()


def test_without_workers_exceptions_become_failures_too():
    assert list(run_isolated(act, ["a", "raise"], workers=0)) == ["A", Failure("raise", "broken", "page 3", "mend it")]


def crash(item: str) -> str:
    """Ways in which a reader may go down, each leaving a temporary file behind."""
    with pathlib.Path(tempfile.mkdtemp(), "left").open("w", encoding="utf-8"):
        pass
    match item:
        case "segfault":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "panic":
            raise type("PanicException", (BaseException,), {})("index out of range")
        case "noise":
            os.write(2, b"thread panicked at src/lib.rs\n")
        case "endless":
            while True:
                pass
        case "recursion":
            return crash_deeper(0)
        case "unpicklable":
            return (lambda: None).__name__ and threading.Lock()
    return item


def crash_deeper(depth: int) -> str:
    """Without an end."""
    return crash_deeper(depth + 1)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_whatever_happens_to_one_item_the_others_are_done_and_nothing_is_left(tmp_path, monkeypatch, capfd):
    """Signals, aborts, panics, endless loops: each costs its item, with a reason and what to do."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    bad = {
        "segfault": "SIGSEGV", "abort": "SIGABRT", "killed": "SIGKILL", "exit": "exit 3", "panic": "PanicException",
        "endless": "stopped after", "recursion": "nested too deep", "unpicklable": "cannot be sent",
    }  # fmt: skip
    items = [name for key in bad for name in (key, f"good {key}")] + ["noise"]
    out = list(run_isolated(crash, items, workers=2, limits=Limits(seconds=3), retries=0))
    assert [o for o in out if isinstance(o, str)] == [*(f"good {key}" for key in bad), "noise"]
    failures = {o.source: o for o in out if isinstance(o, Failure)}
    assert failures.keys() == bad.keys()
    assert all(words in failures[key].error for key, words in bad.items())
    assert all(failures[key].hint for key in ("segfault", "abort", "killed", "exit", "endless"))
    assert not multiprocessing.active_children()
    assert not list(tmp_path.iterdir())
    assert capfd.readouterr() == ("", "")


def test_a_caller_that_stops_early_leaves_nothing(tmp_path, monkeypatch):
    """Closing the stream ends the workers, busy ones too."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stream = run_isolated(crash, ["a", "endless", "endless"], workers=2, limits=Limits(seconds=600))
    assert next(stream) == "a"
    stream.close()
    assert not multiprocessing.active_children() and not list(tmp_path.iterdir())
