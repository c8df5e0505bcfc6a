"""What lies on the desk, what the list shows, and where Enter leads."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.records import Annotation, Indicator
from textmine.review.items import Filter, following, select


def names(found):
    return [i.id for i in found]


def test_items_carry_place_and_points(items):
    """Every passage, in printed order; the form's own explanation speaks for all its rows."""
    assert names(items) == ["甲.html#1/1", "甲.html#1/2", "乙.html#1/form"]
    assert [i.lost for i in items] == [10.0, 2.0, 16.0]
    assert [i.name for i in items] == ["保洁及时率", "水面洁净", "整表说明"]


def test_orders(items):
    """Low confidence first, most points first, or as printed."""
    unsure = select(items, Filter(order="unsure"), {})
    assert [i.certainty for i in unsure] == sorted(i.certainty for i in items)
    assert names(select(items, Filter(order="lost"), {}))[0] == "乙.html#1/form"


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(words="流标"), 1),
        (Filter(words="路灯所"), 1),
        (Filter(form="甲.html#1"), 2),
        (Filter(code="generic"), 1),
        (Filter(finding="measure_missing"), 1),
        (Filter(state="done"), 0),
        (Filter(state="open"), 3),
    ],
)
def test_filters(items, wanted, count):
    """Each filter lets through what it names."""
    assert len(select(items, wanted, {})) == count


def test_filters_follow_decisions(desk, sent):
    """A decided passage is found under the person's code, and no longer under the machine's."""
    desk.decide(desk.items[0].id, sent(causes=["budget"], note="?"))
    for wanted in (Filter(code="budget"), Filter(state="done"), Filter(state="changed"), Filter(state="noted")):
        assert names(select(desk.items, wanted, desk.decisions)) == ["甲.html#1/1"]
    assert select(desk.items, Filter(code="procurement"), desk.decisions) == ()


def test_blind_shows_nothing_of_the_machine(items):
    """Neither a code filter nor the order by confidence may give the proposal away."""
    assert select(items, Filter(code="generic"), {}, blind=True) == ()
    assert names(select(items, Filter(order="unsure"), {}, blind=True)) == names(items)


def test_enter_leads_to_the_next_open_one(desk, sent):
    """After the last one the desk goes back to what was left out; where all is done it goes on in order."""
    a, b, c = names(desk.items)
    desk.decide(b, sent(1))
    assert following(desk.items, b, desk.decisions) == c
    desk.decide(c, sent(2))
    assert following(desk.items, c, desk.decisions) == a
    desk.decide(a, sent())
    assert following(desk.items, a, desk.decisions) == b
    assert following(desk.items, c, desk.decisions) is None


def test_progress_and_peers(make_desk, sent):
    """The header counts decisions and compares with the machine and with other coders of the file."""
    first = make_desk()
    for number, item in enumerate(first.items):
        first.decide(item.id, sent(number))
    second = make_desk("李四")
    second.decide(second.items[0].id, sent(causes=["budget"]))
    second.decide(second.items[1].id, sent(1))
    found = second.progress()
    assert (found.total, found.done, found.accepted, found.changed) == (3, 2, 1, 1)
    assert [(p.name, p.passages, p.same) for p in found.peers] == [("机器", 2, 1), ("张三", 2, 1)]


class Seen:
    """A decision that stands, or one that was taken back."""

    def __init__(self, stands):
        self.stands = stands


@given(
    st.dictionaries(st.sampled_from(["甲.html#1/1", "甲.html#1/2", "乙.html#1/form"]), st.booleans()), st.integers(0, 3)
)
def test_where_enter_leads(items, state, at):
    """Never to a reviewed passage while one is open, never nowhere while one is open elsewhere; once round at most."""
    decisions = {key: Seen(stands) for key, stands in state.items()}
    current = [*names(items), "fremd"][at]
    still_open = [n for n in names(items) if not state.get(n, False)]
    found = following(items, current, decisions)
    if set(still_open) - {current}:
        assert found in set(still_open) - {current}
    elif current in names(items):
        place = names(items).index(current)
        assert found == (names(items)[place + 1] if place < 2 else None)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (None, "整表说明"),
        (Indicator("一级", "二级", "三级"), "三级"),
        (Indicator("一级", "二级", ""), "二级"),
        (Indicator("一级", "", ""), "一级"),
        (Indicator(), "（无名指标）"),
    ],
)
def test_what_a_passage_is_called(items, row, name):
    """By the narrowest printed level; a row without any name is told, not blank."""
    assert replace(items[0], indicator=row).name == name


@pytest.mark.parametrize(
    ("pages", "row", "page"),
    [
        ((), None, None),
        ((3, 4), None, 4),
        ((3, 4), Indicator(page=3), 3),
        ((3,), Indicator(), 3),
        ((), Indicator(), None),
    ],
)
def test_the_page_to_look_at(items, pages, row, page):
    """The row's own page; the form's last one, where its own explanation stands; none where there are no pages."""
    assert replace(items[0], indicator=row, form=replace(items[0].form, pages=pages)).page == page


@pytest.mark.parametrize(
    ("machine", "certainty"),
    [
        (Annotation((), ("budget",), {"budget": 0.4}, confidence=0.9), 0.9),
        (Annotation((), ("budget", "schedule"), {"budget": 0.4, "schedule": 0.8}), 0.4),
        (Annotation((), ("budget",), {}), 0.0),
        (Annotation((), (), {"budget": 0.4}), 0.0),
        (Annotation((), ("budget",), {"budget": 0.4}, confidence=0.0), 0.0),
    ],
)
def test_how_sure_the_machine_is(items, machine, certainty):
    """Its confidence where it gave one, zero included; else the probability of its first code."""
    assert replace(items[0], machine=machine).certainty == certainty


@pytest.mark.parametrize("words", ["保洁", "河道管理站", "流标", "<script>"])
def test_words_are_looked_for_everywhere(items, words):
    """In the passage, the indicator, the project and the unit."""
    assert select(items, Filter(words=words), {})


def test_filters_narrow_each_other(items):
    """Two filters let through what both let through."""
    assert names(select(items, Filter(form="甲.html#1", code="generic"), {})) == ["甲.html#1/2"]
    assert select(items, Filter(form="乙.html#1", code="generic"), {}) == ()
    assert select(items, Filter(words="没有这个词", order="lost"), {}) == ()
