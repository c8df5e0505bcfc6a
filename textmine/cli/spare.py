"""Spare a run that would write the same report again: what it wrote last time is remembered in the store's cache."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.store.layout import MANIFEST, default_store, has_store, write_whole

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Spare:
    """A report that is to be written, and all that it follows from.

    Attributes
    ----------
    store, out : Path
        Where the readings and the report lie.
    files : tuple of Path
        Whose content decides: codebook, decisions of people, description of the corpus.
    options : mapping
        Whatever else decides.
    """

    store: Path
    out: Path
    files: tuple[Path, ...]
    options: Mapping[str, object]

    @classmethod
    def of(
        cls, corpus: Path, store: Path | None, out: Path, files: tuple[Path, ...], options: Mapping[str, object]
    ) -> Spare | None:
        """Return it for a corpus with a store; None without: what was read is not kept."""
        place = store or (default_store(corpus) if has_store(corpus) else None)
        return None if place is None else cls(place, out, files, options)

    def last(self) -> list[str] | None:
        """Return what the run said that wrote what lies there now; None where it must be written."""
        try:
            data = json.loads(self._place().read_text(encoding="utf-8"))
            same = data["mark"] == self._mark() and data["files"] == _looks(self.out)
            return list(data["said"]) if same and data["files"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, said: list[str]) -> None:
        """Note what was written; without the note the next run takes its time, that is all."""
        data = {"mark": self._mark(), "files": _looks(self.out), "said": said}
        with contextlib.suppress(OSError):
            self._place().parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._place(), json.dumps(data, ensure_ascii=False).encode())

    def _place(self) -> Path:
        return self.store / "cache" / f"run-{_digest(str(self.out.resolve()).encode())[:16]}.json"

    def _mark(self) -> str:
        """Name everything that a report follows from: readings, code, settings."""
        parts = [(self.store / MANIFEST).read_bytes(), json.dumps(_looks(_PACKAGE)).encode()]
        parts += [path.read_bytes() if path.is_file() else b"" for path in self.files]
        parts.append(json.dumps(self.options, default=str, sort_keys=True).encode())
        return _digest(b"".join(_digest(part).encode() for part in parts))


def _looks(folder: Path) -> dict[str, list[int]]:
    """Return size and time of every file of a folder."""
    found = {p.relative_to(folder).as_posix(): p.stat() for p in folder.rglob("*") if p.is_file()}
    return {
        name: [s.st_size, s.st_mtime_ns] for name, s in sorted(found.items()) if not name.endswith((".pyc", ".nbi"))
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
