import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.causes import annotate, load_codebook
from textmine.causes.annotate import annotate_rows
from textmine.causes.explain import explain, explain_text
from textmine.errors import UsageError
from textmine.passages.context import RowContext


def test_roles_codes_scores_and_evidence_of_a_plain_passage():
    (found,) = annotate(["因项目两次流标，导致采购延后。后续将提前启动采购。"])
    assert [s.role for s in found.segments] == ["cause", "effect", "measure"]
    assert found.causes == ("procurement",)
    assert set(found.scores) == set(load_codebook().codes)
    assert any("流标" in e.text for e in found.evidence)


ODD = st.sampled_from(["", " ", "\n", "/", "—", "“”", "①②", "𠮷野家"])


@given(st.lists(st.one_of(st.text(max_size=60), ODD), max_size=4))
@settings(max_examples=60, deadline=None)
def test_invariants_for_any_text(texts):
    book = load_codebook()
    alone = {e.code for e in book.entries if e.alone}
    for text, found in zip(texts, annotate(texts), strict=True):
        assert "".join(s.text for s in found.segments) == text
        assert all(text[e.start : e.end] == e.text and e.code in found.causes for e in found.evidence)
        assert found.causes and set(found.causes) <= set(book.codes)
        assert len(set(found.causes)) == len(found.causes)
        assert len(found.causes) == 1 or not alone & set(found.causes)
        assert all(0.0 <= p <= 1.0 for p in found.scores.values())


def test_a_passage_is_annotated_the_same_whatever_stands_beside_it(true_passages):
    texts = [r["text"] for r in true_passages]
    assert annotate(texts)[::-1] == annotate(texts[::-1])
    assert annotate(texts)[3] == annotate([texts[3]])[0]


@pytest.mark.parametrize("text", ["无", "无。", "/", "—", "无偏差。", "已完成", "不适用", "详见附件", ""])
def test_nothing_said_is_none(text):
    assert annotate([text])[0].causes == ("none",)


def test_a_promise_alone_is_generic_only_where_points_were_lost():
    text = "后续将进一步加强项目管理，完善相关制度。"
    lost, kept, unknown = annotate([text] * 3, lost=[2.0, 0.0, None])
    assert (lost.causes, kept.causes, unknown.causes) == (("generic",), ("none",), ("generic",))


def test_wishes_are_generic_and_stand_alone():
    assert annotate(["该项工作仍有进一步提升的空间。"])[0].causes == ("generic",)


def test_a_long_list_names_several_causes():
    text = "一是招标两次流标；二是专业技术人员缺乏，一人多岗；三是连续暴雨无法施工。"
    assert set(annotate([text])[0].causes) == {"procurement", "staffing", "external"}


def test_rows_pass_through_and_annotations_of_the_input_are_never_read():
    rows = [
        {"id": "a", "text": "人手不足。", "causes": ["budget"], "weight": 5, "score": 3, "note": "x"},
        {"id": "b", "other": 1},
    ]
    first, second = annotate_rows(rows)
    assert first["causes"] == ["staffing"]
    assert first["note"] == "x"
    assert second == {"id": "b", "other": 1}
    assert list(annotate_rows([])) == []


def test_rows_lend_their_cells_and_confidence_is_stated():
    text = "覆盖率92.6%，人手不足。"
    row = {"text": text, "indicator": "覆盖率", "target": "≥95%", "actual": "92.6%"}
    (found,) = annotate_rows([row])
    (same,) = annotate([text], contexts=[RowContext("覆盖率", "≥95%", "92.6%")])
    assert found["segments"] == [{"role": s.role, "text": s.text} for s in same.segments]
    assert found["confidence"] == same.confidence == round(same.scores[same.causes[0]], 4)
    with pytest.raises(UsageError, match="contexts"):
        annotate([text], contexts=[])


def test_wrong_input_is_refused():
    with pytest.raises(UsageError, match="list"):
        annotate("人手不足")
    with pytest.raises(UsageError, match="not a text"):
        annotate([None])
    with pytest.raises(UsageError, match="lost points"):
        annotate(["无"], lost=[])


def test_explanation_names_the_words_and_says_when_it_is_unsure():
    found = explain("因项目两次流标，采购延后。")
    best = found.reasons[0]
    assert best.code == "procurement" and best.given and best.probability > best.threshold
    assert any("流标" in w for w, _ in best.words)
    assert not found.uncertain
    assert explain("阿巴阿巴。").uncertain
    assert "人工复核" in explain_text("阿巴阿巴。")


def test_import_needs_neither_numpy_nor_model():
    code = "import sys, textmine, textmine.causes; print({'numpy', 'scipy', 'sklearn', 'jieba'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert out.stdout.strip() == "set()"


def test_annotation_needs_no_scikit_learn_and_the_model_loads_fast():
    code = (
        "import time, sys; from textmine.causes.model import load_model; import scipy.sparse; t = time.perf_counter();"
        "load_model(); t = time.perf_counter() - t; from textmine.causes import annotate; annotate(['人手不足']);"
        "print(t, 'sklearn' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    seconds, sklearn = out.stdout.split()
    assert float(seconds) < 1.0
    assert sklearn == "False"


def test_batch_speed(true_passages):
    texts = [f"{n}号点位：{r['text']}" for n in range(40) for r in true_passages]
    annotate(texts[:20])
    start = time.process_time()
    annotate(texts)
    assert len(texts) / (time.process_time() - start) > 1000  # 2,000 on a quiet machine; shared runners are slower
