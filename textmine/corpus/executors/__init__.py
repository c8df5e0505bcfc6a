"""Where functions run: one small protocol, and the processes of this machine as its first form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from textmine.records import Failure

Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    """Applies a function to items somewhere else; what goes wrong with one item is its `Failure` and nobody else's."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        name: Callable[[Item], str] = str,
        seconds: Callable[[Item], float] | None = None,
        ordered: bool = True,
    ) -> Iterator[Result | Failure]:
        """Yield one result or failure for each item.

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
        ordered : bool
            Whether results come in the order of the items; else they may come as they are ready.
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
        ordered: bool = True,
    ) -> Iterator[Result | Failure]:
        """Run in worker processes; see `textmine.documents.worker.run_isolated`."""
        from textmine.documents.worker import run_isolated

        yield from run_isolated(function, items, workers=self.workers, name=name, seconds=seconds, ordered=ordered)


def reading_seconds(size: int) -> float:
    """Return the time that reading a file of `size` bytes may take: scans need minutes, and they are large."""
    from textmine.documents.limits import in_force

    return in_force().seconds_for(size)
