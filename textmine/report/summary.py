"""The summary: everything a report says, as one frozen object. Writers only format it; they count nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Head:
    """What the report is about."""

    name: str
    title: str
    publisher: str
    source: str
    years: tuple[int, ...]
    units: int
    version: str
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came through each step of the reading, and what did not."""

    files: int
    files_with_forms: int
    files_failed: int
    pages: int
    form_pages: int
    forms: int
    reconciled: int
    unreconciled: int
    indicators: int
    passages: int
    failures: tuple[dict[str, str], ...]
    unreconciled_forms: tuple[dict[str, Any], ...]
    failures_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Points:
    """The contract's figures, and the money beside them (万元)."""

    possible: float
    scored: float
    lost: float
    lost_execution: float
    lost_explained: float
    lost_unexplained: float
    share_execution: float
    share_explained: float
    share_unexplained: float
    budget: float


@dataclass(frozen=True, slots=True)
class BucketLine:
    """One bucket of the ledger over all forms."""

    bucket: str
    name: str
    points: float
    share: float
    rows: int
    forms: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage, word for word, with its place; `marks` are the character ranges that carry the statement."""

    passage: str
    form: str
    source: str
    page: int | None
    row: int | None
    project: str
    unit: str
    year: int | None
    item: str
    lost: float
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NamedPoints:
    """A name with points and a count."""

    name: str
    points: float
    count: int


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One stated cause.

    Attributes
    ----------
    lost_points, share, low, high : float
        Equal fractions in whole cents; share of the explained points; 95% interval over forms (None where there are
        too few forms).
    full, weighted : float
        The other two splits.
    rank_low, rank_high, same_rank
        Interval of the rank, and how often the cause keeps it.
    money : float
        Budgets of the projects in which it appears, in 万元.
    """

    code: str
    name: str
    definition: str
    passages: int
    forms: int
    units: int
    lost_points: float
    share: float
    low: float | None
    high: float | None
    full: float
    weighted: float
    rank: int
    rank_low: int | None
    rank_high: int | None
    same_rank: float | None
    money: float
    families: tuple[NamedPoints, ...]
    actions: tuple[NamedPoints, ...]
    with_measure: int
    quotes: tuple[Quote, ...]
    quotes_left_out: int


@dataclass(frozen=True, slots=True)
class Spreads:
    """How the intervals were made."""

    given: bool
    reliable: bool
    forms: int
    draws: int
    seed: int
    level: float
    minimum: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One form."""

    form: str
    project: str
    unit: str
    year: int | None
    source: str
    pages: str
    budget: float | None
    rate: float | None
    grade: str
    possible: float
    scored: float
    lost: float
    lost_execution: float
    lost_explained: float
    lost_unexplained: float
    reconciled: bool
    rule: str
    rule_rows: int
    rule_of: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of a breakdown."""

    group: str
    forms: int
    rows: int
    possible: float
    lost: float
    loss_rate: float
    lost_explained: float
    lost_unexplained: float


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the ledger with what was printed; `source` is "" where all forms stand in one file."""

    form: str
    row: int | None
    project: str
    item: str
    target: str
    actual: str
    weight: float | None
    score: float | None
    lost: float
    source: str
    page: int | None
    note: str
    bucket: str
    passage: str
    causes: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One observation of a careful reader; `english` is the sentence for the English report."""

    form: str
    row: int | None
    project: str
    message: str
    english: str
    source: str
    page: int | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """All observations of one kind; `items` may be cut off, `count` is not."""

    code: str
    title: str
    count: int
    forms: int
    points: float
    items: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of numbers with named rows and columns."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Two causes named in the same passages."""

    first: str
    second: str
    passages: int


@dataclass(frozen=True, slots=True)
class Promises:
    """What is promised against what is stated; counts are passages."""

    explained: int
    with_measure: int
    without_measure: int
    vague: int
    answering: int
    not_answering: int
    repeated: int
    match: Matrix


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme, inductive."""

    theme: int
    label: str
    terms: str
    size: int
    forms: int
    stability: float | None
    reading: str
    exemplar: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Points a form in two groups (years or units) for each place, with the interval of the difference."""

    by: str
    first: str
    second: str
    first_forms: int
    second_forms: int
    lines: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a report says; see :func:`textmine.report.summarise`."""

    head: Head
    reading: Reading
    points: Points
    ledger: tuple[BucketLine, ...]
    generic: BucketLine
    causes: tuple[CauseLine, ...]
    spreads: Spreads
    projects: tuple[ProjectLine, ...]
    groups: dict[str, tuple[GroupLine, ...]]
    heat: Matrix
    links: tuple[Link, ...]
    unexplained: tuple[RowLine, ...]
    unexplained_rows: int
    rows: tuple[RowLine, ...]
    rows_count: int
    notices: tuple[NoticeGroup, ...]
    promises: Promises
    themes: tuple[ThemeLine, ...]
    themes_note: str
    comparisons: tuple[Comparison, ...]
    codebook: tuple[dict[str, str], ...]
    codebook_id: str
    codebook_title: str
    lmg: dict[str, Any]
    reviewed: dict[str, Any]

    @property
    def concrete(self) -> tuple[CauseLine, ...]:
        """The causes without the generic words."""
        return tuple(c for c in self.causes if c.code != "generic")

    def as_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists, numbers and texts; ``concrete`` is added, because sentences refer to it."""
        out = asdict(self)
        out["concrete"] = [asdict(c) for c in self.concrete]
        return out

    def contract(self) -> dict[str, Any]:
        """Return the object of ``summary.json``, with exactly the documented keys."""
        points = ("possible", "scored", "lost", "lost_execution", "lost_explained", "lost_unexplained")
        cause = ("code", "name", "passages", "forms", "lost_points", "share", "low", "high")
        return {
            "forms": self.reading.forms,
            "indicators": self.reading.indicators,
            "passages": self.reading.passages,
            "points": {key: getattr(self.points, key) for key in points},
            "causes": [{key: getattr(line, key) for key in cause} for line in self.causes],
        }
