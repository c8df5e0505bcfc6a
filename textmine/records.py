"""The records that travel through the house: frozen, plain, and nothing else.

Vocabulary as in the user guide: a *form* is one self-evaluation table, an *indicator* one of its rows, a *passage* the
text of a deviation cell, a *segment* a piece of a passage with one role, a *finding* what a careful reader would flag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the top left corner of the page as displayed."""

Role = Literal["context", "cause", "effect", "measure", "none"]
ROLES: tuple[Role, ...] = ("context", "cause", "effect", "measure", "none")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a form that a careful reader would flag; `code` is one of the documented finding codes."""

    code: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Funding:
    """One row of the funding block; amounts in the unit of the form (万元), `rate` in per cent."""

    item: str
    initial_budget: float | None = None
    budget: float | None = None
    executed: float | None = None
    weight: float | None = None
    rate: float | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """The annual goal: what was expected, what was reached."""

    expected: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a form. Texts are as printed with the line breaks inside a cell removed; absent text is ""."""

    level1: str = ""
    level2: str = ""
    level3: str = ""
    target: str = ""
    actual: str = ""
    weight: float | None = None
    score: float | None = None
    deviation: str = ""
    page: int | None = None
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One self-evaluation table of one project and year, as printed.

    Attributes
    ----------
    source : str
        The file, as a path relative to the corpus (or as given on the command line); members of an archive
        as ``archive.zip!member.pdf``.
    pages : tuple of int
        The 1-based pages it stands on; empty where the format has no pages.
    funding, goal, indicators
        The blocks of the form, in printed order.
    total_weight, total_score : float or None
        The printed totals (null where the form prints none).
    deviation : str
        The explanation for the whole form, where the layout has one: reason and measures joined with one newline.
    findings : tuple of Finding
        What does not add up or deserves a second look.
    engine : str
        What read it: ``pdfium``, ``pdfplumber``, ``ocr``, ``docx``, ``excel``, ``html``, ``text``.
    reconciled : bool
        Whether the arithmetic that the form can be tested on holds.
    """

    source: str
    pages: tuple[int, ...] = ()
    title: str = ""
    year: int | None = None
    project: str = ""
    department: str = ""
    unit: str = ""
    funding: tuple[Funding, ...] = ()
    goal: Goal = field(default_factory=Goal)
    indicators: tuple[Indicator, ...] = ()
    total_weight: float | None = None
    total_score: float | None = None
    grade: str = ""
    deviation: str = ""
    findings: tuple[Finding, ...] = ()
    engine: str = ""
    reconciled: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a part of one, that could not be read: what was wrong, where, and what to do."""

    source: str
    error: str
    where: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one deviation cell, with its place.

    Attributes
    ----------
    id : str
        ``<form>/<row>``, where row is the 1-based number of the indicator or ``form`` for the form's own explanation.
    form : str
        The id of the form, ``<source>#<n>``: the n-th form (1-based) of its file.
    row : int or None
        The 1-based indicator row; None for the form's own explanation.
    """

    id: str
    form: str
    row: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A contiguous piece ``text == passage[start:end]`` with one role."""

    role: Role
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a code shows: ``text == passage[start:end]``, an exact substring."""

    code: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a passage says.

    Attributes
    ----------
    segments : tuple of Segment
        They cover the passage completely, in order, without overlap.
    causes : tuple of str
        The codes, most important first; ``none`` and ``generic`` stand alone.
    scores : dict of str to float
        The calibrated probability of every code of the codebook.
    evidence : tuple of Evidence
        The words that carried each code.
    confidence : float or None
        The probability of the first code: below one half it is a proposal to be looked at, not a finding. None where
        no machine gave it.
    """

    segments: tuple[Segment, ...]
    causes: tuple[str, ...]
    scores: dict[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A cluster of cause segments: label, terms, size and stability are separate things.

    Attributes
    ----------
    size : int
        Distinct segments: copies are counted once.
    stability : float or None
        Mean bootstrap Jaccard over forms, 0..1; None where the corpus is too small to tell.
    exemplars : tuple of str
        Segments nearest to the centre, verbatim.
    codes : tuple of str
        The codes of its segments, most frequent first.
    occurrences : int
        All segments, copies included.
    forms : int
        Forms in which it occurs.
    """

    id: int
    label: str
    terms: tuple[str, ...]
    size: int
    stability: float | None
    exemplars: tuple[str, ...]
    codes: tuple[str, ...] = ()
    occurrences: int = 0
    forms: int = 0
