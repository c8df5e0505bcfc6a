"""Cues: short phrase patterns of a codebook, compiled for fast counting.

``…`` stands for up to eight characters within a clause; ``(甲/乙)`` for alternatives, ``(甲)?`` for something optional;
everything else is literal. A text is first looked up by the two-character beginnings of the cues, so that only the few
that can match are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import add

from textmine.errors import ConfigError

_GAP = "[^，。；;！？!?\n]{0,8}?"
_TOKEN = re.compile(r"[（(]([^（）()]*)[)）](\?)?|…+|[^（(…]+")
_STRAY = re.compile(r"[（(）)]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue of a code found at ``text[start:end]``."""

    code: str
    start: int
    end: int
    cue: str


def cue_pattern(cue: str) -> str:
    """Translate a cue into a regular expression.

    Raises
    ------
    ConfigError
        An empty cue, or brackets that do not pair.

    Examples
    --------
    >>> import re
    >>> bool(re.search(cue_pattern("未(及时/按时)…提交"), "报告未按时汇总提交"))
    True
    """
    parts = []
    for part in _parts(cue):
        if part is None:
            parts.append(_GAP)
        else:
            body = "|".join(re.escape(a).replace("…", _GAP) for a in sorted(part, key=len, reverse=True))
            parts.append(f"(?:{body})")
    return "".join(parts)


def _parts(cue: str) -> list[list[str] | None]:
    """Return the alternatives in order; None for a gap."""
    if _STRAY.search(_TOKEN.sub(lambda m: "" if m.group(1) is not None else m.group(), cue)):
        raise ConfigError(f"brackets do not pair / 括号不配对: {cue!r}")
    out: list[list[str] | None] = []
    for token in _TOKEN.finditer(cue):
        text = token.group()
        if text.startswith("…"):
            out.append(None)
        elif token.group(1) is not None:
            out.append([a for a in re.split(r"[/|]", token.group(1)) if a] + ([""] if token.group(2) else []))
        else:
            out.append([a for a in text.split("|") if a])
    while out and out[0] is None:
        out.pop(0)
    while out and out[-1] is None:
        out.pop()
    if not out or any(part == [] for part in out):
        raise ConfigError(f"empty cue / 线索为空: {cue!r}")
    return out


def _beginnings(cue: str) -> set[str]:
    """Return the first one or two characters that any match of the cue has."""
    found: set[str] = set()
    going = {""}  # shorter ones that the next part goes on with
    for part in _parts(cue):
        if part is None or not going:
            break
        grown: set[str] = set()
        for head, (start, gap, _) in product(going, [option.partition("…") for option in part]):
            (found if gap else grown).add((head + start)[:2])
        found |= {head for head in grown if len(head) >= 2}
        going = grown - found
    return found | going


@dataclass(frozen=True)
class CueIndex:
    """All cues of a codebook, ready to search."""

    patterns: tuple[tuple[str, str, re.Pattern[str]], ...]
    index: dict[str, tuple[int, ...]] = field(repr=False)
    always: tuple[int, ...] = ()

    @classmethod
    def build(cls, cues: Iterable[tuple[str, str]]) -> CueIndex:
        """Compile ``(code, cue)`` pairs."""
        patterns = []
        index: dict[str, list[int]] = {}
        always = []
        for n, (code, cue) in enumerate(cues):
            patterns.append((code, cue, re.compile(cue_pattern(cue))))
            heads = _beginnings(cue)
            if any(not h for h in heads):
                always.append(n)
                continue
            for head in heads:
                index.setdefault(head, []).append(n)
        return cls(tuple(patterns), {k: tuple(v) for k, v in index.items()}, tuple(always))

    def candidates(self, text: str) -> list[int]:
        """Return the cues whose beginning occurs in the text, in the order of the codebook."""
        found = set(self.always)
        get = self.index.get
        for hit in filter(None, map(get, {*text, *map(add, text, text[1:])})):
            found.update(hit)
        return sorted(found)

    def codes(self, text: str) -> list[tuple[int, str]]:
        """Return ``(cue number, code)`` of every cue that occurs."""
        return [(n, self.patterns[n][0]) for n in self.candidates(text) if self.patterns[n][2].search(text)]

    def hits(self, text: str, codes: Sequence[str] | None = None) -> list[Hit]:
        """Return every place where a cue (of the given codes) occurs."""
        out = []
        for n in self.candidates(text):
            code, cue, pattern = self.patterns[n]
            if codes is None or code in codes:
                out += [Hit(code, m.start(), m.end(), cue) for m in pattern.finditer(text) if m.end() > m.start()]
        return out
