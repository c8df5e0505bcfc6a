"""Groups side by side: means are points a form, groups part the forms, twins are found once."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from tests.points.strategies import corpora
from textmine.points.breakdowns import FORM_GROUPS, NO_VALUE, ROW_GROUPS, break_down, budget_of, group_of
from textmine.points.claims import Claim, build_claims
from textmine.points.compare import Difference, compare, compare_corpora, groups_of
from textmine.points.ledger import EXPLAINED, Entry, build_ledger
from textmine.points.notices import find_duplicates
from textmine.records import Form, Funding, Indicator


@given(corpora())
@settings(max_examples=30, deadline=None)
def test_means_times_forms_are_the_points(corpus):
    """Mean × forms of both groups is what all forms lost; the places and codes add up to it."""
    forms, annotations = corpus
    keys = sorted(forms)
    assume(len(keys) >= 2)
    entries = build_ledger(forms, annotations)
    claims = build_claims(entries, annotations)
    codes = sorted({c for claim in claims for c in claim.causes})
    found = {d.key: d for d in compare(keys[:1], keys[1:], entries, claims, codes=codes)}
    total = lambda key: found[key].first + found[key].second * (len(keys) - 1)  # noqa: E731
    assert total("lost") == pytest.approx(float(sum(e.points for e in entries)), abs=1e-6)
    explained = float(sum(e.points for e in entries if e.bucket in EXPLAINED))
    assert sum(total(c) for c in codes) == pytest.approx(explained, abs=1e-6)
    assert total("execution") + total("unexplained") + explained == pytest.approx(total("lost"), abs=1e-6)


@given(corpora())
@settings(max_examples=20, deadline=None)
def test_two_corpora_turned_round(corpus):
    """First against second is second against first with the sides changed."""
    forms, annotations = corpus
    keys = sorted(forms)
    assume(len(keys) >= 2)
    entries = build_ledger(forms, annotations)
    claims = build_claims(entries, annotations)
    one, two = (keys[:1], entries, claims), (keys[1:], entries, claims)
    there, back = compare_corpora(one, two, codes=["budget"]), compare_corpora(two, one, codes=["budget"])
    assert [(d.key, d.first, d.second) for d in there] == [(d.key, d.second, d.first) for d in back]


@given(corpora())
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("by", [*ROW_GROUPS, *FORM_GROUPS])
def test_every_row_is_in_one_group(by, corpus):
    """Whatever the forms say or leave blank: rows are conserved, rates lie between what can be."""
    forms, annotations = corpus
    shares = break_down(forms, build_ledger(forms, annotations), by)
    assert sum(s.rows for s in shares) == sum(len(f.indicators) for f in forms.values())
    assert len({s.group for s in shares}) == len(shares)
    for s in shares:
        assert s.group
        assert s.lost == s.lost_explained + s.lost_unexplained
        assert 0 <= s.loss_rate <= 1


@pytest.mark.parametrize(
    ("funding", "budget"),
    [
        ((), None),
        ((Funding("总额"),), None),
        ((Funding("总额", 5.0),), 5.0),
        ((Funding("总额", 5.0, 6.0),), 6.0),
        ((Funding("总额"), Funding("拨款", 3.0)), 3.0),
        ((Funding("总额", 9.0, 0.0),), 0.0),
    ],
)
def test_budget_of_a_form(funding, budget):
    """The annual budget of the first row that has one; the initial one where no other is printed; zero is a number."""
    assert budget_of(Form("a", funding=funding)) == budget


def test_groups():
    """Sorted, each form once, blanks left out; the corpus's sector stands in where names tell none."""
    forms = {
        "b": Form("", year=2024, unit="乙所", department="某县教育局"),
        "a": Form("", year=2023, unit="甲所"),
        "c": Form("", unit=""),
    }
    assert groups_of(forms, "unit") == {"乙所": ("b",), "甲所": ("a",)}
    assert groups_of(forms, "sector") == {"教育": ("b",)}
    assert groups_of(forms, "sector", sector="水利") == {"教育": ("b",), "水利": ("a", "c")}
    assert group_of(forms["c"], "department") == NO_VALUE


@pytest.mark.parametrize(
    ("change", "twins"),
    [({}, {"b#1": "a#1"}), ({"year": 2023}, {}), ({"project": "乙"}, {}), ({"indicators": ()}, {})],
)
def test_duplicates(change, twins):
    """Same project, year, indicators and scores: counted twice, told once, with the earlier one."""
    base = {"project": "甲", "year": 2024, "indicators": (Indicator(level3="一", weight=10.0, score=9.0),)}
    forms = {"a#1": Form("a", **base), "b#1": Form("b", **(base | change))}
    assert find_duplicates(forms) == twins


def entry(form: str, points: str, bucket: str = "unexplained") -> Entry:
    return Entry(form, 1, bucket, Decimal(points))


@pytest.mark.parametrize(
    ("bucket", "places"),
    [
        ("execution", (2.0, 0.0)),
        ("unexplained", (0.0, 2.0)),
        ("explained", (0.0, 0.0)),
        ("generic", (0.0, 0.0)),
        ("difference", (0.0, 2.0)),
        ("missing_number", (0.0, 2.0)),
    ],
)
def test_each_bucket_has_its_place(bucket, places):
    """What has no reason counts as unexplained, as in the three main figures; all of it counts as lost."""
    lost, *found = compare(["a"], ["b"], [entry("a", "2", bucket)], [], codes=[])
    assert (lost.key, lost.first, lost.second) == ("lost", 2.0, 0.0)
    assert tuple(d.first for d in found) == places


def test_bonuses_take_points_back():
    """A bonus is a negative loss: the mean may fall below zero, and says so."""
    lost, _, unexplained = compare(["a", "b"], ["c"], [entry("a", "-3", "bonus"), entry("b", "1")], [], codes=[])
    assert (lost.first, unexplained.first, lost.second) == (-1.0, -1.0, 0.0)


@pytest.mark.parametrize(("sizes", "given_"), [((4, 9), False), ((9, 4), False), ((5, 5), True), ((1, 1), False)])
def test_intervals_need_five_forms_on_both_sides(sizes, given_):
    """With fewer there is no interval, and nothing is called clear."""
    first, second = ([f"{side}{i}" for i in range(n)] for side, n in zip("ab", sizes, strict=True))
    entries = [entry(key, str(i % 3)) for i, key in enumerate([*first, *second])]
    lost = compare(first, second, entries, [], codes=[])[0]
    assert math.isnan(lost.low) is not given_
    assert math.isnan(lost.high) is not given_
    assert given_ or not lost.clear


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [
        (0.1, 2.0, True),
        (-2.0, -0.1, True),
        (-1.0, 1.0, False),
        (0.0, 2.0, False),
        (-2.0, 0.0, False),
        (math.nan, math.nan, False),
    ],
)
def test_clear(low, high, clear):
    """A difference is clear where the interval leaves out zero; touching zero is not enough."""
    assert Difference("lost", 1.0, 2.0, low, high).clear is clear


def test_a_large_difference_is_clear_and_the_same_groups_are_not():
    """Ten points a form against one: clear, the interval holds the difference. Equal groups: no difference."""
    first, second = [f"a{i}" for i in range(8)], [f"b{i}" for i in range(8)]
    far = [entry(k, str(10 + i % 3)) for i, k in enumerate(first)] + [
        entry(k, str(1 + i % 2)) for i, k in enumerate(second)
    ]
    lost = compare(first, second, far, [], codes=[])[0]
    assert lost.clear
    assert lost.low <= lost.second - lost.first <= lost.high
    same = [entry(k, str(i % 8)) for i, k in enumerate([*first, *second])]
    assert not compare(first, second, same, [], codes=[])[0].clear


def test_forms_of_neither_group_do_not_count():
    """Three years in a ledger: a comparison of two of them leaves the third out."""
    entries = [entry("a", "1"), entry("b", "2"), entry("c", "100")]
    lost = compare(["a"], ["b"], entries, [], codes=[])[0]
    assert (lost.first, lost.second) == (1.0, 2.0)


def test_causes_stand_in_the_order_given():
    """A code that neither group names stays in its line, with zeros."""
    claims = [Claim("a/1", "a", Fraction(3), ("budget", "schedule"), {})]
    found = compare(["a"], ["b"], [entry("a", "3", "explained")], claims, codes=["schedule", "publicity", "budget"])
    assert [(d.key, d.first) for d in found[3:]] == [("schedule", 1.5), ("publicity", 0.0), ("budget", 1.5)]


def test_files_of_the_same_name_are_kept_apart():
    """Two corpora with the same form ids: each side has its own points and causes."""
    one = (["a#1"], [entry("a#1", "4", "explained")], [Claim("a#1/1", "a#1", Fraction(4), ("budget",), {})])
    two = (["a#1"], [entry("a#1", "1", "explained")], [Claim("a#1/1", "a#1", Fraction(1), ("schedule",), {})])
    found = {d.key: (d.first, d.second) for d in compare_corpora(one, two, codes=["budget", "schedule"])}
    assert found["lost"] == (4.0, 1.0)
    assert (found["budget"], found["schedule"]) == ((4.0, 0.0), (0.0, 1.0))
