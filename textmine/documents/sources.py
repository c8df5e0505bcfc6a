"""A path → the sources below it: files, and members of ZIP archives, in a fixed order; what cannot be one is named."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from textmine.documents import sources_zip
from textmine.documents.folders import (
    IGNORED_NAMES,
    folder_entries,
    folder_files,
    is_hidden,
    is_regular,
    require_regular,
    written_name,
)
from textmine.documents.limits import Limits, check_size, in_force
from textmine.documents.sniff import CONVERT, READABLE, require_readable, sniff
from textmine.errors import DocumentError, UsageError
from textmine.records import Failure

_WANTED = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".docx", ".doc", ".xlsx", ".xls", ".htm", ".html",
           ".xhtml",
           ".txt", ".zip", ".rar", ".7z", ".ofd", ".wps", ".et", ".rtf", ".mht", ".mhtml", ""}  # fmt: skip


__all__ = ["Source", "Sources", "as_file", "find_sources", "folder_entries", "folder_files", "sources_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read.

    Attributes
    ----------
    name : str
        The path relative to the corpus with forward slashes; members as ``archive.zip!member.pdf``.
    path : Path
        The file, or the archive it is in.
    members : tuple of str
        The raw names of the archive members down to it; empty for a file.
    """

    name: str
    path: Path
    members: tuple[str, ...] = ()

    def read(self, limits: Limits | None = None) -> bytes:
        """Return its bytes.

        Raises
        ------
        DocumentError
            Empty, over a limit, encrypted or broken.
        """
        limits = limits or in_force()
        if self.members:
            return sources_zip.read_member(self.path, self.members, limits, self.name)
        return _read_file(self.path, limits, self.name)


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands below a path: what to read, what cannot be read, what was left out (no kind that holds forms)."""

    found: tuple[Source, ...]
    failures: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()


def find_sources(path: Path, *, limits: Limits | None = None) -> Sources:
    """Find the sources of a folder (recursive, sorted), an archive or a single file.

    Hidden files, temporary files of Office (``~$…``), ``corpus.toml`` and files of kinds that hold no
    forms are left out.

    Raises
    ------
    UsageError
        The path does not exist.
    """
    limits = limits or in_force()
    if not path.exists():
        raise UsageError(f"no such file or folder / 文件或文件夹不存在: {path}", hint="check the path / 请检查路径")
    if path.is_dir():
        parts = [_file_sources(p, name, limits, in_folder=True) for name, p in folder_entries(path)]
    else:
        parts = [_file_sources(path, written_name(str(path)), limits, in_folder=False)]
    return Sources(
        found=tuple(s for part in parts for s in part.found),
        failures=tuple(f for part in parts for f in part.failures),
        skipped=tuple(s for part in parts for s in part.skipped),
    )


def sources_of(path: Path, name: str, *, limits: Limits | None = None) -> Sources:
    """Find the sources in one file of a folder, `name` being its path in the folder."""
    return _file_sources(path, name, limits or in_force(), in_folder=True)


def _ignored(relative: Path) -> bool:
    return any(map(is_hidden, relative.parts)) or relative.name.lower() in IGNORED_NAMES


def _file_sources(path: Path, name: str, limits: Limits, *, in_folder: bool) -> Sources:
    try:
        if in_folder and path.suffix.lower() not in _WANTED and not is_regular(path) and not path.is_dir():
            return Sources((), skipped=(name,))
        require_regular(path, name)
        if in_folder and path.suffix.lower() not in _WANTED and not _starts_like_document(path):
            return Sources((), skipped=(name,))
        if not _starts_like_archive(path):
            # the content decides when the file is read; only what can never be read is told now
            return _plain_file(path, name, limits, in_folder=in_folder)
        data = _read_file(path, limits, name)
        kind = sniff(data, path.name)
        if kind != "zip":
            require_readable(kind, name)
            return Sources((Source(name, path),))
        return _archive(path, name, limits)
    except DocumentError as error:
        return Sources((), (Failure(name, error.message, error.where, error.hint),))
    except OSError as error:
        return Sources((), (Failure(name, f"cannot be opened / 无法打开: {error.strerror or error}", name, ""),))


def _plain_file(path: Path, name: str, limits: Limits, *, in_folder: bool) -> Sources:
    size = path.stat().st_size
    check_size(size, limits, name)
    with path.open("rb") as file:
        head = file.read(min(size, 2**20))
    kind = sniff(head, path.name)
    if kind in READABLE:
        return Sources((Source(name, path),))
    if kind not in CONVERT and in_folder and path.suffix == "":
        return Sources((), skipped=(name,))
    require_readable(kind if kind in CONVERT else sniff(_read_file(path, limits, name), path.name), name)
    return Sources((Source(name, path),))


def _archive(path: Path, name: str, limits: Limits) -> Sources:
    found: list[Source] = []
    failures: list[Failure] = []
    skipped: list[str] = []
    for member in sources_zip.list_members(path, limits, name):
        inner = f"{name}!{member.name}"
        if _ignored(Path(*PurePosixPath(member.name.replace("!", "/")).parts)):
            continue
        if member.error:
            failures.append(Failure(inner, member.error, inner, member.hint))
        elif member.kind in READABLE:
            found.append(Source(inner, path, member.raw))
        elif member.kind in CONVERT:
            failures.append(
                Failure(
                    inner, f"{CONVERT[member.kind][0]} cannot be read / 不能直接读取", inner, CONVERT[member.kind][1]
                )
            )
        else:
            skipped.append(inner)
    return Sources(tuple(found), tuple(failures), tuple(skipped))


def _starts(path: Path, marks: tuple[bytes, ...]) -> bool:
    with path.open("rb") as file:
        return file.read(8).startswith(marks)


def _starts_like_archive(path: Path) -> bool:
    return _starts(path, (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def _starts_like_document(path: Path) -> bool:
    return _starts(path, (b"%PDF-",))


def _read_file(path: Path, limits: Limits, where: str) -> bytes:
    try:
        check_size(path.stat().st_size, limits, where)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be opened / 无法打开: {error.strerror or error}", where=where) from error


@contextmanager
def as_file(source: Source, limits: Limits | None = None) -> Iterator[Path]:
    """Yield a file with the content of a source: the file itself, or a temporary copy of an archive member.

    The copy keeps the extension of the member and is removed afterwards.
    """
    if not source.members:
        yield source.path
        return
    suffix = PurePosixPath(source.name).suffix[:8]
    with tempfile.TemporaryDirectory(prefix="textmine-") as folder:
        file = Path(folder) / f"member{suffix if suffix.isascii() else ''}"
        file.write_bytes(source.read(limits))
        yield file
