"""Domain terms as plain text files: ours shipped, a user's merged over them.

One term a line: ``term [frequency] [part of speech]``, in any of the encodings and habits that people's editors have:
a byte order mark, Windows line ends, tabs, full-width or doubled spaces, comments after ``#``. A term may hold blanks
or hyphens when fields are separated by tabs. A line ``-term`` in a user's file takes a term of ours away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import ConfigError

DATA = Path(__file__).with_name("data")
_POS = re.compile(r"[a-z]{1,4}\d?")


@dataclass(frozen=True, slots=True)
class Term:
    """A word that must come out whole.

    Attributes
    ----------
    text : str
        The term itself.
    pos : str
        Part of speech as in jieba: n noun, vn verbal noun, v verb, a adjective, nz proper name, l set phrase …
    freq : int or None
        A frequency for the segmenter; None lets the segmenter choose one with which the term wins.
    area : str
        The name of its file without ending: indicators, budget, procurement …
    """

    text: str
    pos: str = "n"
    freq: int | None = None
    area: str = ""


def builtin_term_files() -> tuple[Path, ...]:
    """Return the files shipped with textmine, in the order of their names."""
    return tuple(sorted((DATA / "terms").glob("*.txt")))


def load_terms(user: Path | None = None) -> tuple[Term, ...]:
    """Return our terms with a user's file merged over them: same term, the user's line wins.

    Parameters
    ----------
    user : Path, optional
        A file as described above.

    Raises
    ------
    ConfigError
        The user's file is missing or not utf-8, or has lines that cannot be read (all of them are named).
    """
    merged: dict[str, Term] = {}
    for path in builtin_term_files():
        merged |= {t.text: t for t in read_terms(path)}
    if user is not None:
        lines = _lines(user)
        for text in (line[1:].strip() for _, line in lines if line.startswith("-") and len(line) > 1):
            merged.pop(text, None)
        merged |= {t.text: t for t in _parse(user, [(n, s) for n, s in lines if not s.startswith("-")])}
    return tuple(merged.values())


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read one file of terms.

    Raises
    ------
    ConfigError
        The file is missing or not utf-8, or has lines that cannot be read.
    """
    return _parse(path, _lines(path))


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the numbered lines that say something, without byte order mark, comment and outer blanks."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError("no such file / 没有这个文件", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "not utf-8 / 不是 UTF-8 编码", where=str(path), hint="save it as UTF-8 / 请另存为 UTF-8"
        ) from error
    stripped = ((n, re.sub(r"(^|\s)#.*", "", line).strip()) for n, line in enumerate(text.splitlines(), 1))
    return [(n, line) for n, line in stripped if line]


def _parse(path: Path, lines: Iterable[tuple[int, str]]) -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    wrong = []
    for number, line in lines:
        term = _term(line, path.stem)
        if term is None:
            wrong.append(f"{number}: {line[:30]!r}")
        else:
            found[term.text] = term
    if wrong:
        raise ConfigError(
            f"lines that are no terms / 无法识别的行: {'; '.join(wrong[:10])}",
            where=str(path),
            hint="term [frequency] [part of speech], e.g. 政务云 n",
        )
    return tuple(found.values())


def _term(line: str, area: str) -> Term | None:
    parts = [p.strip() for p in line.split("\t")] if "\t" in line else line.split()
    text, rest = parts[0], [p for p in parts[1:] if p]
    freq = int(rest.pop(0)) if rest and rest[0].isdigit() else None
    pos = rest.pop(0) if rest and _POS.fullmatch(rest[0]) else "n"
    return Term(text, pos, freq, area) if text and not rest else None


def not_whole(terms: Iterable[Term], cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    """Return the terms that a segmenter does not give back in one piece: a dictionary without effect is a silent fault.

    Parameters
    ----------
    terms : iterable of Term
        The terms to try, each alone.
    cut : callable
        Text → words (`Segmenter.cut`).
    """
    return tuple(t.text for t in terms if cut(t.text) != [t.text])
