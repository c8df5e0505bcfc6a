"""Annotated passages and single clauses from files: what the model learns from and is tested on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import ConfigError
from textmine.jsonl import read_jsonl
from textmine.passages.context import RowContext
from textmine.passages.labels import segments_from_dicts
from textmine.records import Segment


@dataclass(frozen=True, slots=True)
class Coded:
    """A passage with its annotation.

    Attributes
    ----------
    id, text : str
        As in the file.
    segments, causes
        What the annotator gave.
    lost : float or None
        Points lost in the row.
    source : str
        The name of its file without ending: one author.
    other_segments, optional
        A second annotator's segmentation, and codes that only one of the two gave.
    context : RowContext or None
        Indicator, target and actual of the row.
    """

    id: str
    text: str
    segments: tuple[Segment, ...]
    causes: tuple[str, ...]
    lost: float | None = None
    source: str = ""
    other_segments: tuple[Segment, ...] | None = None
    optional: tuple[str, ...] = ()
    context: RowContext | None = None

    @property
    def composed(self) -> bool:
        """Whether it was written to train the model: never part of a reported figure."""
        return self.source.startswith(("composed", "clauses"))


def read_coded(path: Path) -> list[Coded]:
    """Read a file of annotated passages (.jsonl) or of single clauses under their codes (.txt).

    Raises
    ------
    ConfigError
        No such file, or a line that is not as the guideline says.
    """
    if not path.is_file():
        raise ConfigError("no such file / 没有这个文件", where=str(path))
    if path.suffix == ".txt":
        return _read_clauses(path)
    out = []
    for number, row in enumerate(read_jsonl(path), 1):
        where = f"{path.name}:{row.get('id', number)}"
        text, causes = row.get("text"), row.get("causes")
        if not isinstance(text, str) or not isinstance(causes, list) or "segments" not in row:
            raise ConfigError("text, segments and causes are needed / 缺少 text、segments 或 causes", where=where)
        other = segments_from_dicts(text, row["segments_alt"], where) if "segments_alt" in row else None
        segments = segments_from_dicts(text, row["segments"], where)
        optional = tuple(row.get("causes_optional", ()))
        identity = str(row.get("id", f"{path.stem}-{number}"))
        lost, beside = lost_points(row), RowContext.of(row)
        out.append(Coded(identity, text, segments, tuple(causes), lost, path.stem, other, optional, beside))
    return out


def lost_points(row: dict[str, object]) -> float | None:
    """Return weight − score of a row that has both as numbers, else None."""
    weight, score = row.get("weight"), row.get("score")
    if isinstance(weight, bool) or isinstance(score, bool):
        return None
    if isinstance(weight, int | float) and isinstance(score, int | float):
        return round(float(weight) - float(score), 6)
    return None


def _read_clauses(path: Path) -> list[Coded]:
    out: list[Coded] = []
    codes: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            codes = tuple(text.strip("[]").split())
        elif not codes:
            raise ConfigError("a clause before any [code] / 短句前缺少 [代码]", where=f"{path.name}:{number}")
        else:
            segment = Segment("cause", 0, len(text), text)
            out.append(Coded(f"{path.stem}-{number}", text, (segment,), codes, None, path.stem))
    return out


def training_files(folder: Path) -> list[Path]:
    """Return the passages and clauses of a folder in the order of their names."""
    return sorted([*folder.glob("*.jsonl"), *folder.glob("*.txt")])


def read_all(paths: Iterable[Path]) -> list[Coded]:
    """Read several files, in order."""
    return [row for path in paths for row in read_coded(path)]


def fingerprint(paths: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its name, line ends unified."""
    out = {}
    for path in paths:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        out[path.name] = hashlib.sha256(content).hexdigest()
    return out
