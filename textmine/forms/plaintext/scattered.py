"""Rows whose cells were emitted in several places: the pieces are put together again, and a finding tells so.

Tools that sort a page into reading order tear a table into blocks: names here, numbers there. Within a page every
column still comes from top to bottom, so where as many pieces of a column are left over as rows lack it, they fit in
order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.decode import column_widths, decode
from textmine.forms.plaintext.pools import pair_up, pool
from textmine.forms.plaintext.rows import Draft, drafts
from textmine.forms.plaintext.tokens import COMPARATOR, PLAIN, Token, join_tokens

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
    plain = _mark_prose(plain)
    reads = decode(plain, columns)
    reads = decode(plain, columns, column_widths(reads))
    pieces = drafts(reads)
    pieces = _join_halves(_detach_names(pieces))
    rows = [p for p in pieces if _numbers(p) == 2]
    loose = [named for p in pieces if _numbers(p) < 2 for named in _as_names(p)]
    moved: list[str] = []
    lost: list[str] = []
    for column in columns:
        if column in _CELLS:
            _fill(rows, loose, column, moved, lost)
    if "deviation" in columns:
        _explain(rows, loose, moved, lost)
    beside = tuple(_beside(row, labels) for row in rows)
    return Assembled(tuple(rows), beside, tuple(t.text for t, _ in labels), tuple(moved), tuple(lost))


def assemble_pools(
    tokens: Sequence[Token], order: Sequence[str], rows_total: Sequence[float], scored: float | None
) -> Assembled | None:
    """Put the rows together column by column; None where the columns do not have one cell a row.

    Parameters
    ----------
    rows_total : sequence of float
        What the weights may sum to; the first that fits is taken.
    """
    if not {"target", "actual", "weight", "score"} <= set(order) or {"criteria", "nature"} & set(order):
        return None
    plain, labels = _without_labels(tokens)
    pools = pool(plain)
    for total in rows_total:
        rows = pair_up(pools, total, scored)
        if rows is not None:
            break
    else:
        return None
    loose = [Draft([], {"deviation": run}, run[0].page) for run in _runs_of_prose(pools.prose)]
    moved: list[str] = []
    lost: list[str] = []
    if "deviation" in order:
        _explain(rows, loose, moved, lost)
    beside = tuple(_beside(row, labels) for row in rows)
    moved += [row.text("level3") for row in rows]
    return Assembled(tuple(rows), beside, tuple(t.text for t, _ in labels), tuple(moved), tuple(lost))


def _runs_of_prose(tokens: Sequence[Token]) -> list[list[Token]]:
    """Gather the words of explanations: neighbouring lines and blocks run on until a sentence ends."""
    out: list[list[Token]] = []
    for token in tokens:
        if out and (token.gap in ("line", "space") or not re.search(r"[。！]$", out[-1][-1].text)):
            out[-1].append(token)
        else:
            out.append([token])
    return out


def _detach_names(pieces: Sequence[Draft]) -> list[Draft]:
    """Take the last name of a list of names off the row that happens to follow the list."""
    out: list[Draft] = []
    for piece in pieces:
        name = piece.pieces.get("level3")
        listed = out and list(out[-1].pieces) == ["level3"] and name and name[0].gap in ("line", "space")
        if listed and name and len(piece.pieces) > 1:
            out.append(Draft([], {"level3": piece.pieces.pop("level3")}, name[0].page))
        out.append(piece)
    return out


def _numbers(piece: Draft) -> int:
    return ("weight" in piece.pieces) + ("score" in piece.pieces)


def _join_halves(pieces: Sequence[Draft]) -> list[Draft]:
    """Join pieces that hold one number each, two and two: a row whose weight and score were torn apart."""
    out: list[Draft] = []
    half: Draft | None = None
    for piece in pieces:
        if _numbers(piece) != 1:
            out.append(piece)
        elif half is None:
            half = piece
            out.append(piece)
        else:
            cells = {**piece.pieces, **half.pieces}
            numbers = sorted(
                (piece.pieces[c] for piece in (half, piece) for c in ("weight", "score") if c in piece.pieces),
                key=lambda cell: float(cell[0].text.rstrip("分") if PLAIN.match(cell[0].text) else 0),
            )
            cells["score"], cells["weight"] = numbers
            at = out.index(half) if "actual" in half.pieces or "actual" not in piece.pieces else len(out)
            joined = Draft(half.levels + piece.levels, cells, half.page)
            out.remove(half)
            out.insert(min(at, len(out)), joined)
            half = None
    return out


def _as_names(piece: Draft) -> list[Draft]:
    """Tell a loose piece again without its row: words that are no value and no usual answer are names."""
    if _numbers(piece) or not any(c in piece.pieces for c in ("target", "actual")):
        return [piece]
    out: list[Draft] = []
    for column, cell in piece.pieces.items():
        text = words.squeeze(join_tokens(cell))
        value = (
            column not in ("target", "actual")
            or re.search(r"\d", text[:3])
            or COMPARATOR.match(text)
            or text in words.usual()
        )
        out.append(Draft([], {column if value else "level3": cell}, cell[0].page))
    return out


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


def _mark_prose(tokens: Sequence[Token]) -> list[Token]:
    """Mark blocks of lines that make sentences: explanations, wherever they stand."""
    out: list[Token] = []
    block: list[Token] = []
    for token in [*tokens, None]:
        if token is None or token.gap in ("block", "page"):
            text = "".join(t.text for t in block)
            prose = (
                len(text) >= 16
                and "。" in text
                and not any(PLAIN.match(t.text) or COMPARATOR.match(t.text) for t in block)
            )
            out += [replace(t, role="prose") for t in block] if prose else block
            block = []
        block += [token] if token else []
    return out


def _beside(row: Draft, labels: Labels) -> tuple[str, ...]:
    first = row.pieces.get("level3", [None])[0]
    return tuple(t.text for t, after in labels if after is not None and first is not None and after.text == first.text)


def _fill(rows: Sequence[Draft], loose: Sequence[Draft], column: str, moved: list[str], lost: list[str]) -> None:
    """Give the rows that lack a cell the pieces left over, page by page where that fits, else over the whole form."""
    if column == "level3":
        _share_names(rows, sum(len(_lines([p], column)) for p in loose if column in p.pieces))
    need = [r for r in rows if not r.pieces.get(column)]
    have = [p for p in loose if p.pieces.get(column)]
    pages = sorted({p.page or 0 for p in [*need, *have]})
    groups = [([r for r in need if (r.page or 0) == n], [p for p in have if (p.page or 0) == n]) for n in pages]
    if any(len(_lines(h, column)) < len(n) for n, h in groups):
        groups = [(need, have)]
    for lacking, pieces in groups:
        lines = [line for line in _lines(pieces, column) if re.search(r"\w", join_tokens(line))]
        cells = _merge(lines, len(lacking))
        if len(cells) != len(lacking):
            lost += [join_tokens(c) for c in cells]
            continue
        for row, cell in zip(lacking, cells, strict=True):
            row.pieces[column] = cell
            moved.append(join_tokens(cell))


def _share_names(rows: Sequence[Draft], spare: int) -> None:
    """Let a row without a name take the last line of the name before it, where there are not enough names left over."""
    short = sum(1 for r in rows if "level3" not in r.pieces) - spare
    for above, row in pairwise(rows):
        lines = _lines([above], "level3") if "level3" in above.pieces else []
        if short > 0 and "level3" not in row.pieces and len(lines) > 1 and len(join_tokens(lines[-1])) >= 4:
            row.pieces["level3"] = lines[-1]
            above.pieces["level3"] = [t for line in lines[:-1] for t in line]
            short -= 1


def _lines(pieces: Sequence[Draft], column: str) -> list[list[Token]]:
    """Return the leftover pieces of a column, line by line."""
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
    while len(cells) < count:
        # two names on one line: the tool saw them side by side
        gaps = [(i, k) for i, cell in enumerate(cells) for k in range(1, len(cell)) if cell[k].gap == "space"]
        if not gaps:
            break
        i, k = max(gaps, key=lambda g: min(len(cells[g[0]][g[1]].text), len(cells[g[0]][g[1] - 1].text)))
        cells[i : i + 1] = [cells[i][:k], cells[i][k:]]
    while len(cells) > count > 0:
        joints = [i for i in range(1, len(cells)) if cells[i][0].gap == "line"]
        if not joints:
            break
        at = max(joints, key=lambda i: (cells[i - 1][-1].width, -cells[i][0].width))
        cells[at - 1 : at + 1] = [cells[at - 1] + cells[at]]
    return cells


def _explain(rows: Sequence[Draft], loose: Sequence[Draft], moved: list[str], lost: list[str]) -> None:
    """Give explanations to their rows: the one they follow, unless another shares more words and lost points."""
    cells: list[tuple[list[Token], Draft | None]] = []
    for piece in [*rows, *loose]:
        prose = piece.pieces.pop("deviation", [])
        own = piece if _numbers(piece) == 2 else None
        cells += [(c, own if n == 0 else None) for n, c in enumerate(_paragraphs(prose))] if prose else []
    pairs = sorted(
        (
            (_kinship(cell, row) + (2.5 if row is own else 0.0), -i, -j)
            for i, (cell, own) in enumerate(cells)
            for j, row in enumerate(rows)
        ),
        reverse=True,
    )
    done: set[int] = set()
    for _, i, j in pairs:
        cell, own = cells[-i]
        row = rows[-j]
        if -i in done or "deviation" in row.pieces:
            continue
        done.add(-i)
        row.pieces["deviation"] = cell
        if row is not own:
            moved.append(join_tokens(cell))
    lost += [join_tokens(cell) for i, (cell, _) in enumerate(cells) if i not in done]


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


def _kinship(cell: Sequence[Token], row: Draft) -> float:
    """How likely a passage explains a row: the row lost points, its answer is not «达成», both share words."""
    text, name = words.squeeze(join_tokens(cell)), words.squeeze(row.text("level3"))
    weight, score = row.number("weight"), row.number("score")
    lost = (weight or 0.0) - (score or 0.0)
    shared = sum(1 for k in range(len(name) - 1) if name[k : k + 2] in text)
    answer = 1.0 if words.squeeze(row.text("actual")).startswith(("部分", "未", "基本")) else 0.0
    return 0.1 + (1.5 if lost > 0 else 0.0) + min(lost, 3.0) * 0.3 + min(shared, 4) * 0.7 + answer
