"""What the pages show: filters in the address, the list, the passage, nothing of the machine while blind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.records import Annotation, Evidence, Segment
from textmine.review import views
from textmine.review.form_views import form_view, forms_view
from textmine.review.items import ORDERS, STATES, Filter, select
from textmine.review.views import ROLE_NAMES, STATUS_NAMES, address, desk_view, filter_from, passage_view

words = st.text(max_size=12)
filters = st.builds(
    Filter, state=st.sampled_from(list(STATES)), order=st.sampled_from(list(ORDERS)),
    code=words, form=words, finding=words, words=words,
)  # fmt: skip


class NoPictures:
    """A corpus without pages."""

    def has(self, _key):
        return False


@given(filters)
def test_a_filter_survives_the_address(wanted):
    """What the address says is what was asked for, whatever a person types."""
    from urllib.parse import parse_qsl

    query = dict(parse_qsl(address(wanted, "甲#1/2").lstrip("?"), keep_blank_values=True))
    assert query.pop("id") == "甲#1/2"
    assert filter_from(query) == wanted


@given(st.dictionaries(st.sampled_from(["state", "order", "code", "form", "finding", "words", "x"]), st.text()))
def test_any_address_is_some_filter(query):
    """Unknown values count as not given; nothing grows without bounds."""
    found = filter_from(query)
    assert found.state in STATES
    assert found.order in ORDERS
    assert all(len(getattr(found, key)) <= 200 for key in ("code", "form", "finding", "words"))


def test_the_plain_address_is_short():
    """Defaults do not stand in the address."""
    assert address(Filter()) == "?"
    assert address(Filter(state="open")) == "?state=open"


def test_the_desk_opens_on_the_first_open_passage(desk, sent):
    """Nothing decided: the first; the first decided: the second; a named passage wins."""
    first, second = desk.items[0].id, desk.items[1].id
    assert desk_view(desk, Filter(), "")["passage"]["item"].id == first
    desk.decide(first, sent())
    assert desk_view(desk, Filter(), "")["passage"]["item"].id == second
    assert desk_view(desk, Filter(), first)["passage"]["item"].id == first
    assert desk_view(desk, Filter(), "nonsense")["passage"]["item"].id == second


def test_an_empty_list_shows_nothing(desk):
    """A filter that nothing passes: no passage, no neighbours, no error."""
    view = desk_view(desk, Filter(words="没有这个词"), "")
    assert (view["count"], view["passage"], view["previous"], view["next"]) == (0, None, "", "")


def test_neighbours_follow_the_filter(desk):
    """Previous and next keep the filter and stay inside the list."""
    wanted = Filter(form="甲.html#1")
    first, second = (desk_view(desk, wanted, item.id) for item in desk.items[:2])
    assert first["previous"] == ""
    assert first["next"] == address(wanted, desk.items[1].id)
    assert second["previous"] == address(wanted, desk.items[0].id)
    assert second["next"] == ""
    assert [r["current"] for r in second["rows"]] == [False, True]


@pytest.mark.parametrize(("at", "before", "after"), [(0, 0, 1), (1, 0, 1), (2, 1, 0)])
def test_a_window_of_the_list(desk, monkeypatch, at, before, after):
    """Of a long list a piece around the passage is shown, with what stands before and behind."""
    monkeypatch.setattr(views, "WINDOW", 2)
    view = desk_view(desk, Filter(), desk.items[at].id)
    assert (view["before"], len(view["rows"]), view["after"]) == (before, 2, after)
    assert bool(view["earlier"]) == bool(before)
    assert bool(view["later"]) == bool(after)


def test_rows_show_the_decision(desk, sent):
    """After a decision the row has the person's codes and a status in words."""
    desk.decide(desk.items[0].id, sent(causes=["budget"], note="?"))
    row, other, *_ = desk_view(desk, Filter(), "")["rows"]
    assert (row["status"], row["status_name"], row["noted"]) == ("changed", STATUS_NAMES["changed"], True)
    assert row["causes"] == [desk.book["budget"].name]
    assert (other["status"], other["status_name"]) == ("", "未复核")


def test_blind_shows_nothing_of_the_machine(make_desk, sent):
    """Neither list nor passage nor options give the proposal away before the decision; after it they may."""
    desk = make_desk(blind=True)
    item = desk.items[0]
    view = desk_view(desk, Filter(), item.id)
    passage = view["passage"]
    data = json.loads(passage["data"])
    assert passage["hidden"]
    assert (data["machine"], data["evidence"], passage["reasons"]) == (None, [], ())
    assert data["draft"] == {"segments": [{"role": "context", "text": item.passage.text}], "causes": []}
    assert all(c["p"] is None and not c["given"] for c in passage["codes"])
    assert all(row["causes"] == [] and not row["unsure"] for row in view["rows"])
    assert "unsure" not in view["options"]["orders"]
    assert not any("（" in name for _, name in view["options"]["codes"])
    desk.decide(item.id, sent())
    assert json.loads(desk_view(desk, Filter(), item.id)["passage"]["data"])["machine"] is not None


def test_the_passage_rebuilds_its_text(desk):
    """Draft and machine cover the passage; the pieces to click on do, too; codes have a key each."""
    for item in desk.items:
        view = passage_view(desk, item, None, Filter())
        data = json.loads(view["data"])
        assert "".join(s["text"] for s in data["draft"]["segments"]) == item.passage.text
        assert "".join(a["text"] for a in data["atoms"]) == item.passage.text
        keys = [c["key"] for c in view["codes"] if c["key"]]
        assert len(keys) == len(set(keys))
        assert set(data["roles"]) == set(ROLE_NAMES)


@pytest.mark.parametrize(
    ("text", "span", "units"),
    [("因流标延期", (1, 3), (1, 3)), ("因𠀀流标延期", (2, 4), (3, 5)), ("😀😀流标", (2, 4), (4, 6))],
)
def test_evidence_in_the_browsers_counting(text, span, units):
    """JavaScript counts characters beyond the first plane twice: the marks must still lie on the words."""
    start, end = span
    said = (Evidence("procurement", start, end, text[start:end]),)
    whole = (Segment("cause", 0, len(text), text),)
    found = views._evidence(text, Annotation(whole, ("procurement",), evidence=said))
    assert found == [{"code": "procurement", "start": units[0], "end": units[1]}]
    utf16 = text.encode("utf-16-le")
    assert utf16[2 * units[0] : 2 * units[1]].decode("utf-16-le") == text[start:end]


def test_forms_that_do_not_add_up_come_first(desk, corpus, sent):
    """Unreconciled first; progress, points and doubts of each form."""
    desk.decide(desk.items[0].id, sent())
    view = forms_view(desk, corpus)
    assert [r["id"] for r in view["rows"]] == ["乙.html#1", "甲.html#1"]
    assert [(r["lost"], r["passages"], r["done"]) for r in view["rows"]] == [(10.0, 1, 0), (12.0, 2, 1)]
    assert [f.code for f in view["rows"][0]["doubts"]] == ["total_mismatch"]
    assert (view["total"], view["unreconciled"], view["pages"]) == (2, 1, 1)
    assert forms_view(desk, corpus, page=9)["rows"] == []
    assert forms_view(desk, corpus, page=-3)["page"] == 1


def test_a_form_row_by_row(desk, corpus, sent):
    """Rows with a passage lead to it; what is done is marked; the form's own explanation has its place."""
    desk.decide("甲.html#1/1", sent())
    rows = form_view(desk, corpus, NoPictures(), "甲.html#1")["rows"]
    assert [r["passage"] for r in rows] == ["甲.html#1/1", "甲.html#1/2", ""]
    assert [r["done"] for r in rows] == [True, False, False]
    assert [r["lost"] for r in rows] == [10.0, 2.0, 0.0]
    other = form_view(desk, corpus, NoPictures(), "乙.html#1")
    assert (other["own_passage"], other["pages"], other["picture"]) == ("乙.html#1/form", (), False)


@given(filters, st.booleans())
def test_filters_only_take_away(items, wanted, blind):
    """Whatever is asked for: a selection of the items, each once; by points the most first."""
    found = select(items, wanted, {}, blind=blind)
    assert set(found) <= set(items) if all(map(_hashable, items)) else all(i in items for i in found)
    assert len({i.id for i in found}) == len(found)
    if wanted.order == "lost":
        assert [i.lost for i in found] == sorted((i.lost for i in found), reverse=True)


def _hashable(item):
    try:
        hash(item)
    except TypeError:
        return False
    return True
