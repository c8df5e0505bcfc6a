"""The table of files: which content lies under which names, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textmine.corpus.store.scan import Listing

_HEX = 64
Counts = Mapping[str, tuple[int, int, int, str]]


def file_rows(listing: Listing, counts: Counts) -> Iterator[dict[str, Any]]:
    """Yield one row a file, sorted by name; a file without content (`file` is null) could not be opened."""
    rows: dict[str, dict[str, Any]] = {}
    for failure in listing.failures:
        rows[failure.source] = _row(failure.source, None, 0, (0, 0, 0, failure.error))
    for item in listing.found:
        if item.key in counts:
            rows[item.source.name] = _row(item.source.name, item.key, item.size, counts[item.key])
    return (rows[name] for name in sorted(rows))


def _row(source: str, key: str | None, size: int, count: tuple[int, int, int, str]) -> dict[str, Any]:
    pages, form_pages, forms, error = count
    return {
        "source": source.encode("utf-8", "replace").decode(),  # names that are no text in any encoding exist
        "file": key,
        "sha256": None if key is None else key[:_HEX],
        "size": size,
        "pages": pages,
        "form_pages": form_pages,
        "forms": forms,
        "error": error,
    }
