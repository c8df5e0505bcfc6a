"""A study: a corpus together with what its passages say and what each stated cause is associated with in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from textmine.corpus import study_frames
from textmine.corpus.coding import Reviewed, code_passages
from textmine.corpus.model import Corpus
from textmine.points.claims import Claim
from textmine.records import Annotation

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.causes.themes_model import ThemeResult
    from textmine.corpus.executors import Executor
    from textmine.points.ledger import Entry
    from textmine.points.notices import Notice


@dataclass(frozen=True)
class Study:
    """The result of :func:`analyse`; immutable, every view derives from its fields.

    Attributes
    ----------
    corpus : Corpus
        What was read.
    codebook : Codebook
        The codes used, with names and definitions.
    annotations : mapping of str to Annotation
        By passage id, in printed order.
    ledger : tuple of Entry
        The place of every lost point.
    claims : tuple of Claim
        Each passage that names a cause, with its points.
    theme_result : ThemeResult
        Clusters of cause segments, or the statement that the corpus is too small for them.
    seed : int
        Of every random draw.
    reviewed : Reviewed or None
        What people decided in place of the machine.
    changed : int
        In how many of the reviewed passages they decided otherwise.
    """

    corpus: Corpus
    codebook: Codebook = field(repr=False)
    annotations: Mapping[str, Annotation] = field(repr=False)
    ledger: tuple[Entry, ...] = field(repr=False)
    claims: tuple[Claim, ...] = field(repr=False)
    theme_result: ThemeResult = field(repr=False)
    seed: int = 0
    reviewed: Reviewed | None = field(default=None, repr=False)
    changed: int = 0

    @cached_property
    def causes(self) -> pd.DataFrame:
        """One row a stated code: passages, forms, lost points (equal fractions), share, 95% interval over forms."""
        return study_frames.causes_frame(self)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """One row a passage with its codes; `causes` joins them with ``;``, the first is the primary one."""
        return study_frames.coded_passages_frame(self)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """One row a segment with its role, offsets, and theme (−1 unassigned, missing where it is no cause)."""
        return study_frames.segments_frame(self)

    @cached_property
    def ledger_frame(self) -> pd.DataFrame:
        """One row a ledger entry; `points` add up to what the forms lost."""
        return study_frames.ledger_frame(self)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What a careful reader notices over rows and forms (see `textmine.points.notices`), looked for once."""
        from textmine.points.notices import find_notices

        passages = {p.id: p for p in self.corpus.passages}
        return find_notices(self.corpus.forms, passages, self.annotations, self.ledger)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row a theme: label, terms, size, stability."""
        return study_frames.themes_frame(self)

    def quotes(self, code: str, n: int | None = None) -> pd.DataFrame:
        """Return the verbatim evidence for a code: all of it, most points first, with file, page and row.

        Parameters
        ----------
        code : str
            A code of the codebook.
        n : int, optional
            At most this many; all by default.

        Raises
        ------
        UsageError
            A code that the codebook does not have.
        """
        return study_frames.quotes_frame(self, code, n)

    def report(self, out: str | Path, *, lang: str = "zh") -> Path:
        """Write the whole report into a folder and return the path of ``report.html``.

        The one door against the flow of the house: a convenience, nothing else here knows of reports.
        """
        from textmine.report import write_report

        return write_report(self, Path(out), lang=lang)

    def _repr_html_(self) -> str:
        """Show the causes in Jupyter."""
        from textmine.corpus.labels import with_labels

        table = with_labels(self.causes.round(2)).to_html(index=False, border=0)
        return f"{self.corpus._repr_html_()}<h4>自述原因与涉及失分</h4>{table}"


def analyse(
    corpus: Corpus,
    *,
    codebook: str | Path | Codebook | None = None,
    themes: int | None = None,
    seed: int = 0,
    reviewed: Reviewed | None = None,
    executor: Executor | None = None,
) -> Study:
    """Annotate the passages of a corpus, find themes, and put every lost point in its place.

    Parameters
    ----------
    corpus : Corpus
        As read by :func:`textmine.read`.
    codebook : path or Codebook, optional
        Default ``causes16.v1``.
    themes : int, optional
        The number of themes; chosen by stability where not given.
    seed : int
        Of every random draw.
    reviewed : Reviewed, optional
        Decisions of people in place of the machine's, see :func:`textmine.review.apply_decisions`.
    executor : Executor, optional
        Where passages are annotated: ``LocalExecutor(2)`` for processes of this machine, or a cluster; here by default.

    Returns
    -------
    Study
        The same for the same corpus, whatever the order in which its files were read.
    """
    from textmine.points.claims import build_claims

    coding = code_passages(corpus, codebook=codebook, reviewed=reviewed, executor=executor)
    book, annotations, ledger = coding.codebook, coding.annotations, coding.ledger
    claims = build_claims(ledger, annotations)
    found = _themes(annotations, book, themes, seed)
    return Study(corpus, book, annotations, ledger, claims, found, seed, reviewed, coding.changed)


def _themes(annotations: Mapping[str, Annotation], book: Codebook, count: int | None, seed: int) -> ThemeResult:
    from textmine.causes.themes import find_themes
    from textmine.causes.themes_model import ThemeSettings

    segments = study_frames.cause_segments(annotations)
    names = {code: book[code].name for code in book.codes}
    return find_themes(segments, settings=ThemeSettings(count=count, seed=seed), names=names)
