"""What lies in a corpus folder now, by content: files that look untouched are not opened again.

A file is taken as untouched where size, modification and change time and inode are those of the last look. Times are
only compared for equality, so that a clock that was changed costs a second look and never a wrong answer. A file that
was written within the two seconds before the look is looked at again next time: its clock may not have ticked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from textmine.collector import paused
from textmine.corpus.info import read_info
from textmine.corpus.store.layout import reader_id, write_whole
from textmine.documents.sources import Source, folder_entries, sources_of
from textmine.errors import DocumentError
from textmine.records import Failure

_FRESH_NS = 2 * 10**9
_SUFFIX = 6
CACHE = Path("cache") / "stat.json"


@dataclass(frozen=True, slots=True)
class Found:
    """One source with the key of its content: its SHA-256 and suffix (which decides between kinds of text)."""

    source: Source
    key: str
    size: int
    stamp: tuple[int, ...]

    def is_unchanged(self) -> bool:
        """Whether the file is still the one that was looked at."""
        return fingerprint(self.source.path) == self.stamp


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder: sources in reading order, and files of which nothing can be read."""

    found: tuple[Found, ...]
    failures: tuple[Failure, ...]

    @property
    def keys(self) -> dict[str, Found]:
        """The contents, each with the first source that has it."""
        out: dict[str, Found] = {}
        for item in self.found:
            out.setdefault(item.key, item)
        return out

    @property
    def names(self) -> dict[str, str]:
        """The first name of each content."""
        return {key: item.source.name for key, item in self.keys.items()}

    @property
    def duplicates(self) -> tuple[tuple[str, ...], ...]:
        """The names of each content that lies in the folder more than once."""
        names: dict[str, list[str]] = {}
        for item in self.found:
            names.setdefault(item.key, []).append(item.source.name)
        return tuple(tuple(group) for group in names.values() if len(group) > 1)


def scan(folder: Path, store: Path, *, trust: bool = True) -> Listing:
    """Look at all files of a corpus folder; with `trust`, files that look untouched are taken from the last look."""
    from textmine.corpus.reading import is_wanted

    patterns = read_info(folder).files
    cached = _load(store) if trust else {}
    seen: dict[str, Any] = {}
    found: list[Found] = []
    failures: list[Failure] = []
    for name, path in folder_entries(folder):
        if patterns and not is_wanted(name, patterns):
            continue
        entry = _look(name, path, cached.get(name))
        if entry["settled"]:
            seen[name] = entry
        stamp = tuple(entry["stamp"])
        found += [
            Found(Source(f"{name}{inner}", path, tuple(raw)), key, size, stamp)
            for inner, raw, key, size in entry["found"]
        ]
        failures += [Failure(f"{name}{inner}", *rest) for inner, *rest in entry["failures"]]
    if seen != cached:
        with contextlib.suppress(OSError):  # without the cache the next look takes longer; that is all
            (store / CACHE).parent.mkdir(parents=True, exist_ok=True)
            write_whole(store / CACHE, json.dumps({"reader": reader_id(), "files": seen}).encode())
    return Listing(tuple(found), tuple(failures))


def fingerprint(path: Path) -> tuple[int, ...]:
    """Return what changes when a file is written; nothing where the file is gone."""
    try:
        s = path.stat()
    except OSError:
        return ()
    return s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino


def _load(store: Path) -> dict[str, Any]:
    try:
        with paused():
            data = json.loads((store / CACHE).read_text(encoding="utf-8"))
        files = data["files"] if data["reader"] == reader_id() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}


def _look(name: str, path: Path, cached: dict[str, Any] | None) -> dict[str, Any]:
    before = fingerprint(path)
    if cached and tuple(cached["stamp"]) == before:
        return cached
    sources = sources_of(path, name)
    failures = [[f.source.removeprefix(name), f.error, f.where, f.hint] for f in sources.failures]
    found: list[list[Any]] = []
    for source in sources.found:
        try:
            digest, size = _digest(source)
            found.append([source.name.removeprefix(name), list(source.members), digest + _suffix(source.name), size])
        except (OSError, DocumentError) as error:
            failures.append([source.name.removeprefix(name), *_words(error, source.name)])
    settled = bool(before) and before == fingerprint(path) and abs(time.time_ns() - before[1]) > _FRESH_NS
    return {"stamp": list(before), "settled": settled, "found": found, "failures": failures}


def _digest(source: Source) -> tuple[str, int]:
    if source.members:
        data = source.read()
        return hashlib.sha256(data).hexdigest(), len(data)
    with source.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size


def _words(error: OSError | DocumentError, name: str) -> tuple[str, str, str]:
    if isinstance(error, DocumentError):
        return error.message, "" if error.where == name else error.where, error.hint
    return f"cannot be opened / 无法打开: {error.strerror or error}", "", ""


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name.lower()).suffix
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= _SUFFIX else ""
