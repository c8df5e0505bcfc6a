"""New words from mutual information and branching entropy."""

import pytest

from textmine.errors import UsageError
from textmine.lexicon.discovery import new_words

FRAMES = [
    "因{}未上线",
    "我区{}推广慢",
    "由于{}尚在建设",
    "群众对{}不了解",
    "目前{}功能不全",
    "各镇{}覆盖面窄",
    "使用{}的人少",
]


def cut(text):
    return list(text)


def test_a_word_unknown_to_the_segmenter_is_found():
    words = new_words([f.format("随申码") for f in FRAMES], cut, min_documents=5, min_cohesion=1)
    assert words[0].text == "随申码"
    assert words[0].documents == len(FRAMES)
    assert words[0].parts == ("随", "申", "码")


def test_known_words_are_not_new():
    assert new_words([f.format("随申码") for f in FRAMES], lambda t: [t], min_documents=5, min_cohesion=1) == ()


def test_a_part_of_a_word_is_not_free():
    texts = {w.text for w in new_words([f.format("随申码") for f in FRAMES], cut, min_documents=5, min_cohesion=1)}
    assert not texts & {"随申", "申码"}


def test_rare_strings_stay_out():
    assert new_words([f.format("随申码") for f in FRAMES[:3]], cut, min_documents=5) == ()


def test_the_order_of_documents_does_not_matter():
    texts = [f.format(w) for f in FRAMES for w in ("随申码", "亮证")]
    assert new_words(texts, cut, min_cohesion=1) == new_words(texts[::-1], cut, min_cohesion=1)


def test_wrong_settings_are_refused():
    with pytest.raises(UsageError, match="longest=1"):
        new_words([], cut, longest=1)


def test_a_word_ends_where_the_segmenters_words_end():
    def pieces(text):
        return text.replace("随申码", " 随 申码 ").split()

    texts = [f.format("随申码") for f in FRAMES]
    assert {w.text for w in new_words(texts, pieces, min_cohesion=1)} == {"随申码"}
    assert new_words(texts, lambda t: t.replace("申码", " 申 码").replace("随", "随").split(), min_cohesion=1) == ()
