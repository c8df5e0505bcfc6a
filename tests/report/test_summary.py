"""The summary says what is true of the first corpus, and closes."""

import json

import pytest

from textmine.report.summarise import summarise


@pytest.fixture(scope="module")
def summary(study):
    return summarise(study)


def test_contract(summary):
    """`summary.json` has exactly the documented keys and the true figures of the first corpus."""
    out = summary.contract()
    assert list(out) == ["forms", "indicators", "passages", "points", "causes"]
    assert (out["forms"], out["indicators"], out["passages"]) == (8, 107, 21)
    assert out["points"] == {
        "possible": 800.0,
        "scored": 729.31,
        "lost": 70.69,
        "lost_execution": 3.24,
        "lost_explained": 45.65,
        "lost_unexplained": 21.8,
    }
    points = {c["code"]: c["lost_points"] for c in out["causes"]}
    assert points["generic"] == 8.3
    assert points["mechanism"] == 7.4
    assert sum(points.values()) == pytest.approx(45.65, abs=1e-9)
    assert all(c["low"] <= c["lost_points"] <= c["high"] for c in out["causes"])


def test_what_a_careful_reader_notices(summary):
    """The data of the first corpus give the copied passage, the huge over-fulfilment, the proportional scores."""
    found = {g.code: [n.message for n in g.items] for g in summary.notices}
    assert any("14.25 = 分值 15 × 95" in m for m in found["proportional_scoring"])
    assert any("9.20 = 分值 10 × 92" in m for m in found["proportional_scoring"])
    assert any("431500" in m and "2000" in m for m in found["overfulfilled"])
    assert len(found["copied_explanation"]) == 1
    assert "「成本」" in found["copied_wrong_wording"][0]
    assert len(found["explanation_missing"]) == 21


def test_json_able_and_repeatable(study, summary):
    """The same study gives the same summary, and JSON holds it without NaN."""
    text = json.dumps(summary.as_dict(), ensure_ascii=False, allow_nan=False)
    assert text == json.dumps(summarise(study).as_dict(), ensure_ascii=False, allow_nan=False)


def test_quotes_are_exact(study, summary):
    """Every quote is the passage as printed, its marks lie inside."""
    texts = {p.id: p.text for p in study.corpus.passages}
    quotes = [q for c in summary.causes for q in c.quotes]
    assert len(quotes) >= 21
    for quote in quotes:
        assert texts[quote.passage] == quote.text
        assert all(0 <= a < b <= len(quote.text) for a, b in quote.marks)
        assert quote.page is not None
