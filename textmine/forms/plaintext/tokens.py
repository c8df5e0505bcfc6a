"""Lines of text → tokens: words as they were printed, with the gap before each and what they look like."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from textmine.forms.plaintext import vocabulary as words

Gap = Literal["space", "line", "block", "page"]
GAPS: tuple[Gap, ...] = ("space", "line", "block", "page")


@dataclass(frozen=True, slots=True)
class Token:
    """One run of characters without white space, or several that print one label or value.

    Attributes
    ----------
    gap : str
        What stands before it: a space, a line break, an empty line, a page break.
    role : str
        What it announces, where it is a label: a column, a level (``level``), a landmark; "" for content.
    width : int
        The printed width of its last line, an East Asian character counting 2.
    """

    text: str
    gap: Gap
    page: int | None
    role: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class TextLine:
    """One non-empty line with the gap before it."""

    text: str
    gap: Gap
    page: int | None


_CJK = r"⺀-鿿豈-﫿　-〿＀-￯“”‘’—…"
_WORD = re.compile(r"[^\s(（]*[(（][^\s()（）\d]{0,4} {1,8}[)）]|\S+")
_BOTH = re.compile(rf"(?<=[{_CJK}])\n(?=[{_CJK}])")
COMPARATOR = re.compile(r"^[≥≤=＝≧≦><＞＜⩾⩽≈±]")
PLAIN = re.compile(r"^\d{1,3}(\.\d{1,4})?分?$")
NUMBER = re.compile(r"^[-+]?[\d,，]+(\.\d+)?[%分]?$")
QUANTITY = re.compile(r"^[≥≤=＝≧≦><＞＜⩾⩽不大小]{0,3}\d[\d,.]*(\([^)]*\)?|[%％‰]|[^\d\s]{0,8})?")
_UNIT = re.compile(r"[个项年月日分次家人件天小时类批万元亿条名余多款期种户场周点至倍份]")
DASH = re.compile(r"^[-—–―－/\\─━]+$")


def display_width(text: str) -> int:
    """Return the printed width of a text in half-width columns."""
    return sum(2 if "\u2e80" <= c <= "\uffef" or c in "“”‘’—…" else 1 for c in text)


def join(pieces: Iterable[str]) -> str:
    """Join the lines of a cell: nothing between two Chinese characters, else one space."""
    text = "\n".join(p.strip() for p in pieces if p.strip())
    return _BOTH.sub("", text).replace("\n", " ")


def tokenize(lines: Iterable[TextLine]) -> list[Token]:
    """Split lines at white space, but not inside an empty unit ``(/  )``.

    The first token of a line carries the gap of the line.
    """
    out: list[Token] = []
    for line in lines:
        before = 0
        for n, piece in enumerate(_WORD.findall(line.text)):
            gap: Gap = line.gap if n == 0 else "space"
            width = display_width(piece)
            # words of one cell on one line share its width; a number ends the run
            before = 0 if re.search(r"^[≥≤=<>\d-]", piece) else before + width + bool(before)
            out.append(Token(piece, gap, line.page, width=before or width))
    return out


def merge_spaced(tokens: Sequence[Token]) -> list[Token]:
    """Put prose together that a typesetter spaced around its numbers: ``每低 | 1 | 个`` is no cell border."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if out and after and token.gap == after.gap == "space" and _in_prose(out[-1].text, token.text, after.text):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {token.text} {after.text}", width=after.width)
            i += 1
        else:
            out.append(token)
        i += 1
    return out


def _in_prose(before: str, number: str, after: str) -> bool:
    return bool(re.fullmatch(r"[\d.,*]+%?", number)) and bool(_UNIT.match(after)) and "\u2e80" <= before[-1] <= "\uffef"


def join_tokens(tokens: Sequence[Token]) -> str:
    """Join the tokens of one cell: printed spaces stay, line breaks go as in `join`."""
    lines: list[str] = []
    for token in tokens:
        if lines and token.gap == "space":
            lines[-1] += " " + token.text
        else:
            lines.append(token.text)
    return join(lines)


def fuse(tokens: Sequence[Token], names: Collection[str], role: str | None, reach: int = 7) -> list[Token]:
    """Join consecutive tokens that together print one of `names` (squeezed phrases), the longest first.

    Parameters
    ----------
    role : str or None
        The role of the joined token; None looks it up among the known labels.
    """
    known = frozenset(names)
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        end = 0 if tokens[i].role else _longest(tokens, i, known, reach)
        if end:
            text = "".join(t.text for t in tokens[i:end])
            found = words.role_of(text) if role is None else role
            out.append(replace(tokens[i], text=text, role=found, width=tokens[end - 1].width))
        else:
            out.append(tokens[i])
        i = end or i + 1
    return out


def _longest(tokens: Sequence[Token], start: int, names: frozenset[str], reach: int) -> int:
    text, best = "", 0
    for i in range(start, min(start + reach, len(tokens))):
        if tokens[i].role:
            break
        piece = words.squeeze(tokens[i].text)
        if best == i > start and tokens[i].gap == "space" and words.match(piece, names) == "whole":
            break  # two names side by side
        text += piece
        state = words.match(text, names)
        if state == "whole":
            best = i + 1
        if not state:
            break
    return best


def is_open(text: str) -> bool:
    """Whether a bracket is still open at the end of a text."""
    if text.endswith(("(/", "（/")):
        return False  # an empty unit, printed as (/  ), whose end may stand anywhere
    return sum(c in "(（" for c in text) > sum(c in ")）" for c in text)
