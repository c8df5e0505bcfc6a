"""Decisions: what is refused, what is kept, and what follows from a draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.causes import load_codebook
from textmine.records import Annotation, Evidence, Passage, Segment
from textmine.review.atoms import atoms, cut_places
from textmine.review.decisions import (
    code_problems,
    decision_from_dict,
    decision_to_dict,
    segment_problems,
    segments_from,
)
from textmine.review.making import evidence_of, make_decision

TEXT = "因流标两次，进场推迟。提前采购。"
CUT = [{"role": "cause", "text": "因流标两次，进场推迟。"}, {"role": "measure", "text": "提前采购。"}]
SHOWN = (Evidence("procurement", 1, 5, "流标两次"),)
MACHINE = Annotation(segments_from(CUT), ("procurement",), {"procurement": 0.9}, SHOWN)
PASSAGE = Passage("a.pdf#1/1", "a.pdf#1", 1, TEXT)


def decide(**changes):
    sent = {"segments": CUT, "causes": ["procurement"], "note": "", **changes}
    return make_decision(PASSAGE, sent, MACHINE, load_codebook(), coder="张三", seq=1)


def test_unchanged_is_accepted():
    """The same codes, order and segments count as accepted."""
    assert decide().status == "accepted"


def test_order_of_codes_is_a_change():
    """The first code is the primary one: another order is another decision."""
    assert decide(causes=["schedule", "procurement"]).causes == ("schedule", "procurement")
    assert decide(causes=["procurement", "schedule"]).status == "changed"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"causes": []}, "至少"),
        ({"causes": ["weather"]}, "unknown code"),
        ({"causes": ["schedule", "schedule"]}, "重复"),
        ({"causes": ["none", "schedule"]}, "单独"),
        ({"causes": ["schedule", "generic"]}, "单独"),
        ({"causes": "schedule"}, "列表"),
        ({"causes": [1]}, "列表"),
        ({"segments": CUT[:1]}, "不符"),
        ({"segments": [{"role": "cause", "text": TEXT[:3]}, {"role": "cause", "text": TEXT[3:]}]}, "相邻"),
        ({"segments": [*CUT, {"role": "none", "text": ""}]}, "空片段"),
        ({"segments": [{"role": "blame", "text": TEXT}]}, "未知成分"),
        ({"segments": [TEXT]}, "缺少文字"),
        ({"segments": []}, "不符"),
        ({"note": "长" * 3000}, "备注"),
        ({"note": None}, "备注"),
    ],
)
def test_wrong_decisions_are_refused(changes, message):
    """Whatever a page sends, the rules of an annotation hold."""
    with pytest.raises(ValueError, match=message):
        decide(**changes)


def test_evidence_is_exact():
    """Evidence of a code that a person added are the cause segments, and every piece is an exact substring."""
    decision = decide(causes=["procurement", "schedule"])
    assert [(e.code, e.text) for e in decision.evidence] == [
        ("procurement", "流标两次"),
        ("schedule", "因流标两次，进场推迟"),
    ]
    assert all(TEXT[e.start : e.end] == e.text for e in decision.evidence)


def test_evidence_without_cause_segment():
    """A passage of promises alone shows its code as a whole; a text of marks only stays as it is."""
    found = evidence_of(["generic"], (Segment("measure", 0, 5, "提前采购。"),), MACHINE)
    assert [e.text for e in found] == ["提前采购"]
    assert evidence_of(["none"], (Segment("none", 0, 2, "。。"),), MACHINE)[0].text == "。。"


def test_json_round_trip():
    """A decision comes back from its JSON object unchanged."""
    decision = decide(note="存疑 <b>")
    assert decision_from_dict(decision_to_dict(decision)) == decision


def test_problems_name_what_is_wrong():
    """All problems are told at once."""
    book = load_codebook()
    assert code_problems(["generic"], book) == []
    assert len(code_problems(["x", "none", "none"], book)) == 3
    assert segment_problems(TEXT, segments_from(CUT)) == []


@given(st.text(alphabet="因流标1200,.，。；、）)”\n 𠮷", max_size=40), st.lists(st.integers(-2, 50), max_size=3))
def test_atoms_rebuild_the_text(text, ends):
    """Whatever the text, its atoms rebuild it, none is empty, and wanted ends are places to cut."""
    found = atoms(text, ends)
    assert "".join(str(a["text"]) for a in found) == text
    assert all(a["text"] for a in found)
    assert all(0 < p < len(text) for p in cut_places(text))


def test_no_cut_inside_numbers():
    """A comma in 1,200.50 is no place to cut."""
    assert cut_places("支付1,200.50元，余款8:30付。") == (12,)
