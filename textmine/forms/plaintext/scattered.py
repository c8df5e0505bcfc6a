"""Rows whose cells were emitted in several places: the pieces are put together again, and a finding tells so.

Tools that sort a page into reading order tear a table into blocks: names here, numbers there. Within a page every column
still comes from top to bottom, so where as many pieces of a column are left over as rows lack it, they fit in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.decode import column_widths, decode
from textmine.forms.plaintext.rows import Draft, drafts
from textmine.forms.plaintext.tokens import Token, join_tokens

_CELLS = ("level3", "nature", "target", "unit_of", "criteria", "actual")


@dataclass(frozen=True, slots=True)
class Assembled:
    """Rows put together, the level names beside them, and whether everything found its place."""

    rows: tuple[Draft, ...]
    beside: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    moved: tuple[str, ...]
    lost: tuple[str, ...]


def assemble(tokens: Sequence[Token], order: Sequence[str]) -> Assembled:
    """Put the rows of a scattered table together."""
    columns = tuple(c for c in order if c != "level")
    plain, labels = _without_labels(tokens)
    reads = decode(plain, columns, loose=True)
    reads = decode(plain, columns, column_widths(reads), loose=True)
    pieces = drafts(reads)
    rows = [p for p in pieces if "weight" in p.pieces and "score" in p.pieces]
    loose = [p for p in pieces if not ("weight" in p.pieces and "score" in p.pieces)]
    moved: list[str] = []
    lost: list[str] = []
    for column in columns:
        if column in _CELLS:
            _fill(rows, loose, column, moved, lost)
    if "deviation" in columns:
        _explain(rows, loose, moved, lost)
    beside = tuple(_beside(row, labels) for row in rows)
    return Assembled(tuple(rows), beside, tuple(t.text for t, _ in labels), tuple(moved), tuple(lost))


Labels = list[tuple[Token, "Token | None"]]


def _without_labels(tokens: Sequence[Token]) -> tuple[list[Token], Labels]:
    """Take the level names out; keep with each the word that follows it on its line."""
    plain: list[Token] = []
    labels: Labels = []
    for i, token in enumerate(tokens):
        if token.role == "level":
            after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].gap == "space" else None
            labels.append((token, after))
        elif i and tokens[i - 1].role == "level":
            plain.append(token if token.gap in ("page",) else replace(token, gap="block"))
        else:
            plain.append(token)
    return plain, labels


def _beside(row: Draft, labels: Labels) -> tuple[str, ...]:
    first = row.pieces.get("level3", [None])[0]
    return tuple(t.text for t, after in labels if after is not None and first is not None and after.text == first.text)


def _fill(rows: Sequence[Draft], loose: Sequence[Draft], column: str, moved: list[str], lost: list[str]) -> None:
    """Give the rows that lack a cell the pieces left over, page by page where that fits, else over the whole form."""
    need = [r for r in rows if not r.pieces.get(column)]
    have = [p for p in loose if p.pieces.get(column)]
    pages = sorted({p.page or 0 for p in [*need, *have]})
    groups = [([r for r in need if (r.page or 0) == n], [p for p in have if (p.page or 0) == n]) for n in pages]
    if any(len(_lines(h, column)) < len(n) for n, h in groups):
        groups = [(need, have)]
    for lacking, pieces in groups:
        cells = _merge(_lines(pieces, column), len(lacking))
        if len(cells) != len(lacking):
            lost += [join_tokens(c) for c in cells]
            continue
        for row, cell in zip(lacking, cells, strict=True):
            row.pieces[column] = cell
            moved.append(join_tokens(cell))


def _lines(pieces: Sequence[Draft], column: str) -> list[list[Token]]:
    """The leftover pieces of a column, line by line."""
    out: list[list[Token]] = []
    for piece in pieces:
        for n, token in enumerate(piece.pieces[column]):
            if n and token.gap == "space":
                out[-1].append(token)
            else:
                out.append([token])
    return out


def _merge(lines: list[list[Token]], count: int) -> list[list[Token]]:
    """Join lines to as many cells as are wanted: the longest lines run on, as lines of one cell do."""
    cells = [list(line) for line in lines]
    while len(cells) > count > 0:
        joints = [i for i in range(1, len(cells)) if cells[i][0].gap == "line"]
        if not joints:
            break
        at = max(joints, key=lambda i: (cells[i - 1][-1].width, -cells[i][0].width))
        cells[at - 1 : at + 1] = [cells[at - 1] + cells[at]]
    return cells


def _explain(rows: Sequence[Draft], loose: Sequence[Draft], moved: list[str], lost: list[str]) -> None:
    """Give explanations that stand away from their rows to rows that lost points, in order, by the words they share."""
    prose = [p.pieces["deviation"] for p in loose if p.pieces.get("deviation")]
    cells = [c for block in prose for c in _paragraphs(block)]
    need = [r for r in rows if not r.pieces.get("deviation")]
    for cell, row in _pair(cells, need):
        if row is None:
            lost.append(join_tokens(cell))
        else:
            row.pieces["deviation"] = cell
            moved.append(join_tokens(cell))


def _paragraphs(tokens: Sequence[Token]) -> list[list[Token]]:
    """Split a run of prose where a sentence ends on a line that is not full."""
    width = max(t.width for t in tokens)
    out: list[list[Token]] = [[]]
    for token in tokens:
        last = out[-1][-1] if out[-1] else None
        if last and token.gap != "space" and last.text.endswith(("。", "；", "！")) and last.width < 0.95 * width:
            out.append([])
        out[-1].append(token)
    return out


def _pair(cells: Sequence[list[Token]], rows: Sequence[Draft]) -> list[tuple[list[Token], Draft | None]]:
    """The best pairing that keeps the order of both."""
    n, m = len(cells), len(rows)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            together = best[i + 1][j + 1] + _kinship(cells[i], rows[j])
            best[i][j] = max(best[i][j + 1], best[i + 1][j], together)
    out: list[tuple[list[Token], Draft | None]] = []
    i = j = 0
    while i < n:
        if j < m and best[i][j] == best[i + 1][j + 1] + _kinship(cells[i], rows[j]) and best[i][j] > best[i][j + 1]:
            out.append((cells[i], rows[j]))
            i, j = i + 1, j + 1
        elif j < m and best[i][j] == best[i][j + 1]:
            j += 1
        else:
            out.append((cells[i], None))
            i += 1
    return out


def _kinship(cell: Sequence[Token], row: Draft) -> float:
    """How likely a passage explains a row: the row lost points, its answer is not «达成», both share words."""
    text, name = words.squeeze(join_tokens(cell)), words.squeeze(row.text("level3"))
    weight, score = row.number("weight"), row.number("score")
    lost = (weight or 0.0) - (score or 0.0)
    shared = sum(1 for k in range(len(name) - 1) if name[k : k + 2] in text)
    answer = 1.0 if words.squeeze(row.text("actual")).startswith(("部分", "未", "基本")) else 0.0
    return 0.1 + (1.5 if lost > 0 else 0.0) + min(lost, 3.0) * 0.3 + min(shared, 4) * 0.7 + answer
