"""The codebook: a versioned list of causes with definitions, cues and examples, kept in a TOML file.

Copy ours, add a code with a definition, five cues and five examples, and the coder uses it at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from textmine.causes.codebook_cues import CueIndex, cue_pattern
from textmine.errors import ConfigError

_SHIPPED = Path(__file__).with_name("causes16.v1.toml")
_TEXTS = ("code", "name", "name_en", "definition", "include", "exclude")
_LISTS = ("cues", "examples")


@dataclass(frozen=True, slots=True)
class Code:
    """A category of cause.

    Attributes
    ----------
    code : str
        The short name used in files: lower-case letters, digits, underscores.
    name, name_en : str
        What people read.
    definition, include, exclude : str
        What it means, what belongs to it, what belongs elsewhere.
    cues : tuple of str
        Phrase patterns, see :mod:`textmine.causes.codebook_cues`.
    examples : tuple of str
        Passages or clauses that have this code.
    alone : bool
        Whether it never stands with other codes.
    """

    code: str
    name: str
    name_en: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    cues: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Codebook:
    """The codes of one version, in the order of the file.

    Attributes
    ----------
    id : str
        Name and version, e.g. ``causes16.v1``.
    title : str
        What people read.
    entries : tuple of Code
        The codes with all that is known of them.
    """

    id: str
    title: str
    entries: tuple[Code, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The short names, in order."""
        return tuple(entry.code for entry in self.entries)

    @cached_property
    def cue_index(self) -> CueIndex:
        """All cues, compiled on first use."""
        return CueIndex.build((entry.code, cue) for entry in self.entries for cue in entry.cues)

    def __getitem__(self, code: str) -> Code:
        """Return the entry of a code."""
        for entry in self.entries:
            if entry.code == code:
                return entry
        raise KeyError(code)

    def __contains__(self, code: object) -> bool:
        """Whether the book has a code of this short name."""
        return code in self.codes

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self.entries)


def default_codebook_text() -> str:
    """Return the shipped codebook as it is written, for copying."""
    return _SHIPPED.read_text(encoding="utf-8")


def load_codebook(path: str | Path | None = None) -> Codebook:
    """Read a codebook.

    Parameters
    ----------
    path : path, optional
        A TOML file; ``causes16.v1`` by default.

    Raises
    ------
    ConfigError
        The file is missing, no TOML, or has entries that are not as they should be (all problems at once).

    Examples
    --------
    >>> load_codebook()["schedule"].name
    '实施进度滞后'
    """
    return _read(_SHIPPED) if path is None else _parse(Path(path))


@cache
def _read(path: Path) -> Codebook:
    return _parse(path)


def _parse(path: Path) -> Codebook:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError("no such codebook / 没有这个编码手册", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("not utf-8 / 不是 UTF-8 编码", where=str(path), hint="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML / 不是 TOML: {error}", where=str(path), hint="textmine codebook copy") from error
    rows = data.get("codes")
    if not isinstance(rows, list) or not rows:
        raise ConfigError("no [[codes]] / 没有 [[codes]]", where=str(path), hint="textmine codebook copy NEW.toml")
    problems = [p for n, row in enumerate(rows, 1) for p in _problems(row, n)]
    names = [row.get("code") for row in rows if isinstance(row, dict)]
    problems += [f"code twice / 代码重复: {name}" for name in sorted({str(n) for n in names if names.count(n) > 1})]
    if problems:
        raise ConfigError("; ".join(problems), where=str(path))
    return Codebook(str(data.get("id", path.stem)), str(data.get("title", "")), tuple(_code(row) for row in rows))


def _code(row: Mapping[str, Any]) -> Code:
    fields: dict[str, Any] = {key: str(row.get(key, "")) for key in _TEXTS}
    fields |= {key: tuple(row.get(key, ())) for key in _LISTS}
    return Code(**fields, alone=bool(row.get("alone", False)))


def _problems(row: object, number: int) -> list[str]:
    if not isinstance(row, dict):
        return [f"entry {number} is no table / 第 {number} 条不是表"]
    label = str(row.get("code") or f"entry {number}")
    out = []
    if not str(row.get("code", "")).replace("_", "").isalnum() or not str(row.get("code")).isascii():
        out.append(f"{label}: `code` must be letters, digits, _ / 代码只能用字母、数字、下划线")
    out += [f"{label}: `{key}` is missing / 缺少" for key in ("name", "definition") if not row.get(key)]
    unknown = sorted(set(row) - {*_TEXTS, *_LISTS, "alone"})
    out += [f"{label}: unknown key / 未知键 `{key}`" for key in unknown]
    if not isinstance(row.get("alone", False), bool):
        out.append(f"{label}: `alone` must be true or false / 应为 true 或 false")
    for key in _LISTS:
        values = row.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            out.append(f"{label}: `{key}` must be a list of texts / 应为文本列表")
        elif key == "cues":
            out += _cue_problems(label, values)
    return out


def _cue_problems(label: str, cues: list[str]) -> list[str]:
    out = []
    for cue in cues:
        try:
            cue_pattern(cue)
        except ConfigError as error:
            out.append(f"{label}: {error.message}")
    return out
