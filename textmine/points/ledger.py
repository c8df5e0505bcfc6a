"""The ledger: every lost point of every form in exactly one place, in decimal arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from textmine.points.money import ZERO, exact
from textmine.records import Annotation, Form, Funding, Indicator

Bucket = Literal[
    "execution", "explained", "generic", "unexplained", "bonus", "above_weight", "missing_number", "difference"
]
BUCKETS: tuple[Bucket, ...] = (
    "execution", "explained", "generic", "unexplained", "bonus", "above_weight", "missing_number", "difference",
)  # fmt: skip
EXPLAINED: frozenset[Bucket] = frozenset({"explained", "generic"})
NOT_A_CAUSE = "none"
GENERIC = "generic"

_EXECUTION_ROW = re.compile(r"预算执行(率|情况)?$|^(资金|经费|预算)(支出)?执行率|^执行率$|^预算执行率")
_BONUS_ROW = re.compile(r"加分")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    Attributes
    ----------
    form : str
        The form's id, ``<source>#<n>``.
    row : int or None
        The 1-based indicator row; None for a funding row and for the form as a whole.
    bucket : str
        One of `BUCKETS`.
    points : Decimal
        Points lost; negative where a score lies above its weight or a difference works the other way.
    item : str
        The indicator's (or funding row's) name as printed.
    weight, score : Decimal or None
        As printed.
    passage : str
        The id of the passage that explains it (own, or the form's); "" where none does.
    causes : tuple of str
        The codes of that passage.
    """

    form: str
    row: int | None
    bucket: Bucket
    points: Decimal
    item: str = ""
    weight: Decimal | None = None
    score: Decimal | None = None
    passage: str = ""
    causes: tuple[str, ...] = ()


def form_points(form: Form) -> tuple[Decimal, Decimal]:
    """Return what a form could score and what it scored.

    Printed totals win. Where no total weight is printed it is 100 by the rules, unless no total score
    is printed either and the weights are far from it (under 80 or over 120: a partial form). Where no total score is
    printed it is the sum of the scores read.
    """
    rows: list[Funding | Indicator] = [*_funding_rows(form), *form.indicators]
    weights = sum((exact(r.weight) for r in rows), ZERO)
    scores = sum((exact(r.score) for r in rows), ZERO)
    whole = form.total_score is not None or 80 <= weights <= 120
    possible = exact(form.total_weight) if form.total_weight else Decimal(100) if whole else weights
    return possible, scores if form.total_score is None else exact(form.total_score)


def build_ledger(forms: Mapping[str, Form], annotations: Mapping[str, Annotation]) -> tuple[Entry, ...]:
    """Give every lost point of every form exactly one place.

    Parameters
    ----------
    forms : mapping of form id to Form
    annotations : mapping of passage id to Annotation
        Passage ids are ``<form>/<row>`` and ``<form>/form``.

    Returns
    -------
    tuple of Entry
        Only rows that lost or gained points, or lack a number; in the order of `forms`, funding first.

    Notes
    -----
    For each form the points of its entries add up to possible − scored (`form_points`), exactly:

    * ``execution`` — funding rows with a weight, and the row «预算执行率» where a layout prints it as an indicator
      without explanation;
    * ``explained`` — rows whose own passage (else the form's) carries a concrete code;
    * ``generic`` — the passage says nothing but generic words; it counts as explained in the contract's figures;
    * ``unexplained`` — no passage, or one coded ``none`` («无», «—»): that is no explanation;
    * ``bonus``, ``above_weight`` — a score without weight, a score above its weight: negative points;
    * ``missing_number`` — a row that lacks weight or score (0 points), and what the form's totals leave over because
      of it;
    * ``difference`` — what the printed totals and the rows disagree by: the arithmetic difference of the form itself.
    """
    return tuple(entry for key, form in forms.items() for entry in _form_entries(key, form, annotations))


def _form_entries(key: str, form: Form, annotations: Mapping[str, Annotation]) -> Iterator[Entry]:
    found = [*_funding_entries(key, form), *_indicator_entries(key, form, annotations)]
    yield from found
    possible, scored = form_points(form)
    rest = possible - scored - sum((e.points for e in found), ZERO)
    if rest:
        incomplete = any(e.bucket == "missing_number" for e in found)
        yield Entry(key, None, "missing_number" if incomplete else "difference", rest)


def _funding_rows(form: Form) -> tuple[Funding, ...]:
    """Return the funding rows that count: all with a weight, or the first where its parts repeat the weight."""
    rows = tuple(r for r in form.funding if r.weight is not None)
    weights = [r.weight for r in rows]
    repeated = len(rows) > 1 and all(w == weights[0] for w in weights[1:])
    return rows[:1] if repeated else rows


def _funding_entries(key: str, form: Form) -> Iterator[Entry]:
    for row in _funding_rows(form):
        weight, lost = exact(row.weight), exact(row.weight) - exact(row.score)
        if row.score is None:
            yield Entry(key, None, "missing_number", ZERO, row.item, weight)
        elif lost:
            bucket: Bucket = "execution" if lost > 0 else "above_weight"
            yield Entry(key, None, bucket, lost, row.item, weight, exact(row.score))


def _indicator_entries(key: str, form: Form, annotations: Mapping[str, Annotation]) -> Iterator[Entry]:
    whole = _explanation(f"{key}/form", annotations)
    weighted = any(r.weight is not None for r in form.indicators)
    is_execution = _EXECUTION_ROW.search if not _funding_rows(form) else _never
    for number, row in enumerate(form.indicators, 1):
        if row.weight is None and row.score is None and not weighted:
            continue  # a layout that gives no weights at all has nothing to miss
        place = _Place(key, number, row.level3 or row.level2 or row.level1, _number(row.weight), _number(row.score))
        entry = _odd_entry(place, row)
        if entry is None and place.lost:
            passage, causes = _explanation(f"{key}/{number}", annotations)
            if not passage and is_execution(place.name):
                entry = place.entry("execution")
            else:
                # A cell that says «无» beside an explanation of the whole form: the form's own words stand.
                silent = not passage or causes == (NOT_A_CAUSE,)
                passage, causes = whole if silent and whole[0] else (passage, causes)
                entry = place.entry(_bucket(causes), passage, causes)
        if entry is not None:
            yield entry


@dataclass(frozen=True, slots=True)
class _Place:
    form: str
    row: int
    name: str
    weight: Decimal | None
    score: Decimal | None

    @property
    def lost(self) -> Decimal:
        return (self.weight or ZERO) - (self.score or ZERO)

    def entry(self, bucket: Bucket, passage: str = "", causes: tuple[str, ...] = ()) -> Entry:
        points = ZERO if bucket == "missing_number" else self.lost
        return Entry(self.form, self.row, bucket, points, self.name, self.weight, self.score, passage, causes)


def _odd_entry(place: _Place, row: Indicator) -> Entry | None:
    """Return the entry of a row that is no plain loss: a bonus, a missing number, a score above its weight."""
    named = _BONUS_ROW.search(row.level1 + row.level2 + row.level3) is not None
    if not row.weight and (row.score or 0) > 0 and (row.weight == 0 or named):
        return place.entry("bonus")
    if place.weight is None or place.score is None:
        return place.entry("missing_number")
    return place.entry("above_weight") if place.lost < 0 else None


def _never(_: str) -> None:
    return None


def _number(value: float | None) -> Decimal | None:
    return None if value is None else exact(value)


def _explanation(passage: str, annotations: Mapping[str, Annotation]) -> tuple[str, tuple[str, ...]]:
    annotation = annotations.get(passage)
    return ("", ()) if annotation is None else (passage, annotation.causes or (GENERIC,))


def _bucket(causes: tuple[str, ...]) -> Bucket:
    if not causes or causes == (NOT_A_CAUSE,):
        return "unexplained"
    return "generic" if causes == (GENERIC,) else "explained"


def totals(entries: Iterable[Entry]) -> dict[Bucket, Decimal]:
    """Add up the points of each bucket; all buckets are present."""
    out: dict[Bucket, Decimal] = dict.fromkeys(BUCKETS, ZERO)
    for entry in entries:
        out[entry.bucket] += entry.points
    return out
