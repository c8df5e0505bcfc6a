"""What was rendered against what was read: every difference in words, compared as a reader would see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from textmine.records import Form, Indicator

_QUOTES = str.maketrans(
    {**dict.fromkeys("“”„″〝〞「」『』＂", '"'), **dict.fromkeys("‘’′", "'"), **dict.fromkeys("‐‑‒–—―−－─", "-")}
)
_HIDDEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBERS = ("initial_budget", "budget", "executed", "weight", "rate", "score")


def plain(text: str) -> str:
    """Return the text without white space, in one style of quotes and width; a dash alone is blank."""
    out = _HIDDEN.sub("", unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES))
    return "" if re.fullmatch(r"[-/\\_*]*", out) else out


def _same(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else abs(a - b) <= 0.005 + 1e-9


def _texts(where: str, truth: object, read: object, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        a, b = getattr(truth, name), getattr(read, name)
        if plain(a) != plain(b):
            yield f"{where}{name}: {a!r} != {b!r}"


def _numbers(where: str, truth: object, read: object, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        a, b = getattr(truth, name), getattr(read, name)
        if not _same(a, b):
            yield f"{where}{name}: {a} != {b}"


def differences(truth: Form, read: Form) -> list[str]:
    """Return in words what was read otherwise than it was printed; empty where all is right."""
    named = tuple(n for n in ("project", "unit") if getattr(truth, n))  # forms of whole departments may have neither
    out = list(_texts("", truth, read, (*named, "department", "grade", "deviation")))
    out += _numbers("", truth, read, ("year", "total_score"))
    out += _texts("goal.", truth.goal, read.goal, ("expected", "actual"))
    if len(truth.funding) != len(read.funding):
        out.append(f"funding rows: {len(truth.funding)} != {len(read.funding)}")
    for i, (a, b) in enumerate(zip(truth.funding, read.funding, strict=False), 1):
        out += _numbers(f"funding {i} ", a, b, _NUMBERS)
    if len(truth.indicators) != len(read.indicators):
        out.append(f"indicators: {len(truth.indicators)} != {len(read.indicators)}")
    for n, (row, got) in enumerate(zip(truth.indicators, read.indicators, strict=False), 1):
        out += _row(n, row, got)
    return out


def _row(n: int, truth: Indicator, read: Indicator) -> Iterator[str]:
    where = f"row {n} "
    yield from _texts(where, truth, read, ("level1", "level2", "level3", "target", "actual", "deviation"))
    yield from _numbers(where, truth, read, ("weight", "score"))
