"""The Parquet files of a store: written so that equal rows give equal bytes, checked before they are believed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from textmine.corpus.store.layout import Manifest, Shard, prefix_length, write_whole
from textmine.corpus.store.tables import FILES, ORDER, SCHEMAS, to_tables

if TYPE_CHECKING:
    from textmine.forms import Extraction

Tables = dict[str, pa.Table]
Reading = tuple[str, int, "Extraction"]
_ALL = "all"
_BATCH = 100


class Fresh(Protocol):
    """Readings that are not in shards yet: key, size and extraction, by key."""

    def keys(self) -> set[str]:
        """Return the keys."""
        ...

    def read(self, keys: Iterable[str]) -> list[Reading]:
        """Return the readings of the given keys."""
        ...


def is_sound(store: Path, shard: Shard) -> bool:
    """Whether a shard is there with the bytes that the manifest promises."""
    try:
        with (store / shard.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == shard.sha256
    except OSError:
        return False


def sound_buckets(store: Path, manifest: Manifest) -> tuple[set[str], set[str]]:
    """Return the buckets whose tables are all sound, and the damaged ones, whose files must be read again."""
    buckets: dict[str, int] = {}
    damaged: set[str] = set()
    for shard in manifest.shards:
        if shard.table in SCHEMAS:
            buckets[shard.bucket] = buckets.get(shard.bucket, 0) + 1
            if not is_sound(store, shard):
                damaged.add(shard.bucket)
    damaged |= {bucket for bucket, tables in buckets.items() if tables != len(SCHEMAS)}
    return set(buckets) - damaged, damaged


def load_bucket(store: Path, manifest: Manifest, bucket: str) -> Tables:
    """Read the tables of one bucket."""
    paths = {s.table: store / s.path for s in manifest.shards if s.bucket == bucket and s.table in SCHEMAS}
    return {name: read_shard(path).cast(SCHEMAS[name]) for name, path in paths.items()}


def load_table(store: Path, manifest: Manifest, bucket: str, name: str, columns: Sequence[str]) -> pa.Table:
    """Read some columns of one table of a bucket."""
    path = next(s.path for s in manifest.shards if s.bucket == bucket and s.table == name)
    return read_shard(store / path, *columns)


def read_shard(path: Path, *columns: str) -> pa.Table:
    """Read some columns of one file, or all: shards are too small for threads to help."""
    with pq.ParquetFile(path) as file:
        return file.read(list(columns) or None, use_threads=False)


def load_keys(store: Path, manifest: Manifest, buckets: Iterable[str], table: str = "readings") -> set[str]:
    """Return the keys of all contents in the given buckets that have a row in a table."""
    wanted = set(buckets)
    paths = [store / s.path for s in manifest.shards if s.table == table and s.bucket in wanted]
    return {key for path in paths for key in read_shard(path, "file")["file"].to_pylist()}


def rebuild(
    store: Path, old: Manifest | None, sound: set[str], fresh: Fresh, wanted: set[str], reader: str
) -> Manifest:
    """Merge old shards and fresh readings into the shards of exactly the wanted contents.

    Shards whose content stays keep their bytes. Nothing that the old manifest names is deleted: that is for
    `sweep`, after the new manifest is in place.

    Parameters
    ----------
    old : Manifest or None
        The present manifest, if its content may be used.
    sound : set of str
        Its buckets that may be used.
    fresh : Fresh
        What was read since; it replaces older readings of the same content.
    wanted : set of str
        The keys that the store shall hold.
    """
    length = prefix_length(len(wanted))
    new = fresh.keys() & wanted
    members: dict[str, set[str]] = {}
    for key in wanted:
        members.setdefault(key[:length] or _ALL, set()).add(key)
    shards: list[Shard] = []
    for bucket, mine in sorted(members.items()):
        before = [_Part(store, old, b, mine - new) for b in sorted(sound) if _overlap(b, bucket)] if old else []
        if old and old.prefix == length and before and not mine & new and all(part.whole for part in before):
            shards += [s for s in old.shards if s.bucket == bucket and s.table in SCHEMAS]
            continue
        tables = _merged([*(part.tables() for part in before), *_in_batches(fresh, mine & new)])
        shards += [write_shard(store, name, bucket, table) for name, table in tables.items()]
    return Manifest(reader, prefix=length).with_shards(tuple(shards))


def _in_batches(fresh: Fresh, keys: set[str]) -> Iterator[Tables]:
    """Yield tables of some readings each: as Python objects, those of a whole bucket would fill the memory."""
    ordered = sorted(keys)
    for i in range(0, max(1, len(ordered)), _BATCH):
        yield to_tables(fresh.read(ordered[i : i + _BATCH]))
        pa.default_memory_pool().release_unused()  # Arrow keeps what it frees: the more batches, the more


class _Part:
    """What an old bucket holds of the wanted contents."""

    def __init__(self, store: Path, manifest: Manifest, bucket: str, wanted: set[str]) -> None:
        self._place = store, manifest, bucket
        held = load_keys(store, manifest, [bucket])
        self.keys = held & wanted
        self.whole = held == self.keys

    def tables(self) -> Tables:
        """Read its tables, without the rows of other contents."""
        tables = load_bucket(*self._place)
        if self.whole:
            return tables
        chosen = pa.array(sorted(self.keys), pa.string())
        return {name: table.filter(pc.is_in(table["file"], chosen)) for name, table in tables.items()}


def _overlap(old: str, new: str) -> bool:
    old, new = ("" if bucket == _ALL else bucket for bucket in (old, new))
    return old.startswith(new) or new.startswith(old)


def _merged(parts: list[Tables]) -> Tables:
    return {
        name: pa.concat_tables([p[name] for p in parts]).sort_by([(k, "ascending") for k in ORDER[name]])
        for name in SCHEMAS
    }


def write_shard(store: Path, name: str, bucket: str, table: pa.Table) -> Shard:
    """Write one shard under a name that ends in the hash of its bytes; the same rows give the same file."""
    buffer = io.BytesIO()
    pq.write_table(table.combine_chunks().replace_schema_metadata(None), buffer, compression="zstd", version="2.6")
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    path = f"{name}/{bucket}-{digest[:16]}.parquet"
    target = store / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shard = Shard(name, bucket, path, table.num_rows, digest)
    if not is_sound(store, shard):
        write_whole(target, data)
    return shard


def load_counts(store: Path, manifest: Manifest) -> dict[str, tuple[int, int, int, str]]:
    """Return pages, pages with forms, forms and the first error of each content."""
    errors: dict[str, str] = {}
    counts: dict[str, tuple[int, int, int, str]] = {}
    for shard in manifest.shards:
        if shard.table == "failures":
            table = read_shard(store / shard.path, "file", "error")
            for key, error in zip(table["file"].to_pylist(), table["error"].to_pylist(), strict=True):
                errors.setdefault(key, error)
    for shard in manifest.shards:
        if shard.table == "readings":
            table = read_shard(store / shard.path, "file", "pages", "form_pages", "forms")
            columns = [table[name].to_pylist() for name in ("file", "pages", "form_pages", "forms")]
            counts |= {key: (*row, errors.get(key, "")) for key, *row in zip(*columns, strict=True)}
    return counts


def holds_files(store: Path, manifest: Manifest, rows: Sequence[Mapping[str, object]]) -> bool:
    """Whether a store has just these rows in its table of names: nothing to be written, and no pandas for Arrow."""
    shard = next((s for s in manifest.shards if s.table == "files"), None)
    if shard is None or shard.rows != len(rows) or not is_sound(store, shard):
        return False
    held = read_shard(store / shard.path).to_pydict()
    return all(values == [row[name] for row in rows] for name, values in held.items())


def write_files(store: Path, rows: Sequence[Mapping[str, object]]) -> Shard:
    """Write the table of the names under which the contents lie."""
    return write_shard(store, "files", _ALL, pa.Table.from_pylist(list(rows), schema=FILES))


def sweep(store: Path, manifest: Manifest) -> None:
    """Delete shards that the manifest does not name: of earlier states, or of a run that was stopped while writing."""
    named = {shard.path for shard in manifest.shards}
    for table in (*SCHEMAS, "files"):
        for path in sorted((store / table).glob("*")) if (store / table).is_dir() else []:
            if f"{table}/{path.name}" not in named:
                path.unlink(missing_ok=True)
