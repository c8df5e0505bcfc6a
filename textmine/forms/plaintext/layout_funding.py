"""The funding block of laid-out text: rows of amounts, items beside them."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label, find_labels, without
from textmine.forms.plaintext.layout import (
    Sheet,
    cell_text,
    funding_header,
    header_tokens,
)
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.tokens import DASH, NUMBER, Token


def funding_tokens(sheet: Sheet) -> list[Token]:
    """Return the funding block as a stream: the items first, in order, then the numbers line by line."""
    if sheet.funding >= sheet.goal:
        return []
    crowded = funding_header(sheet)
    atoms = without(sheet.between(sheet.funding - 3, sheet.goal), crowded)
    first = min((a.line for lb in crowded for a in lb.atoms), default=sheet.funding)
    atoms = [a for a in atoms if a.line >= first]
    found = find_labels(
        [a for a in atoms if not _is_amount(a.text)],
        words.labels("funding", "item") | words.labels("funding", "funding_side"),
        reach=8,
    )
    amounts = _by_row([a for a in atoms if _is_amount(a.text)])
    body: list[Token] = []
    for item, row in _named_rows(atoms, found, amounts):
        body += [Token(item, "line", None, "item"), *(Token(a.text, "line", a.page) for a in row)]
    return [*header_tokens(crowded), *body]


def _named_rows(
    atoms: Sequence[Atom], found: Sequence[Label], amounts: Sequence[Sequence[Atom]]
) -> list[tuple[str, Sequence[Atom]]]:
    """Pair items and rows of amounts; more known items than rows: each row is that of the nearest, others are blank."""
    known = sorted((lb for lb in found if lb.role == "item"), key=lambda lb: lb.middle)
    if len(known) <= len(amounts):
        return list(zip(_items(atoms, found, amounts), amounts, strict=True))
    rows: dict[int, Sequence[Atom]] = {}
    for row in amounts:
        anchor = _middle_line(row)
        near = min(range(len(known)), key=lambda i: (i in rows, abs(known[i].middle - anchor)))
        rows[near] = row
    return [(lb.name, rows.get(i, ())) for i, lb in enumerate(known)]


def _items(atoms: Sequence[Atom], found: Sequence[Label], amounts: Sequence[Sequence[Atom]]) -> list[str]:
    """Name the rows of amounts: by known items in order, else by the words left of the numbers on the nearest lines."""
    known = [lb.name for lb in sorted(found, key=lambda lb: lb.middle) if lb.role == "item"]
    if len(known) == len(amounts):
        return known
    side = [lb for lb in found if lb.role == "funding_side"]
    texts = [a for a in without(atoms, side) if not _is_amount(a.text)]
    anchors = [_middle_line(row) for row in amounts]
    out: list[list[Atom]] = [[] for _ in amounts]
    for atom in texts:
        k = min(range(len(anchors)), key=lambda i: abs(anchors[i] - atom.line), default=None)
        if (
            k is not None
            and len(atom.text) > 1
            and abs(anchors[k] - atom.line) <= 2
            and atom.x1 <= min(a.x0 for a in amounts[k]) + 1
        ):
            out[k].append(atom)
    return [cell_text([Placed(a, "item") for a in cell]) for cell in out]


def _middle_line(row: Sequence[Atom]) -> float:
    lines = [a.line for a in row]
    return max(set(lines), key=lines.count) if lines else 0.0


def _is_amount(text: str) -> bool:
    return bool(NUMBER.match(text) or DASH.match(text) or text in ("%", "％"))


def _by_row(amounts: Sequence[Atom]) -> list[list[Atom]]:
    """Put amounts in rows, each in the order of its places: a wrapped 99.95 | % stands on lines of its own."""
    lines = sorted({a.line for a in amounts})
    on = {n: [a for a in amounts if a.line == n] for n in lines}
    # a row whose amounts are blank prints dashes only
    full = [n for n in lines if len(on[n]) >= 3 or (len(on[n]) == 2 and all(DASH.match(a.text) for a in on[n]))]
    if not full:
        return [list(amounts)] if amounts else []
    rows = {n: min(full, key=lambda f: (abs(f - n), -f)) for n in lines}
    place = {id(a): (a.centre + 0.5 * (a.text in ("%", "％")), a.line) for a in amounts}
    return [sorted((a for a in amounts if rows[a.line] == f), key=lambda a: place[id(a)]) for f in full]
