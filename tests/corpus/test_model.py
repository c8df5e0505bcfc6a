"""Corpus and its frames."""

import pandas as pd
import pytest

from textmine.corpus import Corpus, CorpusInfo, SourceFile, with_labels
from textmine.jsonl import form_from_dict


@pytest.fixture
def corpus(true_forms):
    forms = {f"a.pdf#{n}": form_from_dict({**f, "source": "a.pdf"}) for n, f in enumerate(true_forms, 1)}
    return Corpus(CorpusInfo("c", title="<b>题</b>"), forms, files=(SourceFile("a.pdf", "0" * 64, 10, 11, 11, 8),))


def test_frames_hold_every_row(corpus):
    """Rows are conserved: 8 forms, 107 indicators, 21 passages."""
    assert len(corpus.forms_frame) == 8
    assert len(corpus.indicators) == 107
    assert len(corpus.passages_frame) == len(corpus.passages) == 21


def test_points_are_exact(corpus):
    """Lost points are decimal differences, and add up over forms as printed."""
    assert round(800 - corpus.forms_frame.total_score.sum(), 2) == 70.69
    row = corpus.indicators.query("level3 == '数据质量达标率'").iloc[0]
    assert row.lost == 0.75


def test_form_level_passage_has_no_row(corpus):
    """The form's own explanation becomes a passage of its own, without a row."""
    form = form_from_dict({"source": "b.pdf", "deviation": "原因\n措施", "indicators": [{"level3": "甲"}]})
    other = Corpus(CorpusInfo("d"), {"b.pdf#1": form})
    (passage,) = other.passages
    assert (passage.id, passage.row, passage.text) == ("b.pdf#1/form", None, "原因\n措施")
    assert other.passages_frame.row.isna().all()


def test_empty_corpus_keeps_columns(corpus):
    """No data, same columns and types."""
    empty = Corpus(CorpusInfo("e"), {})
    for name in ("forms_frame", "indicators", "funding", "passages_frame", "findings"):
        full, none = getattr(corpus, name), getattr(empty, name)
        assert list(none.columns) == list(full.columns)
        assert len(none) == 0
    assert empty.indicators.weight.dtype == "float64"


def test_html_escapes_and_counts(corpus):
    """The notebook view shows the funnel and never runs a title's markup."""
    view = corpus._repr_html_()
    assert "8 张自评表" in view
    assert "<b>题</b>" not in view


def test_labels_are_chinese_and_complete(corpus):
    """Every column of every frame has a Chinese title."""
    for name in ("forms_frame", "indicators", "funding", "passages_frame", "findings"):
        frame = with_labels(getattr(corpus, name))
        assert isinstance(frame, pd.DataFrame)
        assert not [c for c in frame.columns if c.isascii() and c not in {"form"}], name
