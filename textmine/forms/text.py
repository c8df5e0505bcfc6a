"""Texts of cells: label keys for matching, printed values, numbers and years."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
)
_HIDDEN = frozenset(map(chr, _INVISIBLE))
_BLANK = re.compile(r"[-‐‑‒–—―−－─━/／\\＼_＿*＊\s]*")
_TEMPLATE = re.compile(r"[.．。…⋯·・\s]{2,}|[…⋯]")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|〈[^〈〉]*〉|《|》")
_OPEN_TAIL = re.compile(r"[(\[【〔][^)\]】〕]*$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.](?!\d))")
_UNIT_TAIL = re.compile(r"(?:单位:?)?(?:万元|亿元|元|%)$")
_NOT_WORD = re.compile(r"[\W_]+")
_UNIT = re.compile(r"(?:\((?:分|%|万元)\)|分|%|万元|元)$")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SPACED_OUT = re.compile(r"\S(?: \S){2,}")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年|[-—–~至/]\s*20\d\d年|(?=$|[)\]度]))")
_YEAR_ZH = re.compile(r"二[〇○零0Oo◯]([〇○零0一二三四五六七八九◯])([〇○零0一二三四五六七八九◯])年")
_ZH_DIGITS = {**dict.fromkeys("〇○零0◯", 0), **{c: i for i, c in enumerate("一二三四五六七八九", 1)}}
_POINTS_TAIL = re.compile(
    r"\s*(?:[(（\[【]\s*(?:共|满分|权重)?\s*\d+(?:\.\d+)?\s*[分%％]?\s*[)）\]】]|(?<=[^\d.(（\[【])\d+(?:\.\d+)?\s*分)$"
)
_INDICATOR_HEAD = re.compile(r"^指标\s*(?:\d+|[一二三四五六七八九十]+)\s*(?:[:：、.．]\s*|\s+|$)")
_CODE_TAIL = re.compile(r"\s*[-—_－]?\s*(?:[\[【(（〔]\s*[A-Za-z]?\d{3,}\s*[\]】)）〕]|(?<!\d)\d{3,})$")
_CODE_HEAD = re.compile(r"^(?:[\[【(（〔]\s*[A-Za-z]?\d{3,}\s*[\]】)）〕]|\d{3,})\s*[-—_－]?\s*")
_ASCII_WORD_END = re.compile(r"[A-Za-z]+$")
_ASCII_WORD_START = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Half-width form without white space and invisible characters, to match and to count."""
    text = unicodedata.normalize("NFKC", text)
    return text if text.isalnum() else "".join(text.translate(_INVISIBLE).split())


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    r"""Reduce a printed label to what identifies it.

    Width, letter-spacing, punctuation, numbering, units, and additions such as （A）, (万元) or （10分） go.

    Examples
    --------
    >>> label_key("全年执行数\\n（B）"), label_key("一、项 目 名 称："), label_key("执行率（B/A）")
    ('全年执行数', '项目名称', '执行率')
    """
    text = squeeze(text)
    if text.isalnum():  # nearly all texts: letters and digits alone
        return _UNIT_TAIL.sub("", text)
    text = text.replace("∶", ":")
    previous = ""
    while previous != text:
        previous, text = text, _PARENTHESES.sub("", text)
    text = _NUMBERING.sub("", _OPEN_TAIL.sub("", text))
    text = _UNIT_TAIL.sub("", text.rstrip(":"))
    return _NOT_WORD.sub("", text)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, or a lone dash or slash (「无」 is text)."""
    if text[:1].isalnum() or len(text) >= 40:  # nearly all texts: told without the expression
        return False
    return not text or _BLANK.fullmatch(text.translate(_INVISIBLE)) is not None


def is_template(text: str) -> bool:
    """Whether a cell holds the dots of an unfilled template line («……»)."""
    return _TEMPLATE.fullmatch(text.translate(_INVISIBLE).strip()) is not None


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    r"""Give the printed text of a cell in one line; a lone dash or slash is blank.

    Examples
    --------
    >>> clean("部分达成指\n标并具有一\n定效果"), clean("431500.0\n0(万条)"), clean(" — ")
    ('部分达成指标并具有一定效果', '431500.00(万条)', '')
    """
    if text.isalnum():
        return text
    if is_blank(text):
        return ""
    printed = text if _HIDDEN.isdisjoint(text) else text.translate(_INVISIBLE)
    out = ""
    for line in printed.splitlines():
        out = join(out, " ".join(line.split()))
    return _close_up(out)


def join(head: str, tail: str) -> str:
    """Join two printed lines of one cell: a space only where an English word ends and another begins."""
    if not (head[-1:].isascii() and tail[:1].isascii()):
        return head + tail
    last, first = _ASCII_WORD_END.search(head), _ASCII_WORD_START.match(tail)
    if last and first and (len(last[0]) > 1 or len(first[0]) > 1) and not (last[0] + first[0]).isupper():
        return f"{head} {tail}"
    return head + tail


def _close_up(text: str) -> str:
    """Remove letter-spacing: blanks between all characters, not a printed blank here and there."""
    blanks = text.count(" ")
    return text.replace(" ", "") if blanks and _SPACED_OUT.fullmatch(text) and blanks * 2 + 1 == len(text) else text


@lru_cache(maxsize=8192)
def number(text: str) -> float | None:
    """Parse a printed number: thousands commas, full width, and units 分, 元, % allowed; else None."""
    if len(text) > 40 or text[:1].isalpha():
        return None
    text = _UNIT.sub("", squeeze(text).replace(",", "").replace("−", "-"))
    return float(text) if _NUMBER.fullmatch(text) else None


def points(text: str) -> float | None:
    """Parse printed points; a note in brackets behind them is no part of them: 9.5（扣0.5）."""
    value = number(text)
    if value is None and (found := re.match(r"(\d+(?:\.\d+)?)分?\([^\d)][^)]*\)$", squeeze(text))):
        return float(found[1])
    return value


def decimals(text: str) -> int:
    """Count the printed decimal places of a number."""
    found = re.search(r"\.(\d+)", squeeze(text))
    return len(found[1]) if found else 0


def year_in(text: str) -> int | None:
    """Find the first year printed as 2024年 or 二〇二四年.

    Examples
    --------
    >>> year_in("（２０２４ 年度）"), year_in("二〇二四年度"), year_in("共 2024 个")
    (2024, 2024, None)
    """
    text = squeeze(text)
    if found := _YEAR.search(text):
        return int(found[1])
    if found := _YEAR_ZH.search(text):
        return 2000 + 10 * _ZH_DIGITS[found[1]] + _ZH_DIGITS[found[2]]
    return None


def level_name(text: str) -> str:
    """Name of a level cell, without the points printed behind it: 产出指标（50分）."""
    return _POINTS_TAIL.sub("", clean(text))


def indicator_name(text: str) -> str:
    """Name of an indicator without the «指标1：» before it."""
    return _INDICATOR_HEAD.sub("", clean(text), count=1)


def organisation(text: str) -> str:
    """Name of an organisation without its code before or behind."""
    text = clean(text)
    return _CODE_HEAD.sub("", _CODE_TAIL.sub("", text)) or text


def bracket_points(text: str) -> float | None:
    """Points promised in brackets behind a label: 预算执行情况（10分） gives 10."""
    found = re.search(r"\((\d+(?:\.\d+)?)分", squeeze(text))
    return float(found[1]) if found else None
