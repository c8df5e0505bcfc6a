"""Where a store keeps what: its folder, its manifest, and what must match before its content may be used.

::

    .textmine/
      manifest.json            schema, reader, and every shard with rows and SHA-256; replaced last, in one step
      forms/all-1f3a….parquet  the tables, one file a bucket of content hashes; the name ends in the content's own hash
      indicators/  funding/  findings/  failures/  readings/  files/
      journal.jsonl            what was read since the last manifest; gone when a run is complete
      cache/  lock             helpers of this machine, no part of the content
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import Any

from textmine import __version__
from textmine.errors import StoreError

FOLDER = ".textmine"
SCHEMA = 1
MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
_ROOMS = ("documents", "forms")
_SHARD_FILES = 2_000
_MAX_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Shard:
    """One Parquet file of a store.

    Attributes
    ----------
    table, bucket : str
        What it holds: the rows of a table whose files' hashes begin with the bucket's digits.
    path : str
        Relative to the store, with forward slashes.
    rows : int
        Number of rows.
    sha256 : str
        Of the file's bytes.
    """

    table: str
    bucket: str
    path: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store holds: equal content gives equal bytes, whatever way led to it."""

    reader: str
    textmine: str = __version__
    schema: int = SCHEMA
    prefix: int = 0
    shards: tuple[Shard, ...] = field(default=())

    def with_shards(self, shards: tuple[Shard, ...]) -> Manifest:
        """Return the manifest with other shards, in their fixed order."""
        return replace(self, shards=tuple(sorted(shards, key=lambda s: (s.table, s.bucket))))


def prefix_length(files: int) -> int:
    """Digits of the content hash that name a bucket: few files in one, millions in 65,536; a function of the number."""
    length = 0
    while files > _SHARD_FILES * 16**length and length < _MAX_PREFIX:
        length += 1
    return length


def reader_id(layouts: Path | None = None) -> str:
    """Return the hash of all that decides how a file is read: the readers' code and layouts, OCR or none, `layouts`.

    A store that was read by another reader is read again: a result must never come from code that is no longer there.
    """
    if layouts is None:
        return _package_id()
    return hashlib.sha256(_package_id().encode() + layouts.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _package_id() -> str:
    root = Path(__file__).resolve().parents[2]
    files = [p for room in _ROOMS for p in (root / room).rglob("*") if p.suffix in (".py", ".toml")]
    digest = hashlib.sha256(f"{__version__} schema {SCHEMA} ocr {util.find_spec('rapidocr') is not None}".encode())
    for path in sorted([*files, root / "records.py"], key=lambda p: p.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:16]


def read_manifest(store: Path) -> Manifest | None:
    """Read the manifest of a store; None where there is none. One of an older schema names no reader and no shards.

    Raises
    ------
    StoreError
        Not a manifest, or one of a later version of textmine.
    """
    path = store / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        schema = int(data["schema"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise StoreError(
            f"not a manifest / 清单已损坏: {error}",
            where=str(path),
            hint="delete the store folder, the files will be read again / 请删除该缓存文件夹后重读",
        ) from error
    if schema > SCHEMA:
        raise StoreError(
            f"written by textmine {data.get('textmine')}, schema {schema} is later than {SCHEMA} / 由更新的版本写成",
            where=str(store),
            hint="pip install -U textmine",
        )
    if schema < SCHEMA:  # of no use but to say so: its files are read again
        return Manifest("", str(data.get("textmine")), schema)
    shards = tuple(Shard(**row) for row in data["shards"])
    return Manifest(data["reader"], data["textmine"], schema, data["prefix"], shards)


def write_manifest(manifest: Manifest, store: Path) -> None:
    """Put a manifest in place in one step."""
    data: dict[str, Any] = {
        "schema": manifest.schema,
        "textmine": manifest.textmine,
        "reader": manifest.reader,
        "prefix": manifest.prefix,
        "shards": [{key: getattr(s, key) for key in Shard.__slots__} for s in manifest.shards],
    }
    write_whole(store / MANIFEST, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there completely or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def default_store(corpus: Path) -> Path:
    """Return where the store of a corpus folder lies unless told otherwise."""
    return corpus / FOLDER


def has_store(folder: Path) -> bool:
    """Whether a corpus folder has a store in its default place, complete or begun."""
    store = default_store(folder)
    return (store / MANIFEST).is_file() or (store / JOURNAL).is_file()
