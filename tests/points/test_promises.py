"""Promises: which action a measure names, whether it answers the cause, whether it comes again next year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.points.promises import ACTIONS, OTHER, VAGUE, Promise, actions_of, find_promises, repeated_promises
from textmine.records import Annotation, Form, Segment
from textmine.report.translate import NAMES


def said(cause: str, measure: str, *codes: str) -> Annotation:
    end = len(cause)
    parts = (Segment("cause", 0, end, cause), Segment("measure", end, end + len(measure), measure))
    return Annotation(parts, codes)


@pytest.mark.parametrize(
    ("measure", "actions"),
    [
        ("制定实施细则。", ("健全制度机制",)),
        ("开展应急演练。", ("应急预案与演练",)),
        ("倒排工期。", ("进度管理",)),
        ("提前启动采购。", ("采购与合同管理",)),
        ("科学设置指标值。", ("目标与指标论证",)),
        ("与财政部门沟通。", ("部门协同",)),
        ("补充编制。", ("人员与培训",)),
        ("加大宣传。", ("宣传引导",)),
        ("下一步将进一步提升。", (VAGUE,)),
        ("持续优化。", (VAGUE,)),
        ("邀请外国专家前来讲学并编写教材三册。", (OTHER,)),
        ("加强培训，提前采购。", ("采购与合同管理", "人员与培训")),
    ],
)
def test_actions(measure, actions):
    """The kinds that the words name, in the fixed order; wishes are told from actions of another kind."""
    assert actions_of(measure) == actions
    assert set(actions) <= set(ACTIONS)


@pytest.mark.parametrize(
    ("cause", "measure", "codes", "answers"),
    [
        ("因人手不足。", "补充人员。", ("staffing",), True),
        ("因人手不足。", "加大宣传。", ("staffing",), False),
        ("因人手不足。", "下一步将进一步提升。", ("staffing",), False),
        ("因人手不足。", "邀请外国专家前来讲学并编写教材三册。", ("staffing",), None),
        ("仍需提升。", "加大宣传。", ("generic",), None),
        ("无。", "加大宣传。", ("none",), None),
        ("因雨季道路积水。", "宣传道路积水的绕行。", ("external",), True),
    ],
)
def test_whether_it_answers_the_cause(cause, measure, codes, answers):
    """By the kind of action or by the words it takes up; nothing is said where no concrete cause stands."""
    (promise,) = find_promises({"a#1/1": said(cause, measure, *codes)})
    assert promise.answers is answers
    assert (promise.form, promise.text, promise.start) == ("a#1", measure, len(cause))


def test_passages_without_a_measure_promise_nothing():
    """Only measure segments are promises; the result is in the order of ids."""
    silent = Annotation((Segment("cause", 0, 2, "因故"),), ("schedule",))
    found = find_promises(
        {"b#1/2": said("因雨。", "补充人员。", "staffing"), "b#1/1": silent, "a#1/1": said("", "培训。")}
    )
    assert [p.passage for p in found] == ["a#1/1", "b#1/2"]


LONG = "下一步将提前启动招标采购，倒排工期，确保按期完成全部建设任务。"


@pytest.mark.parametrize(
    ("one", "other", "again"),
    [
        (("项目甲", "单位", 2023), ("项目甲", "单位", 2024), [("a#1/1", "b#1/1")]),
        (("项目甲", "单位", 2024), ("项目甲", "单位", 2023), [("b#1/1", "a#1/1")]),
        (("项目甲", "单位", 2024), ("项目甲", "单位", 2024), []),
        (("项目甲", "单位", 2023), ("项目乙", "单位", 2024), []),
        (("", "单位", 2023), ("项目乙", "单位", 2024), [("a#1/1", "b#1/1")]),
        (("项目甲", "单位", None), ("项目甲", "单位", 2024), []),
    ],
)
def test_repeated_promises(one, other, again):
    """One project (else unit), the same words, different years; the earlier year stands first."""
    forms = {
        key: Form("x", project=project, unit=unit, year=year)
        for key, (project, unit, year) in zip(("a#1", "b#1"), (one, other), strict=True)
    }
    promises = tuple(Promise(f"{k}/1", k, LONG, 0, len(LONG), (), (), None) for k in forms)
    assert list(repeated_promises(promises, forms)) == again


def test_every_kind_has_an_english_name():
    """The English report never falls back to Chinese for a kind of action."""
    assert [a for a in ACTIONS if not NAMES.get(a, a).isascii()] == []


@pytest.mark.parametrize(
    ("one", "other", "again"),
    [
        (("", "", 2023), ("", "", 2024), []),
        (("", "", 2023), ("项目乙", "", 2024), []),
        (("", "单位", 2023), ("", "单位", 2024), [("a#1/1", "b#1/1")]),
        (("", "单位", 2023), ("", "别处", 2024), []),
        (("项目甲", "单位", 2023), ("项目甲", "别处", 2024), [("a#1/1", "b#1/1")]),
    ],
)
def test_forms_without_names_are_not_one_place(one, other, again):
    """Blank units do not make two forms one unit; a project that changed hands is still the same project."""
    forms = {
        key: Form("x", project=project, unit=unit, year=year)
        for key, (project, unit, year) in zip(("a#1", "b#1"), (one, other), strict=True)
    }
    promises = tuple(Promise(f"{k}/1", k, LONG, 0, len(LONG), (), (), None) for k in forms)
    assert list(repeated_promises(promises, forms)) == again


@pytest.mark.parametrize(("years", "pairs"), [((2022, 2023), 1), ((2022, 2023, 2024), 2), ((2024, 2024, 2024), 0)])
def test_each_repetition_is_told_once(years, pairs):
    """A promise that stands in three years is two repetitions, not three pairs."""
    forms = {f"{chr(97 + i)}#1": Form("x", project="甲", year=y) for i, y in enumerate(years)}
    promises = tuple(Promise(f"{k}/1", k, LONG, 0, len(LONG), (), (), None) for k in forms)
    found = repeated_promises(promises, forms)
    assert len(found) == pairs
    assert all(forms[a[:-2]].year < forms[b[:-2]].year for a, b in found)


@pytest.mark.parametrize(
    ("measure", "again"),
    [("加强管理。", False), ("加强监督管理，抓好整改落实工作。", True), ("加强监督管理，抓好整改落实", False)],
)
def test_short_wishes_are_alike_by_chance(measure, again):
    """Words that everybody writes are no repeated promise: fifteen characters are the least."""
    assert (len(measure) >= 15) is again
    forms = {k: Form("x", project="甲", year=y) for k, y in (("a#1", 2023), ("b#1", 2024))}
    promises = find_promises({f"{k}/1": said("因故。", measure, "schedule") for k in forms})
    assert bool(repeated_promises(promises, forms)) is again


def test_several_measures_of_one_passage():
    """Kinds come from all measure segments; the place is that of the first."""
    texts = [("measure", "加强培训。"), ("cause", "因人手不足。"), ("measure", "倒排工期。")]
    parts, at = [], 0
    for role, text in texts:
        parts.append(Segment(role, at, at + len(text), text))
        at += len(text)
    (promise,) = find_promises({"a#1/1": Annotation(tuple(parts), ("staffing",))})
    assert promise.actions == ("进度管理", "人员与培训")
    assert (promise.start, promise.end, promise.text) == (0, 5, "加强培训。")


@pytest.mark.parametrize("key", ["a.zip!b/c.pdf#12/3", "x/y z#1/form", "甲（1）.xlsx#2/10"])
def test_the_form_is_told_from_any_id(key):
    """File names may hold slashes, blanks and marks."""
    (promise,) = find_promises({key: said("因雨。", "抓紧施工。", "external")})
    assert promise.form == key.rsplit("/", 1)[0]


@given(
    st.lists(st.sampled_from(["加强培训，", "倒排工期，", "提前采购，", "持续提升，", "编写教材三册，", "加大宣传，"]),
             min_size=1, max_size=5)
)  # fmt: skip
def test_kinds_of_a_measure(pieces):
    """A measure always has a kind; wishes and other things stand alone; more words never take a kind away."""
    found = actions_of("".join(pieces))
    assert found
    assert list(found) == sorted(found, key=ACTIONS.index)
    if {VAGUE, OTHER} & set(found):
        assert len(found) == 1
    known = {a for piece in pieces for a in actions_of(piece)} - {VAGUE, OTHER}
    assert known <= set(found)


@given(st.text(max_size=80))
def test_any_text_has_a_kind(text):
    """Whatever stands in a cell, blanks included."""
    assert actions_of(text)
    assert set(actions_of(text)) <= set(ACTIONS)
