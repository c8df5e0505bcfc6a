"""Run a function over many items in worker processes that may hang, crash or eat memory without harm to the rest.

One worker takes one item at a time. A worker over its time is killed; one that dies costs its item one more try in
a new worker; both end as a `Failure` in the place of the result. Only a bounded number of items is taken ahead, so that
neither a long corpus nor a slow consumer fills the memory.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, takewhile
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from textmine.documents import worker_process
from textmine.documents.limits import Limits, in_force
from textmine.errors import UsageError
from textmine.records import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")
_AHEAD = 4
_TASKS_A_WORKER = 500
_GRACE = 1.0
_START = 120.0  # a worker may take so long to start on a busy machine; the time of its item begins after that
_STILLBORN = 3  # workers in a row that die before they are ready


def _context() -> BaseContext:
    """Return a start method without inherited state: fork copies locks and open files of a threaded parent."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context(
        "forkserver" if "forkserver" in methods and sys.platform != "darwin" else "spawn"
    )


@dataclass(slots=True)
class _Task(Generic[Item]):
    number: int
    item: Item
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: _Task[Any] | None = None
    deadline: float = 0.0
    done: int = 0
    ready: bool = False


def run_isolated(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int = 1,
    limits: Limits | None = None,
    name: Callable[[Item], str] = str,
    retries: int = 1,
    seconds: Callable[[Item], float] | None = None,
    ordered: bool = True,
) -> Iterator[Result | Failure]:
    """Apply a function to every item in worker processes; yield one result for each.

    Parameters
    ----------
    function : callable
        A function of a module (it is sent to the workers by name); its results must be picklable.
    workers : int
        Number of processes; 0 runs in this process, without time and memory limits.
    limits : Limits
        `seconds` for one item, `memory_bytes` for one worker where the system can limit it; the others are in force
        in the workers. Those in force here by default.
    name : callable
        What an item is called in a `Failure`; its text by default.
    retries : int
        How often an item whose worker died is tried again. One over its time is not.
    seconds : callable, optional
        The time that one item may take, where not all may take the same; `limits.seconds` by default.
    ordered : bool
        Whether results come in the order of the items. Else they come as they are ready, and no item waits for a slow
        one before it.

    Yields
    ------
    result or Failure
        One for every item: a `Failure` where the function raised, or its worker hung, died or ran out of memory.

    Raises
    ------
    UsageError
        No worker can start, as in a script that starts processes outside of ``if __name__ == "__main__":``.
    """
    limits = limits or in_force()
    if workers <= 0:
        for item in items:
            yield worker_process.call(function, item, name(item))
        return
    worker_process.refuse_nested_start()
    usual = limits.seconds
    pool = _Pool(function, workers, limits, name, retries, seconds or (lambda _: usual))
    try:
        yield from pool.run(iter(items), ordered)
    finally:
        pool.close()


class _Pool(Generic[Item, Result]):
    """The workers, what they do, and the results that wait for their turn."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        workers: int,
        limits: Limits,
        name: Callable[[Item], str],
        retries: int,
        seconds: Callable[[Item], float],
    ) -> None:
        self._seconds = seconds
        self._function, self._limits, self._name, self._retries = function, limits, name, retries
        self._size = workers
        self._context = _context()
        # a worker that is killed cannot clear up: its temporary files lie where we can
        self._scratch = tempfile.TemporaryDirectory(prefix="textmine-", ignore_cleanup_errors=True)
        self._workers: list[_Worker] = []
        self._waiting: list[_Task[Item]] = []
        self._ready: dict[int, Result | Failure] = {}
        self._stillborn = 0

    def run(self, items: Iterator[Item], ordered: bool) -> Iterator[Result | Failure]:
        """Keep the workers busy and yield until items and results are used up."""
        taken = given = 0
        more = True
        while more or taken > given:
            while more and taken - given < self._size * _AHEAD:
                try:
                    self._waiting.append(_Task(taken, next(items)))
                    taken += 1
                except StopIteration:
                    more = False
            self._hand_out()
            if not self._due(given, ordered) and any(w.task for w in self._workers):
                self._collect()
            for number in self._due(given, ordered):
                yield self._ready.pop(number)
                given += 1

    def _due(self, given: int, ordered: bool) -> list[int]:
        """Return the numbers of the results whose turn it is."""
        return list(takewhile(self._ready.__contains__, count(given))) if ordered else sorted(self._ready)

    def _hand_out(self) -> None:
        while self._waiting:
            worker = next((w for w in self._workers if w.task is None), None)
            if worker is None and len(self._workers) >= self._size:
                return
            worker = worker or self._start()
            task = self._waiting.pop(0)
            start = 0.0 if worker.ready else _START
            worker.task, worker.deadline = task, time.monotonic() + start + self._seconds(task.item)
            try:
                worker.pipe.send(task.item)
            except (BrokenPipeError, OSError):
                self._lost(worker)
            except Exception as error:
                # an item that cannot be sent is the item's fault, not the worker's
                worker.task = None
                self._finish(task, Failure(self._name(task.item), f"cannot be sent to a worker: {error}"))

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=worker_process.serve, args=(there, self._function, self._limits, self._scratch.name), daemon=True
        )
        process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _collect(self) -> None:
        """Wait for the first result, death or deadline and deal with it."""
        busy = [w for w in self._workers if w.task]
        patience = max(0.0, min(w.deadline for w in busy) - time.monotonic())
        ready = wait([w.pipe for w in busy], timeout=patience)
        for worker in busy:
            if worker.pipe in ready:
                self._receive(worker)
            elif time.monotonic() >= worker.deadline:
                self._expire(worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            outcome = worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(worker)
            return
        except Exception as error:
            outcome = worker_process.Raised(f"the result cannot be sent: {error}", "", "")
        if isinstance(outcome, worker_process.Ready):
            worker.ready, self._stillborn = True, 0
            if worker.task is not None:  # the time of an item begins when its worker is there
                worker.deadline = time.monotonic() + self._seconds(worker.task.item)
            return
        task, worker.task = worker.task, None
        worker.done += 1
        if task is not None:
            self._finish(task, _unwrap(outcome, self._name(task.item)))
        if worker.done >= _TASKS_A_WORKER:
            self._stop(worker)

    def _expire(self, worker: _Worker) -> None:
        task, worker.task = worker.task, None
        self._stop(worker, kill=True)
        if task is not None:
            failure = Failure(
                self._name(task.item),
                f"stopped after {self._seconds(task.item):g} s / 超过时限，已停止读取",
                hint="split the file, or give it more time: --limit seconds=N / 请拆分，或用 --limit seconds=N 延长",
            )
            self._finish(task, failure)

    def _lost(self, worker: _Worker) -> None:
        """Deal with a worker that died: its item gets another try, then a failure."""
        task, worker.task = worker.task, None
        self._stop(worker)
        if task is None:
            return
        if not worker.ready:
            self._not_started(task, worker.process.exitcode)
            return
        if task.tries < self._retries:
            task.tries += 1
            self._waiting.insert(0, task)
            return
        code = _exit_name(worker.process.exitcode)
        hint = (
            "open and save the file again, or give it more memory: --limit memory=MB"
            " / 请打开后另存再读；若是内存不足，用 --limit memory=MB 提高上限"
        )
        self._finish(task, Failure(self._name(task.item), f"the reader crashed ({code}) / 读取进程异常退出", hint=hint))

    def _not_started(self, task: _Task[Item], code: int | None) -> None:
        """Deal with a worker that died before it could take an item: that is not the item's fault."""
        self._waiting.insert(0, task)
        self._stillborn += 1
        if code == worker_process.NESTED or self._stillborn >= _STILLBORN:
            raise UsageError(
                f"worker processes cannot start (exit {code}) / 读取进程无法启动",
                hint='in a script, put what you call under `if __name__ == "__main__":`, or use workers=0 / '
                '脚本请把调用放在 if __name__ == "__main__": 之下，或用 workers=0',
            )

    def _finish(self, task: _Task[Item], outcome: Result | Failure) -> None:
        self._ready[task.number] = outcome

    def _stop(self, worker: _Worker, *, kill: bool = False) -> None:
        """Let an idle worker go, kill one that is not."""
        if worker in self._workers:
            self._workers.remove(worker)
        worker.pipe.close()
        if not kill:
            worker.process.join(_GRACE)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join(_GRACE * 5)

    def close(self) -> None:
        """Stop all workers."""
        for worker in list(self._workers):
            self._stop(worker, kill=worker.task is not None)
        self._scratch.cleanup()


def _exit_name(code: int | None) -> str:
    """Return how a process ended: a signal by its name."""
    try:
        return signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}"
    except ValueError:
        return f"signal {-(code or 0)}"


def _unwrap(outcome: Any, source: str) -> Any:  # noqa: ANN401 - whatever the function gave
    if isinstance(outcome, worker_process.Raised):
        return outcome.failure(source)
    return outcome
