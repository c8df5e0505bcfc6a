"""Dask distributed as an executor: many machines that see the same files.

The workers need textmine in the same version and the corpus folder under the same path (a shared drive).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from textmine.errors import ExtraMissingError, UsageError
from textmine.records import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")
_AHEAD = 8
_RETRIES = 2


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
    ) -> Iterator[Result | Failure]:
        """Yield one result or failure for each item, in the order of the items."""
        waiting: deque[tuple[Item, Any]] = deque()
        source = iter(items)
        try:
            while True:
                room = self._room()
                while len(waiting) < room and (batch := next(source, None)) is not None:
                    waiting.append((batch, self._submit(function, batch)))
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

    def _submit(self, function: Callable[[Item], Result], item: Item) -> Any:  # noqa: ANN401
        from textmine.documents.worker_process import call

        return self._client.submit(call, function, item, str(item), pure=False, retries=_RETRIES)

    def _outcome(self, future: Any, source: str) -> Any:  # noqa: ANN401
        from textmine.documents.worker_process import raised

        try:
            return future.result()
        except Exception as error:
            # the worker died with this item each time it was tried
            found = raised(error)
            return Failure(source, found.message, found.where, found.hint)


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
