"""The indicator table of laid-out text: columns by their titles, rows by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label, find_labels, without
from textmine.forms.plaintext.bands import Band, bands
from textmine.forms.plaintext.columns import order_of
from textmine.forms.plaintext.layout import (
    Sheet,
    cell_text,
    header_labels,
    header_tokens,
    mark_of,
)
from textmine.forms.plaintext.mend import mend, price
from textmine.forms.plaintext.place import LEVELS, place
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.spans import levels_of, stacked
from textmine.forms.plaintext.stream import WEIGHT_NOTE
from textmine.forms.plaintext.tokens import DASH, PLAIN
from textmine.forms.text import indicator_name
from textmine.records import Finding, Indicator


def read_rows(sheet: Sheet) -> tuple[tuple[Indicator, ...], list[Finding]]:
    """Read the indicator table; also tell what the places of the words leave in doubt."""
    header = header_labels(sheet)
    side_names = words.side_labels()
    body = without(sheet.between(sheet.top, sheet.end), header)
    body = without(body, find_labels(body, side_names, reach=14))
    titles = _without_side(header)
    band = [lb for lb in titles if lb.first <= sheet.table + 4]
    again = [lb for lb in titles if lb not in band]
    first, last = min((lb.first for lb in band), default=0), max((lb.last for lb in band), default=sheet.table)
    stray = [a for a in body if first <= a.line <= last]
    columns = _columns(band, stray)
    body = [a for a in body if a.line > last or (a.line > sheet.table and not _under(a, columns))]
    columns = _levels_in_order(columns)
    order = _order(columns)
    titles = [*columns, *(replace(lb, role=r) for lb in again for r in order if r == lb.role)]
    hinted = _hinted(_rows_only(body))
    best = _reading(hinted, order, titles)
    if best.cost > _USUAL:
        # a title that a narrow column broke may have been missed or read in another place
        others = (_reading(hinted, other, ()) for other in _usual_orders(order))
        best = min((best, *others), key=lambda r: r.cost)
    labels = {c: stacked([p.atom for p in best.placed if p.column == c]) for c in ("level1", "level2")}
    names, shaky = levels_of(best.rows, labels["level1"], labels["level2"])
    doubt = "一级、二级指标所属行不确定 / the rows that some level labels cover are not certain"
    where = f"第{'、'.join(str(n + 1) for n in shaky)}行" if len(shaky) < len(best.rows) else ""
    notes = [Finding("low_confidence", doubt, where)] if shaky else []
    return tuple(_indicator(row, one, two) for row, (one, two) in zip(best.rows, names, strict=True)), notes


_USUAL = -3.0
"""What the cells of a row cost on average where the columns were told rightly."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words of a table in columns, its rows, and how unlike they look on average."""

    placed: tuple[Placed, ...]
    rows: tuple[Band, ...]
    cost: float


def _reading(body: Sequence[Atom], order: Sequence[str], titles: Sequence[Label]) -> _Reading:
    placed = tuple(place(body, order, titles))
    rows = tuple(mend(row, order) for row in bands([p for p in placed if p.column not in LEVELS]))
    return _Reading(placed, rows, sum(price(row, order) for row in rows) / len(rows) if rows else inf)


def _usual_orders(order: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Return orders with all columns that forms have, those that the header seems to name first."""
    core = ("level3", "target", "actual")
    if not set(core) <= set(order):
        return
    first = order[: max(order.index(c) for c in core) + 1]
    for last in (("weight", "score", "deviation"), ("weight", "score")):
        other = (*(c for c in first if c not in last), *last)
        if other != tuple(order):
            yield other


def _spans(label: Label, header: Sequence[Label]) -> bool:
    """Whether a title stands over several columns, one of which repeats it below."""
    return any(lb.role == label.role and label.last < lb.first <= label.last + 3 for lb in header)


def _levels_in_order(columns: Sequence[Label]) -> list[Label]:
    """Put level 1 left of level 2; narrow titles beside each other are easily mixed up, then they tell no places."""
    one = next((lb for lb in columns if lb.role == "level1"), None)
    two = next((lb for lb in columns if lb.role == "level2"), None)
    if not one or not two or max(a.x0 for a in one.atoms) < min(a.x0 for a in two.atoms):
        return list(columns)
    x = min(one.x, two.x)
    mixed = {"level1": replace(one, x=x, atoms=()), "level2": replace(two, x=x + 0.1, atoms=())}
    return [mixed.get(lb.role, lb) for lb in columns]


def _order(columns: Sequence[Label]) -> tuple[str, ...]:
    """Return the columns from left to right; a column that the header does not tell stands where it usually does."""
    order = list(dict.fromkeys(c.role for c in sorted(columns, key=lambda c: c.x)))
    if not {"level3", "target", "actual"} <= set(order):
        order = [c for c in ("level1", "level2", *order_of(header_tokens(columns))) if c != "level"]
    return ("side", *order)


def _without_side(header: Sequence[Label]) -> list[Label]:
    """Leave out 绩效指标 at the left of the table, written downwards beside its rows: no column title."""
    first = min((lb.x for lb in header if lb.role in ("level1", "level2")), default=0.0)
    return [lb for lb in header if not (lb.role == "level3" and lb.x < first)]


def _columns(header: Sequence[Label], stray: Sequence[Atom]) -> list[Label]:
    """Tell the columns by their titles; titles that mean nothing to us head columns that are read past."""
    kept = [lb for lb in header if lb.role in words.COLUMNS and not _spans(lb, header)]
    read_past = {"criteria": "extra"}
    known = [replace(lb, role=read_past.get(lb.role, lb.role)) for lb in kept]
    for group in _stacks(stray):
        x = sum(a.centre for a in group) / len(group)
        if all(abs(x - lb.x) > 4 for lb in header):
            known.append(Label("".join(a.text for a in group), "extra", group[0].line, group[-1].line, x, tuple(group)))
    out: list[Label] = []
    for lb in sorted(known, key=lambda lb: (lb.x, lb.first)):
        same = [o for o in out if o.role.partition("#")[0] == lb.role]
        if lb.role == "extra":
            out.append(replace(lb, role=f"extra#{len(same)}"))
        elif same and lb.first <= same[0].last + 6:
            out.append(lb if lb.role == "deviation" else replace(lb, role=f"extra#d{len(out)}"))
        else:
            out.append(lb)
    return out


def _stacks(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Words of a header that stand below each other."""
    out: list[list[Atom]] = []
    for atom in atoms:
        if PLAIN.match(atom.text) or len(atom.text) > 12:
            continue
        home = next((g for g in out if abs(g[0].centre - atom.centre) <= 3), None)
        if home is None:
            out.append([atom])
        else:
            home.append(atom)
    return [g for g in out if len("".join(a.text for a in g)) >= 2]


def _under(atom: Atom, columns: Sequence[Label]) -> bool:
    return any(atom in lb.atoms for lb in columns)


def _rows_only(atoms: Sequence[Atom]) -> list[Atom]:
    """Leave out subtotals, rows that were never filled in, and weights printed behind level names."""
    gone = {
        a.line
        for a in atoms
        if words.squeeze(a.text) in ("小计", "小计:") or re.fullmatch(r"(指标\d[:：])?[.…]{2,}", a.text)
    }
    return [a for a in atoms if a.line not in gone and not WEIGHT_NOTE.match(words.squeeze(a.text))]


def _hinted(atoms: Sequence[Atom]) -> list[Atom]:
    """Mark the pieces of usual answers that a narrow column broke: their words tell the column."""
    hints: dict[int, str] = {}
    for column, group in (("actual", "answers"), ("target", "wishes")):
        for label in find_labels([a for a in atoms if id(a) not in hints], words.phrases(group), slack=3.0):
            hints.update({id(a): column for a in label.atoms if len(label.atoms) > 1})
    return [replace(a, hint=hints[id(a)]) if id(a) in hints else a for a in atoms]


def _indicator(row: Band, one: str, two: str) -> Indicator:
    def text(column: str) -> str:
        joined = cell_text([p for p in row.words if p.column == column])
        return "" if DASH.match(joined) else joined

    target = "".join(text(c) for c in ("nature", "target", "unit_of"))
    return Indicator(
        level1=one, level2=two, level3=indicator_name(text("level3")), target=target,
        actual=text("actual"), weight=mark_of(text("weight")), score=mark_of(text("score")),
        deviation=text("deviation"),
        page=next((p.atom.page for p in row.words if p.atom.line == row.anchor), None),
    )  # fmt: skip
