"""What a store holds in figures, from a few of its columns: what people are told after a run, without any form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.corpus.model import Doubt, Funnel, SourceFile, is_doubt
from textmine.corpus.store import shards
from textmine.corpus.store.load import HEX, Name, names_of, under_name
from textmine.records import Failure

if TYPE_CHECKING:
    from textmine.corpus.store.layout import Manifest
    from textmine.corpus.store.run import Update


@dataclass(frozen=True, slots=True)
class Overview:
    """The same as the attributes of these names of the store's `Corpus`."""

    funnel: Funnel
    failures: tuple[Failure, ...]
    files: tuple[SourceFile, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """Figures of one content, before it has a name."""

    pages: int
    form_pages: int
    forms: int
    notes: tuple[str, ...]
    sums: Sequence[int]  # reconciled forms, indicators, passages
    failures: list[Failure]
    doubts: list[tuple[int, str, str]]


def overview_of(done: Update, store: Path) -> Overview:
    """Return the figures of a store that was just brought up to date; a bucket at a time is in memory."""
    named: dict[str, list[Name]] = {}
    for name in names_of(done):
        named.setdefault(name[1], []).append(name)
    files: list[tuple[SourceFile, _Content]] = []
    failures = [*done.listing.failures, *done.unstable]
    doubts: list[Doubt] = []
    for bucket in sorted({s.bucket for s in done.manifest.shards if s.table == "readings"}):
        for key, found in _contents(store, done.manifest, bucket):
            for source, _, size, path in named.get(key, ()):
                counts = found.pages, found.form_pages, found.forms
                files.append((SourceFile(source, key[:HEX], size, *counts, path, found.notes), found))
                failures += [under_name(f, key, source) for f in found.failures]
                doubts += [Doubt(f"{source}#{n}", *rest) for n, *rest in found.doubts]
    lost = {f.source for f in failures} - {f.source for f, _ in files}
    every = [*(f for f, _ in files), *(SourceFile(source, "", 0) for source in lost)]
    return Overview(
        _funnel(files, every, failures),
        tuple(sorted(failures, key=lambda f: (f.source, f.where, f.error))),
        tuple(sorted(every, key=lambda f: f.source)),
        tuple(sorted(doubts, key=lambda d: d.place)),
    )


def _funnel(files: list[tuple[SourceFile, _Content]], every: list[SourceFile], failures: list[Failure]) -> Funnel:
    reconciled, indicators, passages = (sum(c.sums[i] for _, c in files) for i in range(3))
    failed = {f.source.split("!")[0] for f in failures}
    return Funnel(
        files=len(every),
        files_with_forms=sum(f.forms > 0 for f in every),
        files_failed=sum(f.source in failed for f in every),
        pages=sum(f.pages for f in every),
        form_pages=sum(f.form_pages for f in every),
        forms=sum(f.forms for f in every),
        reconciled=reconciled,
        indicators=indicators,
        passages=passages,
    )


def _contents(store: Path, manifest: Manifest, bucket: str) -> Iterator[tuple[str, _Content]]:
    """Yield the figures of each content of a bucket."""

    def rows(table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        found = shards.load_table(store, manifest, bucket, table, columns)
        return zip(*(column.to_pylist() for column in found.columns), strict=True)

    reasons: dict[tuple[str, int], list[str]] = {}
    for key, n, code, message in rows("findings", "file", "n", "code", "message"):
        if is_doubt(code):
            reasons.setdefault((key, n), []).append(message)
    sums: dict[str, list[int]] = {}
    doubts: dict[str, list[tuple[int, str, str]]] = {}
    columns = ("file", "n", "project", "reconciled", "indicators", "passages")
    for key, n, project, sound, indicators, passages in rows("forms", *columns):
        sums[key] = [a + b for a, b in zip(sums.get(key, (0, 0, 0)), (sound, indicators, passages), strict=True)]
        if not sound:
            doubts.setdefault(key, []).append((n, project, "；".join(reasons.get((key, n), ()))))
    failures: dict[str, list[Failure]] = {}
    for key, *values in rows("failures", "file", "source", "error", "where", "hint"):
        failures.setdefault(key, []).append(Failure(*values))
    for key, pages, form_pages, forms, notes in rows("readings", "file", "pages", "form_pages", "forms", "notes"):
        mine = sums.get(key, (0, 0, 0)), failures.get(key, []), doubts.get(key, [])
        yield key, _Content(pages, form_pages, forms, tuple(notes), *mine)
