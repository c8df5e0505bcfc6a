"""Concordance: every place where a word stands, with what is around it and where that is (KWIC)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textmine.errors import UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """A text and its place: the file, the page, the form's or passage's id."""

    text: str
    id: str = ""
    file: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence: ``left + keyword + right`` is an exact piece of the text at ``start``."""

    left: str
    keyword: str
    right: str
    start: int
    id: str
    file: str
    page: int | None


def concordance(sources: Iterable[Source], word: str, *, width: int = 20, regex: bool = False) -> Iterator[Hit]:
    """Yield every occurrence of a word, in the order of the sources.

    Parameters
    ----------
    sources : iterable of Source
        The texts.
    word : str
        What to look for, letter by letter; blanks between Chinese characters in the text do not hide it.
    width : int
        Characters of context on each side.
    regex : bool
        Whether `word` is a regular expression.

    Raises
    ------
    UsageError
        The word is empty or not a valid expression.

    Examples
    --------
    >>> [hit] = concordance([Source("因长效机制不健全。", "a#1/3", "a.pdf", 2)], "机制", width=3)
    >>> hit.left, hit.keyword, hit.right, hit.page
    ('因长效', '机制', '不健全', 2)
    """
    if not word.strip() or width < 0:
        raise UsageError("nothing to look for / 没有检索词", hint="give a word, e.g. 长效机制")
    try:
        pattern = re.compile(word if regex else r"\s*".join(re.escape(c) for c in word.strip() if not c.isspace()))
    except re.error as error:
        raise UsageError(f"not a regular expression / 正则表达式有误: {word!r}: {error}") from error
    return _hits(sources, pattern, width)


def _hits(sources: Iterable[Source], pattern: re.Pattern[str], width: int) -> Iterator[Hit]:
    for source in sources:
        for match in pattern.finditer(source.text):
            start, end = match.span()
            if start == end:
                continue
            left, right = source.text[max(0, start - width) : start], source.text[end : end + width]
            yield Hit(left, match.group(), right, start, source.id, source.file, source.page)
