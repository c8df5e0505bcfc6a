"""The report as Markdown: the same blocks, charts as PNG files beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from textmine.report.blocks import Block, Figure, Heading, Para, QuoteBlock, Table, plain, signature, visible
from textmine.report.summary import Summary
from textmine.report.words import LANGUAGES, Words

MAX_ROWS = 60
_BREAK = re.compile(r"\r\n?|\n")
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~])")
_START = re.compile(r"^(\s*\d*)([-+=.)])(?=\s|$)")


def render_markdown(summary: Summary, blocks: Sequence[Block], folder: str = "charts") -> str:
    """Return the report as Markdown (GitHub flavour).

    Parameters
    ----------
    summary : Summary
    blocks : sequence of Block
    folder : str
        Where the charts stand, relative to the file.
    """
    words = LANGUAGES[summary.head.lang]
    out = [f"# {text(summary.head.title)}", ""]
    numbers = {"table": 0, "figure": 0}
    for block in blocks:
        out += [*_block(block, numbers, folder, words), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).replace("\n\n1. ", "\n1. ").strip() + "\n"


def text(value: str) -> str:
    """Escape what Markdown or HTML would read as markup."""
    one_line = html.escape(_BREAK.sub(" ", visible(value)), quote=False)
    return _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line))


def _block(block: Block, numbers: dict[str, int], folder: str, words: Words) -> list[str]:
    if isinstance(block, Heading):
        return [f"{'#' * (block.level + 1)} {text(block.text)}"]
    if isinstance(block, Para):
        mark = {"lead": "1. ", "item": "- "}.get(block.style, "")
        return [mark + text(plain(block.pieces))]
    if isinstance(block, Table):
        numbers["table"] += 1
        return _table(block, numbers["table"], words)
    if isinstance(block, Figure):
        numbers["figure"] += 1
        return [
            f"![{text(block.alt)}]({folder}/{block.chart}.png)",
            "",
            f"{words.figure} {numbers['figure']}{words.gap}{text(block.caption)}",
        ]
    return _quote(block, words)


def _table(table: Table, number: int, words: Words) -> list[str]:
    head = "| " + " | ".join(text(c.title) for c in table.columns) + " |"
    rule = "| " + " | ".join("---:" if c.kind == "number" else "---" for c in table.columns) + " |"
    rows = ["| " + " | ".join(text(plain([p])) for p in row) + " |" for row in table.rows[:MAX_ROWS]]
    cut = table.cut + max(0, len(table.rows) - MAX_ROWS)
    notes = [p for p in (table.note, words.more_book.format(rows=cut) if cut else "") if p]
    return [f"**{words.table} {number}{words.gap}{text(table.caption)}**", "", head, rule, *rows, "", " ".join(notes)]


def _quote(block: QuoteBlock, words: Words) -> list[str]:
    return [f"> {text(block.quote.text)}", ">", f"> {text(signature(words, block.quote))}"]
