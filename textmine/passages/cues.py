"""Cues of roles: named families of regular expressions, read from ``cues.toml``.

Most families cannot occur in most pieces: each alternative needs some literal character, so that one look at the
characters of a piece leaves few families to search for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ATOM = re.compile(r"\[[^\]]*\]|\\.|[.^$]")
_LOOK = re.compile(r"\(\?<?[!=]")
_OPTIONAL = re.compile(r"[?*]|\{0?,|\{0")
_QUANTIFIER = re.compile(r"[?*+]|\{[\d,]*\}")
_COMMON = frozenset("的不了有一大上下中年月日人未到为以成部全没时")


Row = tuple[int, str, Callable[[str], object]]


@dataclass(frozen=True)
class CueFamilies:
    """Families with the bit of each, the characters that call for one, and those that are always searched for."""

    rows: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    called: dict[str, int]
    always: int

    def find(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the families that occur in a text: the main ones, and those of outcomes."""
        wanted = self.always
        for bits in filter(None, map(self.called.get, text)):
            wanted |= bits
        main = [name for bit, name, search in self.rows if wanted & bit and search(text)]
        more = [name for bit, name, search in self.outcomes if wanted & bit and search(text)]
        return tuple(main), tuple(more)


@cache
def cue_families() -> CueFamilies:
    """Return the families of ``cues.toml``, compiled on first use."""
    rows = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))
    return compile_families(rows, rows.pop("outcomes"))


def compile_families(main: dict[str, list[str]], outcomes: dict[str, list[str]]) -> CueFamilies:
    """Compile the alternatives of each family; no name may be in both tables."""
    called: dict[str, int] = {}
    always = 0
    patterns = main | outcomes
    for n, alternatives in enumerate(patterns.values()):
        needs = [needed(a) for a in alternatives]
        if not all(needs):
            always |= 1 << n
        for character in frozenset().union(*needs):
            called[character] = called.get(character, 0) | 1 << n
    rows = tuple((1 << n, name, re.compile("|".join(a)).search) for n, (name, a) in enumerate(patterns.items()))
    return CueFamilies(rows[: len(main)], rows[len(main) :], called, always)


def needed(pattern: str) -> frozenset[str]:
    """Return characters of which any match of a pattern has at least one; none where no such set is found.

    Examples
    --------
    >>> sorted(needed("无(?:法|力)")), sorted(needed("(?:甲|乙)?")), sorted(needed("甲?乙"))
    (['无'], [], ['乙'])
    """
    options = [_needed_in_order(a) for a in _alternatives(pattern)]
    return frozenset().union(*options) if all(options) else frozenset()


def _atoms(pattern: str) -> Iterator[str]:
    """Part a pattern into single characters, classes, escapes and outermost groups."""
    at = 0
    while at < len(pattern):
        end = _group_end(pattern, at) if pattern[at] == "(" else at + len((_ATOM.match(pattern, at) or "?")[0])
        yield pattern[at:end]
        at = end


def _group_end(pattern: str, at: int) -> int:
    depth = 0
    while True:
        atom = _ATOM.match(pattern, at)
        depth += 0 if atom else {"(": 1, ")": -1}.get(pattern[at], 0)
        at = atom.end() if atom else at + 1
        if depth == 0:
            return at


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars that stand outside brackets."""
    out = [""]
    for atom in _atoms(pattern):
        if atom == "|":
            out.append("")
        else:
            out[-1] += atom
    return out


def _needed_in_order(pattern: str) -> frozenset[str]:
    """Of the parts of a pattern without bars, take the one that occurs least: a rare character, else a group."""
    found: list[frozenset[str]] = []
    at = 0
    while at < len(pattern):
        atom = next(_atoms(pattern[at:]))
        at += len(atom)
        optional = _OPTIONAL.match(pattern, at)
        if quantifier := _QUANTIFIER.match(pattern, at):
            at = quantifier.end()
        part = frozenset() if optional or _ATOM.fullmatch(atom) or _LOOK.match(atom) else _of_atom(atom)
        if part:
            found.append(part)
    return min(found, key=lambda part: (sum(c in _COMMON for c in part), len(part)), default=frozenset())


def _of_atom(atom: str) -> frozenset[str]:
    return needed(atom[1:-1].removeprefix("?:")) if atom[0] == "(" else frozenset(atom)
