"""Cues: what a pattern means, and that the quick look-up finds whatever the patterns find."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textmine.causes.codebook_cues import CueIndex, Hit, cue_pattern
from textmine.errors import ConfigError


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("流标", "项目两次流标", ["流标"]),
        ("未(及时/按时)提交", "未及时提交，未按时提交，未提交", ["未及时提交", "未按时提交"]),
        ("未（及时/按时）提交", "未及时提交", ["未及时提交"]),
        ("未(及时)?提交", "未提交，未及时提交", ["未提交", "未及时提交"]),
        ("资金…不足", "资金安排明显不足", ["资金安排明显不足"]),
        ("资金…不足", "资金，不足", []),
        ("资金…不足", "资金一二三四五六七八不足", ["资金一二三四五六七八不足"]),
        ("资金…不足", "资金一二三四五六七八九不足", []),
        ("……资金……", "无资金", ["资金"]),
        ("人手|人员", "人手紧，人员少", ["人手", "人员"]),
        ("(甲…乙)丙", "甲一二乙丙", ["甲一二乙丙"]),
        ("(长效机制/机制)缺失", "长效机制缺失", ["长效机制缺失"]),
        ("100%", "100% 与 1000", ["100%"]),
        ("a+b", "aab a+b", ["a+b"]),
    ],
)
def test_what_a_cue_finds(cue, text, found):
    """Alternatives, options, gaps within a clause; every other sign stands for itself."""
    assert [match.group() for match in re.finditer(cue_pattern(cue), text)] == found
    assert [text[hit.start : hit.end] for hit in CueIndex.build([("x", cue)]).hits(text)] == found


@pytest.mark.parametrize("cue", ["", "…", "()", "(甲", "甲)", "（甲/乙", "甲(乙(丙))", "|", "(/)", "甲（）"])
def test_wrong_cues_are_refused_and_named(cue):
    with pytest.raises(ConfigError, match=r"括号不配对|线索为空"):
        cue_pattern(cue)


WORD = st.text("甲乙丙丁", min_size=1, max_size=2)
INNER = st.one_of(WORD, st.builds("{}…{}".format, st.text("甲乙丙丁", max_size=2), WORD))
GROUP = st.builds(
    lambda words, mark: f"({'/'.join(words)}){mark}",
    st.lists(INNER, min_size=1, max_size=3),
    st.sampled_from(["", "?"]),
)
CUES = st.lists(st.one_of(WORD, GROUP, st.just("…")), min_size=1, max_size=4).map("".join)


def valid(cue):
    try:
        return bool(cue_pattern(cue))
    except ConfigError:
        return False


@given(st.lists(CUES.filter(valid), min_size=1, max_size=5), st.lists(st.text("甲乙丙丁，", max_size=14), max_size=6))
@example(["(甲…乙)丙"], ["甲丁乙丙"])
@example(["(…乙)丙"], ["丁乙丙"])
@example(["(甲)?…乙丙"], ["丁乙丙"])
def test_the_index_finds_whatever_the_patterns_find(cues, texts):
    """No cue is overlooked because of how it begins, and none is found that does not match."""
    index = CueIndex.build((f"c{n}", cue) for n, cue in enumerate(cues))
    for text in texts:
        slow = [(n, f"c{n}") for n, cue in enumerate(cues) if re.search(cue_pattern(cue), text)]
        assert index.codes(text) == slow


@given(st.lists(CUES.filter(valid), min_size=1, max_size=5), st.text("甲乙丙丁，", max_size=20))
def test_hits_are_pieces_of_the_text(cues, text):
    """Never empty, never outside; of the codes asked for."""
    index = CueIndex.build((f"c{n % 2}", cue) for n, cue in enumerate(cues))
    hits = index.hits(text)
    assert all(0 <= hit.start < hit.end <= len(text) and hit.cue in cues for hit in hits)
    assert {hit.code for hit in hits} <= {code for _, code in index.codes(text)}
    assert index.hits(text, ["c1"]) == [hit for hit in hits if hit.code == "c1"]


def test_hits_stand_in_the_order_of_the_book():
    index = CueIndex.build([("b", "人手"), ("a", "设备"), ("b", "不足")])
    assert index.hits("设备与人手不足") == [
        Hit("b", 3, 5, "人手"), Hit("a", 0, 2, "设备"), Hit("b", 5, 7, "不足"),
    ]  # fmt: skip
