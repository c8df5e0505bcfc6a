"""Quantities and usual answers that a narrow column broke: their pieces are joined, also across other cells' lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import COMPARATOR, PLAIN, Token, is_open

_CLOSING = re.compile(r"^[^\d(（]{0,6}[)）]$")
_BARE = re.compile(r"^[≥≤=＝≧≦><＞＜]?\d[\d,.]*$")
_REST = re.compile(r"^\d*[(（][^\d)）]{0,6}[)）]$")


def fuse_quantities(tokens: Sequence[Token], reach: int = 4) -> list[Token]:
    """Join a quantity that a narrow column broke: ``≥ | 15000.00(条)``, ``431500.00( | 万条)``, ``15000.00 | (条)``."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        if _interleaved(tokens[i : i + 4]):
            out += [
                replace(a, text=a.text + b.text) for a, b in zip(tokens[i : i + 2], tokens[i + 2 : i + 4], strict=True)
            ]
            i += 4
            continue
        torn = _torn(tokens, i)
        if torn:
            out += torn[0]
            i = torn[1]
            continue
        end = i + 1 if tokens[i].role else _quantity_end(tokens, i, reach)
        text = "".join(t.text for t in tokens[i:end])
        out.append(replace(tokens[i], text=text, width=tokens[end - 1].width))
        i = end
    return out


def _interleaved(four: Sequence[Token]) -> bool:
    """Whether two quantities that stand side by side were broken alike: ``≥15000.00( | 15000.00(条 | 条) | )``."""
    if len(four) < 4 or any(t.role for t in four) or four[1].gap != "space":
        return False
    opened = is_open(four[0].text) and is_open(four[1].text) and four[1].text[:1].isdigit()
    return opened and all(re.fullmatch(r"[^\d()（）]{0,6}[)）]", t.text) for t in four[2:])


def _quantity_end(tokens: Sequence[Token], start: int, reach: int) -> int:
    text = tokens[start].text
    if COMPARATOR.fullmatch(text) and start + 1 < len(tokens) and tokens[start + 1].text[:1].isdigit():
        return _quantity_end_of(tokens, start + 2, text + tokens[start + 1].text, reach)
    if text[:1].isdigit() or COMPARATOR.match(text):
        return _quantity_end_of(tokens, start + 1, text, reach)
    return start + 1


def _quantity_end_of(tokens: Sequence[Token], end: int, text: str, reach: int) -> int:
    if re.fullmatch(r"[≥≤=＝≧≦><＞＜]?[\d,.]+", text) and end < len(tokens):
        unit = tokens[end].text
        if not tokens[end].role and re.match(r"[(（][^\d)）]{0,8}[)）]?$", unit) and tokens[end].gap != "space":
            text, end = text + unit, end + 1
    if _BARE.match(text) and (_is_unit(tokens, end) or _is_rest(tokens, end, text)):
        return end + 1
    if is_open(text):
        for stop in range(end, min(end + reach, len(tokens))):
            piece = tokens[stop]
            if piece.role or len(piece.text) > 12:
                break
            text += piece.text
            if not is_open(text):
                return stop + 1
    return end


def _is_unit(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is the unit that a narrow column put on the next line: the result beside it has the same."""
    if at + 1 >= len(tokens) or tokens[at].role or tokens[at + 1].role:
        return False
    unit, result = tokens[at].text, tokens[at + 1].text
    short = re.fullmatch(r"[\u4e00-\u9fff%/]{1,5}", unit) and tokens[at].gap == "line"
    return bool(short and result[:1].isdigit() and result.endswith(unit))


def _is_rest(tokens: Sequence[Token], at: int, text: str) -> bool:
    """Whether a word is the rest of a number that was broken behind its point: ``≥15000.0 | 0(条)``."""
    if at >= len(tokens) or tokens[at].role or tokens[at].gap != "line" or not COMPARATOR.match(text):
        return False
    return bool(re.search(r"\.\d?$", text) and re.match(r"\d[(（][^\d)）]{0,6}[)）]$", tokens[at].text))


def _torn(tokens: Sequence[Token], start: int) -> tuple[list[Token], int] | None:
    """Join quantities whose last line stands behind the other cells of their row; also return where to go on.

    ``=100.00( | 100.00(%) | 5 | 5 | %)`` and ``≥15000.0 | 15000.00 | 5 | 5 | 0(条) | (条)``, as tools print that go
    through a row line by line.
    """
    first = tokens[start]
    if first.role or not re.match(r"^[≥≤=＝≧≦><＞＜]?\d", first.text):
        return None
    marks = start + 1
    while marks < min(len(tokens), start + 6) and _is_complete(tokens[marks]):
        marks += 1
    between = list(tokens[start + 1 : marks])
    if is_open(first.text):
        end = tokens[marks] if marks < len(tokens) else None
        if between and end and not end.role and end.gap != "page" and _CLOSING.match(end.text):
            return [replace(first, text=first.text + end.text), *between], marks + 1
        return None
    second = tokens[start + 1] if start + 1 < len(tokens) else None
    if not second or second.role or not _BARE.match(first.text) or not _BARE.match(second.text) or second.gap == "page":
        return None
    marks = start + 2
    while marks < min(len(tokens), start + 5) and PLAIN.match(tokens[marks].text):
        marks += 1
    pair = tokens[marks : marks + 2]
    if len(pair) == 2 and all(_REST.match(t.text) and not t.role and t.gap != "page" for t in pair):
        one = replace(first, text=first.text + pair[0].text)
        two = replace(second, text=second.text + pair[1].text)
        return [one, two, *tokens[start + 2 : marks]], marks + 2
    return None


def _is_complete(token: Token) -> bool:
    if token.role or token.gap == "page" or COMPARATOR.match(token.text) or is_open(token.text):
        return False
    plain = words.squeeze(token.text)
    if len(plain) >= 6 and re.match(r"[\u4e00-\u9fff“]", plain):
        return True  # a line of an explanation beside it
    return bool(PLAIN.match(plain) or re.match(r"^\d[\d,.]*([(（][^)）]*[)）]|%)?$", plain)) or plain in words.usual()


def fuse_apart(tokens: Sequence[Token], names: Collection[str], reach: int = 9) -> list[Token]:
    """Join the lines of a usual answer that stand between the lines of other cells."""
    known = frozenset(names)
    out: list[Token | None] = list(tokens)
    for i, token in enumerate(out):
        if token is None or token.role:
            continue
        text = words.squeeze(token.text)
        if len(text) < 3 or text in known or text not in _beginnings(known):
            continue
        found = _rest_of(out, i, text, known, reach)
        if found:
            out[i] = replace(token, text=text + "".join(words.squeeze(t.text) for k in found if (t := out[k])))
            for k in found:
                out[k] = None
    return [t for t in out if t is not None]


def _rest_of(tokens: Sequence[Token | None], start: int, text: str, known: frozenset[str], reach: int) -> list[int]:
    found: list[int] = []
    for k in range(start + 1, min(len(tokens), start + reach)):
        token = tokens[k]
        if token is None or token.role or token.gap == "page":
            continue
        longer = text + words.squeeze(token.text)
        if longer in known or longer in _beginnings(known):
            text = longer
            found.append(k)
            if text in known:
                return found
    return []


@cache
def _beginnings(names: frozenset[str]) -> frozenset[str]:
    return frozenset(n[:k] for n in names for k in range(3, len(n)))
