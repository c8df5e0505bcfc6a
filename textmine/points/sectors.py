"""The sector of a form, after the functional classes of the government budget, told from names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from textmine.records import Form

UNKNOWN = "（未能判断）"


@lru_cache(maxsize=1)
def sectors() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sectors with the words that tell them, in the order in which they are tried."""
    text = files("textmine.points").joinpath("sectors.toml").read_text(encoding="utf-8")
    return tuple((entry["name"], tuple(entry["words"])) for entry in tomllib.loads(text)["sector"])


@lru_cache(maxsize=1 << 14)
def sector_named(name: str) -> str:
    """Return the sector that a name of a department, unit or project tells, "" where it tells none.

    Examples
    --------
    >>> sector_named("某县教育体育局"), sector_named("某市综合事务中心")
    ('教育', '')
    """
    return next((sector for sector, words in sectors() if any(word in name for word in words)), "")


def sector_of(form: Form, default: str = "") -> str:
    """Return a form's sector: told by its department, else its unit, else its project, else `default`."""
    found = (sector_named(name) for name in (form.department, form.unit, form.project) if name)
    return next((sector for sector in found if sector), default or UNKNOWN)
