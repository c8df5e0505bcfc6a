"""The report as a list of blocks: headings, paragraphs, tables, figures, quotes. Three writers show the same blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textmine.report.summary import Quote
from textmine.report.words import Words, place

_PLACE = re.compile(r"\{([A-Za-z0-9_.]+)(?::([^{}]*))?\}")
EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Num:
    """A number of the summary: where it stands in it, and how it is printed."""

    key: str
    value: float | int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another place of the report."""

    text: str
    target: str


Piece = str | Num | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: plain, a summary sentence (`lead`), a list item (`item`), a remark (`note`)."""

    pieces: tuple[Piece, ...]
    style: Literal["body", "lead", "item", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it holds, and its share of the width."""

    title: str
    kind: Literal["text", "number"] = "text"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; `cut` says how many rows are only in the data files."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Piece, ...], ...]
    note: str = ""
    cut: int = 0
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart by its name in the chart registry; `alt` says what it shows in words."""

    id: str
    chart: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A passage word for word, with a link back to its row."""

    quote: Quote
    id: str = ""


Block = Heading | Para | Table | Figure | QuoteBlock


class Figures:
    """Numbers and texts by their path in the summary: what a report prints, it takes from here.

    Examples
    --------
    >>> f = Figures({"points": {"lost": 70.69}})
    >>> [p if isinstance(p, str) else p.text for p in f.say("共失 {points.lost} 分")]
    ['共失 ', '70.69', ' 分']
    """

    def __init__(self, summary: Mapping[str, Any]) -> None:
        self._summary = summary

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever the summary holds there
        """Return the value at a dotted path; parts are names or list positions."""
        value: Any = self._summary
        for part in key.split("."):
            value = value[int(part)] if isinstance(value, Sequence) and not isinstance(value, str) else value[part]
        return value

    def num(self, key: str, form: str = "") -> Piece:
        """Return the number at a path as printed; texts come back as they are, missing numbers as a dash."""
        value = self.get(key)
        if value is None:
            return EMPTY
        if isinstance(value, str):
            return value
        return Num(key, value, number(value, form))

    def say(self, template: str) -> tuple[Piece, ...]:
        """Fill ``{path}`` and ``{path:format}`` with values of the summary."""
        out: list[Piece] = []
        at = 0
        for match in _PLACE.finditer(template):
            out += [template[at : match.start()], self.num(match[1], match[2] or "")]
            at = match.end()
        out.append(template[at:])
        return tuple(p for p in out if p != "")

    def para(self, template: str, style: Literal["body", "lead", "item", "note"] = "body") -> Para:
        """Return a paragraph from a template."""
        return Para(self.say(template), style)


def number(value: float, form: str = "") -> str:
    """Print a number: whole ones with thousands, points with two decimals, or by a format specification.

    Examples
    --------
    >>> number(1234), number(3.5), number(0.3084, ".1%"), number(-0.001)
    ('1,234', '3.50', '30.8%', '0.00')
    """
    if form:
        return format(value, form)
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,.2f}"
    return "0.00" if text == "-0.00" else text


def plain(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces, as a reader sees it."""
    return "".join(p if isinstance(p, str) else p.text for p in pieces)


def row_id(form: str, row: int | None) -> str:
    """Return the anchor of a row in the ledger of the appendix."""
    return f"row-{form}-{row or 0}"


def signature(words: Words, quote: Quote) -> str:
    """Say where a quote stands: project, indicator, points lost, file, page, row."""
    lost = words.lost.format(points=quote.lost) if quote.lost else ""
    where = place(words, brief(quote.source, 48), quote.page, quote.row)
    item = f"{words.quote_open}{brief(quote.item)}{words.quote_close}"
    return f"——{brief(quote.project)}{item}{lost}{words.open}{where}{words.close}"


def brief(text: str, size: int = 36) -> str:
    """Cut a name for a table or a footer; the data files hold the whole of it."""
    return text if len(text) <= size else text[: size - 1] + "…"


def visible(text: str) -> str:
    """Return a text that every format can hold: control and surrogate characters become U+FFFD, line breaks stay."""
    return _CONTROL.sub("\ufffd", text)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
