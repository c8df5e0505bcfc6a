"""The other side of the worker: what runs in the child process."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pathlib
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from textmine.documents.limits import Limits, limited
from textmine.errors import TextmineError
from textmine.records import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")


NESTED = 75
"""Exit code of a worker that was about to start workers itself, see `refuse_nested_start`."""


class Ready:
    """What a worker sends before anything else."""


def refuse_nested_start() -> None:
    """End this process where it is a worker that is still importing the user's script.

    A script without ``if __name__ == "__main__":`` starts workers while a worker imports it. Python would print a
    traceback for every one of them; the parent knows the exit code and says what to do, once.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        os._exit(NESTED)


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception on its way to the parent."""

    message: str
    where: str
    hint: str

    def failure(self, source: str) -> Failure:
        """Return it as the failure of an item."""
        return Failure(source, self.message, "" if self.where == source else self.where, self.hint)


def raised(error: BaseException) -> Raised:
    """Tell an exception in a user's words."""
    if isinstance(error, TextmineError):
        return Raised(error.message, error.where, error.hint)
    if isinstance(error, MemoryError):
        return Raised(
            "needs more memory than the limit / 超过内存上限",
            "",
            "split the file, or give it more: --limit memory=MB / 请拆分文件，或用 --limit memory=MB 提高",
        )
    if isinstance(error, RecursionError):
        return Raised("nested too deep / 嵌套过深", "", "open and save the file again / 请重新保存后再试")
    return Raised(
        f"unexpected error / 意外错误: {type(error).__name__}: {error}", "", "please report it / 请报告此问题"
    )


def call(function: Callable[[Item], Result], item: Item, source: str) -> Result | Failure:
    """Apply a function in this process; an exception becomes a `Failure`."""
    try:
        return function(item)
    except Exception as error:
        return raised(error).failure(source)


def serve(pipe: Connection, function: Callable[[Any], Any], limits: Limits, scratch: str) -> None:
    """Answer items with results until the parent hangs up; temporary files go to the folder `scratch`."""
    tempfile.tempdir = scratch
    with contextlib.suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hush()
    limit_memory(limits.memory_bytes)
    pipe.send(Ready())
    with limited(limits):
        _answer(pipe, function)


def _hush() -> None:
    """Keep what libraries written in other languages print when they fail off the user's terminal."""
    with contextlib.suppress(OSError, ValueError):
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 2)
        os.close(sink)


def _answer(pipe: Connection, function: Callable[[Any], Any]) -> None:
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            outcome = function(item)
        except (KeyboardInterrupt, SystemExit):
            return
        except BaseException as error:  # panics of Rust libraries are no `Exception`
            outcome = raised(error)
        try:
            pipe.send(outcome)
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:
            pipe.send(Raised(f"the result cannot be sent: {error}", "", ""))


def limit_memory(memory_bytes: int) -> bool:
    """Limit the address space of this process to what it has now plus `memory_bytes`; False where impossible."""
    try:
        import resource

        with pathlib.Path("/proc/self/statm").open(encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        return False
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + memory_bytes
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        return True
    return False
