"""One writer at a time: a lock that the system takes back when its owner dies, with the owner's name in it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from textmine.errors import StoreError

LOCK = "lock"


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Hold the store for writing.

    The lock is the system's (``flock``, on Windows ``msvcrt``): one that was left by a killed process is none. The
    file stays; it says who holds the lock or held it last.

    Raises
    ------
    StoreError
        Another process holds it, or the folder cannot be written.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        file = (store / LOCK).open("a+b")
    except OSError as error:
        raise StoreError(
            f"cannot be written / 无法写入: {error.strerror or error}",
            where=str(store),
            hint="choose another place with --store DIR / 请用 --store 另选位置",
        ) from error
    with file:
        if not _take(file):
            raise StoreError(
                f"in use by another run / 另一个进程正在使用: {_owner(store)}",
                where=str(store),
                hint="wait until it ends, or stop it; nothing is lost / 请等待其结束，或先停止它（进度不会丢失）",
            )
        _sign(file)
        try:
            yield
        finally:
            _release(file)


def _take(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(2**30)  # far behind the text, which others may then still read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sign(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):  # the name is a courtesy: a full disk must not stop a run that only reads
        file.seek(0)
        file.truncate()
        file.write(json.dumps({"pid": os.getpid(), "host": platform.node()}).encode())
        file.flush()


def _release(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(2**30)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _owner(store: Path) -> str:
    try:
        data = json.loads((store / LOCK).read_text(encoding="utf-8"))
        return f"pid {data['pid']} on {data['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "pid ?"
