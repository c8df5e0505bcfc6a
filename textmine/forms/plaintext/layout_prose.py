"""Prose of laid-out text: the goal in two columns, the totals and explanations at the foot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.atoms import Atom, Label, find_labels, width_of, without
from textmine.forms.plaintext.layout import Sheet, cell_text, header_labels
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.totals import join_pieces
from textmine.records import Goal


def read_goal(sheet: Sheet) -> Goal:
    """Read the two columns of the goal, divided at the gutter."""
    header = {id(a) for lb in header_labels(sheet) for a in lb.atoms}
    titles = find_labels(
        sheet.between(sheet.goal - 1, min(sheet.goal + 40, sheet.table)),
        words.labels("goal", "expected", "goal_actual"),
    )
    atoms = [a for a in without(sheet.between(sheet.goal, sheet.table), titles) if id(a) not in header]
    side = find_labels(atoms, words.side_labels(), reach=30, slack=3.0)
    atoms = without(atoms, side)
    if not atoms or not (titles or side):
        return Goal()
    one = next((lb for lb in titles if lb.role == "expected"), None)
    two = next((lb for lb in titles if lb.role == "goal_actual"), None)
    if not one or not two or (two.first > one.last and abs(two.x - one.x) <= _STACKED):
        # labels stand beside their text, in its middle: it may begin above them
        atoms = [*_above(sheet), *atoms]
    if not one or not two:
        return Goal(_prose([a for a in atoms if not re.fullmatch(r"\d?[:：]", a.text)]), "")
    if two.first > one.last and abs(two.x - one.x) <= _STACKED:
        upper, lower = _stacked(atoms, one, two)
        return Goal(_prose(upper), _prose(lower))
    gutter = _gutter(atoms)
    left, right = [a for a in atoms if a.x0 < gutter], [a for a in atoms if a.x0 >= gutter]
    return Goal(_prose(left), _prose(right))


def _above(sheet: Sheet) -> list[Atom]:
    names = words.labels("funding") | words.labels("goal") | words.side_labels()
    atoms = sheet.between(sheet.prose, sheet.goal)
    return [a for a in without(atoms, find_labels(atoms, names)) if len(a.text) >= 6]


_STACKED = 8.0
"""Titles no further apart than this stand below each other, each left of its text."""


def _stacked(atoms: Sequence[Atom], one: Label, two: Label) -> tuple[list[Atom], list[Atom]]:
    """Divide the text right of two titles below each other: each title stands in the middle of its lines, or on top."""
    lines = sorted({a.line for a in atoms})
    cut = min(range(1, len(lines) + 1), key=lambda k: _off(lines[:k], one) + (_off(lines[k:], two) if lines[k:] else 9))
    return [a for a in atoms if a.line in lines[:cut]], [a for a in atoms if a.line in lines[cut:]]


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
    return cell_text([Placed(a, "goal") for a in atoms])


def read_end(sheet: Sheet, expected: float | None) -> tuple[float | None, float | None, str]:
    """Read the printed totals (weight, score) and the grade below the rows, whose scores sum to `expected`."""
    lines: dict[int, list[Atom]] = {}
    for atom in sheet.between(sheet.end, 10**9):
        lines.setdefault(atom.line, []).append(atom)
    weight = score = None
    grade = ""
    for number, line in lines.items():
        label = words.role_of(
            re.split(r"\d", "".join(words.squeeze(a.text) for a in line if a.text not in words.phrases("grades")))[0]
        )
        if label == "total" and score is None:
            weight, score = _totals(lines, number, expected)
        if label in ("grade", "total") or any(words.role_of(a.text) == "grade" for a in line):
            grade = grade or next((a.text for a in line if a.text in words.phrases("grades")), "")
    return weight, score, grade


def _totals(
    lines: Mapping[int, Sequence[Atom]], number: int, expected: float | None
) -> tuple[float | None, float | None]:
    """Return weight and score of the line of totals; a narrow column may print either on the lines around it."""
    line = lines[number]
    own = [words.squeeze(a.text) for a in line if re.fullmatch(r"[\d.]{1,6}分?", words.squeeze(a.text))]
    if not own:
        inline = re.search(r"[:：](\d{1,3}(?:\.\d+)?)分?$", words.squeeze("".join(a.text for a in line)))
        return (None, float(inline[1])) if inline else (None, None)
    first = join_pieces(own, expected)
    if expected is None or first[1] is None or abs(first[1] - expected) < 0.011:
        return first
    left = min(a.x0 for a in line if re.match(r"\d", a.text)) - 3
    near = [a for n in (number - 1, number, number + 1) for a in lines.get(n, ()) if a.x0 > left]
    columns = sorted(near, key=lambda a: (round(a.centre / 6), a.line))
    more = join_pieces([t for a in columns if re.fullmatch(r"[\d.]{1,6}分?|分", t := words.squeeze(a.text))], expected)
    return more if more[1] is not None and abs(more[1] - expected) < 0.011 else first


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
