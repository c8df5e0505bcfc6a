"""Copies are found by words, whatever the numbers, punctuation or order of the rows."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.causes.dedup import copies, normalise

BOILERPLATE = "因上级资金下达较晚，项目招标启动推迟，导致年内未能完成全部建设任务，后续将加快推进"


def test_numbers_punctuation_and_width_do_not_count():
    assert normalise("因 2023年 招标，流标３次。") == normalise("因2024年招标流标 2 次") == "因0年招标流标0次"


def test_copies_share_a_group_and_others_do_not():
    near = BOILERPLATE.replace("较晚", "偏晚")
    groups = copies([BOILERPLATE, "执法人员编制空缺", near, BOILERPLATE + "。", "执法人员不足"])
    assert groups[0] == groups[2] == groups[3]
    assert len(set(groups)) == 3


def test_exact_copies_only_where_asked():
    groups = copies([BOILERPLATE, BOILERPLATE.replace("较晚", "偏晚"), BOILERPLATE + "！"], similarity=1.0)
    assert groups[0] == groups[2] != groups[1]


def test_short_texts_are_copies_only_when_equal():
    assert len(set(copies(["未完成", "已完成", "未完成。"]))) == 2


def test_the_order_of_rows_does_not_matter():
    rng = random.Random(7)
    texts = ["".join(rng.choice("资金下达晚人手不足设备老化") for _ in range(30)) for _ in range(60)]
    texts += [t[:-1] + "甲" for t in texts[:30]]
    before = dict(zip(texts, copies(texts), strict=True))
    shuffled = texts[:]
    rng.shuffle(shuffled)
    assert dict(zip(shuffled, copies(shuffled), strict=True)) == before
    assert len(set(before.values())) < len(texts)


TEXTS = st.lists(st.text("资金下达较晚人手不足12３ ，。", max_size=30), max_size=12)


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS)
def test_equal_words_are_always_one_group(texts):
    """And groups are numbered from nought without gaps."""
    groups = copies(texts)
    by_words = {}
    for text, group in zip(texts, groups, strict=True):
        assert by_words.setdefault(normalise(text), group) == group
    assert set(groups) == set(range(len(set(groups))))


@given(TEXTS)
def test_exact_groups_are_the_different_words(texts):
    assert len(set(copies(texts, similarity=1.0))) == len({normalise(text) for text in texts})


@given(TEXTS)
def test_less_similarity_never_makes_more_groups_than_exact_copies(texts):
    assert len(set(copies(texts, similarity=0.6))) <= len(set(copies(texts, similarity=1.0)))


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (BOILERPLATE.replace("上级", "省级"), True),
        (BOILERPLATE + "2023年", True),
        (BOILERPLATE[: len(BOILERPLATE) // 2], False),
        (BOILERPLATE[::-1], False),
        ("因上级资金下达较晚", False),
        ("", False),
    ],
    ids=["one word", "a year more", "half", "backwards", "a clause", "nothing"],
)
def test_how_near_a_copy_must_be(changed, same):
    a, b = copies([BOILERPLATE, changed])
    assert (a == b) is same


def test_nothing_has_no_groups():
    assert copies([]) == []
