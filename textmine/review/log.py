"""The decisions file: appended line by line, each on the disk before the page moves on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import ConfigError, StoreError
from textmine.review.decisions import Decision, decision_from_dict, decision_to_dict


@dataclass(frozen=True, slots=True)
class Replay:
    """What a decisions file amounts to.

    Attributes
    ----------
    latest : dict of (coder, id) to Decision
        The last line wins; lines that were taken back are in it with the status ``withdrawn``.
    done : dict of coder to tuple of Decision
        Each coder's decisions that can still be undone, oldest first.
    last_seq : int
        The largest sequence number, 0 for none.
    """

    latest: dict[tuple[str, str], Decision]
    done: dict[str, tuple[Decision, ...]]
    last_seq: int


def replay(decisions: Iterable[Decision]) -> Replay:
    """Go through the lines in order; a line with `undoes` takes the named one from the coder's stack."""
    latest: dict[tuple[str, str], Decision] = {}
    done: dict[str, list[Decision]] = {}
    last = 0
    for decision in decisions:
        latest[decision.coder, decision.id] = decision
        last = max(last, decision.seq)
        stack = done.setdefault(decision.coder, [])
        if decision.undoes is None:
            stack.append(decision)
        else:
            stack[:] = [d for d in stack if d.seq != decision.undoes]
    return Replay(latest, {coder: tuple(stack) for coder, stack in done.items()}, last)


def read_decisions(path: Path) -> Iterator[Decision]:
    """Yield the decisions of a file in order.

    A broken last line without its line end was cut off by a crash before it was acknowledged: it is left out.

    Raises
    ------
    ConfigError
        Any other line that is no decision, with its number.
    """
    *lines, last = path.read_bytes().split(b"\n")
    for number, raw in enumerate([*lines, b"" if _is_torn(last) else last], 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8-sig"))
            if not isinstance(row, dict):
                raise ValueError("not a JSON object / 不是 JSON 对象")
            yield decision_from_dict(row)
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                f"no decision of the review desk / 不是复核记录: {error}",
                where=f"{path}:{number}",
                hint="files of `textmine review` have coder, seq and status on every line",
            ) from error


def append_decision(path: Path, decision: Decision) -> None:
    """Append one line and return when it is on the disk; a line that could be written only in part is taken back.

    Raises
    ------
    StoreError
        The disk is full, or the file cannot be written.
    """
    line = json.dumps(decision_to_dict(decision), ensure_ascii=False) + "\n"
    try:
        with path.open("ab", buffering=0) as out:
            size = out.seek(0, os.SEEK_END)
            try:
                if out.write(line.encode("utf-8")) != len(line.encode("utf-8")):
                    raise OSError("disk full / 磁盘已满")
                os.fsync(out.fileno())
            except OSError:
                out.truncate(size)
                raise
    except OSError as error:
        raise StoreError(f"cannot be written / 无法写入: {error}", where=str(path)) from error


def mend(path: Path) -> bytes:
    """End the file with a whole line, so that the next one starts clean; return what a crash had left behind."""
    data = path.read_bytes()
    last = data[data.rfind(b"\n") + 1 :]
    if not last:
        return b""
    with path.open("r+b") as file:
        if _is_torn(last):
            file.truncate(len(data) - len(last))
        else:
            file.seek(0, os.SEEK_END)
            file.write(b"\n")
        file.flush()
        os.fsync(file.fileno())
    return last if _is_torn(last) else b""


def _is_torn(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return bool(line.strip())
    return False
