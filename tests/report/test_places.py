"""Quotes and rows know where they stand; marked ranges lie inside the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.records import Form
from textmine.report.places import merge, places_of, project_of


@pytest.fixture(scope="module")
def places(study):
    return places_of(study)


def test_every_passage_has_a_place(places, study):
    """Each quote is the passage itself, with file, page, row and what it lost; marks lie inside and apart."""
    for passage in study.corpus.passages:
        quote = places.quote(passage.id)
        assert quote.text == passage.text
        assert quote.page in study.corpus.forms[passage.form].pages
        assert quote.item
        ends = [at for mark in quote.marks for at in mark]
        assert ends == sorted(ends)
        assert all(0 <= at <= len(quote.text) for at in ends)


def test_points_of_quotes_are_those_of_the_ledger(places, study):
    """What the quotes lost adds up to the explained points."""
    lost = sum(places.quote(p.id).lost for p in study.corpus.passages)
    assert lost == pytest.approx(45.65)


def test_rows_of_the_ledger(places, study):
    """Each entry becomes a row with weight − score = lost where all three are printed."""
    rows = [places.row(entry) for entry in study.ledger]
    assert len(rows) == len(study.ledger)
    assert all(r.page is not None and r.project and r.item for r in rows)
    full = [r for r in rows if r.weight is not None and r.score is not None]
    assert all(r.weight - r.score == pytest.approx(r.lost) for r in full)
    assert not any(r.source for r in rows), "one file: it is named once, not in every row"


def test_exact_part(places, study):
    """A part is marked where it stands; the whole, or words that are not there, mark nothing."""
    passage = study.corpus.passages[0]
    assert places.quote(passage.id, part=passage.text[3:7]).marks == ((3, 7),)
    assert places.quote(passage.id, part=passage.text).marks == ()
    assert places.quote(passage.id, part="没有这句话").marks == ()


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (Form("a", project="项目", unit="单位", title="题"), "项目"),
        (Form("a", unit="单位", department="部门"), "单位"),
        (Form("a", department="部门", title="题"), "部门"),
        (Form("a", title="题"), "题"),
    ],
)
def test_what_a_form_is_called(form, name):
    """Project, else unit, else department, else the title."""
    assert project_of(form) == name


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda t: (t[0], t[0] + t[1])), max_size=8))
def test_merge(spans):
    """Joined ranges cover the same characters, are sorted and do not touch."""
    joined = merge(spans)
    assert {i for s, e in joined for i in range(s, e)} == {i for s, e in spans for i in range(s, e)}
    assert all(first[1] < second[0] for first, second in pairwise(joined))
