"""The ledger closes: on the first corpus, on random forms, on each odd row."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.points.strategies import corpora
from textmine.points.balance import balance, form_balances
from textmine.points.ledger import build_ledger, form_points, totals
from textmine.records import Annotation, Form, Funding, Indicator, Segment

SAID = Annotation((Segment("cause", 0, 2, "因故"),), ("schedule",))
NOTHING = Annotation((Segment("none", 0, 1, "无"),), ("none",))
VAGUE = Annotation((Segment("cause", 0, 4, "仍需提升"),), ("generic",))


def form(*rows: Indicator, **more) -> Form:
    return Form(source="a", indicators=rows, **more)


def buckets(one: Form, **annotations: Annotation) -> list[tuple[str, float]]:
    found = build_ledger({"a#1": one}, {f"a#1/{k.lstrip('p')}": v for k, v in annotations.items()})
    return [(e.bucket, float(e.points)) for e in found]


def test_first_corpus(forms, annotations):
    """The contract's figures of the first corpus, to the cent."""
    entries = build_ledger(forms, annotations)
    assert balance(forms, entries).as_floats() == {
        "possible": 800.0,
        "scored": 729.31,
        "lost": 70.69,
        "lost_execution": 3.24,
        "lost_explained": 45.65,
        "lost_unexplained": 21.8,
    }
    assert totals(entries)["generic"] == Decimal("8.3")


@given(corpora())
@settings(max_examples=200, deadline=None)
def test_identities(corpus):
    """Entries add up to possible − scored for each form; the three places add up to the cent; a row has one place."""
    forms, annotations = corpus
    entries = build_ledger(forms, annotations)
    for key, one in forms.items():
        possible, scored = form_points(one)
        assert sum(e.points for e in entries if e.form == key) == possible - scored
    for figures in [*form_balances(forms, entries).values(), balance(forms, entries)]:
        assert figures.lost == figures.possible - figures.scored
        assert figures.lost == figures.lost_execution + figures.lost_explained + figures.lost_unexplained
    places = [(e.form, e.row) for e in entries if e.row is not None]
    assert len(places) == len(set(places))


def test_none_is_no_explanation():
    """A cell that says «无» explains nothing; generic words are set apart."""
    rows = [Indicator(weight=10.0, score=8.0)] * 3
    one = form(*rows, total_weight=30.0, total_score=24.0)
    assert buckets(one, p1=NOTHING, p2=VAGUE, p3=SAID) == [("unexplained", 2.0), ("generic", 2.0), ("explained", 2.0)]


def test_explanation_of_the_whole_form():
    """The form's own explanation covers the rows that have none, and those that say «无»; never execution."""
    rows = [Indicator(weight=30.0, score=28.0), Indicator(weight=30.0, score=29.0), Indicator(weight=30.0, score=25.0)]
    one = form(*rows, funding=(Funding("总额", weight=10.0, score=9.0),), total_weight=100.0, total_score=91.0)
    found = build_ledger({"a#1": one}, {"a#1/form": SAID, "a#1/2": NOTHING, "a#1/3": VAGUE})
    assert [(e.bucket, e.passage) for e in found] == [
        ("execution", ""),
        ("explained", "a#1/form"),
        ("explained", "a#1/form"),
        ("generic", "a#1/3"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Indicator(level3="加分项", weight=None, score=2.0), ("bonus", -2.0)),
        (Indicator(level3="创新", weight=0.0, score=1.0), ("bonus", -1.0)),
        (Indicator(weight=5.0, score=6.0), ("above_weight", -1.0)),
        (Indicator(weight=5.0, score=None), ("missing_number", 0.0)),
        (Indicator(weight=None, score=5.0), ("missing_number", 0.0)),
        (Indicator(level3="预算执行率", weight=10.0, score=9.5), ("execution", 0.5)),
    ],
)
def test_odd_rows(row, expected):
    """Each odd row has its own visible bucket."""
    assert buckets(form(row))[0] == expected


def test_difference_of_the_form():
    """Printed totals that do not follow from the rows leave a difference, which counts as unexplained."""
    one = form(Indicator(weight=100.0, score=95.0), total_weight=100.0, total_score=93.0)
    entries = build_ledger({"a#1": one}, {"a#1/1": SAID})
    assert [(e.bucket, float(e.points)) for e in entries] == [("explained", 5.0), ("difference", 2.0)]
    assert balance({"a#1": one}, entries).lost_unexplained == 2


def test_missing_number_takes_the_rest():
    """Where a row lacks its score, what the totals leave over is called missing, not a difference."""
    one = form(Indicator(weight=60.0, score=None), Indicator(weight=40.0, score=40.0), total_score=97.0)
    assert buckets(one) == [("missing_number", 0.0), ("missing_number", 3.0)]


def test_repeated_funding_weight_counts_once():
    """Where every funding row repeats the weight, only the first counts; split weights all count."""
    repeated = tuple(Funding(n, weight=10.0, score=9.0) for n in "abc")
    assert buckets(form(Indicator(weight=90.0, score=90.0), funding=repeated)) == [("execution", 1.0)]
    split = (Funding("a", weight=8.0, score=7.0), Funding("b", weight=2.0, score=2.0))
    assert buckets(form(Indicator(weight=90.0, score=90.0), funding=split)) == [("execution", 1.0)]


def test_no_total_weight_printed():
    """Without a printed total weight a form is worth 100, a fragment what its rows are worth."""
    assert form_points(form(Indicator(weight=95.0, score=90.0), total_score=90.0)) == (100, 90)
    assert form_points(form(Indicator(weight=20.0, score=19.0))) == (20, 19)
