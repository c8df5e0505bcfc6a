"""Where functions run: one small protocol, and the processes of this machine as its first form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from textmine.records import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")

_BASE_SECONDS = 180.0
_SECONDS_A_MEGABYTE = 120.0  # a scanned page is some 0.1 to 0.3 MB and takes OCR up to 15 s on a slow machine
_MOST_SECONDS = 4 * 3600.0


class Executor(Protocol):
    """Applies a function to items somewhere else; what goes wrong with one item is its `Failure` and nobody else's."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        name: Callable[[Item], str] = str,
        seconds: Callable[[Item], float] | None = None,
    ) -> Iterator[Result | Failure]:
        """Yield one result or failure for each item, in the order of the items.

        Parameters
        ----------
        function : callable
            A function of a module; what it takes and gives must be picklable.
        items : iterable
            Taken a bounded number ahead.
        name : callable
            What an item is called in a failure.
        seconds : callable, optional
            The time an item may take.
        """
        ...


@dataclass(frozen=True, slots=True)
class LocalExecutor:
    """Processes of this machine, each with limits of time and memory; 0 workers for this process, without limits."""

    workers: int = 0

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        name: Callable[[Item], str] = str,
        seconds: Callable[[Item], float] | None = None,
    ) -> Iterator[Result | Failure]:
        """Run in worker processes; see `textmine.documents.worker.run_isolated`."""
        from textmine.documents.worker import run_isolated

        yield from run_isolated(function, items, workers=self.workers, name=name, seconds=seconds)


def reading_seconds(size: int) -> float:
    """Return the time that reading a file of `size` bytes may take: scans need minutes, and they are large."""
    return min(_BASE_SECONDS + _SECONDS_A_MEGABYTE * size / 2**20, _MOST_SECONDS)
