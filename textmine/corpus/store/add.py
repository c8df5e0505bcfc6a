"""Bring files into a corpus folder: copied, never overwritten, and not at all where their content is there already."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from textmine.documents.sources import folder_files
from textmine.errors import StoreError, UsageError


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the files.

    Attributes
    ----------
    copied : tuple of str
        Names in the corpus of files that were copied into it.
    present : tuple of (Path, str)
        Files whose content the corpus has already, and its name there.
    inside : int
        Files that lie in the corpus folder anyway.
    """

    copied: tuple[str, ...] = ()
    present: tuple[tuple[Path, str], ...] = ()
    inside: int = 0


def add_files(folder: Path, paths: Iterable[Path]) -> Added:
    """Copy files and folders into a corpus folder, so that it stays whole when it is moved or given away.

    A folder keeps its name and structure. Where another content has the name already, eight digits of the new
    content's hash are put behind it.

    Raises
    ------
    UsageError
        A path that does not exist.
    StoreError
        The corpus folder cannot be written.
    """
    home = folder.resolve()
    listed = [pair for path in paths for pair in _named(path)]
    outside = [(name, path) for name, path in listed if not path.resolve().is_relative_to(home)]
    held = _contents(folder, {path.stat().st_size for _, path in outside}) if outside else {}
    copied: list[str] = []
    present: list[tuple[Path, str]] = []
    for name, path in outside:
        digest = _digest(path)
        if digest in held:
            present.append((path, held[digest]))
            continue
        held[digest] = _copy(path, folder, name, digest)
        copied.append(held[digest])
    return Added(tuple(copied), tuple(present), len(listed) - len(outside))


def _named(path: Path) -> list[tuple[str, Path]]:
    """List the files of a path with the names they get in a corpus."""
    if not path.exists():
        raise UsageError("no such file or folder / 没有这个文件或文件夹", where=str(path))
    if path.is_dir():
        return [(f"{path.resolve().name}/{name}", file) for name, file in folder_files(path)]
    return [(path.name, path)]


def _contents(folder: Path, sizes: set[int]) -> dict[str, str]:
    """Return the hashes of the files of a folder that have one of the given sizes."""
    return {_digest(path): name for name, path in folder_files(folder) if path.stat().st_size in sizes}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(path: Path, folder: Path, name: str, digest: str) -> str:
    target = folder / name
    if target.exists():
        target = target.with_name(f"{target.stem}-{digest[:8]}{target.suffix}")
    part = target.with_name(f".{target.name}.part")  # hidden: a copy that was stopped is no file of the corpus
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(
            f"cannot be copied into the corpus / 无法复制到语料文件夹: {error.strerror or error}",
            where=str(target),
            hint="read-only? use the folder as it is: textmine add CORPUS --store DIR / 只读语料请用 --store",
        ) from error
    return target.relative_to(folder).as_posix()
