"""The dictionary files and the way a user's file is merged over them."""

import pytest

from textmine.errors import ConfigError
from textmine.lexicon import JiebaSegmenter, default_segmenter
from textmine.lexicon.stopwords import PROTECTED, stop_words
from textmine.lexicon.terms import Term, builtin_term_files, load_terms, not_whole, read_terms


def test_the_dictionary_is_large_and_has_parts_of_speech():
    terms = load_terms()
    assert len(terms) >= 1500
    assert all(t.pos and t.area for t in terms)
    assert {t.area for t in terms} == {p.stem for p in builtin_term_files()}


def test_no_term_stands_in_two_files():
    texts = [t.text for path in builtin_term_files() for t in read_terms(path)]
    assert len(texts) == len(set(texts))


def test_every_term_comes_out_whole():
    assert not_whole(load_terms(), default_segmenter().cut) == ()


def test_not_whole_names_what_falls_apart():
    assert not_whole([Term("甲乙"), Term("丙")], list) == ("甲乙",)


def test_no_short_term_swallows_a_negation():
    assert [t.text for t in load_terms() if t.text[0] in "未无没" and len(t.text) < 4] == ["无人机"]


def test_a_users_file_survives_what_editors_do(tmp_path):
    path = tmp_path / "我的词.txt"
    path.write_bytes(
        "\ufeff# 注释\r\n绿色 通道\t120\tn\r\n  数据管家　n  \r\n\r\n随申码 50 nz # 平台\r\n-长效机制\r\n".encode()
    )
    terms = {t.text: t for t in load_terms(path)}
    assert terms["绿色 通道"].freq == 120
    assert terms["数据管家"] == Term("数据管家", "n", None, "我的词")
    assert terms["随申码"].pos == "nz"
    assert "长效机制" not in terms


def test_a_users_line_wins_over_ours(tmp_path):
    path = tmp_path / "user.txt"
    path.write_text("政务云 99999 nz\n", encoding="utf-8")
    assert {t.text: t for t in load_terms(path)}["政务云"] == Term("政务云", "nz", 99999, "user")


def test_a_users_term_comes_out_whole(tmp_path):
    path = tmp_path / "user.txt"
    path.write_text("一网协同办\n", encoding="utf-8")
    assert "一网协同办" in JiebaSegmenter(load_terms(path)).cut("因一网协同办未上线")


def test_all_wrong_lines_are_named_at_once(tmp_path):
    path = tmp_path / "bad.txt"
    path.write_text("好词 n\n坏 行 有 字\n又 坏 x 9 9\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"2: .*3: "):
        read_terms(path)


@pytest.mark.parametrize(("content", "message"), [(None, "no such file"), ("政务云".encode("gbk"), "not utf-8")])
def test_missing_and_wrongly_encoded_files(tmp_path, content, message):
    path = tmp_path / "x.txt"
    if content:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        load_terms(path)


def test_words_that_carry_blame_are_no_stop_words():
    assert not PROTECTED & stop_words()
    assert {"的", "由于", "导致"} <= stop_words()


def test_a_users_stop_words_are_merged(tmp_path):
    path = tmp_path / "stop.txt"
    path.write_text("\ufeff平台\r\n-由于\r\n未\r\n!慢\r\n", encoding="utf-8")
    words = stop_words(path)
    assert "平台" in words
    assert "由于" not in words
    assert "未" not in words
    assert "慢" in words
