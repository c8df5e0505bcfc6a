"""Quotes and rows know where they stand; marked ranges lie inside the text."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.small import LATE, form, study_of
from tests.report.small import row as small_row
from textmine.records import Evidence, Form, Indicator
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


@pytest.mark.parametrize(
    ("pages", "row_page", "row", "page"),
    [((3, 4), 4, 1, 4), ((3, 4), None, 1, 3), ((3, 4), 4, None, 3), ((), None, 1, None), ((), None, None, None)],
)
def test_page_of_a_row(pages, row_page, row, page):
    """Its own page where it is known, else the first of its form; none where the format has no pages."""
    one = form(small_row(score=8.0, page=row_page), pages=pages)
    assert places_of(study_of(one)).page("a.pdf#1", row) == page


@pytest.mark.parametrize(
    ("levels", "name"),
    [(("一", "二", "三"), "三"), (("一", "二", ""), "二"), (("一", "", ""), "一"), (("", "", ""), "")],
)
def test_item_of_a_row(levels, name):
    """The narrowest printed level; the form as a whole has a name of its own."""
    one = replace(form(small_row()), indicators=(Indicator(*levels, weight=1.0, score=1.0),))
    places_ = places_of(study_of(one))
    assert places_.item("a.pdf#1", 1) == name
    assert places_.item("a.pdf#1", None) == "整表说明"


def test_marks_are_the_words_of_the_code():
    """Evidence of the code asked for; without any the cause segments; never those of another code."""
    study = study_of(form(small_row(score=8.0, why=LATE)))
    places_ = places_of(study)
    assert places_.quote("a.pdf#1/1", "procurement").marks == ((0, 13),)
    said = replace(study.annotations["a.pdf#1/1"], evidence=(Evidence("procurement", 1, 5, LATE[1:5]),))
    marked = replace(places_, annotations={"a.pdf#1/1": said})
    assert marked.quote("a.pdf#1/1", "procurement").marks == ((1, 5),)
    assert marked.quote("a.pdf#1/1", "schedule").marks == ((0, 13),)


def test_an_entry_of_the_whole_form():
    """A difference has no row: its line says so and carries no target, weight or cause."""
    study = study_of(form(small_row(score=8.0, why=LATE), total_score=7.0))
    line = places_of(study).row(study.ledger[-1], "差额")
    assert (line.row, line.item, line.target, line.weight, line.score, line.lost, line.causes, line.note) == (
        None, "整表", "", None, None, 1.0, "", "差额",
    )  # fmt: skip
