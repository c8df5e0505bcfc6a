"""What a careful reader notices, on the first corpus and on made rows."""

from dataclasses import replace

import pytest

from textmine.corpus.frames import passages_of
from textmine.points.ledger import build_ledger
from textmine.points.notices import find_notices
from textmine.points.promises import OTHER, VAGUE, actions_of, find_promises, repeated_promises
from textmine.points.scoring import prevailing_rule, score_rows
from textmine.records import Annotation, Form, Indicator, Segment


def notices_of(forms, annotations):
    passages = {p.id: p for p in passages_of(forms)}
    return find_notices(forms, passages, annotations, build_ledger(forms, annotations))


def test_first_corpus(forms, annotations):
    """Counts of each kind as counted by hand."""
    found = notices_of(forms, annotations)
    counts = {code: sum(n.code == code for n in found) for code in {n.code for n in found}}
    assert counts == {
        "explanation_missing": 21,
        "measure_missing": 6,
        "target_met_points_lost": 25,
        "overfulfilled": 10,
        "proportional_scoring": 3,
        "copied_explanation": 1,
        "copied_wrong_wording": 1,
    }
    wrong = next(n for n in found if n.code == "copied_wrong_wording")
    assert (wrong.form, wrong.row) == ("a.pdf#1", 7)
    assert wrong.quotes[0][1] == "导致企业群众办事成本有一定的增加。"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (Indicator(actual="95.00(%)", weight=15.0, score=14.25), "proportional"),
        (Indicator(target="=4(个)", actual="3(个)", weight=8.0, score=6.0), "proportional"),
        (Indicator(actual="部分达成", weight=6.0, score=3.6), "step"),
        (Indicator(actual="达成指标", weight=9.0, score=8.0), "discretionary"),
        (Indicator(actual="x", weight=9.0, score=0.0), "zero"),
        (Indicator(actual="x", weight=9.0, score=9.0), "full"),
    ],
)
def test_scoring_rule(row, rule):
    """The rule of a row follows from its score, weight and cells."""
    assert score_rows({"f": Form(source="", indicators=(row,))})[0].rule == rule


def test_two_rows_make_no_rule(forms):
    """A prevailing rule needs three rows that lost points."""
    rows = [r for r in score_rows(forms) if r.rule != "full"][:2]
    assert prevailing_rule(rows)[0] is None


def test_actions():
    """Measures are sorted by what they do; wishes are vague."""
    assert actions_of("后续将加强宣传引导，扩大知晓面。") == ("宣传引导",)
    assert actions_of("不断优化，不断提升。") == (VAGUE,)
    assert actions_of("改在11月至次年2月补栽。") == (OTHER,)


def passage(cause: str, measure: str, codes: tuple[str, ...]) -> tuple[str, Annotation]:
    text = cause + measure
    parts = (Segment("cause", 0, len(cause), cause), Segment("measure", len(cause), len(text), measure))
    return text, Annotation(parts, codes)


def test_promise_that_does_not_answer():
    """A measure that neither fits the code nor takes up its words is noticed; one that does is not."""
    text, off = passage("因连续暴雨无法施工。", "后续将加强宣传引导。", ("external",))
    other, good = passage("因连续暴雨无法施工。", "后续将关注气象预警。", ("external",))
    rows = (Indicator(weight=9.0, score=8.0, deviation=text), Indicator(weight=9.0, score=8.0, deviation=other))
    forms = {"f": Form(source="s", indicators=rows)}
    found = notices_of(forms, {"f/1": off, "f/2": good})
    assert [(n.row) for n in found if n.code == "promise_off_target"] == [1]


def test_same_promise_next_year():
    """The same measure of one project in two years is a repeated promise, of two projects it is not."""
    text, said = passage("因人手不足。", "下一步将持续补充服务团队后备人员力量并完善考核办法。", ("staffing",))
    row = Indicator(weight=9.0, score=8.0, deviation=text)
    form = Form(source="s", project="甲", year=2023, indicators=(row,))
    later, other = replace(form, year=2024), replace(form, year=2024, project="乙")
    annotations = {"a/1": said, "b/1": said}
    promises = find_promises(annotations)
    assert repeated_promises(promises, {"a": form, "b": later}) == (("a/1", "b/1"),)
    assert repeated_promises(promises, {"a": later, "b": form}) == (("b/1", "a/1"),)
    assert repeated_promises(promises, {"a": form, "b": other}) == ()


def test_duplicate_forms_are_told_and_no_copies(forms, annotations):
    """A form that is in the corpus twice is one notice, not twenty-one copied passages."""
    twice = {**forms, **{key.replace("a.pdf", "b.pdf"): replace(f, source="b.pdf") for key, f in forms.items()}}
    coded = {**annotations, **{key.replace("a.pdf", "b.pdf"): a for key, a in annotations.items()}}
    found = notices_of(twice, coded)
    assert sum(n.code == "duplicate_form" for n in found) == 8
    assert sum(n.code == "copied_explanation" for n in found) == 1
