import itertools
import logging
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import parametrize_with_checks

from textmine.errors import UsageError
from textmine.lexicon import JiebaSegmenter, JiebaVectorizer, Segmenter, default_segmenter
from textmine.lexicon.segmenter import close_gaps
from textmine.lexicon.terms import Term


def test_one_character_words_survive():
    words = default_segmenter().cut("未提交，无记录，不规范，缺资料，进度慢")
    assert {"未", "无", "不", "缺", "慢"} <= set(words)


def test_every_domain_term_comes_out_whole():
    assert default_segmenter().broken_terms() == ()


def test_a_term_that_loses_against_its_parts_is_made_to_win(tmp_path):
    cutter = JiebaSegmenter([Term("偏差原因分析及改进措施"), Term("原因分析及")], cache_folder=tmp_path)
    assert cutter.broken_terms() == ()


def test_blanks_between_han_characters_do_not_part_words_and_offsets_point_into_the_text():
    text = "长 效机\n制 API 2 号 不\u3000健全"
    for token in default_segmenter().tokens(text):
        assert close_gaps(text[token.start : token.end])[0] == token.word
    assert "API" in default_segmenter().cut(text)
    assert "长效机制" in default_segmenter().cut(text)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_tokens_cover_all_that_is_not_blank(text):
    plain, _ = close_gaps(text)
    assert "".join(default_segmenter().cut(text)) == "".join(w for w in plain if not w.isspace()) or any(
        c.isspace() for c in plain
    )
    tokens = default_segmenter().tokens(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))


def test_a_disk_that_cannot_be_written_is_survived(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert JiebaSegmenter([], cache_folder=blocked / "below").cut("人手不足")


def test_loading_is_quiet(capfd, caplog, tmp_path):
    with caplog.at_level(logging.DEBUG):
        JiebaSegmenter([], cache_folder=tmp_path).cut("人手不足")
    assert not [r for r in caplog.records if r.name.startswith("jieba")]
    assert capfd.readouterr().err == ""


def test_threads_share_one_dictionary(tmp_path):
    cutter = JiebaSegmenter([], cache_folder=tmp_path)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(cutter.cut, ["长效机制不健全"] * 8))
    assert all(a == answers[0] for a in answers)


def test_segmenter_pickles_without_its_dictionary():
    again = pickle.loads(pickle.dumps(default_segmenter()))
    assert again._tokenizer is None
    assert isinstance(again, Segmenter)


def test_vectorizer_keeps_one_character_words_and_never_crosses_punctuation():
    names = JiebaVectorizer().fit(["未按时提交，无记录"]).get_feature_names_out().tolist()
    assert "未" in names
    assert not any("提交 无" in n for n in names)


def test_vectorizer_in_a_pipeline():
    model = make_pipeline(JiebaVectorizer(), LinearSVC()).fit(["人手不足", "设备老化"], ["staffing", "technology"])
    assert model.predict(["人手不足"]).tolist() == ["staffing"]


def test_a_single_text_is_refused_with_a_hint():
    with pytest.raises(UsageError, match="list"):
        JiebaVectorizer().fit("人手不足")


@parametrize_with_checks([JiebaVectorizer()])
def test_estimator_contract(estimator, check):
    check(estimator)
