"""The words from which synthetic forms are made: plain TOML beside this module, texts for deviation cells by code."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a deviation cell and the codes of the causes that it states."""

    text: str
    causes: tuple[str, ...]


@cache
def words() -> dict[str, Any]:
    """Return the word lists of `data/words.toml`."""
    return tomllib.loads((_DATA / "words.toml").read_text("utf-8"))


@cache
def own_passages() -> tuple[Text, ...]:
    """Return the package's own passages; ``{n}``, ``{m}`` and ``{u}`` are still to be filled."""
    table = tomllib.loads((_DATA / "passages.toml").read_text("utf-8"))
    return tuple(Text(text, (code,)) for code, texts in table.items() for text in texts)


def read_passages(folder: Path) -> tuple[Text, ...]:
    """Read coded passages (`*.jsonl` with `text` and `causes`) to sample from; texts without substance are left out."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            text = row["text"].replace("{", "（").replace("}", "）").strip()
            if len(text) > 1 and text.isprintable():
                out.append(Text(text, tuple(row["causes"])))
    return tuple(out)


@cache
def alphabet() -> str:
    """Return every character that own texts and layouts can print, for fonts that are cut to what is needed."""
    here = Path(__file__).parent
    texts = [p.read_text("utf-8") for p in [*sorted(_DATA.glob("*.toml")), *sorted(here.glob("*.py"))]]
    return "".join(
        sorted(
            {c for text in texts for c in text if c.isprintable()}
            | set(map(chr, range(32, 127)))
            | {"\u200b", "\u00a0", "\u3000"}
        )
    )


def letters_of(passages: tuple[Text, ...]) -> str:
    """Return the characters of passages that the package's own lists do not have."""
    return "".join(sorted({c for p in passages for c in p.text if c.isprintable()} - set(alphabet())))
