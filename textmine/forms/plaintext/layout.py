"""One form of laid-out text (``pdftotext -layout`` and the like): columns by white space, cells centred over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label, atoms_of, find_labels, mend_numbers, width_of, without
from textmine.forms.plaintext.bands import Band, bands
from textmine.forms.plaintext.columns import order_of
from textmine.forms.plaintext.raster import Placed, place_words
from textmine.forms.plaintext.spans import levels_of
from textmine.forms.plaintext.stream import WEIGHT_NOTE
from textmine.forms.plaintext.tokens import DASH, NUMBER, PLAIN, TextLine, Token, join
from textmine.forms.text import indicator_name
from textmine.records import Goal, Indicator

FUNDING_COLUMNS = ("initial_budget", "budget", "executed", "weight", "rate", "score")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a form in the raster, divided at its landmarks (line numbers)."""

    atoms: tuple[Atom, ...]
    funding: int
    goal: int
    table: int
    end: int

    def between(self, first: int, last: int) -> list[Atom]:
        """The words on the lines from `first` up to `last`."""
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
    goal = min(_first_line(atoms, {"expected", "goal_actual"}, funding), table)
    end = _end_line(atoms, table + 1)
    return Sheet(atoms, funding, goal, table, end)


def _first_line(atoms: Sequence[Atom], wanted: set[str], start: int) -> int:
    for atom in atoms:
        if atom.line >= start and words.role_of(atom.text) in wanted:
            return atom.line
    return atoms[-1].line + 1 if atoms else 0


def _end_line(atoms: Sequence[Atom], start: int) -> int:
    """The first line behind the rows: totals, grade or explanations, also where the label is spaced out (总 分)."""
    lines: dict[int, str] = {}
    for atom in atoms:
        if atom.line >= start:
            lines[atom.line] = lines.get(atom.line, "") + words.squeeze(atom.text)
    ends = ("total", "grade", "reason", "measure")
    numbered = (n for n, text in lines.items() if words.role_of(re.split(r"\d", text)[0]) in ends)
    return min(next(numbered, 10**9), _first_line(atoms, set(ends), start))


def head_fields(sheet: Sheet) -> dict[str, str]:
    """Read the head by places: a value stands right of its label, on its lines or next to them."""
    first = min((a.line for lb in _funding_header(sheet) for a in lb.atoms), default=min(sheet.funding, sheet.goal))
    atoms = [a for a in sheet.between(0, first) if not _YEAR.match(words.squeeze(a.text))]
    names = words.labels("head") | words.labels("foot", "total", "grade") | words.labels("funding", "funding_side")
    found = find_labels(atoms, names)
    out: dict[str, list[Placed]] = {}
    for atom in without(atoms, found):
        left = [lb for lb in found if max(a.x1 for a in lb.atoms) <= atom.x0 and lb.first - 1 <= atom.line <= lb.last + 1]
        if left:
            best = min(left, key=lambda lb: (_lines_off(atom, lb), -lb.x))
            role = "total" if best.role == "score" else best.role
            out.setdefault(role, []).append(Placed(atom, role))
    return {role: _cell(parts) for role, parts in out.items()}


_YEAR = re.compile(r"^\(?[\d〇○零一二三四五六七八九]{4}年?度?\)?$")


def _lines_off(atom: Atom, label: Label) -> int:
    return max(label.first - atom.line, atom.line - label.last, 0)


def _funding_header(sheet: Sheet) -> list[Label]:
    found = find_labels(sheet.between(sheet.funding - 3, sheet.goal), words.labels("funding", *FUNDING_COLUMNS, "mark"))
    return [lb for lb in found if abs(lb.middle - sheet.funding) <= 3]


def header_labels(sheet: Sheet) -> list[Label]:
    """Find the column titles, also where a page repeats them: labels that stand together on neighbouring lines."""
    names = words.labels("indicators")
    found = find_labels(sheet.between(sheet.table - 3, sheet.end), names)
    rows = [lb.middle for lb in found if lb.role in ("level1", "level2", "level3", "weight", "score")]
    crowded = [y for y in rows if sum(1 for z in rows if abs(y - z) <= 1) >= 3]
    return [lb for lb in found if any(abs(lb.middle - y) <= 2 for y in crowded)]


def read_rows(sheet: Sheet) -> tuple[Indicator, ...]:
    """Read the indicator table."""
    header = header_labels(sheet)
    side_names = words.side_labels()
    body = without(sheet.between(sheet.table - 3, sheet.end), header)
    body = without(body, find_labels(body, side_names, reach=14))
    band = [lb for lb in header if lb.first <= sheet.table + 4]
    again = [lb for lb in header if lb not in band]
    first, last = min((lb.first for lb in band), default=0), max((lb.last for lb in band), default=sheet.table)
    stray = [a for a in body if first <= a.line <= last]
    columns = _columns(band, stray)
    body = [a for a in body if a.line > last or (a.line > sheet.table and not _under(a, columns))]
    labels = find_labels(body, words.level_names())
    body = _hinted(_rows_only(without(body, labels)))
    order = tuple(dict.fromkeys(("level", *(c.role for c in sorted(columns, key=lambda c: c.x)))))
    order = order if {"level3", "target", "actual"} <= set(order) else order_of(_header_tokens(header))
    rows = bands(place_words(body, order, [*columns, *again]))
    levels = [(one or _left(row, "extra#level1"), two) for row, (one, two) in zip(rows, levels_of(rows, labels), strict=True)]
    return tuple(_indicator(row, one, two) for row, (one, two) in zip(rows, levels, strict=True))


def _left(row: Band, column: str) -> str:
    """A level name that we do not know, where a row prints it."""
    return _cell([p for p in row.words if p.column == column])


def _columns(header: Sequence[Label], stray: Sequence[Atom]) -> list[Label]:
    """The columns by their titles; titles that mean nothing to us head columns that are read past."""
    kept = [lb for lb in header if lb.role in words.COLUMNS]
    read_past = {"criteria": "extra", "level1": "extra#level1", "level2": "extra#level2"}
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
    gone = {a.line for a in atoms if words.squeeze(a.text) in ("小计", "小计:") or re.fullmatch(r"(指标\d[:：])?[.…]{2,}", a.text)}
    return [a for a in atoms if a.line not in gone and not WEIGHT_NOTE.match(words.squeeze(a.text))]


def _hinted(atoms: Sequence[Atom]) -> list[Atom]:
    """Mark the pieces of usual answers that a narrow column broke: they are told by their words, wherever they stand."""
    hints: dict[int, str] = {}
    for column, group in (("actual", words.ANSWERS), ("target", words.WISHES)):
        for label in find_labels([a for a in atoms if id(a) not in hints], words.phrases(group), slack=3.0):
            hints.update({id(a): column for a in label.atoms if len(label.atoms) > 1})
    return [replace(a, hint=hints[id(a)]) if id(a) in hints else a for a in atoms]


def _header_tokens(header: Sequence[Label]) -> list[Token]:
    return [Token(lb.name, "space", None, lb.role) for lb in sorted(header, key=lambda lb: lb.x)]


def _indicator(row: Band, one: str, two: str) -> Indicator:
    def text(column: str) -> str:
        joined = _cell([p for p in row.words if p.column == column])
        return "" if DASH.match(joined) else joined

    return Indicator(
        level1=one, level2=two, level3=indicator_name(text("level3")), target="".join(text(c) for c in ("nature", "target", "unit_of")),
        actual=text("actual"), weight=_number(text("weight")), score=_number(text("score")), deviation=text("deviation"),
        page=next((p.atom.page for p in row.words if p.atom.line == row.anchor), None),
    )  # fmt: skip


def _cell(parts: Sequence[Placed]) -> str:
    lines: dict[int, list[str]] = {}
    for p in parts:
        lines.setdefault(p.atom.line, []).append(p.atom.text)
    return join(" ".join(line) for line in lines.values())


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip("分"))
    except ValueError:
        return None


def funding_tokens(sheet: Sheet) -> list[Token]:
    """Return the funding block as a stream: the items first, in order, then the numbers line by line."""
    crowded = _funding_header(sheet)
    atoms = without(sheet.between(sheet.funding - 3, sheet.goal), crowded)
    first = min((a.line for lb in crowded for a in lb.atoms), default=sheet.funding)
    atoms = [a for a in atoms if a.line >= first]
    found = find_labels(
        [a for a in atoms if not _is_amount(a.text)], words.labels("funding", "item") | words.labels("funding", "funding_side"), reach=8
    )
    amounts = _by_row([a for a in atoms if _is_amount(a.text)])
    body: list[Token] = []
    for item, row in zip(_items(atoms, found, amounts), amounts, strict=True):
        body += [Token(item, "line", None, "item"), *(Token(a.text, "line", a.page) for a in row)]
    return [*_header_tokens(crowded), *body]


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
        if k is not None and len(atom.text) > 1 and abs(anchors[k] - atom.line) <= 2 and atom.x1 <= min(a.x0 for a in amounts[k]) + 1:
            out[k].append(atom)
    return [_cell([Placed(a, "item") for a in cell]) for cell in out]


def _middle_line(row: Sequence[Atom]) -> float:
    lines = [a.line for a in row]
    return max(set(lines), key=lines.count) if lines else 0.0


def _by_row(amounts: Sequence[Atom]) -> list[list[Atom]]:
    """Put amounts in rows, each in the order of its places: a wrapped 99.95 | % stands on lines of its own."""
    lines = sorted({a.line for a in amounts})
    full = [n for n in lines if sum(1 for a in amounts if a.line == n) >= 3]
    if not full:
        return [list(amounts)] if amounts else []
    rows = {n: min(full, key=lambda f: (abs(f - n), -f)) for n in lines}
    place = {id(a): (a.centre + 0.5 * (a.text in ("%", "％")), a.line) for a in amounts}
    return [sorted((a for a in amounts if rows[a.line] == f), key=lambda a: place[id(a)]) for f in full]


def _is_amount(text: str) -> bool:
    return bool(NUMBER.match(text) or DASH.match(text) or text in ("%", "％"))


def read_goal(sheet: Sheet) -> Goal:
    """Read the two columns of the goal, divided at the gutter."""
    header = {id(a) for lb in header_labels(sheet) for a in lb.atoms}
    titles = find_labels(sheet.between(sheet.goal, sheet.goal + 5), words.labels("goal", "expected", "goal_actual"))
    atoms = [a for a in without(sheet.between(sheet.goal, sheet.table), titles) if id(a) not in header]
    side = find_labels(atoms, words.side_labels(), reach=30, slack=3.0)
    atoms = without(atoms, side)
    if not titles or not atoms:
        return Goal()
    gutter = _gutter(atoms)
    left, right = [a for a in atoms if a.x0 < gutter], [a for a in atoms if a.x0 >= gutter]
    return Goal(_prose(left), _prose(right))


def _gutter(atoms: Sequence[Atom]) -> float:
    """Where the right column begins: the place most lines begin at again after a wide gap."""
    first = {a.line: a for a in reversed(atoms)}
    starts = [a.x0 for a in atoms if a.gap >= 2 or first[a.line] is not a]
    widest = max(a.x1 for a in atoms)
    inner = [x for x in starts if 0.3 * widest <= x <= 0.75 * widest]
    if not inner:
        return widest + 1
    best = max(sorted(set(inner)), key=lambda x: sum(1 for y in inner if abs(x - y) <= 1))
    return min(x for x in inner if abs(x - best) <= 3) - 0.5


def _prose(atoms: Sequence[Atom]) -> str:
    return _cell([Placed(a, "goal") for a in atoms])


def read_end(sheet: Sheet) -> tuple[float | None, float | None, str]:
    """Read the printed totals (weight, score) and the grade below the rows."""
    lines: dict[int, list[Atom]] = {}
    for atom in sheet.between(sheet.end, 10**9):
        lines.setdefault(atom.line, []).append(atom)
    weight = score = None
    grade = ""
    for line in lines.values():
        label = words.role_of(re.split(r"\d", "".join(words.squeeze(a.text) for a in line if a.text not in words.GRADES))[0])
        numbers = [v for a in line if (v := _number(a.text)) is not None and PLAIN.match(a.text)]
        if label == "total" and numbers and score is None:
            weight, score = (numbers[0], numbers[1]) if len(numbers) > 1 else (None, numbers[0])
        if label in ("grade", "total") or any(words.role_of(a.text) == "grade" for a in line):
            grade = grade or next((a.text for a in line if a.text in words.GRADES), "")
    return weight, score, grade


def foot_text(sheet: Sheet) -> str:
    """Return the explanation for the whole form: each title stands in the middle of its text."""
    atoms = sheet.between(sheet.end, 10**9)
    titles = find_labels(atoms, words.labels("foot", "reason", "measure"), slack=6.0)
    if not titles:
        return ""
    first = min(lb.first for lb in titles)
    body = [a for a in without(atoms, titles) if a.line >= first - 3 and a.x0 > min(lb.x for lb in titles)]
    lines = sorted({a.line for a in body if width_of([a]) >= 6 or a.line > first})
    total = max((a.line for a in atoms if words.role_of(a.text) in ("total", "grade") and a.line <= first), default=-1)
    lines = [n for n in lines if n > total]
    if len(titles) == 1 or len(lines) < 2:
        return _prose([a for a in body if a.line in lines])
    cuts = range(1, len(lines))
    cut = min(cuts, key=lambda k: _off(lines[:k], titles[0]) + _off(lines[k:], titles[1]))
    return "\n".join(_prose([a for a in body if a.line in part]) for part in (lines[:cut], lines[cut:]))


def _off(lines: Sequence[int], title: Label) -> float:
    return abs((lines[0] + lines[-1]) / 2 - title.middle)
