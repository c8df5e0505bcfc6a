"""What a corpus is called and where it comes from: ``corpus.toml``."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from textmine.errors import ConfigError
from textmine.records import Form

FILE_NAME = "corpus.toml"


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """The description of a corpus.

    Attributes
    ----------
    name : str
        The folder's (or file's) name; also the name of the report's folder.
    title, publisher, language, source : str
        As in ``corpus.toml``; `title` defaults to the name.
    year : int or None
        The year of forms that print none.
    sector : str
        The sector (教育, 交通 …) of the units whose names tell none, for breakdowns and comparisons.
    files : tuple of str
        Glob patterns of the files that belong to the corpus; empty for every readable file.
    synthetic : bool
        Whether the forms are made up, as those of ``textmine synth``.
    """

    name: str
    title: str = ""
    publisher: str = ""
    year: int | None = None
    language: str = "zh"
    source: str = ""
    sector: str = ""
    files: tuple[str, ...] = ()
    synthetic: bool = False

    def dated(self, form: Form) -> Form:
        """Return a form with the year of the corpus where it prints none."""
        return form if form.year or self.year is None else replace(form, year=self.year)


def read_info(folder: Path) -> CorpusInfo:
    """Read ``corpus.toml`` of a folder; a folder without one is a corpus named after it.

    Raises
    ------
    ConfigError
        Unknown keys or wrong types, all at once, with the nearest known key.
    """
    name = folder.resolve().name
    path = folder / FILE_NAME
    if not path.is_file():
        return CorpusInfo(name=name, title=name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not valid TOML / 不是有效的 TOML: {error}", where=str(path)) from error
    problems = _problems(data)
    if problems:
        raise ConfigError("; ".join(problems), where=str(path), hint="see docs: corpus.toml")
    values = {**data, "files": tuple(data.get("files", ())), "name": name}
    return CorpusInfo(**{"title": name, **values})


def _problems(data: dict[str, object]) -> list[str]:
    known = {f.name for f in fields(CorpusInfo)} - {"name"}
    out = []
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), 1)
            out.append(f"unknown key / 未知键 {key!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
        elif key == "year":
            if not isinstance(value, int) or isinstance(value, bool):
                out.append(f"year must be a whole number / 年份应为整数, received {value!r}")
        elif key == "synthetic":
            if not isinstance(value, bool):
                out.append(f"synthetic must be true or false / synthetic 应为 true 或 false, received {value!r}")
        elif key == "files":
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                out.append(f"files must be a list of patterns / files 应为通配符列表, received {value!r}")
        elif not isinstance(value, str):
            out.append(f"{key} must be text / 应为文本, received {value!r}")
    return out
