"""`textmine themes`: rows in, rows out, annotated where they are not yet."""

import pytest

from textmine.causes.themes_model import segment_codes
from textmine.causes.themes_rows import segments_of_rows, theme_rows
from textmine.errors import UsageError
from textmine.records import Annotation, Evidence, Segment


def annotated(segment):
    return {
        "id": segment.id,
        "text": f"已完成大部分工作，{segment.text}。",
        "segments": [{"role": "context", "text": "已完成大部分工作，"}, {"role": "cause", "text": f"{segment.text}。"}],
        "causes": list(segment.codes),
        "sector": "教育",
    }


def test_rows_keep_their_order_and_their_keys(segments):
    rows = [annotated(s) for s in segments(4)]
    out, result = theme_rows(rows, count=4)
    assert [r["id"] for r in out] == [r["id"] for r in rows]
    assert all(r["sector"] == "教育" and isinstance(r["theme"], int) for r in out)
    assert {r["theme"] for r in out} - {-1} == {t.id for t in result.themes} == set(range(4))


def test_only_the_cause_is_clustered_and_the_form_is_known():
    rows = [
        {"id": "a.pdf#1/3", "text": "已完成，因缺人。", "causes": ["staffing"],
         "segments": [{"role": "context", "text": "已完成，"}, {"role": "cause", "text": "因缺人。"}]},
        {"id": "x", "text": "无", "causes": ["none"], "segments": [{"role": "none", "text": "无"}], "form": "b.pdf#2"},
    ]  # fmt: skip
    first, second = segments_of_rows(rows)
    assert (first.text, first.form, first.codes) == ("因缺人。", "a.pdf#1", ("staffing",))
    assert (second.text, second.form) == ("无", "b.pdf#2")


def test_plain_rows_are_annotated_first():
    out, result = theme_rows([{"id": 1, "text": "项目两次流标，采购滞后。"}, {"id": 2, "text": "无"}])
    assert result.panel.method == "codes"
    assert result.themes[0].label == "采购与合同履约问题"
    assert [(r["theme"], r["theme_reason"]) for r in out] == [(0, "code"), (-1, "set_aside")]
    assert "segments" not in out[0]


@pytest.mark.parametrize("row", [{"text": "甲"}, {"id": "a"}, {"id": "a", "text": 3}])
def test_rows_without_id_or_text_are_refused(row):
    with pytest.raises(UsageError, match="without id and text"):
        theme_rows([row])


def test_the_first_mention_is_the_main_cause():
    row = {"id": "a", "text": "流标，后又缺人。", "causes": ["staffing", "procurement"], "segments": [],
           "evidence": [{"code": "staffing", "start": 4}, {"code": "procurement", "start": 0}]}  # fmt: skip
    assert segments_of_rows([row])[0].codes == ("procurement", "staffing")


def test_each_segment_of_a_passage_carries_the_code_it_names_itself():
    first, second = Segment("cause", 0, 5, "招标流标，"), Segment("cause", 5, 8, "缺人。")
    evidence = (Evidence("procurement", 2, 4, "流标"), Evidence("staffing", 5, 7, "缺人"))
    scores = {"staffing": 0.9, "procurement": 0.8, "budget": 0.1}
    annotation = Annotation((first, second), ("staffing", "procurement"), scores, evidence)
    assert segment_codes(annotation, first) == (("procurement",), {"procurement": 0.8})
    assert segment_codes(annotation, second) == (("staffing",), {"staffing": 0.9})
    silent = Segment("cause", 8, 9, "等")
    assert segment_codes(annotation, silent) == (("procurement", "staffing"), scores)


def test_exemplars_are_exact_pieces_even_where_a_passage_names_causes_twice():
    text = "缺人，导致延期，又因资金未到位。"
    pieces = [("cause", "缺人，"), ("effect", "导致延期，"), ("cause", "又因资金未到位。")]
    row = {"id": "a", "text": text, "causes": ["staffing"], "segments": [{"role": r, "text": t} for r, t in pieces]}
    _, result = theme_rows([row])
    assert result.themes[0].exemplars == ("又因资金未到位。",)
    assert segments_of_rows([row])[0].text == "缺人，又因资金未到位。"
