"""Frames: rows are conserved, points are decimal differences, ids join, columns do not depend on the data."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.points.strategies import corpora
from textmine.corpus.frames import (
    findings_frame,
    forms_frame,
    funding_frame,
    indicators_frame,
    lost_points,
    passages_frame,
    passages_of,
    tidy,
)
from textmine.records import Finding, Form, Indicator

cents = st.integers(0, 20_000).map(lambda n: n / 100)


@given(cents, cents)
def test_lost_points_are_decimal(weight, score):
    """15 − 14.25 is 0.75, for all printed numbers; what is missing stays missing."""
    assert lost_points(weight, score) == float(Decimal(str(weight)) - Decimal(str(score)))
    assert lost_points(None, score) is None
    assert lost_points(weight, None) is None


@given(corpora())
@settings(max_examples=25, deadline=None)
def test_rows_are_conserved(corpus):
    """As many rows as forms, indicators, funding rows and passages; every id joins with its form."""
    forms, _ = corpus
    passages = passages_of(forms)
    rows, head = indicators_frame(forms), forms_frame(forms)
    assert list(head["form"]) == list(forms)
    assert list(head["indicators"]) == [len(f.indicators) for f in forms.values()]
    assert int(head["passages"].sum()) == len(passages)
    assert len(rows) == sum(len(f.indicators) for f in forms.values())
    assert len(funding_frame(forms)) == sum(len(f.funding) for f in forms.values())
    assert set(rows["form"]) <= set(forms)
    assert not rows.duplicated(["form", "row"]).any()
    for key, row, weight, score in rows[["form", "row", "weight", "score"]].itertuples(index=False):
        printed = forms[key].indicators[row - 1]
        for shown, true in ((weight, printed.weight), (score, printed.score)):
            assert shown == true or (true is None and shown != shown)


@given(corpora())
@settings(max_examples=25, deadline=None)
def test_passages_in_printed_order(corpus):
    """Ids are unique and tell form and row; texts are as printed; the form's own comes last, without row."""
    forms, _ = corpus
    passages = passages_of(forms)
    assert len({p.id for p in passages}) == len(passages)
    for p in passages:
        form = forms[p.form]
        assert p.text == (form.deviation if p.row is None else form.indicators[p.row - 1].deviation)
        assert p.id == f"{p.form}/{'form' if p.row is None else p.row}"
    frame = passages_frame(forms, passages)
    assert list(frame["passage"]) == [p.id for p in passages]
    assert list(frame["row"].isna()) == [p.row is None for p in passages]
    assert list(frame["text"]) == [p.text for p in passages]


@pytest.mark.parametrize(("pages", "shown"), [((), ""), ((3,), "3"), ((3, 4, 5), "3-5")])
def test_pages_as_a_range(pages, shown):
    """A range that Excel does not take for a date of its own."""
    assert forms_frame({"a#1": Form("a", pages)})["pages"].tolist() == [shown]


def test_places_and_findings():
    """The box of a row in four columns; a row without one has blanks; a finding stands beside its project."""
    rows = (Indicator(level3="甲", bbox=(1.0, 2.0, 3.0, 4.0), page=2), Indicator(level3="乙"))
    form = Form("a", (1, 2), project="项目", indicators=rows, deviation="整", findings=(Finding("c", "m", "w"),))
    frame = indicators_frame({"a#1": form})
    assert frame.loc[0, ["page", "x0", "top", "x1", "bottom"]].tolist() == [2, 1.0, 2.0, 3.0, 4.0]
    assert frame.loc[1, ["page", "x0", "top", "x1", "bottom"]].isna().all()
    assert findings_frame({"a#1": form}).to_dict("records") == [
        {"form": "a#1", "project": "项目", "code": "c", "message": "m", "where": "w"}
    ]
    whole = passages_frame({"a#1": form}, passages_of({"a#1": form})).iloc[0]
    assert (whole["page"], whole["level3"]) == (2, "")


@pytest.mark.parametrize(
    ("column", "kind"), [("weight", "float64"), ("x0", "float64"), ("year", "Int64"), ("page", "Int64")]
)
@pytest.mark.parametrize("rows", [[], [{}], [{"weight": 1, "x0": 2, "year": 2024, "page": 1}]])
def test_types_do_not_depend_on_the_data(column, kind, rows):
    """Points are floats and years whole numbers, also where all or none are there."""
    assert str(tidy(rows, ("weight", "x0", "year", "page"))[column].dtype) == kind
