"""Cues: which families a piece is searched for, and that none is missed."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine.passages.cues as cues
from textmine.causes.model_data import read_all, training_files
from textmine.passages.cues import compile_families, cue_families, needed
from textmine.passages.pieces import cut_pieces

ROOT = Path(__file__).resolve().parents[2]
TABLE = tomllib.loads(Path(cues.__file__).with_name("cues.toml").read_text(encoding="utf-8"))
OUTCOMES = TABLE.pop("outcomes")
PATTERNS = [p for family in (TABLE | OUTCOMES).values() for p in family]


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("后续", "后"),
        ("未(?:能|达)", "能达"),  # 未 is common: the group is rarer
        ("甲?乙", "乙"),
        ("(?:甲|乙)?丙", "丙"),
        ("(?:甲|乙)", "甲乙"),
        ("甲|乙", "甲乙"),
        ("(?:甲(?:丁|戊)|乙)", "甲乙"),
        ("甲{0,3}乙", "乙"),
        ("将(?!近)", "将"),
        ("(?<!不)足", "足"),
        ("[甲乙]丙", "丙"),
        ("[（(]甲", "甲"),
        ("甲?", ""),
        ("(?:甲|\\d)", ""),
        ("\\d", ""),
        ("^.[甲乙]$", ""),
        ("", ""),
    ],
)
def test_characters_that_a_match_needs(pattern, characters):
    assert needed(pattern) == set(characters)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_compiles_and_does_not_match_nothing(pattern):
    assert not re.search(pattern, "")


def test_no_family_is_missed_in_the_corpus():
    found = cue_families()
    rows = [*found.rows, *found.outcomes]
    texts = {p.text for r in read_all(training_files(ROOT / "corpora/passages"))[::20] for p in cut_pieces(r.text)}
    for text in texts:
        main, more = found.find(text)
        assert [*main, *more] == [name for _, name, search in rows if search(text)]


@given(
    st.lists(
        st.sampled_from([*"因未不得到已将年内前没停晚降升元人每一二3，。", *("后续", "只好", "低于")]), max_size=12
    )
)
@settings(max_examples=200, deadline=None)
def test_no_family_is_missed_in_any_text(parts):
    text = "".join(parts)
    found = cue_families()
    main, more = found.find(text)
    assert [*main, *more] == [name for _, name, search in (*found.rows, *found.outcomes) if search(text)]


def test_main_families_and_outcomes_are_told_apart():
    families = compile_families({"a": ["甲"], "b": ["\\d"]}, {"c": ["甲", "乙"]})
    assert families.find("甲1") == (("a", "b"), ("c",))
    assert families.find("乙") == ((), ("c",))
    assert families.find("") == ((), ())


def test_names_are_in_one_table_only_and_hold_no_colon():
    assert not set(TABLE) & set(OUTCOMES)
    assert not any(":" in name or "&" in name for name in (*TABLE, *OUTCOMES))


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("居民只好改期。", "forced"),
        ("停车场就没再动工。", "halt"),
        ("余下351万元交回财政。", "left"),
        ("到检人数由3105人降至1872人；", "fall"),
        ("接待量翻了一番。", "rise"),
        ("报表迟了9天。", "late"),
        ("12月的电话没打。", "notdone"),
        ("已和总工会商量过，", "agreed"),
        ("每月抽30张，", "every"),
        ("当年已无法支付", "unable"),
        ("自扣0.5分。", "score"),
        ("6月底前完成，", "term"),
    ],
)
def test_what_comes_of_a_cause_is_recognised(text, family):
    assert family in cue_families().find(text)[1]
