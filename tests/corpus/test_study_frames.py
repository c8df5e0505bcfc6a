"""The tables of a study: they join, they add up, every column has a Chinese title."""

import pytest

from tests.report.conftest import coded, first_forms, study  # noqa: F401 - fixtures of the true records
from textmine.corpus.labels import ZH, with_labels
from textmine.corpus.study_frames import cause_segments, causes_table, passage_lost, segment_id
from textmine.records import Passage

TABLES = ("causes", "passages", "segments", "ledger_frame", "themes")


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_chinese_title(study, name):  # noqa: F811
    """Tables for people have no column headed by one of our short names, and no title twice."""
    frame = getattr(study, name)
    assert [c for c in frame.columns if c not in ZH] == []
    assert with_labels(frame).columns.is_unique


def test_ids_join(study):  # noqa: F811
    """Segments, ledger and cause segments point to passages and forms that exist."""
    passages, forms = set(study.passages["passage"]), set(study.corpus.forms)
    assert set(study.segments["passage"]) == passages
    assert set(study.ledger_frame["passage"]) - {""} <= passages
    assert set(study.ledger_frame["form"]) <= forms
    found = cause_segments(study.annotations)
    assert len({s.id for s in found}) == len(found)
    assert len(found) == (study.segments["role"] == "cause").sum()
    starts = study.segments.query("role == 'cause'")
    assert {s.id for s in found} == {segment_id(p, s) for p, s in zip(starts["passage"], starts["start"], strict=True)}


def test_points_of_passages(study):  # noqa: F811
    """A row's passage speaks for its row, the form's own for all rows; a row without numbers for none."""
    form = next(iter(study.corpus.forms))
    rows = study.corpus.indicators.query("form == @form")
    whole = passage_lost(study.corpus, Passage(f"{form}/form", form, None, ""))
    assert whole == pytest.approx(rows["lost"].sum())
    single = passage_lost(study.corpus, Passage(f"{form}/2", form, 2, ""))
    assert single == pytest.approx(rows["lost"].iloc[1])


def test_causes_of_a_corpus_without_any(study):  # noqa: F811
    """No cause stated: the table has its columns and no row."""
    import numpy as np

    frame = causes_table({}, {}, {}, {}, np.zeros((0, 0)), study.codebook, 0)
    assert frame.empty
    assert list(frame.columns) == list(study.causes.columns)


def test_coded_passages(study):  # noqa: F811
    """The codes as text, the first one as primary."""
    frame = study.passages
    assert (frame["primary"] == frame["causes"].str.split(";").str[0]).all()
    assert len(frame) == 21
