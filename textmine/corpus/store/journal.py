"""What was read since the last manifest, one checksummed line a file: whatever stops a run, the lines before it count.

A line is ``<first 16 digits of SHA-256> <reader> <key> <size> <json>``. A line that was torn by a kill or a full disk
does not match its checksum and is left out: its file is read once more.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.corpus.store.layout import JOURNAL
from textmine.errors import StoreError
from textmine.jsonl import form_from_dict
from textmine.records import Failure

if TYPE_CHECKING:
    from textmine.forms import Extraction

_SYNC_SECONDS = 2.0


class Journal:
    """The append-only file of a run; use it as a context manager.

    Parameters
    ----------
    store : Path
        The store's folder.
    reader : str
        Lines that another reader wrote are left out.
    """

    def __init__(self, store: Path, reader: str) -> None:
        self.path = store / JOURNAL
        self._reader = reader
        self._file: FileIO | None = None
        self._offsets: dict[str, int] = {}
        self._synced = 0.0

    def __enter__(self) -> Journal:
        """Open the file for appending, behind the last whole line."""
        self._file = FileIO(self.path, "a+")  # unbuffered: what a full disk refused must not be tried again on closing
        self._close_line()
        self._offsets = self._index()
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def append(self, key: str, size: int, extraction: Extraction) -> None:
        """Add what was read of one content; it survives a kill from here on.

        Raises
        ------
        StoreError
            The disk is full, or failed.
        """
        if self._file is None:
            raise ValueError("the journal is not open")
        body = json.dumps(asdict(extraction), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        text = f"{self._reader} {key} {size} ".encode() + body
        start = self._file.seek(0, os.SEEK_END)
        try:
            _write_all(self._file, checksum(text) + b" " + text + b"\n")
            self._sync()
        except OSError as error:
            raise StoreError(
                f"cannot be written / 无法写入: {error.strerror or error}",
                where=str(self.path),
                hint="make room and run again: it continues where it was / 腾出空间后重新运行，将从中断处继续",
            ) from error
        self._offsets[key] = start

    def __len__(self) -> int:
        """Return the number of contents that the journal holds."""
        return len(self._offsets)

    def keys(self) -> set[str]:
        """Return what the journal holds."""
        return set(self._offsets)

    def read(self, keys: Iterable[str]) -> list[tuple[str, int, Extraction]]:
        """Return key, size and reading of the given contents, in the order of the file."""
        wanted = sorted((self._offsets[key], key) for key in keys)
        out = []
        with self.path.open("rb") as lines:
            for offset, key in wanted:
                lines.seek(offset)
                _, _, _, size, body = lines.readline().split(b" ", 4)
                out.append((key, int(size), _from_dict(json.loads(body))))
        return out

    def clear(self) -> None:
        """Forget all lines: they are in the shards now."""
        self._offsets.clear()
        if self._file is not None:
            self._file.truncate(0)

    def _index(self) -> dict[str, int]:
        """Find the sound lines of this reader; a later line of the same key counts."""
        found: dict[str, int] = {}
        offset = 0
        with self.path.open("rb") as lines:
            for line in lines:
                mark, _, text = line.rstrip(b"\n").partition(b" ")
                parts = text.split(b" ", 3)
                if len(parts) == 4 and parts[0].decode("ascii", "replace") == self._reader and mark == checksum(text):
                    found[parts[1].decode()] = offset
                offset += len(line)
        return found

    def _close_line(self) -> None:
        """End a torn last line, so that the next one begins on its own."""
        if self._file is None or self._file.seek(0, os.SEEK_END) == 0:
            return
        self._file.seek(-1, os.SEEK_END)
        if self._file.read(1) != b"\n":
            _write_all(self._file, b"\n")

    def _sync(self) -> None:
        """Ask the system every few seconds to put the lines on the disk: against power cuts, not against kills."""
        now = time.monotonic()
        if self._file is not None and now - self._synced > _SYNC_SECONDS:
            os.fsync(self._file.fileno())
            self._synced = now


def _write_all(file: FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def checksum(data: bytes) -> bytes:
    """Return the 16 digits that stand before a line."""
    return hashlib.sha256(data).hexdigest()[:16].encode()


def _from_dict(data: dict[str, Any]) -> Extraction:
    from textmine.forms import Extraction

    return Extraction(
        data["source"],
        tuple(form_from_dict(form) for form in data["forms"]),
        tuple(Failure(**failure) for failure in data["failures"]),
        data["n_pages"],
        data["pages_with_forms"],
        tuple(data["engines"]),
        tuple(data["notes"]),
    )
