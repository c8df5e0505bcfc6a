"""Where a passage or a row stands: quotes and rows with file, page and project, for every table of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.points.ledger import Entry
from textmine.records import Annotation, Form, Passage
from textmine.report.summary import Quote, RowLine

if TYPE_CHECKING:
    from textmine.corpus.study import Study


@dataclass(frozen=True)
class Places:
    """Lookups over one study; rows of tables name their file only where there are several."""

    forms: Mapping[str, Form]
    passages: Mapping[str, Passage]
    annotations: Mapping[str, Annotation]
    lost: Mapping[str, float]
    names: Mapping[str, str]
    several: bool

    def page(self, form: str, row: int | None) -> int | None:
        """Return the page of a row, else the first page of its form."""
        pages = self.forms[form].pages
        found = self.forms[form].indicators[row - 1].page if row else None
        return found if found is not None else (pages[0] if pages else None)

    def item(self, form: str, row: int | None) -> str:
        """Return the printed name of a row; 「整表说明」 for the form as a whole."""
        if row is None:
            return "整表说明"
        indicator = self.forms[form].indicators[row - 1]
        return indicator.level3 or indicator.level2 or indicator.level1

    def quote(self, passage_id: str, code: str = "", part: str = "") -> Quote:
        """Return a passage with the ranges that carry `code` (or its causes), or with the exact `part` marked."""
        passage = self.passages[passage_id]
        form = self.forms[passage.form]
        return Quote(
            passage=passage_id,
            form=passage.form,
            source=form.source,
            page=self.page(passage.form, passage.row),
            row=passage.row,
            project=project_of(form),
            unit=form.unit,
            year=form.year,
            item=self.item(passage.form, passage.row),
            lost=self.lost.get(passage_id, 0.0),
            text=passage.text,
            marks=self._part(passage.text, part) if part else self._marks(passage_id, code),
        )

    def row(self, entry: Entry, note: str = "") -> RowLine:
        """Return the printed row of a ledger entry."""
        form = self.forms[entry.form]
        indicator = form.indicators[entry.row - 1] if entry.row else None
        return RowLine(
            form=entry.form,
            row=entry.row,
            project=project_of(form),
            item=entry.item or "整表",
            target=indicator.target if indicator else "",
            actual=indicator.actual if indicator else "",
            weight=None if entry.weight is None else float(entry.weight),
            score=None if entry.score is None else float(entry.score),
            lost=float(entry.points),
            source=form.source if self.several else "",
            page=self.page(entry.form, entry.row),
            note=note,
            bucket=entry.bucket,
            passage=entry.passage,
            causes="；".join(self.names[c] for c in entry.causes if c in self.names),
        )

    def _marks(self, passage_id: str, code: str) -> tuple[tuple[int, int], ...]:
        annotation = self.annotations[passage_id]
        spans = [(e.start, e.end) for e in annotation.evidence if e.code == code]
        if not spans:
            spans = [(s.start, s.end) for s in annotation.segments if s.role == "cause"]
        return merge(spans)

    @staticmethod
    def _part(text: str, part: str) -> tuple[tuple[int, int], ...]:
        at = text.find(part)
        return ((at, at + len(part)),) if at >= 0 and part != text else ()


def project_of(form: Form) -> str:
    """Return what a form is called: its project, else (forms of a whole department) its unit, else its title."""
    return form.project or form.unit or form.department or form.title


def merge(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join overlapping and touching ranges, sorted."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def places_of(study: Study) -> Places:
    """Build the lookups of a study; `lost` is what each passage explains in the ledger."""
    lost: dict[str, float] = {}
    for claim in study.claims:
        lost[claim.passage] = float(claim.lost)
    passages = {p.id: p for p in study.corpus.passages}
    names = {code: study.codebook[code].name for code in study.codebook.codes}
    several = len({form.source for form in study.corpus.forms.values()}) > 1
    return Places(study.corpus.forms, passages, study.annotations, lost, names, several)
