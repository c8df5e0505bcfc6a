"""Key terms and collocations on document counts."""

import math

import pytest

from textmine.errors import UsageError
from textmine.lexicon.keyterms import collocations, key_terms


def test_the_formula_by_hand():
    documents = [["人手", "紧"], ["人手"], ["资金", "紧"], ["资金"]]
    (term,) = [t for t in key_terms(documents, ["a", "a", "b", "b"], min_documents=1, min_z=0) if t.term == "人手"]
    alpha = 3 * 2 / 6  # α0 = 3 terms, 人手 makes 2 of 6 counts
    delta = math.log((2 + alpha) / (3 + 3 - 2 - alpha)) - math.log((0 + alpha) / (3 + 3 - 0 - alpha))
    sigma = math.sqrt(1 / (2 + alpha) + 1 / (0 + alpha))
    assert term.log_odds == pytest.approx(delta, abs=1e-4)
    assert term.z == pytest.approx(delta / sigma, abs=1e-4)
    assert term.low < term.log_odds < term.high
    assert (term.documents, term.others) == (2, 0)


def test_repetition_inside_a_document_does_not_count():
    once = key_terms([["甲"], ["乙"]] * 6, ["a", "b"] * 6)
    often = key_terms([["甲"] * 9, ["乙"]] * 6, ["a", "b"] * 6)
    assert once == often


def test_a_term_of_all_groups_is_no_key_term():
    terms = {t.term for t in key_terms([["紧", "人手"], ["紧", "资金"]] * 20, ["staffing", "budget"] * 20)}
    assert terms == {"人手", "资金"}


def test_rare_terms_stay_out():
    assert key_terms([["人手"], ["资金"]] * 2, ["a", "b"] * 2, min_documents=5) == ()


def test_nested_terms_are_merged():
    documents = [["人手", "人手不足"], ["资金"]] * 10
    assert {t.term for t in key_terms(documents, ["a", "b"] * 10)} == {"人手不足", "资金"}


def test_groups_must_fit_documents():
    with pytest.raises(UsageError, match="2 documents, 1 groups"):
        key_terms([[], []], ["a"])


def test_a_fixed_pair_is_a_collocation_and_chance_neighbours_are_not():
    documents = [["预案", "缺失", x] for x in "甲乙丙丁戊己庚辛"] + [["其他", x] for x in "甲乙丙丁戊己庚辛"] * 3
    found = collocations(documents)
    assert (found[0].first, found[0].second) == ("预案", "缺失")
    assert found[0].log_dice == pytest.approx(14.0)
    assert len(found) == 1
