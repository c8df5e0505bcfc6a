"""Header rows → columns with roles; and the cells of a row sorted into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from textmine.forms.table import Frame, Row, Slot, onto
from textmine.forms.text import label_key, year_in

RoleOf = Callable[[str], str | None]

_ENDS = re.compile(r"(?<=[)）])|[ 　]+")
_LEVEL = re.compile(r"([一二三]级指标)\s*(.{2,})")
_VALUES = frozenset({"target", "actual", "weight", "score"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it holds and where it stands; `guessed` where its content and not its label tells."""

    role: str
    lo: float
    hi: float
    label: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that one or two header rows announce, in the coordinates of their grid."""

    columns: tuple[Column, ...]
    frame: Frame
    _found: dict[tuple[float, float], Column | None] = field(default_factory=dict, compare=False, repr=False)
    _over: dict[tuple[float, float], list[str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> frozenset[str]:
        """All roles found."""
        return frozenset(column.role for column in self.columns)

    def renamed(self, names: Mapping[str, str]) -> Header:
        """Give some roles another meaning."""
        return Header(tuple(replace(c, role=names.get(c.role, c.role)) for c in self.columns), self.frame)

    def sort(self, row: Row) -> dict[str, list[Slot]]:
        """Sort the slots of a row into the roles of the columns they stand in; the others are left out."""
        found: dict[str, list[Slot]] = {}
        for column, slot in self.placed(row):
            found.setdefault(column.role, []).append(slot)
        return found

    def placed(self, row: Row) -> Iterator[tuple[Column, Slot]]:
        """Give the slots of a row that stand in a column, with that column."""
        place = onto(row, self.frame)
        ordered = len(row.slots) == len(self.columns) and not row.frame.boxed and row.frame.grid != self.frame.grid
        for i, slot in enumerate(row.slots):
            column = self.columns[i] if ordered else self._at(place(slot))
            if column is not None:
                yield column, slot

    def levels_over(self, extent: tuple[float, float]) -> list[str]:
        """Give the level columns that an extent covers for the most part."""
        try:
            return self._over[extent]
        except KeyError:
            lo, hi = extent
            columns = (c for c in self.columns if c.role in ("level1", "level2", "level3"))
            roles = [c.role for c in columns if min(hi, c.hi) - max(lo, c.lo) > 0.6 * (c.hi - c.lo) > 0]
            return self._over.setdefault(extent, roles)

    def _at(self, extent: tuple[float, float]) -> Column | None:
        """Column at an extent; the cells of a column share theirs, so it need be looked for but once."""
        try:
            return self._found[extent]
        except KeyError:
            column = self._found[extent] = _best(self.columns, *extent)
            return column


def _best(columns: tuple[Column, ...], lo: float, hi: float) -> Column | None:
    """Column that shares most of the extent, if it is half of the narrower of the two."""
    best, most = None, 0.0
    for column in columns:
        left, right = column.lo, column.hi
        width = (hi if hi < right else right) - (lo if lo > left else left)
        if width > most and width >= 0.5 * min(hi - lo, right - left):
            best, most = column, width
    return best


def read_header(rows: tuple[Row, ...], role_of: RoleOf) -> Header:
    """Read one to three header rows: the lowest label that has a role names the column.

    A label over several labels (年度指标值 over 指标性质 | 指标值 | 度量单位) gives way to them; where a lower label
    alone says nothing it is tried together with the upper one (年初 + 指标值). Labels merged down from rows above
    the first one head columns too.
    """
    columns: list[tuple[Column, int | None]] = []
    for depth, row in enumerate(rows):
        for slot in row.texts if depth else (s for s in row.slots if not s.blank):
            below = [s for lower in rows[depth + 1 :] for s in lower.own if _inside(s, slot) and not s.blank]
            above = _above(rows[:depth], slot)
            column = _column(slot, above=above, below=below, role_of=role_of)
            if column is not None:
                columns.append((column, year_in(above.text) if above else None))
    return Header(tuple(sorted(_of_last_year(columns), key=lambda c: (c.lo, c.hi))), rows[0].frame)


def _of_last_year(columns: list[tuple[Column, int | None]]) -> Iterator[Column]:
    """Of columns repeated for several years (2022年: 目标值 | 完成值, 2023年: …) those of the last year count."""
    last: dict[str, int] = {}
    for column, year in columns:
        if year is not None:
            last[column.role] = max(year, last.get(column.role, 0))
    for column, year in columns:
        old = year is not None and year < last[column.role]
        yield Column("extra", column.lo, column.hi, column.label) if old else column


def _inside(inner: Slot, outer: Slot) -> bool:
    slack = 1.5 if outer.box else 1e-6
    return inner.lo >= outer.lo - slack and inner.hi <= outer.hi + slack


def _above(rows: tuple[Row, ...], slot: Slot) -> Slot | None:
    over = [s for row in rows for s in row.own if _inside(slot, s)]
    found = [s for s in over if not s.blank]
    return found[-1] if found else _reaching(rows[-1], over[-1]) if over else None


def _reaching(row: Row, blank: Slot) -> Slot | None:
    """Give the label that would reach over a blank cell right of it, had it been merged: 预算数 over 年初 | 全年."""
    left = [s for s in row.own if s.lo < blank.lo and not (s.blank and s.rowspan == 1)]
    return left[-1] if left and left[-1].rowspan == 1 else None


def _together(above: Slot, slot: Slot, role_of: RoleOf) -> str | None:
    """Read an upper and a lower label as one: 年初 + 指标值, 预算数 + 年初."""
    return role_of(above.text + slot.text) or role_of(slot.text + above.text)


def _column(slot: Slot, *, above: Slot | None, below: list[Slot], role_of: RoleOf) -> Column | None:
    role = role_of(slot.text)
    lower = [role_of(s.text) or _together(slot, s, role_of) for s in below]
    if any(lower):
        return None  # the labels below say it better
    if above is not None:
        upper = role_of(above.text)
        together = _together(above, slot, role_of)
        if role is None and together is None and upper not in (None, "block"):
            return Column("extra", slot.lo, slot.hi, label_key(slot.text))
        role = together if upper is None and together and role != "measure" else role or together
    inner = _amid(slot.text, role_of) if role is None else None
    doubtful = inner is not None or _runs_on(slot.text, role_of)
    return Column(role or inner or "unknown", slot.lo, slot.hi, label_key(slot.text), guessed=doubtful)


def _runs_on(text: str, role_of: RoleOf) -> bool:
    """Whether the headings of two columns ran into one, which no line parts: 年度指标值（A） 实际完成值（B）."""
    if (level := _LEVEL.match(text)) is not None and role_of(level[2]) in ("level3", "target", "actual"):
        return True  # 二级指标 | 指标内容
    parts = [part for part in _ENDS.split(text) if part]
    return len(parts) > 1 and len({role_of(part) for part in parts} & _VALUES) > 1


def _amid(text: str, role_of: RoleOf) -> str | None:
    """Role of the lower lines of a label under a line that overflows from the cell above it: 160吨。 | 三级指标."""
    lines = text.split("\n")
    found = (role_of("\n".join(lines[i:])) for i in range(1, len(lines)))
    return next((role for role in found if role is not None), None)
