"""Explanations: every word of them stands in the passage, every figure is the annotation's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.causes.explain import LOW_CONFIDENCE, explain, is_uncertain
from textmine.records import Annotation

TEXTS = [
    "因项目两次流标，采购延后。下一步将提前启动招标。",
    "执法人员编制空缺，且监测设备老化严重。",
    "无偏差。",
    "将进一步加强管理。",
    "受疫情影响，现场培训取消，参训人数未达标。",
]


@pytest.mark.parametrize(
    ("causes", "scores", "confidence", "uncertain"),
    [
        ((), {}, None, True),
        (("a",), {"a": 0.9}, None, False),
        (("a",), {"a": LOW_CONFIDENCE}, None, False),
        (("a",), {"a": 0.49, "b": 0.9}, None, True),
        (("a",), {}, None, True),
        (("a",), {"a": 0.9}, 0.3, True),
        (("a",), {"a": 0.1}, 0.7, False),
    ],
)
def test_when_a_person_should_look(causes, scores, confidence, uncertain):
    """The confidence decides where there is one, else the probability of the first code."""
    assert is_uncertain(Annotation((), causes, scores, (), confidence)) is uncertain


@pytest.mark.parametrize("text", TEXTS)
def test_reasons_are_those_of_the_annotation(text):
    """Given codes first, each with the annotation's probability; all that is quoted stands in the text."""
    found = explain(text, lost=1.0)
    given_codes = [reason.code for reason in found.reasons if reason.given]
    assert set(given_codes) == set(found.annotation.causes)
    assert [reason.given for reason in found.reasons] == sorted((r.given for r in found.reasons), reverse=True)
    for reason in found.reasons:
        assert reason.probability == found.annotation.scores[reason.code]
        assert reason.given or reason.probability >= 0.05
        assert all(quote in text for quote in (*reason.evidence, *reason.cues))
        assert all(word in "".join(reason.evidence) and weight > 0 for word, weight in reason.words)
        assert len(reason.words) <= 6


@pytest.mark.parametrize("text", TEXTS)
def test_lines_for_people_hold_the_whole_passage_and_every_given_code(text):
    found = explain(text)
    lines = str(found)
    assert all(segment.text in lines for segment in found.annotation.segments)
    assert all(f"● {code} " in lines for code in found.annotation.causes)
    assert ("人工复核" in lines) is found.uncertain


def test_words_do_not_repeat_each_other():
    """No word inside another one that is already named."""
    for text in TEXTS:
        for reason in explain(text, lost=1.0).reasons:
            words = [word for word, _ in reason.words]
            assert not any(a != b and a in b for a in words for b in words)


@given(st.text("因资金未到位人手不足，。；将加强\n", max_size=30))
@settings(max_examples=15, deadline=None)
def test_any_text_is_explained(text):
    found = explain(text)
    assert "".join(segment.text for segment in found.annotation.segments) == text
    assert found.reasons
