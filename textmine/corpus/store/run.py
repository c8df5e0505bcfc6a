"""Bring a store up to date: only new and changed files are read.

Contents are known by their hash: renamed and copied files are not read again. Whatever stops a run, the next one goes
on behind the last file read, and ends with the same bytes as a run that was never stopped.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.corpus.executors import Executor, LocalExecutor, reading_seconds
from textmine.corpus.reading import Watch, known_layouts
from textmine.corpus.store import shards
from textmine.corpus.store.journal import Journal
from textmine.corpus.store.layout import (
    Manifest,
    default_store,
    read_manifest,
    reader_id,
    write_manifest,
)
from textmine.corpus.store.lock import locked
from textmine.corpus.store.names import file_rows
from textmine.corpus.store.scan import Found, Listing, scan
from textmine.errors import StoreError, UsageError
from textmine.records import Failure

if TYPE_CHECKING:
    from textmine.forms import Extraction

_MERGE_AT = 20_000


@dataclass(frozen=True, slots=True)
class Update:
    """What bringing a store up to date did.

    Attributes
    ----------
    listing : Listing
        What lies in the folder.
    manifest : Manifest
        What the store holds now.
    read : int
        Contents read in this run.
    known : int
        Contents that were in the store already.
    gone : int
        Contents that are no longer in the folder and were taken out.
    damaged : int
        Shards that did not match their checksum; their files were read again.
    other_reader : bool
        Whether the store was written by another version of the reader, and was read again for that.
    unstable : tuple of Failure
        Files that changed while they were read; they are not in the store.
    """

    listing: Listing
    manifest: Manifest
    read: int = 0
    known: int = 0
    gone: int = 0
    damaged: int = 0
    other_reader: bool = False
    unstable: tuple[Failure, ...] = ()


def update(
    folder: str | Path,
    store: str | Path | None = None,
    *,
    executor: Executor | None = None,
    layouts: Path | None = None,
    watch: Watch | None = None,
    retry: bool = False,
) -> Update:
    """Bring the store of a corpus folder up to date: read what is new or changed, take out what is gone.

    Parameters
    ----------
    folder : path
        The corpus.
    store : path, optional
        Where the store lies; ``.textmine`` in the folder by default.
    executor : Executor, optional
        Where files are read; in this process by default.
    layouts : Path, optional
        A TOML file with layouts of your own; other layouts than last time mean that all files are read again.
    watch : callable, optional
        Told after each file, to show progress.
    retry : bool
        Whether to read files again that could not be read, or not wholly.

    Raises
    ------
    StoreError
        The store is in use by another run, cannot be written, or is of a later version.
    UsageError
        No folder, or all files of a filled store are gone.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UsageError("not a folder / 不是文件夹", where=str(folder), hint="a store belongs to a folder of files")
    place = default_store(folder) if store is None else Path(store)
    with locked(place), _told(place):
        return _Run(folder, place, executor or LocalExecutor(), layouts, watch).update(retry)


@contextlib.contextmanager
def _told(store: Path) -> Iterator[None]:
    """Tell a full or broken disk in a user's words."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot be written / 无法写入: {error.strerror or error}",
            where=str(error.filename or store),
            hint="make room and run again: it continues where it was / 腾出空间后重新运行，将从中断处继续",
        ) from error


class _Run:
    """One run under the lock."""

    def __init__(
        self, folder: Path, store: Path, executor: Executor, layouts: Path | None, watch: Watch | None
    ) -> None:
        self._folder, self._store, self._executor, self._layouts, self._watch = folder, store, executor, layouts, watch
        known_layouts(layouts)  # a mistake in it is told at once, not once a file
        self._reader = reader_id(layouts)
        self._on_disk = read_manifest(store)
        mine = self._on_disk is not None and self._on_disk.reader == self._reader
        self._manifest = self._on_disk if mine else None
        self._keys: set[str] | None = None
        self._sound, self._damaged = (
            shards.sound_buckets(store, self._manifest) if self._manifest else (set[str](), set[str]())
        )

    def update(self, retry: bool) -> Update:
        """Read what is missing, merge, and clean up."""
        listing = scan(self._folder, self._store)
        wanted, had = set(listing.keys), self._held()
        if had and not wanted:
            raise UsageError(
                f"all files are gone, the store holds {len(had)} / 语料文件全部消失，缓存中尚有 {len(had)} 个",
                where=str(self._folder),
                hint=f"is a drive missing? else delete {self._store} / 请检查磁盘；如确已清空，请删除该缓存文件夹",
            )
        with Journal(self._store, self._reader) as journal:
            todo = wanted - ((had | journal.keys()) - (self._failed() if retry else set()))
            unstable = self._read(listing, todo, journal)
            self._merge(journal, wanted & (self._held() | journal.keys()))
            self._name(listing)
        journal.path.unlink(missing_ok=True)
        if self._manifest is None:
            raise StoreError("no manifest was written", where=str(self._store))
        shards.sweep(self._store, self._manifest)
        return Update(
            listing,
            self._manifest,
            read=len(todo) - len(unstable),
            known=len(wanted) - len(todo),
            gone=len(had - wanted),
            damaged=len(self._damaged),
            other_reader=self._on_disk is not None and self._on_disk.reader != self._reader,
            unstable=tuple(replace(f, source=listing.names[f.source]) for f in unstable),
        )

    def _held(self) -> set[str]:
        if self._keys is None:
            self._keys = shards.load_keys(self._store, self._manifest, self._sound) if self._manifest else set()
        return self._keys

    def _failed(self) -> set[str]:
        if self._manifest is None:
            return set()
        return shards.load_keys(self._store, self._manifest, self._sound, "failures")

    def _read(self, listing: Listing, todo: set[str], journal: Journal) -> list[Failure]:
        """Read the contents that are missing, each into the journal as soon as it is read."""
        jobs = {key: item for key, item in listing.keys.items() if key in todo}
        room = max(_MERGE_AT, len(self._held()))
        unstable = []
        read = partial(read_content, layouts=self._layouts)
        results = self._executor.map(read, jobs.values(), name=_key, seconds=_seconds, ordered=False)
        for done, result in enumerate(results, 1):
            job = jobs[result.source]
            if job.is_unchanged():
                journal.append(job.key, job.size, _failed(result) if isinstance(result, Failure) else result)
            else:
                text = "changed while it was read; run again / 读取时文件被改动，请重新运行"
                unstable.append(Failure(job.key, text))
            if self._watch is not None:
                self._watch(done, len(jobs), job.source.name)
            if len(journal) >= room:  # a long journal is merged on the way, ever less often as the store grows
                self._merge(journal, self._held() | journal.keys())
                room = max(_MERGE_AT, len(self._held()))
        return unstable

    def _merge(self, journal: Journal, held: set[str]) -> None:
        """Put what the journal holds into the shards, and empty it once they count."""
        if self._manifest and not len(journal) and not self._damaged and held == self._held():
            return
        manifest = shards.rebuild(self._store, self._manifest, self._sound, journal, held, self._reader)
        names = [s for s in self._manifest.shards if s.table == "files"] if self._manifest else []
        self._put(manifest.with_shards((*manifest.shards, *names)))
        journal.clear()

    def _name(self, listing: Listing) -> None:
        """Write the table of the names under which the contents lie."""
        if self._manifest is not None:
            rows = list(file_rows(listing, shards.load_counts(self._store, self._manifest)))
            if not shards.holds_files(self._store, self._manifest, rows):
                others = (s for s in self._manifest.shards if s.table != "files")
                self._put(self._manifest.with_shards((*others, shards.write_files(self._store, rows))))

    def _put(self, manifest: Manifest) -> None:
        if manifest != self._manifest:
            write_manifest(manifest, self._store)
        self._manifest = manifest
        self._keys = None
        self._sound = {s.bucket for s in manifest.shards if s.table == "readings"}


def read_content(job: Found, layouts: Path | None = None) -> Extraction:
    """Read one content under its key; its name is put in when the store is loaded."""
    from textmine.documents.sources import as_file
    from textmine.forms import extract_file

    with as_file(job.source) as path:
        return extract_file(path, source=job.key, layouts=known_layouts(layouts))


def _failed(failure: Failure) -> Extraction:
    from textmine.forms import Extraction

    return Extraction(failure.source, failures=(failure,))


def _key(job: Found) -> str:
    return job.key


def _seconds(job: Found) -> float:
    return reading_seconds(job.size)
