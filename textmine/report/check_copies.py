"""Verify the copies of a report — Markdown, Word, Excel — against the page and the data that were verified before.

All forms of a report are made of the same blocks. So every line with a digit and every row of a table that stands in
the Markdown or Word file must stand on the HTML page, whose numbers are checked against the data one by one; every
number of a sheet must be the one of the data files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import html as lxml_html

from textmine.report.workbook import MAX_ROWS, cell_value, tables_of

Row = tuple[str, ...]

_LINES = ".//h1 | .//h2 | .//h3 | .//p | .//li | .//caption | .//figcaption | .//footer"
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]#|~\-+=.)])")
_DIGIT = re.compile(r"\d")
_CUT = re.compile(r"(?:另有 [\d,]+ 行，见|[\d,]+ more rows in )[^。.]*(?:\.xlsx)?[^。.]*[。.]$")


def wrong_copies(root: Path, page: str, report: Mapping[str, Any]) -> Iterator[str]:
    """Name what the Markdown, Word and Excel files of a report say otherwise than its page and data."""
    tree: Any = lxml_html.fromstring(page)
    lines = {"", *(_without_cut(_squeeze(e.text_content())) for e in tree.xpath(_LINES))}
    rows = {tuple(_squeeze(c.text_content()) for c in r.xpath("./td | ./th")) for r in tree.xpath(".//tr")}
    for name, read in (("report.md", _markdown), ("report.docx", _word)):
        if (root / name).is_file():
            said, tables = read(root / name)
            yield from (f"{name} 与页面不符：{line[:60]}" for line in said if _without_cut(line) not in lines)
            yield from (f"{name} 表格行与页面不符：{' | '.join(row)[:80]}" for row in tables if row not in rows)
    if (root / "tables.xlsx").is_file():
        yield from _wrong_cells(root, report)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _without_cut(line: str) -> str:
    """Return a table's note without its last sentence, how many rows were left out, which differs between copies."""
    return _CUT.sub("", line).strip()


def _markdown(path: Path) -> tuple[list[str], list[Row]]:
    from html import unescape

    lines: list[str] = []
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            cells = [_squeeze(unescape(_ESCAPED.sub(r"\1", c))) for c in re.split(r"(?<!\\)\|", line)[1:-1]]
            rows += [tuple(cells)] if not set("".join(cells)) <= set("-:") else []
        elif _DIGIT.search(line) and not line.startswith(("![", "> ")):
            bare = re.sub(r"^(#+ |1\. |- )", "", line).strip("*")
            lines.append(_squeeze(unescape(_ESCAPED.sub(r"\1", bare))))
    return lines, rows


def _word(path: Path) -> tuple[list[str], list[Row]]:
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(str(path)).element.body

    def text(element: Any) -> str:  # noqa: ANN401 - lxml's own types
        return _squeeze("".join(t.text or "" for t in element.iter(qn("w:t"))))

    rows = [tuple(text(cell) for cell in row.iter(qn("w:tc"))) for row in body.iter(qn("w:tr"))]
    quoted = {"Quotation", "QuotePlace"}
    lines = [text(p) for p in body.iterchildren(qn("w:p")) if not quoted & set(p.xpath("./w:pPr/w:pStyle/@w:val"))]
    return [line for line in lines if _DIGIT.search(line)], rows


def _wrong_cells(root: Path, report: Mapping[str, Any]) -> Iterator[str]:
    """Name each cell of the workbook that differs from the table of its sheet, made again from the data files."""
    from openpyxl import load_workbook

    frames = {path.stem: pd.read_parquet(path) for path in sorted((root / "data").glob("*.parquet"))}
    book = load_workbook(root / "tables.xlsx", read_only=True)
    try:
        for (name, table), sheet in zip_longest(tables_of(report, frames).items(), book.worksheets):
            shown = table.head(MAX_ROWS).itertuples(index=False, name=None)
            found = sheet.iter_rows(min_row=2, max_col=len(table.columns), values_only=True)
            for number, (true, said) in enumerate(zip_longest(shown, found, fillvalue=()), 2):
                if len(true) != len(said) or not all(map(_same, map(cell_value, true), said)):
                    yield f"tables.xlsx 工作表「{sheet.title}」第 {number} 行与数据（{name}）不符"
    finally:
        book.close()


def _same(true: object, said: object) -> bool:
    if isinstance(true, (int, float)) and isinstance(said, (int, float)):
        return math.isclose(true, said, rel_tol=1e-9, abs_tol=1e-9)
    return (true or None) == (said or None)
