"""What a careful reader notices, on the first corpus and on made rows."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.points.strategies import corpora
from textmine.corpus.frames import passages_of
from textmine.points.ledger import build_ledger
from textmine.points.notices import TITLES, find_notices
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


COPIED = "因招标流标两次，进场时间推迟，全年计划未能按期完成。"


def pair(one: dict, other: dict) -> tuple[dict, dict]:
    """Two forms with one row each that say the same; what differs is given."""
    rows = (Indicator(level3="清扫", weight=9.0, score=8.0, deviation=COPIED),)
    forms = {"a#1": Form("a", indicators=rows, **one), "b#1": Form("b", indicators=rows, **other)}
    said = Annotation((Segment("cause", 0, len(COPIED), COPIED),), ("procurement",))
    return forms, {"a#1/1": said, "b#1/1": said}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"project": "甲", "year": 2023}, {"project": "甲", "year": 2024}, "跨年度（2023、2024）"),
        ({"project": "甲", "year": 2023, "title": "x"}, {"project": "甲", "year": 2023}, "同一项目的两张表之间"),
        ({"project": "甲", "year": None}, {"project": "甲", "year": 2024}, "同一项目的两张表之间"),
        ({"project": "甲", "unit": "所"}, {"project": "乙", "unit": "所"}, "跨项目"),
        ({"project": "甲", "unit": "所", "year": 2023}, {"project": "乙", "unit": "所", "year": 2024}, "跨项目"),
        ({"project": "甲", "unit": "所"}, {"project": "乙", "unit": "站"}, "跨单位"),
        ({"unit": "所", "year": 2023}, {"unit": "站", "year": 2024}, "跨单位"),
        ({"unit": "所", "year": 2024}, {"unit": "站", "year": 2024}, "跨单位"),
        ({"unit": "所", "year": 2023}, {"unit": "所", "year": 2024}, "跨年度（2023、2024）"),
        ({"year": 2023}, {"year": 2024}, "跨项目"),
    ],
)
def test_where_a_text_was_copied(one, other, said):
    """Years only where both are printed; forms without a project are of one place only if the unit is the same."""
    forms, annotations = pair(one, other)
    if one | {"title": ""} == other | {"title": ""}:
        forms["b#1"] = replace(forms["b#1"], indicators=(replace(forms["b#1"].indicators[0], score=7.0),))
    found = [n for n in notices_of(forms, annotations) if n.code == "copied_explanation"]
    assert [(n.form, n.row) for n in found] == [("b#1", 1)]
    assert said in found[0].message[0]
    assert "None" not in "".join(found[0].message)


def test_copied_in_one_form():
    """Two rows of one form; the later one is told, both are quoted word for word."""
    row = Indicator(level3="清扫", weight=9.0, score=8.0, deviation=COPIED)
    forms = {"a#1": Form("a", indicators=(row, replace(row, level3="保洁")))}
    said = Annotation((Segment("cause", 0, len(COPIED), COPIED),), ("procurement",))
    (found,) = (n for n in notices_of(forms, {"a#1/1": said, "a#1/2": said}) if n.code == "copied_explanation")
    assert found.row == 2
    assert found.message[0] == "「清扫」与「保洁」的说明在同一张表内雷同，相似度 100%"
    assert found.quotes == (("a#1/1", COPIED), ("a#1/2", COPIED))


def one_row(cause: str = "", measure: str = "", codes: tuple[str, ...] = ("schedule",), **cells) -> tuple:
    """A form of one row with its annotation."""
    text, said = passage(cause, measure, codes)
    said = replace(said, segments=tuple(s for s in said.segments if s.text))
    row = Indicator(**({"level3": "清扫", "weight": 9.0, "score": 8.0, "deviation": text} | cells))
    return {"a#1": Form("a", indicators=(row,))}, ({"a#1/1": said} if text else {})


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (one_row(), ["explanation_missing"]),
        (one_row("无", codes=("none",)), ["explanation_missing"]),
        (one_row("因工期推迟。"), ["measure_missing"]),
        (one_row("因工期推迟。", "抓紧施工。"), []),
        (one_row("因工期推迟。", "抓紧施工。", score=9.0), ["explanation_without_loss"]),
        (one_row("", "抓紧施工。", score=9.0), []),
        (one_row("无", codes=("none",), score=9.0), []),
        (one_row("仍需提升。", codes=("generic",)), ["measure_missing"]),
        (one_row("因工期推迟。", "抓紧施工。", target="≥90%", actual="95%"), ["target_met_points_lost"]),
        (one_row("因工期推迟。", "抓紧施工。", target="≥90%", actual="80%", score=7.2), ["proportional_scoring"]),
        (one_row(score=9.0, target="10次", actual="14次"), ["overfulfilled"]),
    ],
)
def test_kinds_of_one_row(row, codes):
    """What is told of a row depends on loss, cause, measure, target: nothing more, nothing less."""
    assert [n.code for n in notices_of(*row)] == codes


@pytest.mark.parametrize(
    ("target", "actual", "times"),
    [
        ("10次", "13次", None),
        ("10次", "13.1次", "1.31"),
        ("≥4(个)", "12(个)", "3"),
        ("3次", "10次", "3.333"),
        ("2次", "40次", "20"),
        ("2次", "200次", "100"),
        ("2次", "5次", "2.5"),
        ("2次", "2469次", "1,234"),
        ("≤10天", "90天", None),
        ("0次", "5次", None),
        ("10次", "14个", None),
        ("1人", "123456人", "123,456"),
    ],
)
def test_overfulfilled(target, actual, times):
    """More than 1.3 times a target of the same unit where more is better; the multiple is told as people write it."""
    found = [n for n in notices_of(*one_row(score=9.0, target=target, actual=actual)) if n.code == "overfulfilled"]
    assert [f"为目标的 {times} 倍" in n.message[0] for n in found] == ([True] if times else [])


def test_an_empty_word_is_told_from_no_word():
    """«无» is an explanation that says nothing; a blank cell is none; both name the points exactly."""
    nothing, blank = one_row("无", codes=("none",), score=8.9), one_row(score=8.9)
    assert notices_of(*nothing)[0].message[0] == "「清扫」失 0.1 分（8.9/9.0），说明栏未写实质内容"
    assert notices_of(*blank)[0].message[1] == "'清扫' lost 0.1 (8.9/9.0), without a word"


def test_the_explanation_of_the_form_is_no_row_without_loss():
    """A form's own explanation speaks for no single row: it is never told as written without a loss."""
    forms = {"a#1": Form("a", indicators=(Indicator(weight=9.0, score=9.0),), deviation="因工期推迟。")}
    said = Annotation((Segment("cause", 0, 6, "因工期推迟。"),), ("schedule",))
    assert notices_of(forms, {"a#1/form": said}) == ()


def test_largest_first_then_place():
    """Within a kind by size, then as the forms stand; kinds in their fixed order."""
    rows = [Indicator(level3=n, target="10次", actual=a, weight=9.0, score=s)
            for n, a, s in (("甲", "20次", 9.0), ("乙", "90次", 8.0), ("丙", "20次", 9.0))]  # fmt: skip
    found = notices_of({"b#1": Form("b", indicators=tuple(rows)), "a#1": Form("a", indicators=tuple(rows[:1]))}, {})
    over = [(n.form, n.row) for n in found if n.code == "overfulfilled"]
    assert over == [("b#1", 2), ("b#1", 1), ("b#1", 3), ("a#1", 1)]
    order = list(TITLES)
    assert [order.index(n.code) for n in found] == sorted(order.index(n.code) for n in found)


@given(corpora(), st.lists(st.sampled_from([None, 2023, 2024]), min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_notice_can_be_looked_up(corpus, years):
    """On any corpus: form and row exist, quotes are exact, sentences are whole; no loss without a word is left out."""
    forms, annotations = corpus
    forms = {key: replace(f, year=y) for (key, f), y in zip(forms.items(), years, strict=False)}
    found = notices_of(forms, annotations)
    texts = {p.id: p.text for p in passages_of(forms)}
    for n in found:
        assert n.row is None or forms[n.form].indicators[n.row - 1]
        assert all(part and part in texts[key] for key, part in n.quotes)
        assert all(s and "{" not in s and "None" not in s for s in n.message)
    missing = {(n.form, n.row) for n in found if n.code == "explanation_missing"}
    assert missing == {(e.form, e.row) for e in build_ledger(forms, annotations) if e.bucket == "unexplained"}
    assert found == notices_of(forms, dict(reversed(annotations.items())))
