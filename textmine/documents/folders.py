"""A folder → its entries in a fixed order, under names that can be written down, whatever they are on the disk."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Container, Iterator
from pathlib import Path

from textmine.errors import DocumentError

IGNORED_NAMES = {"corpus.toml", "thumbs.db", "desktop.ini", "failures.csv", "manifest.json"}

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line ends, marks that turn the writing round, halves of characters."""


def folder_entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Walk down a folder by the names of its entries: files, and whatever cannot be read, broken links for example.

    Links to folders are not followed, since they may lead in a circle. A folder that may not be opened is an entry
    itself, to be told as a failure.
    """
    yield from _walk(folder, "")


def folder_files(folder: Path) -> list[tuple[str, Path]]:
    """List the files below a folder that may hold forms by their name, in the order in which they are read."""
    return [(name, path) for name, path in folder_entries(folder) if is_regular(path)]


def is_regular(path: Path) -> bool:
    """Whether something is a file with content of its own: no folder, no pipe, no socket, no device, no broken link."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def require_regular(path: Path, where: str) -> None:
    """Refuse what only looks like a file: reading a pipe would wait for ever.

    Raises
    ------
    DocumentError
        With what to do.
    OSError
        Nothing can be learned about it.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        next(path.iterdir(), None)  # one that may not be opened: the system says why
    if not stat.S_ISREG(mode):
        raise DocumentError(
            "not a regular file / 不是普通文件（管道、套接字或设备）",
            where=where,
            hint="copy its content into a file / 请把内容存成文件",
        )


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda e: e.name)
    except OSError:
        yield prefix.rstrip("/") or str(folder), folder
        return
    names: set[str] = set()
    for entry in found:
        if is_hidden(entry.name):
            continue
        name = written_name(entry.name, names)
        names.add(name)
        if _is_folder(entry):
            if not entry.is_symlink():
                yield from _walk(folder / entry.name, f"{prefix}{name}/")
        elif entry.name.lower() not in IGNORED_NAMES:
            yield prefix + name, folder / entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def is_hidden(name: str) -> bool:
    """Whether a name is that of a hidden file or of one that Office or macOS keeps for itself."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


def written_name(name: str, taken: Container[str] = ()) -> str:
    """Return a name as it can be written into any file, and not to be one that is `taken`.

    Bytes that are no UTF-8 are read as GB18030, as in archives unpacked without regard to their encoding; control
    characters and what else has no meaning are written as escapes.
    """
    if not _UNWRITABLE.search(name):
        return name
    from_disk = all("\udc80" <= c <= "\udcff" for c in name if "\ud800" <= c <= "\udfff")
    raw = os.fsencode(name) if from_disk else name.encode("utf-8", "backslashreplace")
    plain = escaped(_decoded(raw))
    return escaped(raw.decode("utf-8", "backslashreplace")) if plain in taken else plain


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def escaped(name: str) -> str:
    """Return a name with its control characters, line ends and directional marks written as escapes."""
    return _UNWRITABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), name)
