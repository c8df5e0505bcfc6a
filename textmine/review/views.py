"""What the pages show: plain dictionaries made from items and decisions; no HTML here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args
from urllib.parse import urlencode

from textmine.records import Annotation, Segment
from textmine.review.atoms import atoms
from textmine.review.decisions import LONGEST_NOTE, Decision
from textmine.review.desk import Desk
from textmine.review.items import ORDERS, STATES, Filter, Item, Order, State, select

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook

ROLE_NAMES = {"context": "现状", "cause": "原因", "effect": "影响", "measure": "措施", "none": "无实质"}
STATUS_NAMES = {"accepted": "同机器", "changed": "已改动", "coded": "已编码"}
CODE_KEYS = "1234567890asdfghzxcvbm"
ROLE_KEYS = "qwert"
WINDOW = 150
"""Rows of the list around the current one: a page stays light in a corpus of any size."""
MOST_FORMS = 300
"""Beyond this a list to choose from is of no use: the table of forms leads to their passages."""


def filter_from(query: Mapping[str, str]) -> Filter:
    """Read a filter from the address; unknown values count as not given."""
    state, order = query.get("state", ""), query.get("order", "")
    return Filter(
        state=cast(State, state) if state in get_args(State) else "all",
        order=cast(Order, order) if order in get_args(Order) else "printed",
        **{key: query.get(key, "")[:200] for key in ("code", "form", "finding", "words")},
    )


def address(wanted: Filter, current: str = "") -> str:
    """Return the query of a page: the filter without its defaults, and the passage."""
    parts = {k: v for k, v in asdict(wanted).items() if v != getattr(Filter(), k)}
    return "?" + urlencode({**parts, **({"id": current} if current else {})})


def desk_view(desk: Desk, wanted: Filter, current: str) -> dict[str, Any]:
    """Return everything that the page of a passage shows."""
    decisions = desk.decisions
    found = select(desk.items, wanted, decisions, blind=desk.blind)
    item = desk.by_id.get(current) or next((i for i in found if not _stands(decisions.get(i.id))), None)
    item = item or (found[0] if found else None)
    ids = [i.id for i in found]
    at = ids.index(item.id) if item is not None and item.id in ids else None
    low = max(0, (at or 0) - WINDOW // 2)
    shown = found[low : low + WINDOW]
    return {
        **common(desk),
        "filter": wanted,
        "options": _options(desk),
        "rows": [_row(i, decisions.get(i.id), desk, wanted, i is item) for i in shown],
        "count": len(found),
        "before": low,
        "after": len(found) - low - len(shown),
        "earlier": address(wanted, ids[low - 1]) if low else "",
        "later": address(wanted, ids[low + len(shown)]) if low + len(shown) < len(found) else "",
        "previous": address(wanted, ids[at - 1]) if at else "",
        "next": address(wanted, ids[at + 1]) if at is not None and at + 1 < len(ids) else "",
        "passage": passage_view(desk, item, decisions.get(item.id), wanted) if item is not None else None,
    }


def common(desk: Desk) -> dict[str, Any]:
    """Return what every page shows: the header, roles and codes."""
    return {
        "progress": desk.progress(),
        "coder": desk.coder,
        "blind": desk.blind,
        "output": desk.path.name,
        "roles": [{"role": r, "name": n, "key": k} for (r, n), k in zip(ROLE_NAMES.items(), ROLE_KEYS, strict=True)],
        "names": {code: desk.book[code].name for code in desk.book.codes},
        "longest_note": LONGEST_NOTE,
    }


def passage_view(desk: Desk, item: Item, decision: Decision | None, wanted: Filter) -> dict[str, Any]:
    """Return one passage with draft, proposal, explanation and place."""
    decided = decision if decision is not None and decision.stands else None
    hidden = desk.blind and decided is None
    machine = item.machine
    shown = decided.annotation() if decided else _empty(item.passage.text) if hidden else machine
    ends = {s.end for s in (*shown.segments, *(() if hidden else machine.segments))}
    data = {
        "id": item.id,
        "query": address(wanted),
        "atoms": atoms(item.passage.text, ends),
        "draft": _plain(shown),
        "machine": None if hidden else _plain(machine),
        "evidence": [] if hidden else _evidence(item.passage.text, machine),
        "note": decided.note if decided else "",
        "decided": decided is not None,
        "roles": ROLE_NAMES,
        "alone": [c for c in desk.book.codes if desk.book[c].alone or c in ("generic", "none")],
        "names": {c: desk.book[c].name for c in desk.book.codes},
    }
    return {
        "item": item,
        "decision": decided,
        "hidden": hidden,
        "unsure": not hidden and item.unsure,
        "codes": _codes(desk.book, machine, hidden),
        "reasons": () if hidden else _reasons(item, desk.book),
        "data": json.dumps(data, ensure_ascii=False),
    }


def _empty(text: str) -> Annotation:
    return Annotation((Segment("context", 0, len(text), text),), ())


def _evidence(text: str, annotation: Annotation) -> list[dict[str, Any]]:
    """Return the evidence with offsets as the browser counts them: in UTF-16 units."""

    def units(at: int) -> int:
        return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2

    return [{"code": e.code, "start": units(e.start), "end": units(e.end)} for e in annotation.evidence]


def _plain(annotation: Annotation) -> dict[str, Any]:
    segments = [{"role": s.role, "text": s.text} for s in annotation.segments]
    return {"segments": segments, "causes": list(annotation.causes)}


def _codes(book: Codebook, machine: Annotation, hidden: bool) -> list[dict[str, Any]]:
    """All codes in the order of the codebook: a place that never moves is found without looking."""
    keys = dict(zip(book.codes, CODE_KEYS, strict=False))
    return [
        {
            "code": entry.code,
            "name": entry.name,
            "key": keys.get(entry.code, ""),
            "p": None if hidden else machine.scores.get(entry.code, 0.0),
            "given": not hidden and entry.code in machine.causes,
            "entry": entry,
        }
        for entry in book.entries
    ]


def _reasons(item: Item, book: Codebook) -> tuple[Any, ...]:
    from textmine.causes.coder_engine import make_engine
    from textmine.causes.explain import explain_annotation

    return explain_annotation(item.passage.text, item.machine, make_engine(book)).reasons


def _row(item: Item, decision: Decision | None, desk: Desk, wanted: Filter, current: bool) -> dict[str, Any]:
    known = _stands(decision)
    causes = decision.causes if decision is not None and known else () if desk.blind else item.machine.causes
    return {
        "item": item,
        "href": address(wanted, item.id),
        "current": current,
        "status": decision.status if decision is not None and known else "",
        "status_name": STATUS_NAMES[decision.status] if decision is not None and known else "未复核",
        "noted": decision is not None and known and bool(decision.note),
        "causes": [desk.book[c].name for c in causes if c in desk.book],
        "unsure": not desk.blind and not known and item.unsure,
    }


@lru_cache(maxsize=1)  # one desk a process; the items never change
def _options(desk: Desk) -> dict[str, Any]:
    forms: dict[str, str] = {}
    findings: Counter[tuple[str, str]] = Counter()
    codes: Counter[str] = Counter()
    for item in desk.items:
        forms.setdefault(item.passage.form, item.form.project or item.passage.form)
        findings.update({(code, title) for code, title, _ in item.findings})
        codes.update(item.machine.causes)
    counted = {} if desk.blind else codes
    return {
        "states": STATES,
        "orders": {k: v for k, v in ORDERS.items() if not (desk.blind and k == "unsure")},
        "forms": forms if len(forms) <= MOST_FORMS else {},
        "findings": sorted((code, f"{title}（{n}）") for (code, title), n in findings.items()),
        "codes": [(c, desk.book[c].name + (f"（{counted[c]}）" if c in counted else "")) for c in desk.book.codes],
    }


def _stands(decision: Decision | None) -> bool:
    return decision is not None and decision.stands
