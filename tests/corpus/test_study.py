"""A study of the first corpus: figures, frames, quotes."""

import pytest

import textmine as tm
from textmine.errors import UsageError


@pytest.fixture(scope="module")
def study(first_corpus):
    return tm.analyse(tm.read(first_corpus))


def test_points_of_the_first_corpus(study):
    """Lost 70.69 = 3.24 in execution + 45.65 explained + 21.80 without a word, to the cent."""
    by_bucket = study.ledger_frame.groupby("bucket")["points"].sum().round(2)
    explained = by_bucket.get("explained", 0) + by_bucket.get("generic", 0)
    assert (by_bucket["execution"], round(explained, 2), by_bucket["unexplained"]) == (3.24, 45.65, 21.80)
    assert round(study.ledger_frame["points"].sum(), 2) == 70.69


def test_causes_add_up(study):
    """Equal fractions add up to the explained points, full counting to no less; shares to one."""
    causes = study.causes
    assert causes["lost_points"].sum() == pytest.approx(45.65)
    assert (causes["full"] >= causes["lost_points"] - 1e-9).all()
    assert causes["share"].sum() == pytest.approx(1)
    assert (causes["low"] <= causes["lost_points"]).all()
    assert (causes["high"] >= causes["lost_points"]).all()


def test_segments_rebuild_their_passages(study):
    """Every segment is an exact piece of its passage, and the pieces are the whole."""
    texts = study.passages.set_index("passage")["text"]
    for key, rows in study.segments.groupby("passage"):
        assert "".join(rows["text"]) == texts[key]
        assert all(texts[key][s:e] == t for s, e, t in zip(rows["start"], rows["end"], rows["text"], strict=True))


def test_quotes_are_exact_and_ordered(study):
    """All evidence of a code, verbatim, most points first; an unknown code is named."""
    code = study.causes["code"].iloc[0]
    quotes = study.quotes(code)
    assert all(e in t for e, t in zip(quotes["evidence"], quotes["text"], strict=True))
    assert quotes["lost"].is_monotonic_decreasing
    assert quotes["page"].notna().all()
    assert len(study.quotes(code, 1)) == 1
    with pytest.raises(UsageError, match="nonsense"):
        study.quotes("nonsense")


def test_same_result_for_another_order(first_corpus, study):
    """The order in which forms were read does not matter."""
    from dataclasses import replace

    corpus = study.corpus
    turned = replace(corpus, forms=dict(reversed(corpus.forms.items())))
    again = tm.analyse(turned)
    columns = ["code", "lost_points", "low", "high"]
    assert again.causes[columns].equals(study.causes[columns])
    assert sorted(again.themes["label"]) == sorted(study.themes["label"])


def test_notebook_view(study):
    """The rich view holds the causes in Chinese."""
    assert study.causes["name"].iloc[0] in study._repr_html_()
