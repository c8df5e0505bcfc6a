"""Files → corpus: every source read, each in a worker that may fail alone, results in a fixed order."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.corpus.executors import Executor, LocalExecutor, reading_seconds
from textmine.corpus.info import FILE_NAME, CorpusInfo, read_info
from textmine.corpus.model import Corpus, SourceFile
from textmine.corpus.store.layout import has_store
from textmine.errors import DocumentError, UsageError
from textmine.records import Failure, Form

if TYPE_CHECKING:
    from textmine.documents.sources import Source, Sources
    from textmine.forms import Extraction, Layouts

Watch = Callable[[int, int, str], None]
"""Called after each file with the number done, the number of all, and the file's name."""


def read(
    path: str | Path,
    *,
    layouts: Path | None = None,
    workers: int = 0,
    watch: Watch | None = None,
    store: str | Path | None = None,
    executor: Executor | None = None,
) -> Corpus:
    """Read a corpus: a folder (with or without ``corpus.toml``), an archive, or one file.

    Parameters
    ----------
    path : str or Path
        What to read.
    layouts : Path, optional
        A TOML file with header words or layouts of your own, laid over ours.
    workers : int
        Processes that read files, each with limits of time and memory; 0 reads in this process, without such limits
        (the right choice in a script that is not guarded by ``if __name__ == "__main__"``).
    watch : callable, optional
        Told after each file, to show progress.
    store : path, optional
        Where what was read is kept, so that only new and changed files are read. A folder that has a store
        (``.textmine``, made by ``textmine add``) uses it unasked; without one nothing is kept.
    executor : Executor, optional
        Where files are read, in place of `workers`: a cluster, for example.

    Returns
    -------
    Corpus
        Files that cannot be read are in its `failures`; they never stop the others.

    Raises
    ------
    UsageError
        Nothing is at the path.
    ConfigError
        ``corpus.toml`` or the layouts file is wrong.
    StoreError
        The store is in use by another run, or cannot be written.
    """
    path, place = Path(path), executor or LocalExecutor(workers)
    if store is not None or (path.is_dir() and has_store(path)):
        from textmine.corpus.store.load import read_stored

        return read_stored(path, store, executor=place, layouts=layouts, watch=watch)
    info = read_info(path) if path.is_dir() else CorpusInfo(path.stem, title=path.stem)
    return _read([path], info, layouts, place, watch)


def read_paths(
    paths: Sequence[Path], *, layouts: Path | None = None, workers: int = 0, watch: Watch | None = None
) -> Corpus:
    """Read several files and folders as one corpus; sources keep the paths as given.

    Raises
    ------
    UsageError
        Nothing is at one of the paths.
    ConfigError
        A folder's ``corpus.toml`` is wrong.
    """
    if len(paths) == 1:
        return read(paths[0], layouts=layouts, workers=workers, watch=watch)
    return _read(paths, CorpusInfo("files", title="files"), layouts, LocalExecutor(workers), watch)


def _read(
    paths: Iterable[Path], info: CorpusInfo, layouts: Path | None, executor: Executor, watch: Watch | None
) -> Corpus:
    from textmine.forms import load_layouts

    sources: list[Source] = []
    failures: list[Failure] = []
    several = not isinstance(paths, list) or len(paths) > 1
    for path in paths:
        found = _listed(path, several)
        sources += found.found
        failures += found.failures
    extractions: list[tuple[Source, Extraction | None]] = []
    if layouts is not None:
        load_layouts(layouts)  # a mistake in it is told at once, not once a file
    function = partial(_extract, layouts=layouts)
    results = executor.map(function, sources, name=_name, seconds=_seconds)
    for done, (source, result) in enumerate(zip(sources, results, strict=True), 1):
        if isinstance(result, Failure):
            failures.append(result)
            extractions.append((source, None))
        else:
            failures += result.failures
            extractions.append((source, result))
        if watch is not None:
            watch(done, len(sources), source.name)
    return Corpus(info, _forms(extractions, info), tuple(sorted(failures, key=_place)), _files(extractions, failures))


def _listed(path: Path, several: bool) -> Sources:
    """List the sources of a path; in a folder only those that its ``corpus.toml`` names."""
    from dataclasses import replace

    from textmine.documents.sources import find_sources

    found = find_sources(path)
    if path.is_dir():
        patterns = read_info(path).files if (path / FILE_NAME).is_file() else ()
        if patterns:
            kept = tuple(s for s in found.found if is_wanted(s.name, patterns))
            lost = tuple(f for f in found.failures if is_wanted(f.source, patterns))
            found = replace(found, found=kept, failures=lost)
        if several:
            found = replace(found, found=tuple(replace(s, name=f"{path.as_posix()}/{s.name}") for s in found.found))
    elif not several:
        found = replace(found, found=tuple(replace(s, name=_short(s.name, path)) for s in found.found))
    return found


def _short(name: str, path: Path) -> str:
    return path.name + name.removeprefix(str(path))


def is_wanted(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file of a folder, or a member of an archive in it, is named by the patterns of ``corpus.toml``."""
    file = name.split("!")[0]
    return any(fnmatch.fnmatchcase(file, p) or fnmatch.fnmatchcase(Path(file).name, p) for p in patterns)


def _extract(source: Source, layouts: Path | None) -> Extraction:
    from textmine.documents.sources import as_file
    from textmine.forms import extract_file

    with as_file(source) as path:
        return extract_file(path, source=source.name, layouts=known_layouts(layouts))


@cache
def known_layouts(path: Path | None) -> Layouts | None:
    """Load a file of layouts, once a process; None for those of the package."""
    from textmine.forms import load_layouts

    return None if path is None else load_layouts(path)


def _name(source: Source) -> str:
    return source.name


def _seconds(source: Source) -> float:
    try:
        return reading_seconds(source.path.stat().st_size)
    except OSError:
        return reading_seconds(0)


def _place(failure: Failure) -> tuple[str, str, str]:
    return failure.source, failure.where, failure.error


def _forms(extractions: Iterable[tuple[Source, Extraction | None]], info: CorpusInfo) -> dict[str, Form]:
    found = {
        f"{source.name}#{number}": info.dated(form)
        for source, extraction in extractions
        if extraction is not None
        for number, form in enumerate(extraction.forms, 1)
    }
    return dict(sorted(found.items(), key=lambda item: (item[1].source, int(item[0].rsplit("#", 1)[1]))))


def _files(
    extractions: Iterable[tuple[Source, Extraction | None]], failures: Iterable[Failure]
) -> tuple[SourceFile, ...]:
    files = {}
    for source, extraction in extractions:
        size, digest = _fingerprint(source)
        pages, form_pages, forms = (
            (extraction.n_pages, extraction.pages_with_forms, len(extraction.forms)) if extraction else (0, 0, 0)
        )
        path = None if source.members else source.path
        notes = extraction.notes if extraction else ()
        files[source.name] = SourceFile(source.name, digest, size, pages, form_pages, forms, path, notes)
    for failure in failures:
        files.setdefault(failure.source, SourceFile(failure.source, "", 0))
    return tuple(files[name] for name in sorted(files))


def _fingerprint(source: Source) -> tuple[int, str]:
    """Size and SHA-256 of a file; a member of an archive has those of its own bytes, what has vanished has none."""
    try:
        if source.members:
            data = source.read()
            return len(data), hashlib.sha256(data).hexdigest()
        with source.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return source.path.stat().st_size, digest
    except (OSError, DocumentError):
        return 0, ""


def require_forms(corpus: Corpus) -> Corpus:
    """Return the corpus, or raise where it holds no form.

    Raises
    ------
    UsageError
        With what was looked at.
    """
    if not corpus.forms:
        raise UsageError(
            f"no form in {corpus.funnel.files} files / {corpus.funnel.files} 个文件中没有自评表", where=corpus.name
        )
    return corpus
