"""One form of laid-out text (``pdftotext -layout`` and the like): columns by white space, cells centred over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label, atoms_of, find_labels, mend_numbers, without
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.tokens import NUMBER, TextLine, Token, join

FUNDING_COLUMNS = ("initial_budget", "budget", "executed", "weight", "rate", "score")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a form in the raster, divided at its landmarks (line numbers)."""

    atoms: tuple[Atom, ...]
    funding: int
    goal: int
    table: int
    end: int

    @property
    def top(self) -> int:
        """Where the titles of the table may begin: up to three lines above the first one, below all amounts."""
        figures: dict[int, int] = {}
        for atom in self.atoms:
            if self.table - 3 <= atom.line < self.table and NUMBER.match(atom.text):
                figures[atom.line] = figures.get(atom.line, 0) + 1
        return max([self.table - 3, *(line + 1 for line, count in figures.items() if count >= 2)])

    @property
    def prose(self) -> int:
        """Where the text of a goal may begin whose label stands in its middle: below the last row of amounts."""
        figures: dict[int, int] = {}
        for atom in self.atoms:
            if self.funding <= atom.line < self.goal and NUMBER.match(atom.text):
                figures[atom.line] = figures.get(atom.line, 0) + 1
        return max((line + 1 for line, count in figures.items() if count >= 2), default=self.goal)

    def between(self, first: int, last: int) -> list[Atom]:
        """Return the words on the lines from `first` up to `last`."""
        return [a for a in self.atoms if first <= a.line < last]


def sheet_of(lines: Sequence[TextLine]) -> Sheet:
    """Place the words of a form and find its landmarks."""
    numbers, now = [], 0
    for line in lines:
        now += 2 if line.gap == "block" else 1
        numbers.append(now)
    atoms = tuple(mend_numbers(atoms_of(lines, numbers)))
    table = _first_line(atoms, {"level1", "level2", "level3"}, 0)
    funding = min(_first_line(atoms, {"initial_budget", "budget", "executed"}, 0), table)
    # without a funding block the goal follows the head
    goal = min(_first_line(atoms, {"expected", "goal_actual"}, funding if funding < table else 0), table)
    if goal == table:
        goal = min(_first_line(atoms, {"goal_side"}, funding if funding < table else 0), table)
    funding = min(funding, goal) if funding == table else funding
    end = _end_line(atoms, table + 1)
    return Sheet(atoms, funding, goal, table, end)


def _first_line(atoms: Sequence[Atom], wanted: set[str], start: int) -> int:
    for atom in atoms:
        if atom.line >= start and words.role_of(re.sub(r"[\d:：]+$", "", atom.text)) in wanted:
            return atom.line
    return atoms[-1].line + 1 if atoms else 0


def _end_line(atoms: Sequence[Atom], start: int) -> int:
    """Find the first line behind the rows: totals, grade or explanations, also spaced out (总 分).

    Such a label begins its line, and a label of explanations stands at the left: further right it is a column title.
    """
    lines: dict[int, list[Atom]] = {}
    for atom in atoms:
        if atom.line >= start:
            lines.setdefault(atom.line, []).append(atom)
    left = 0.3 * max((a.x1 for a in atoms), default=0)
    for number, line in sorted(lines.items()):
        text = "".join(words.squeeze(a.text) for a in line)
        for label in (re.split(r"[\d:]", text)[0], words.squeeze(line[0].text)):
            role = words.role_of(label)
            if role in ("total", "grade") or (role in ("reason", "measure") and line[0].x0 < left):
                return number
    return 10**9


def head_fields(sheet: Sheet) -> dict[str, str]:
    """Read the head by places: a value stands right of its label, on its lines or next to them."""
    first = min((a.line for lb in funding_header(sheet) for a in lb.atoms), default=min(sheet.funding, sheet.goal))
    atoms = [a for a in sheet.between(0, first) if not _ASIDE.match(words.squeeze(a.text))]
    names = words.labels("head") | words.labels("foot", "total", "grade") | words.labels("funding", "funding_side")
    found = find_labels(atoms, names)
    out: dict[str, list[Placed]] = {}
    for atom in without(atoms, found):
        left = [
            lb for lb in found if max(a.x1 for a in lb.atoms) <= atom.x0 and lb.first - 1 <= atom.line <= lb.last + 1
        ]
        if left:
            best = min(left, key=lambda lb: (_lines_off(atom, lb), -lb.x))
            role = "total" if best.role == "score" else best.role
            out.setdefault(role, []).append(Placed(atom, role))
    return {role: cell_text(parts) for role, parts in out.items()}


_ASIDE = re.compile(r"^\(?[\d〇○零一二三四五六七八九]{4}年?度?\)?$|^\(?(金额)?单位:(人民币)?万?元\)?$")


def _lines_off(atom: Atom, label: Label) -> int:
    return max(label.first - atom.line, atom.line - label.last, 0)


def header_labels(sheet: Sheet) -> list[Label]:
    """Find the column titles, also where a page repeats them: labels that stand together on neighbouring lines."""
    names = words.labels("indicators") | frozenset(_SHORT_TITLES)
    found = find_labels(sheet.between(sheet.top, sheet.end), names)
    own = {**words.blocks()["indicators"], **_SHORT_TITLES}
    found = [_bare(lb) for lb in found]
    found = [replace(lb, role=own.get(words.squeeze(lb.name).rstrip(":"), lb.role)) for lb in found]
    rows = [lb.middle for lb in found if lb.role in ("level1", "level2", "level3", "weight", "score")]
    crowded = [y for y in rows if sum(1 for z in rows if abs(y - z) <= 1) >= 3]
    return [lb for lb in found if any(abs(lb.middle - y) <= 2 for y in crowded)]


_SHORT_TITLES = {"性质": "nature", "单位": "unit_of"}
"""Titles that elsewhere mean other things: only beside the other titles of the table they are some."""


def _bare(label: Label) -> Label:
    """Leave the points out that stand below a title: they are those of the first row."""
    kept = label.atoms
    for n, atom in enumerate(label.atoms):
        if n and re.match(r"[(（]\d", atom.text) and atom.line > label.atoms[n - 1].line:
            kept = label.atoms[:n]
            break
    name = "".join(words.squeeze(a.text) for a in kept)
    return replace(label, name=name, last=kept[-1].line, atoms=kept)


def cell_text(parts: Sequence[Placed]) -> str:
    """Join the words of one cell, line by line."""
    lines: dict[int, list[str]] = {}
    for p in parts:
        lines.setdefault(p.atom.line, []).append(p.atom.text)
    return join(" ".join(line) for line in lines.values())


def mark_of(text: str) -> float | None:
    """Return the mark that a cell prints, None where it prints none."""
    try:
        return float(text.rstrip("分"))
    except ValueError:
        return None


def funding_header(sheet: Sheet) -> list[Label]:
    """Find the column titles of the funding block, none where the form has no such block."""
    if sheet.funding >= sheet.goal:
        return []
    found = find_labels(sheet.between(sheet.funding - 3, sheet.goal), words.labels("funding", *FUNDING_COLUMNS, "mark"))
    return [lb for lb in found if abs(lb.middle - sheet.funding) <= 3]


def header_tokens(header: Sequence[Label]) -> list[Token]:
    """Return labels as tokens, from left to right."""
    return [Token(lb.name, "space", None, lb.role) for lb in sorted(header, key=lambda lb: lb.x)]
