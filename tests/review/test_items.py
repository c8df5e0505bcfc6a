"""What lies on the desk, what the list shows, and where Enter leads."""

import pytest

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
