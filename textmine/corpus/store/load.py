"""From a store to a `Corpus`: equal to what reading all files again would give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.collector import paused
from textmine.corpus.executors import Executor
from textmine.corpus.info import CorpusInfo, read_info
from textmine.corpus.model import Corpus, SourceFile
from textmine.corpus.reading import Watch
from textmine.corpus.store import Update, shards, update
from textmine.corpus.store.layout import FOLDER, MANIFEST, SCHEMA, Manifest, default_store, read_manifest
from textmine.errors import StoreError
from textmine.records import Failure, Form

if TYPE_CHECKING:
    from textmine.forms import Extraction

Name = tuple[str, str, int, Path | None]
"""Source, key, size and path of one file of a corpus."""
HEX = 64


def read_stored(
    folder: str | Path,
    store: str | Path | None = None,
    *,
    executor: Executor | None = None,
    layouts: Path | None = None,
    watch: Watch | None = None,
) -> Corpus:
    """Bring a store up to date and return its corpus; see `textmine.corpus.store.update` for the parameters."""
    folder = Path(folder)
    place = default_store(folder) if store is None else Path(store)
    done = update(folder, place, executor=executor, layouts=layouts, watch=watch)
    return corpus_of(done, read_info(folder), place)


def corpus_of(done: Update, info: CorpusInfo, store: Path) -> Corpus:
    """Return the corpus of a store that was just brought up to date."""
    with paused():
        return _corpus(info, store, done.manifest, names_of(done), (*done.listing.failures, *done.unstable))


def names_of(done: Update) -> list[Name]:
    """Return the files of a folder that was just looked at."""
    return [
        (item.source.name, item.key, item.size, None if item.source.members else item.source.path)
        for item in done.listing.found
    ]


def open_store(store: str | Path) -> Corpus:
    """Open a store as it is, without its source files: one that was sent by somebody, or on a read-only medium.

    Parameters
    ----------
    store : path
        The store, or the corpus folder that it lies in.

    Raises
    ------
    StoreError
        There is none, or it is damaged.
    """
    store, manifest = checked_store(Path(store))
    home = store.parent if store.name == FOLDER else store
    names: list[Name] = []
    failures: list[Failure] = []
    for shard in (s for s in manifest.shards if s.table == "files"):
        for row in shards.read_shard(store / shard.path).to_pylist():
            path = home / row["source"]
            if row["file"] is None:
                failures.append(Failure(row["source"], row["error"]))
            else:
                names.append((row["source"], row["file"], row["size"], path if path.is_file() else None))
    return _corpus(read_info(home), store, manifest, names, failures)


def checked_store(store: Path) -> tuple[Path, Manifest]:
    """Return where a store lies, given itself or its corpus folder, and its manifest, all shards compared with it.

    Raises
    ------
    StoreError
        There is none, or it is damaged.
    """
    if not (store / MANIFEST).is_file() and (store / FOLDER / MANIFEST).is_file():
        store = store / FOLDER
    manifest = read_manifest(store)
    if manifest is None:
        raise StoreError("no store here / 这里没有语料库缓存", where=str(store), hint="textmine add CORPUS")
    if manifest.schema < SCHEMA:
        raise StoreError(
            f"written by textmine {manifest.textmine}, schema {manifest.schema}, before {SCHEMA} / 由旧版本写成",
            where=str(store),
            hint="textmine add CORPUS reads its files again / 请用 textmine add 重读",
        )
    bad = [s.path for s in manifest.shards if not shards.is_sound(store, s)]
    if bad:
        raise StoreError(
            f"damaged / 已损坏: {', '.join(bad[:3])}",
            where=str(store),
            hint="textmine add CORPUS reads its files again",
        )
    return store, manifest


def stored_names(store: Path, manifest: Manifest) -> Iterator[tuple[str, str, int]]:
    """Yield source, key and number of forms of every file that could be opened."""
    for shard in (s for s in manifest.shards if s.table == "files"):
        table = shards.read_shard(store / shard.path, "source", "file", "forms")
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        yield from ((source, key, forms) for source, key, forms in rows if key is not None)


def _corpus(
    info: CorpusInfo, store: Path, manifest: Manifest, names: Iterable[Name], failures: Iterable[Failure]
) -> Corpus:
    first: dict[str, str] = {}
    for source, key, _, _ in names:
        first.setdefault(key, source)
    readings = {key: found for key, _, found in _readings(store, manifest, first)}
    files, lost = {}, list(failures)
    forms: dict[str, Form] = {}
    for source, key, size, path in sorted(names, key=lambda n: n[0]):
        found = readings.get(key)
        if found is None:
            continue
        mine = renamed(found, source)
        pages = (found.n_pages, found.pages_with_forms, len(found.forms))
        files[source] = SourceFile(source, key[:HEX], size, *pages, path, mine.notes)
        lost += mine.failures
        forms.update((f"{source}#{n}", info.dated(form)) for n, form in enumerate(mine.forms, 1))
    for failure in lost:
        files.setdefault(failure.source, SourceFile(failure.source, "", 0))
    ordered = tuple(files[name] for name in sorted(files))
    return Corpus(info, forms, tuple(sorted(lost, key=lambda f: (f.source, f.where, f.error))), ordered)


def _readings(store: Path, manifest: Manifest, names: Mapping[str, str]) -> Iterator[tuple[str, int, Extraction]]:
    from textmine.corpus.store.readings import from_tables  # with the whole parser behind it: not for an overview

    for bucket in sorted({s.bucket for s in manifest.shards if s.table == "readings"}):
        yield from from_tables(shards.load_bucket(store, manifest, bucket), names)


def renamed(found: Extraction, source: str) -> Extraction:
    """Return a reading under the name of another file with the same content."""
    if found.source == source:
        return found
    return replace(
        found,
        source=source,
        forms=tuple(replace(form, source=source) for form in found.forms),
        failures=tuple(under_name(f, found.source, source) for f in found.failures),
    )


def under_name(failure: Failure, old: str, new: str) -> Failure:
    """Return a failure with the name of a file in place of another, or of a key."""
    source, error, where = (text.replace(old, new) for text in (failure.source, failure.error, failure.where))
    return Failure(source, error, where, failure.hint)
