"""Which codes follow from probabilities, and in which order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.causes.coder_rules import choose_codes, order_codes
from textmine.records import Evidence, Segment

FIRST, LATER = Evidence("staffing", 0, 4, "人手不足"), Evidence("budget", 9, 13, "资金未到")


def test_codes_beyond_doubt_stand_as_they_are_named():
    causes, evidence = order_codes(("budget", "staffing"), {"budget": 0.99, "staffing": 0.95}, (LATER, FIRST))
    assert causes == ("staffing", "budget")
    assert [e.code for e in evidence] == ["staffing", "budget"]


def test_doubtful_codes_follow_by_probability():
    causes, _ = order_codes(("budget", "staffing"), {"budget": 0.99, "staffing": 0.6}, (LATER, FIRST))
    assert causes == ("budget", "staffing")


def test_no_codes_stay_none():
    assert order_codes((), {}, ()) == ((), ())


CODES = ("staffing", "budget", "schedule", "generic", "none")
ALONE = frozenset({"generic", "none"})


def chosen(p, *roles, lost=None, thresholds=(0.5,) * 5):
    segments = [Segment(role, 0, 1, "甲") for role in roles]
    return choose_codes(np.array(p), np.array(thresholds), CODES, ALONE, segments, lost)


@pytest.mark.parametrize(
    ("p", "roles", "lost", "codes"),
    [
        ((0.9, 0.7, 0.1, 0.0, 0.0), ("cause",), 1.0, ("staffing", "budget")),
        ((0.7, 0.9, 0.1, 0.0, 0.0), ("cause",), 1.0, ("budget", "staffing")),
        ((0.3, 0.2, 0.1, 0.0, 0.0), ("cause",), 1.0, ("staffing",)),
        ((0.2, 0.2, 0.1, 0.4, 0.0), ("cause",), 1.0, ("generic",)),
        ((0.3, 0.2, 0.1, 0.9, 0.0), ("cause",), 1.0, ("staffing",)),
        ((0.55, 0.2, 0.1, 0.9, 0.0), ("cause",), 1.0, ("staffing",)),
        ((0.55, 0.2, 0.1, 0.0, 0.9), ("cause",), 1.0, ("none",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("measure",), 1.0, ("generic",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("measure",), None, ("generic",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("measure",), 0.0, ("none",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("measure", "none"), 1.0, ("staffing",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), (), 1.0, ("generic",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), (), 0.0, ("none",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("context",), 1.0, ("generic",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("context",), None, ("none",)),
        ((0.3, 0.2, 0.1, 0.1, 0.1), ("none",), 1.0, ("none",)),
        ((0.55, 0.2, 0.1, 0.1, 0.1), ("context",), 1.0, ("staffing",)),
        ((0.9, 0.2, 0.1, 0.1, 0.1), ("none",), 0.0, ("staffing",)),
        ((0.9, 0.2, 0.1, 0.1, 0.1), (), None, ("staffing",)),
    ],
)
def test_codes_by_probability_role_and_loss(p, roles, lost, codes):
    """The four rules of the guideline, and what is beyond them: a concrete cause named with certainty."""
    assert chosen(p, *roles, lost=lost) == codes


def test_each_code_has_its_own_threshold():
    assert chosen((0.4, 0.4, 0.1, 0.0, 0.0), "cause", thresholds=(0.3, 0.5, 0.5, 0.5, 0.5)) == ("staffing",)
    assert chosen((0.4, 0.4, 0.1, 0.0, 0.0), "cause", thresholds=(0.3, 0.3, 0.5, 0.5, 0.5)) == ("staffing", "budget")


@given(
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
    st.sets(st.sampled_from(["context", "cause", "effect", "measure", "none"])),
    st.sampled_from([None, 0.0, 2.5]),
)
def test_every_passage_has_codes_and_some_stand_alone(p, roles, lost):
    """At least one; none twice; generic and none never beside others; the most probable concrete one first."""
    codes = chosen(p, *sorted(roles), lost=lost)
    assert codes and len(set(codes)) == len(codes)
    assert len(codes) == 1 or not ALONE & set(codes)
    concrete = [p[CODES.index(code)] for code in codes if code not in ALONE]
    assert concrete == sorted(concrete, reverse=True)


@given(st.permutations(["staffing", "budget", "schedule"]), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_ordering_loses_no_code_and_no_evidence(names, p):
    """Evidence follows the order of its codes; codes without evidence keep their place by probability."""
    scores = dict(zip(names, sorted(p, reverse=True), strict=True))
    evidence = [Evidence(name, 5 * n, 5 * n + 2, "甲乙") for n, name in enumerate(sorted(names))]
    causes, ordered = order_codes(tuple(names), scores, evidence)
    assert sorted(causes) == sorted(names) and sorted(ordered, key=lambda e: e.start) == evidence
    assert [e.code for e in ordered] == list(causes)
    assert order_codes(tuple(names), scores, []) == (tuple(names), ())
