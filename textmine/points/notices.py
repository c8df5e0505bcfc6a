"""What a careful reader notices over the rows and forms of a corpus, each with its evidence.

`forms.checks` looks at one form at a time; here is what needs the codes, the ledger or several forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from textmine.forms.values import OVERFULFILLED
from textmine.points.copies import Copy, find_copies, foreign_words
from textmine.points.ledger import Entry
from textmine.points.promises import Promise, find_promises, repeated_promises
from textmine.points.scoring import Scored, score_rows
from textmine.points.sentences import say
from textmine.records import Annotation, Form, Indicator, Passage

TITLES: dict[str, str] = {
    "duplicate_form": "疑似重复收录的自评表",
    "explanation_missing": "失分而无说明",
    "measure_missing": "有说明而无措施",
    "explanation_without_loss": "未失分而有偏差说明",
    "target_met_points_lost": "达标仍扣分",
    "overfulfilled": "超额三成以上（目标可能偏低）",
    "proportional_scoring": "得分与比例吻合",
    "copied_explanation": "说明文字雷同",
    "copied_wrong_wording": "雷同且用语与本指标不符",
    "promise_off_target": "措施与所述原因疑似不对应",
    "promise_repeated": "同一承诺跨年重复",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One observation with its evidence.

    Attributes
    ----------
    code : str
        A key of `TITLES`.
    form : str
    row : int or None
    message : tuple of str
        One sentence with the figures, in Chinese and in English.
    quotes : tuple of (passage id, text)
        Exact substrings of passages.
    size : float
        What the observations of one kind are ordered by, largest first.
    """

    code: str
    form: str
    row: int | None
    message: tuple[str, str]
    quotes: tuple[tuple[str, str], ...] = ()
    size: float = 0.0


def find_notices(
    forms: Mapping[str, Form],
    passages: Mapping[str, Passage],
    annotations: Mapping[str, Annotation],
    entries: tuple[Entry, ...],
) -> tuple[Notice, ...]:
    """Collect all notices, in the order of `TITLES`, then by size, then of the forms and rows."""
    promises = find_promises({key: a for key, a in annotations.items() if key in passages})
    twins = find_duplicates(forms)
    found = [
        *_from_duplicates(forms, twins),
        *_from_ledger(entries),
        *_from_passages(passages, annotations, entries),
        *_from_scores(forms),
        *_from_copies(forms, {k: p for k, p in passages.items() if p.form not in twins}),
        *_from_promises(forms, passages, promises),
    ]
    order, place = {code: i for i, code in enumerate(TITLES)}, {key: i for i, key in enumerate(forms)}
    return tuple(sorted(found, key=lambda n: (order[n.code], -n.size, place[n.form], n.row or 0, n.message)))


def find_duplicates(forms: Mapping[str, Form]) -> dict[str, str]:
    """Return the forms that repeat an earlier one (same project, year, indicators and scores), with the earlier one."""
    first: dict[object, str] = {}
    out = {}
    for key, form in forms.items():
        rows = tuple((r.level3, r.weight, r.score) for r in form.indicators)
        if rows and form.project:
            original = first.setdefault((form.project, form.year, rows), key)
            if original != key:
                out[key] = original
    return out


def _from_duplicates(forms: Mapping[str, Form], twins: Mapping[str, str]) -> Iterator[Notice]:
    for key, original in twins.items():
        yield Notice("duplicate_form", key, None, say("duplicate_form", source=forms[original].source))


def _from_ledger(entries: tuple[Entry, ...]) -> Iterator[Notice]:
    for e in entries:
        if e.bucket == "unexplained":
            kind = "empty_word" if e.passage else "no_word"
            text = say(kind, item=e.item, points=e.points, score=e.score, weight=e.weight)
            yield Notice("explanation_missing", e.form, e.row, text)


def _from_passages(
    passages: Mapping[str, Passage], annotations: Mapping[str, Annotation], entries: tuple[Entry, ...]
) -> Iterator[Notice]:
    lost = {e.passage for e in entries if e.passage}
    for key, passage in passages.items():
        annotation = annotations.get(key)
        if annotation is None or annotation.causes in {(), ("none",)}:
            continue
        roles = {s.role for s in annotation.segments}
        if key not in lost and passage.row is not None and "cause" in roles:
            text, quotes = say("without_loss"), ((key, passage.text),)
            yield Notice("explanation_without_loss", passage.form, passage.row, text, quotes)
        if key in lost and "measure" not in roles:
            yield Notice("measure_missing", passage.form, passage.row, say("no_measure"), ((key, passage.text),))


def _from_scores(forms: Mapping[str, Form]) -> Iterator[Notice]:
    for s in score_rows(forms):
        row = forms[s.form].indicators[s.row - 1]
        yield from _score_notices(s, row)


def _score_notices(s: Scored, row: Indicator) -> Iterator[Notice]:
    facts = {
        "item": row.level3,
        "target": row.target,
        "actual": row.actual,
        "score": f"{row.score:g}",
        "weight": f"{row.weight:g}",
    }
    if s.rule == "proportional" and s.share is not None:
        text = say("proportional_scoring", **facts | {"score": f"{row.score:.2f}", "percent": _percent(s)})
        yield Notice("proportional_scoring", s.form, s.row, text)
    if s.target_met and s.rule != "full":
        yield Notice("target_met_points_lost", s.form, s.row, say("target_met_points_lost", **facts))
    if s.fulfilment is not None and s.fulfilment > OVERFULFILLED:
        text = say("overfulfilled", **facts, times=_times(s.fulfilment))
        yield Notice("overfulfilled", s.form, s.row, text, size=round(float(s.fulfilment), 6))


def _times(value: Decimal) -> str:
    """Four digits as people write them: no powers of ten, no zeros behind the point."""
    return f"{value:,.0f}" if value >= 1000 else f"{float(value):.4g}"


def _percent(s: Scored) -> str:
    return f"{(s.share or 0) * 100:.4g}%"


def _from_copies(forms: Mapping[str, Form], passages: Mapping[str, Passage]) -> Iterator[Notice]:
    texts = {key: passage.text for key, passage in passages.items()}
    for copy in find_copies(texts):
        one, other = passages[copy.first], passages[copy.second]
        names = _name(forms, one), _name(forms, other)
        kind = _where_copied(forms[one.form], forms[other.form], one.form == other.form)
        years = f"{forms[one.form].year}、{forms[other.form].year}"
        text = say(kind, one=names[0], other=names[1], ratio=f"{copy.ratio:.0%}", years=years)
        quotes = (copy.first, one.text), (copy.second, other.text)
        yield Notice("copied_explanation", other.form, other.row, text, quotes)
        yield from _wrong_wording(copy, (one, other), names)


def _wrong_wording(copy: Copy, pair: tuple[Passage, Passage], names: tuple[str, str]) -> Iterator[Notice]:
    if "form" in {p.id.rsplit("/", 1)[1] for p in pair} or names[0] == names[1]:
        return
    for mine, own, other in ((pair[1], names[1], names[0]), (pair[0], names[0], names[1])):
        words = [w for w in foreign_words(copy.shared, own, other) if w in mine.text]
        if words:
            said = "、".join(f"「{w}」" for w in words)
            text = say("copied_wrong_wording", one=own, other=other, said=said)
            clause = _clause_with(mine.text, words[0])
            yield Notice("copied_wrong_wording", mine.form, mine.row, text, ((mine.id, clause),))


def _clause_with(text: str, word: str) -> str:
    at = text.index(word)
    shared = max((text.rfind(mark, 0, at) for mark in "。；！？，"), default=-1) + 1
    ends = [text.find(mark, at) for mark in "。；！？" if text.find(mark, at) >= 0]
    return text[shared : min(ends) + 1 if ends else len(text)]


def _where_copied(one: Form, other: Form, same_form: bool) -> str:
    if same_form:
        return "copied_in_form"
    mine, theirs = (f.project or f.unit for f in (one, other))  # forms of a whole unit print no project
    if mine and mine == theirs:
        return "copied_between_years" if one.year and other.year and one.year != other.year else "copied_in_project"
    return "copied_between_projects" if one.unit == other.unit else "copied_between_units"


def _name(forms: Mapping[str, Form], passage: Passage) -> str:
    if passage.row is None:
        return forms[passage.form].project or "整表说明"
    row = forms[passage.form].indicators[passage.row - 1]
    return row.level3 or row.level2 or row.level1


def _from_promises(
    forms: Mapping[str, Form], passages: Mapping[str, Passage], promises: tuple[Promise, ...]
) -> Iterator[Notice]:
    for p in promises:
        if p.answers is False:
            kinds = "、".join(p.actions)
            passage = passages[p.passage]
            text = say("promise_off_target", item=_name(forms, passage), kinds=kinds)
            yield Notice("promise_off_target", p.form, passage.row, text, ((p.passage, passage.text),))
    by_passage = {p.passage: p for p in promises}
    for first, second in repeated_promises(promises, forms):
        one, other = passages[first], passages[second]
        text = say("promise_repeated", first=forms[one.form].year, second=forms[other.form].year)
        quotes = ((first, by_passage[first].text), (second, by_passage[second].text))
        yield Notice("promise_repeated", other.form, other.row, text, quotes)
