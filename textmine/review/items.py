"""What lies on the desk: every passage with its place, its proposal and what a careful reader would flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textmine.records import Annotation, Form, Indicator, Passage
from textmine.review.decisions import Decision

if TYPE_CHECKING:
    from textmine.corpus.coding import Coding
    from textmine.corpus.model import Corpus

State = Literal["all", "open", "done", "changed", "noted"]
Order = Literal["printed", "unsure", "lost"]
STATES: dict[State, str] = {
    "all": "全部",
    "open": "未复核",
    "done": "已复核",
    "changed": "已改动",
    "noted": "有备注",
}
ORDERS: dict[Order, str] = {"printed": "按表内顺序", "unsure": "把握低的在前", "lost": "失分多的在前"}


@dataclass(frozen=True, slots=True)
class Item:
    """One passage on the desk.

    Attributes
    ----------
    number : int
        Its place in the corpus, from 1.
    indicator : Indicator or None
        Its row; None for the form's own explanation.
    machine : Annotation
        The proposal.
    lost : float or None
        Points lost in its row, or in all rows of its form.
    findings : tuple of (code, title, message)
        About the row, or the form where the passage speaks for it.
    """

    number: int
    passage: Passage
    form: Form
    indicator: Indicator | None
    machine: Annotation
    lost: float | None
    findings: tuple[tuple[str, str, str], ...]

    @property
    def id(self) -> str:
        """The passage's id."""
        return self.passage.id

    @property
    def certainty(self) -> float:
        """The machine's confidence, else the probability of the first code; 0 where there is none."""
        known: float | None = getattr(self.machine, "confidence", None)
        if known is not None:
            return known
        causes = self.machine.causes
        return self.machine.scores.get(causes[0], 0.0) if causes else 0.0

    @property
    def unsure(self) -> bool:
        """Whether the proposal deserves a second look, by the coder's own rule."""
        from textmine.causes.explain import is_uncertain

        return is_uncertain(self.machine)

    @property
    def name(self) -> str:
        """The printed name of the row."""
        row = self.indicator
        return "整表说明" if row is None else row.level3 or row.level2 or row.level1 or "（无名指标）"

    @property
    def page(self) -> int | None:
        """The page to look at."""
        if self.indicator is not None and self.indicator.page is not None:
            return self.indicator.page
        return self.form.pages[-1] if self.form.pages else None


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows, and in which order; as in the address of the page."""

    state: State = "all"
    order: Order = "printed"
    code: str = ""
    form: str = ""
    finding: str = ""
    words: str = ""


def collect_items(corpus: Corpus, coding: Coding) -> tuple[Item, ...]:
    """Lay all passages of a corpus on the desk, in printed order."""
    from textmine.corpus.study_frames import passage_lost
    from textmine.points.notices import TITLES, find_notices

    by_id = {p.id: p for p in corpus.passages}
    notices: dict[tuple[str, int | None], list[tuple[str, str, str]]] = {}
    for n in find_notices(corpus.forms, by_id, coding.annotations, coding.ledger):
        notices.setdefault((n.form, n.row), []).append((n.code, TITLES[n.code], n.message[0]))
    items = []
    for number, passage in enumerate(corpus.passages, 1):
        form = corpus.forms[passage.form]
        row = None if passage.row is None else form.indicators[passage.row - 1]
        lost = passage_lost(corpus, passage)
        found = tuple(notices.get((passage.form, passage.row), ()))
        items.append(Item(number, passage, form, row, coding.annotations[passage.id], lost, found))
    return tuple(items)


def select(
    items: Sequence[Item], wanted: Filter, decisions: Mapping[str, Decision], *, blind: bool = False
) -> tuple[Item, ...]:
    """Return the items that a filter lets through, in its order.

    Parameters
    ----------
    items : sequence of Item
        In printed order.
    wanted : Filter
        `code` looks at the decision where there is one, else at the proposal.
    decisions : mapping of id to Decision
        Of the coder at the desk.
    blind : bool
        The proposal is not to show through: neither code nor order may use it.
    """
    kept = [i for i in items if _wanted(i, wanted, decisions.get(i.id), blind)]
    if wanted.order == "unsure" and not blind:
        kept.sort(key=lambda i: (round(i.certainty, 6), i.number))
    elif wanted.order == "lost":
        kept.sort(key=lambda i: (-(i.lost or 0.0), i.number))
    return tuple(kept)


def _wanted(item: Item, wanted: Filter, decision: Decision | None, blind: bool) -> bool:
    known = decision is not None and decision.stands
    state = {
        "all": True,
        "open": not known,
        "done": known,
        "changed": decision is not None and decision.status == "changed",
        "noted": decision is not None and known and bool(decision.note),
    }[wanted.state]
    causes: tuple[str, ...] = () if blind else item.machine.causes
    if decision is not None and known:
        causes = decision.causes
    haystack = (item.passage.text, item.name, item.form.project, item.form.unit)
    return (
        state
        and (not wanted.code or wanted.code in causes)
        and (not wanted.form or wanted.form == item.passage.form)
        and (not wanted.finding or any(wanted.finding == code for code, _, _ in item.findings))
        and (not wanted.words or any(wanted.words in text for text in haystack))
    )


def following(items: Sequence[Item], current: str, decisions: Mapping[str, Decision]) -> str | None:
    """Return the next passage to look at: the first unreviewed one after the current, else the first before it.

    Where all are reviewed it is simply the next one, and None at the end.
    """
    ids = [i.id for i in items]
    at = ids.index(current) if current in ids else -1
    later = [*ids[at + 1 :], *ids[: max(at, 0)]]
    for name in later:
        decision = decisions.get(name)
        if decision is None or not decision.stands:
            return name
    return ids[at + 1] if at + 1 < len(ids) else None
