"""Groups side by side: means are points a form, groups part the forms, twins are found once."""

import pytest
from hypothesis import given, settings

from tests.points.strategies import corpora
from textmine.points.breakdowns import FORM_GROUPS, NO_VALUE, ROW_GROUPS, break_down, budget_of, group_of
from textmine.points.claims import build_claims
from textmine.points.compare import compare, compare_corpora, groups_of
from textmine.points.ledger import EXPLAINED, build_ledger
from textmine.points.notices import find_duplicates
from textmine.records import Form, Funding, Indicator


@given(corpora())
@settings(max_examples=30, deadline=None)
def test_means_times_forms_are_the_points(corpus):
    """Mean × forms of both groups is what all forms lost; the places and codes add up to it."""
    forms, annotations = corpus
    keys = sorted(forms)
    if len(keys) < 2:
        return
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
    if len(keys) < 2:
        return
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
