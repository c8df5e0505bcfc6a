"""The text of one form as a stream of tokens, its labels recognised, cut into the blocks of a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from textmine.documents.model import Document, Line
from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.marks import single
from textmine.forms.plaintext.quantities import fuse_apart, fuse_quantities
from textmine.forms.plaintext.strewn import goals_before
from textmine.forms.plaintext.tokens import (
    COMPARATOR,
    PLAIN,
    Gap,
    TextLine,
    Token,
    fuse,
    merge_spaced,
    tokenize,
)

_PAGE_NUMBER = re.compile(r"^(第\d+页(,?共\d+页)?|[-—–]\d{1,4}[-—–]|\d{1,4}/\d{1,4}|共\d+页,?第\d+页)$")
_YEAR_LINE = re.compile(r"^\(?[\d〇○零一二三四五六七八九]{4}年?度?\)?$")
MOST_LINES, MOST_WIDTH = 900, 600
"""No form prints more or wider lines; what follows the last form in a long report is no part of it."""
WEIGHT_NOTE = re.compile(r"^\((权重)?\d+(\.\d+)?(分|%)\)$")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The tokens of one form by block; `table` ends before the totals, `foot` begins with them."""

    title: str
    head: tuple[Token, ...]
    funding: tuple[Token, ...]
    goal: tuple[Token, ...]
    header: tuple[Token, ...]
    table: tuple[Token, ...]
    foot: tuple[Token, ...]


def text_lines(document: Document) -> list[TextLine]:
    """Return the non-empty lines of a document with the gaps between them; page numbers are left out."""
    out: list[TextLine] = []
    for page in document.pages:
        lines = single([b.text for b in page.blocks if isinstance(b, Line)])
        gap: Gap = "page" if out else "block"
        printed = [i for i, t in enumerate(lines) if t.strip()]
        for i in printed:
            alone = i in printed[:1] + printed[-1:]
            if not _is_page_number(lines[i], alone) and not words.CONTINUED.search(words.squeeze(lines[i])):
                if i and not lines[i - 1].strip() and gap == "line":
                    gap = "block"
                out.append(TextLine(_half_width(lines[i].rstrip()), gap, page.number))
                gap = "line"
    return out


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def _half_width(text: str) -> str:
    """Return the text with its numbers in half-width digits, as they are compared and calculated with."""
    return re.sub(r"[０-９．，％]*[０-９][０-９．，％]*", _as_number, text) if re.search(r"[０-９]", text) else text


def _as_number(match: re.Match[str]) -> str:
    return re.sub(r"(?<=\d)[．](?=\d|$)", ".", match[0].translate(_DIGITS)).replace("％", "%")


def _is_page_number(text: str, at_edge: bool) -> bool:
    plain = words.squeeze(text)
    return bool(_PAGE_NUMBER.match(plain)) or (at_edge and plain.isdigit() and len(plain) <= 3 and len(text) > 20)


def split_forms(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Cut the lines of a file at the titles of its forms; at their heads where titles are missing or come late."""
    starts = [i for i, line in enumerate(lines) if words.is_title(line.text)]
    heads = [i for i, line in enumerate(lines) if _begins_head(line.text)]
    titles = len(starts)
    starts = [
        i
        for i, after in zip(starts, [*starts[1:], len(lines)], strict=False)
        if any(_begins_head(t.text) for t in lines[i:after])
    ] or starts
    if len(starts) < titles <= len(heads):
        starts = []  # titles of forms side by side were emitted together
    if heads and (not starts or _has_table(lines[: starts[0]])):
        # some tools emit the title after the table
        starts = [h - 1 if h and _begins_with_year(lines, h - 1) else h for h in heads]
    elif heads and starts and heads[0] < starts[0] and not any(starts[0] < h < [*starts, len(lines)][1] for h in heads):
        starts[0] = heads[0]  # the title was emitted between the parts of the form
    ends = [*starts[1:], len(lines)]
    pieces = [list(lines[a:b]) for a, b in zip(starts, ends, strict=False)]
    merged: list[list[TextLine]] = []
    for piece in pieces:
        if merged and not _has_table(merged[-1]):
            merged[-1] += piece
        else:
            merged.append(piece)
    bounded = ([replace(t, text=t.text[:MOST_WIDTH]) for t in piece[:MOST_LINES]] for piece in merged)
    return [piece for piece in bounded if _has_table(piece)]


def _begins_with_year(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a form without a title begins with its year; below a title the year belongs to the form before."""
    below_title = at > 0 and words.is_title(lines[at - 1].text)
    return bool(_YEAR_LINE.match(words.squeeze(lines[at].text))) and not below_title


_NAMES = ("单位名称", "部门名称", "部门(单位)名称", "单位(部门)名称")
"""Labels that the form of a whole department begins with."""


def _begins_head(text: str) -> bool:
    first = words.squeeze(text.split()[0]) if text.strip() else ""
    if words.blocks()["head"].get(first.rstrip(":")) == "project" or first.rstrip(":") in _NAMES:
        return True
    # letters set with blanks between them: 项 目 名 称
    return len(first) == 1 and words.squeeze(text[:16]).startswith("项目名称")


def take_title(lines: Sequence[TextLine]) -> tuple[str, list[TextLine]]:
    """Take the title out of the lines of a form, wherever it was emitted."""
    for i, line in enumerate(lines):
        if words.is_title(line.text):
            rest = [t for t in lines[i + 1 :] if words.squeeze(t.text) != words.squeeze(line.text)]
            return line.text.strip(), [*lines[:i], *rest]
    return "", list(lines)


def _has_table(lines: Iterable[TextLine]) -> bool:
    text = "".join(words.squeeze(line.text) for line in lines)
    return any(w in text for w in words.labels("indicators", "level3")) and "指标" in text


def labelled(lines: Sequence[TextLine]) -> list[Token]:
    """Tokens of one form with its labels and level names joined and named, all else word by word."""
    tokens = _inline(merge_spaced(tokenize(lines)))
    tokens = fuse(tokens, frozenset(words.roles()), None, reach=14)
    tokens = fuse(tokens, words.level_names(), "level", reach=14)
    tokens = _mend_levels(fuse(tokens, _endings(), "", reach=5))
    return [_noted_level(t) for t in tokens]


_INLINE = re.compile(r"^([^:：]{2,12}[:：])(.+)$")


def _inline(tokens: Sequence[Token]) -> list[Token]:
    """Part labels from the values that are printed right behind their colon: 自评总分：93.09分, 填报单位：某局."""
    known = words.labels("head") | words.labels("foot", "total", "grade")
    out: list[Token] = []
    for token in tokens:
        found = _INLINE.match(token.text)
        if found and words.squeeze(found[1]).rstrip(":") in known:
            out += [replace(token, text=found[1]), replace(token, text=found[2], gap="space")]
        else:
            out.append(token)
    return out


def recognise(tokens: Sequence[Token]) -> list[Token]:
    """Join usual answers as well, and what a narrow column broke."""
    tokens = fuse(tokens, words.phrases("answers"), "")
    tokens = fuse(tokens, words.phrases("wishes"), "")
    notes = [
        i
        for i, t in enumerate(tokens)
        if i and tokens[i - 1].role == "level" and WEIGHT_NOTE.match(words.squeeze(t.text))
    ]
    tokens = fuse_quantities([t for i, t in enumerate(tokens) if i not in notes])
    return fuse_apart(tokens, words.phrases("answers") | words.phrases("wishes"))


def _noted_level(token: Token) -> Token:
    return replace(token, role="level") if not token.role and words.level_of(token.text) else token


def _mend_levels(tokens: Sequence[Token], reach: int = 30) -> list[Token]:
    """Put level names together whose pieces stand apart (质量指 … 标): the text between was printed inside them."""
    out: list[Token | None] = list(_join_beginnings(tokens))
    for stop, token in enumerate(out):
        if token is None or token.role or words.squeeze(token.text) not in _endings():
            continue
        end = words.squeeze(token.text)
        for i in range(stop - 1, max(-1, stop - reach), -1):
            start = out[i]
            name = words.squeeze(start.text) + end if start and not start.role else ""
            if start and len(name) - len(end) >= 2 and name in words.level_names():
                label = replace(start, text=name, role="level")
                prose = any("。" in t.text for t in out[i + 1 : stop] if t)
                out[i], out[stop] = (None, label) if prose else (label, None)
                below = out[stop + 1] if stop + 1 < len(out) else None
                if not prose and below and below.gap == "space":
                    out[stop + 1] = replace(below, gap=token.gap)
                break
    return [t for t in out if t is not None]


@cache
def _endings() -> frozenset[str]:
    """Return the short ends that a narrow column leaves of a level name."""
    return frozenset(n[-k:] for n in words.level_names() for k in range(1, len(n) - 1))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(n[:k] for n in words.level_names() for k in range(2, len(n)))


def _join_beginnings(tokens: Sequence[Token]) -> list[Token]:
    """Join neighbouring pieces that together begin a level name (服务对象 | 满意度指)."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out and not out[-1].role and not token.role else None
        both = words.squeeze(last.text) + words.squeeze(token.text) if last and token.gap != "space" else ""
        if last and both in _beginnings() and words.squeeze(last.text) in _beginnings():
            out[-1] = replace(last, text=both)
        else:
            out.append(token)
    return out


def cut(title: str, tokens: Sequence[Token]) -> Blocks:
    """Cut the tokens of one form at its landmarks."""
    table = _table_start(tokens)
    tokens, table = goals_before(tokens, table)
    funding = _first(tokens, {"initial_budget", "budget", "executed"}, 0, table)
    goal = _first(tokens, {"expected", "goal_actual"}, 0, table)
    if goal == table:
        goal = _first(tokens, {"goal_side"}, funding if funding < table else 0, table)
    tokens = [_goal_label(t) if goal <= i < table else t for i, t in enumerate(tokens)]
    end = _table_end(tokens, table)
    header = _header_end(tokens, table, end)
    table -= next((k for k in range(1, 5) if k <= table and tokens[table - k].role == "index"), 0)
    return Blocks(
        title=title,
        head=tuple(tokens[: min(funding, goal)]),
        funding=tuple(tokens[funding : max(goal, funding)]),
        goal=tuple(tokens[goal:table]),
        header=tuple(tokens[table:header]),
        table=tuple(_as_content(t) for t in tokens[header:end]),
        foot=tuple(tokens[end:]),
    )


_ABOVE = frozenset({"initial_budget", "budget", "executed", "expected", "goal_actual"})


def _table_start(tokens: Sequence[Token]) -> int:
    """Return where the titles of the table begin: 绩效指标 may also be printed beside the table, before the funding."""
    starts = [i for i, t in enumerate(tokens) if t.role in ("level1", "level2", "level3")]
    for i, after in pairwise(starts):
        if not any(t.role in _ABOVE for t in tokens[i:after]):
            return i
    return starts[-1] if starts else len(tokens)


def _goal_label(token: Token) -> Token:
    """Between the goals 完成情况 heads the goal's result, though in the table it heads a column."""
    role = words.blocks()["goal"].get(words.squeeze(token.text).rstrip(":"), "") if token.role else ""
    return replace(token, role=role) if role else token


_TABLE_ROLES = {
    "level",
    "mark",
    "table_side",
    "goal_side",
    "funding_side",
    "item",
    "total",
    "reason",
    "measure",
    "grade",
    *words.COLUMNS,
}


def _as_content(token: Token) -> Token:
    """Labels of other blocks are words inside the table: an indicator may be called 预算执行率."""
    return token if token.role in _TABLE_ROLES else replace(token, role="")


def _first(tokens: Sequence[Token], roles: set[str], start: int, default: int) -> int:
    return next((i for i in range(start, len(tokens)) if tokens[i].role in roles), default)


def _header_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the column titles end: words between them that mean nothing to us belong to them."""
    last = start
    for i in range(start, min(end, start + 40)):
        if tokens[i].role == "level" or PLAIN.match(tokens[i].text) or COMPARATOR.match(tokens[i].text):
            break
        last = i + 1 if tokens[i].role in words.COLUMNS or tokens[i].role == "mark" else last
    return last


def _table_end(tokens: Sequence[Token], start: int) -> int:
    ends = [i for i in range(start, len(tokens)) if tokens[i].role in ("total", "reason", "measure")]
    grade = [i for i in range(start, len(tokens)) if tokens[i].role == "grade"]
    return (ends + grade + [len(tokens)])[0]


def funding_stream(blocks: Blocks) -> list[Token]:
    """Return the funding block with the items that a tool emitted before or long after it."""
    before = [t for t in blocks.head if t.role == "item"]
    after = [t for t in (*blocks.goal, *blocks.table) if t.role == "item"]
    return [*before, *blocks.funding, *after]
