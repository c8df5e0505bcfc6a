"""Stop words for deviation explanations: function words and furniture of the form, never the words that carry blame.

未 无 不 缺 慢 少 晚 迟 难 差 … stay: in «未到位» the one character is the meaning. They are protected even against a
user's file, unless the file says so with ``!未``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from textmine.lexicon.terms import DATA, _lines

PROTECTED = frozenset("未无不缺慢少晚迟难差低高弱旧老乏没欠漏错乱散空断停")
"""One-character words that say what went wrong."""


@cache
def _builtin() -> frozenset[str]:
    return frozenset(line for _, line in _lines(DATA / "stopwords.txt"))


def stop_words(user: Path | None = None) -> frozenset[str]:
    """Return our stop words with a user's merged over them.

    Parameters
    ----------
    user : Path, optional
        One word a line; ``-word`` takes one of ours away, ``!word`` adds a word even where it is protected.

    Raises
    ------
    ConfigError
        The file is missing or not utf-8.
    """
    words = set(_builtin())
    for _, line in _lines(user) if user else ():
        mark, word = (line[0], line[1:].strip()) if line[0] in "-!" and len(line) > 1 else ("", line)
        if mark == "-":
            words.discard(word)
        elif mark == "!" or word not in PROTECTED:
            words.add(word)
    return frozenset(words)
