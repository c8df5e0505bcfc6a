"""Lost points by level, family, unit, sector, year, grade and size of budget; money beside points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from textmine.points.families import family_of
from textmine.points.ledger import EXPLAINED, Entry
from textmine.points.money import ZERO, exact
from textmine.points.sectors import sector_of
from textmine.records import Form, Indicator

NO_VALUE = "（未填）"
BUDGET_STEPS: tuple[tuple[float, str], ...] = (
    (100, "100 万元以下"),
    (1000, "100–1000 万元"),
    (10000, "1000 万–1 亿元"),
    (float("inf"), "1 亿元以上"),
)
_GRADES = ["优", "良", "中", "合格", "差", "不合格"]


@dataclass(frozen=True, slots=True)
class Share:
    """One group of a breakdown.

    Attributes
    ----------
    group : str
    forms, rows : int
        Forms and indicator rows in the group.
    possible, lost, lost_explained, lost_unexplained : Decimal
        Points of the group's indicator rows (forms' whole points where the grouping is by form).
    loss_rate : float
        lost / possible; 0 where nothing was possible.
    """

    group: str
    forms: int
    rows: int
    possible: Decimal
    lost: Decimal
    lost_explained: Decimal
    lost_unexplained: Decimal

    @property
    def loss_rate(self) -> float:
        """Return lost / possible."""
        return float(self.lost / self.possible) if self.possible else 0.0


def budget_of(form: Form) -> float | None:
    """Return the annual budget of a form: of its first funding row (the total), initial where no other is printed."""
    for row in form.funding:
        value = row.budget if row.budget is not None else row.initial_budget
        if value is not None:
            return value
    return None


def budget_step(form: Form) -> str:
    """Return the size class of a form's budget (amounts are taken to be in 万元, as the forms print)."""
    budget = budget_of(form)
    return NO_VALUE if budget is None else next(name for limit, name in BUDGET_STEPS if budget < limit)


ROW_GROUPS: dict[str, Callable[[Indicator], str]] = {
    "level1": lambda r: r.level1 or NO_VALUE,
    "level2": lambda r: r.level2 or NO_VALUE,
    "family": lambda r: family_of(r.level3, r.level2, r.level1),
}
FORM_GROUPS: dict[str, Callable[[Form], str]] = {
    "unit": lambda f: f.unit or f.department or NO_VALUE,
    "department": lambda f: f.department or NO_VALUE,
    "sector": sector_of,
    "year": lambda f: str(f.year) if f.year else NO_VALUE,
    "grade": lambda f: f.grade or NO_VALUE,
    "budget": budget_step,
}


def group_of(form: Form, by: str, sector: str = "") -> str:
    """Return the group of a form by one of `FORM_GROUPS`; `sector` is that of forms whose names tell none."""
    return sector_of(form, sector) if by == "sector" else FORM_GROUPS[by](form)


def break_down(forms: Mapping[str, Form], entries: Iterable[Entry], by: str, *, sector: str = "") -> tuple[Share, ...]:
    """Add up the indicator rows by one grouping.

    Parameters
    ----------
    forms, entries
        A corpus and its ledger.
    by : str
        One of `ROW_GROUPS` or `FORM_GROUPS`.
    sector : str
        The sector of forms whose names tell none: that of the corpus.

    Returns
    -------
    tuple of Share
        By lost points, largest first, then by name; years, grades, budgets in their own order.
        Funding rows (budget execution) are not in it.
    """
    lost: dict[tuple[str, int], Entry] = {(e.form, e.row): e for e in entries if e.row is not None}
    groups: dict[str, list[tuple[str, Indicator, Entry | None]]] = {}
    for key, form in forms.items():
        name = group_of(form, by, sector) if by in FORM_GROUPS else ""
        for number, row in enumerate(form.indicators, 1):
            group = name or ROW_GROUPS[by](row)
            groups.setdefault(group, []).append((key, row, lost.get((key, number))))
    shares = [_share(group, rows) for group, rows in groups.items()]
    return tuple(sorted(shares, key=lambda s: (*_own_order(by, s.group), -s.lost, s.group)))


def _own_order(by: str, group: str) -> tuple[int, str]:
    """Return what groups that have an order of their own are sorted by; blanks are last."""
    if by == "year":
        return int(group == NO_VALUE), group
    steps = _GRADES if by == "grade" else [name for _, name in BUDGET_STEPS] if by == "budget" else []
    return (steps.index(group) if group in steps else len(steps)), ""


def _share(group: str, rows: list[tuple[str, Indicator, Entry | None]]) -> Share:
    found = [entry for _, _, entry in rows if entry is not None and entry.points > 0]
    lost = sum((e.points for e in found), ZERO)
    explained = sum((e.points for e in found if e.bucket in EXPLAINED), ZERO)
    possible = sum((exact(row.weight) for _, row, _ in rows), ZERO)
    return Share(group, len({key for key, _, _ in rows}), len(rows), possible, lost, explained, lost - explained)


def cause_by_group(forms: Mapping[str, Form], entries: Iterable[Entry], by: str) -> dict[tuple[str, str], Decimal]:
    """Return points by (code, group), equal fractions: the data of the heat map."""
    out: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        if entry.bucket not in EXPLAINED or entry.row is None:
            continue
        form = forms[entry.form]
        group = FORM_GROUPS[by](form) if by in FORM_GROUPS else ROW_GROUPS[by](form.indicators[entry.row - 1])
        for code in entry.causes:
            key = (code, group)
            out[key] = out.get(key, ZERO) + entry.points / len(entry.causes)
    return out


def money_of(forms: Mapping[str, Form], keys: Iterable[str]) -> float:
    """Add up the budgets of some forms, each once: the money of the projects in which a cause appears."""
    return float(sum((exact(budget_of(forms[key])) for key in sorted(set(keys))), ZERO))
