"""Which codes follow from probabilities, and in which order."""

from textmine.causes.coder_rules import order_codes
from textmine.records import Evidence

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
