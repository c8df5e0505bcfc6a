"""Dask distributed as an executor: many machines that see the same files.

The workers need textmine in the same version and the corpus folder under the same path (a shared drive). Memory is
limited by Dask itself (``--memory-limit``).
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from textmine.documents.worker_process import Raised, raised
from textmine.errors import ExtraMissingError, UsageError
from textmine.records import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")
_AHEAD = 8
_OVER_TIME = 70


class DaskExecutor:
    """Runs functions on the workers of a Dask client; a worker that dies costs its items one more try elsewhere.

    Parameters
    ----------
    client : distributed.Client
        Connected.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - an optional library without types
        self._client = client

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        name: Callable[[Item], str] = str,
        seconds: Callable[[Item], float] | None = None,
        ordered: bool = True,
    ) -> Iterator[Result | Failure]:
        """Yield one result or failure for each item, always in the order of the items."""
        waiting: deque[tuple[Item, Any]] = deque()
        source = iter(items)
        try:
            while True:
                room = self._room()
                while len(waiting) < room and (work := next(source, None)) is not None:
                    limit = None if seconds is None else seconds(work)
                    waiting.append((work, self._client.submit(_guarded, function, work, limit, pure=False)))
                if not waiting:
                    return
                item, future = waiting.popleft()
                yield self._outcome(future, name(item))
        finally:
            for _, future in waiting:
                future.cancel()

    def _room(self) -> int:
        """Return how many items may be under way: some for each thread, so that none of them waits for us."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads) * _AHEAD

    def _outcome(self, future: Any, source: str) -> Any:  # noqa: ANN401
        try:
            found = future.result()
        except Exception as error:
            if type(error).__name__ == "KilledWorker":
                return Failure(
                    source,
                    "every worker that read it died or took too long / 读取进程反复异常退出或超时",
                    hint="split the file or raise the limits / 请拆分文件或提高上限",
                )
            found = raised(error)
        return found.failure(source) if isinstance(found, Raised) else found


def _guarded(function: Callable[[Any], Any], item: Any, seconds: float | None) -> Any:  # noqa: ANN401
    """Run in a worker. One over its time ends its process: the scheduler gives the item to another one, a few times."""
    timer = threading.Timer(seconds, os._exit, (_OVER_TIME,)) if seconds is not None else None
    if timer is not None:
        timer.daemon = True
        timer.start()
    try:
        return function(item)
    except Exception as error:
        return raised(error)
    finally:
        if timer is not None:
            timer.cancel()


@contextmanager
def dask_executor(scheduler: str) -> Iterator[DaskExecutor]:
    """Connect to a scheduler, e.g. ``tcp://10.0.0.1:8786``, and disconnect at the end.

    Raises
    ------
    ExtraMissingError
        The extra `cluster` is not installed.
    UsageError
        No scheduler answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ExtraMissingError(
            "needs the extra cluster / 需要组件 cluster", hint='pip install "textmine[cluster]"'
        ) from error
    try:
        client: Any = Client(scheduler, timeout=10)  # type: ignore[no-untyped-call,unused-ignore]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no scheduler answers / 无法连接调度器: {error}", where=scheduler, hint="start one: dask scheduler"
        ) from error
    with client:
        yield DaskExecutor(client)
