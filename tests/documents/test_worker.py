"""Workers that hang, die, eat memory or raise cost their own item only."""

import os
import pathlib
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
