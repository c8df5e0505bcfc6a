"""Corrections from a file: merge, split, rename, applied after the fit."""

import numpy as np
import pytest

from textmine.causes.themes import find_themes
from textmine.causes.themes_edits import Edits, apply_edits, load_edits
from textmine.causes.themes_model import CauseSegment, ThemeSettings
from textmine.causes.themes_prepare import Prepared
from textmine.errors import ConfigError
from textmine.records import Theme

SETTINGS = ThemeSettings(count=6, draws=3, max_unassigned=0.0)


def write(tmp_path, text):
    path = tmp_path / "主题.toml"
    path.write_text("\ufeff" + text, encoding="utf-8")
    return load_edits(path)


@pytest.fixture(scope="module")
def plain(segments):
    return find_themes(segments(), settings=SETTINGS)


def run(segments, tmp_path, text):
    return find_themes(segments(), settings=SETTINGS, edits=write(tmp_path, text))


def test_merging_joins_the_segments_under_the_given_name(tmp_path, plain, segments):
    a, b = plain.themes[0], plain.themes[3]
    found = run(segments, tmp_path, f'[[merge]]\nthemes = ["{a.label}", "{b.exemplars[0]}"]\nlabel = "合并后的主题"\n')
    merged = next(t for t in found.themes if t.label == "合并后的主题")
    assert len(found.themes) == 5
    assert merged.size == a.size + b.size
    assert set(found.members(merged.id)) == set(plain.members(a.id)) | set(plain.members(b.id))


def test_splitting_parts_one_theme_and_leaves_the_others(tmp_path, plain, segments):
    theme = plain.themes[0]
    found = run(segments, tmp_path, f'[[split]]\ntheme = "{plain.members(theme.id)[0]}"\ninto = 2\n')
    assert len(found.themes) == 7
    assert len({found.theme_of()[i] for i in plain.members(theme.id)}) == 2


def test_renaming_changes_the_label_only(tmp_path, plain, segments):
    theme = plain.themes[2]
    found = run(segments, tmp_path, f'[[rename]]\ntheme = "{theme.label}"\nlabel = "新名称"\n')
    assert found.themes[2].label == "新名称"
    assert found.theme_of() == plain.theme_of()


def test_a_correction_that_names_nothing_is_an_error(tmp_path, segments):
    with pytest.raises(ConfigError, match="乙; 甲"):
        run(segments, tmp_path, '[[rename]]\ntheme = "甲"\nlabel = "x"\n[[split]]\ntheme = "乙"\ninto = 2\n')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[merge]]\nthemes = ['a']", "needs two"),
        ("[[split]]\ntheme = 'a'\ninto = 1", "from 2"),
        ("[[rename]]\ntheme = 'a'", "label is missing"),
        ("[[rename]]\ntheme = 'a'\nlabel='b'\nfoo=1", "unknown foo"),
        ("[[move]]\ntheme = 'a'", "unknown table"),
        ("no toml", "not a TOML file"),
    ],
)
def test_wrong_files_are_refused(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        write(tmp_path, text)


def test_themes_of_a_small_corpus_are_merged_and_named_but_not_split(segments, tmp_path):
    names = {"staffing": "人员", "budget": "预算", "technology": "技术"}
    merge = write(tmp_path, '[[merge]]\nthemes = ["人员", "预算"]\n[[rename]]\ntheme = "技术"\nlabel = "设备"\n')
    found = find_themes(segments(1), names=names, edits=merge)
    assert sorted(t.label for t in found.themes) == ["设备", "预算、人员"]
    with pytest.raises(ConfigError, match="too few segments"):
        find_themes(segments(1), names=names, edits=write(tmp_path, "[[split]]\ntheme = '人员'\ninto = 2"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[merge]]\nthemes = 'ab'", "merge 1: themes are named by texts"),
        ("[[merge]]\nthemes = ['a', '']", "named by texts"),
        ("[[merge]]\nthemes = ['a', 3]", "named by texts"),
        ("[[merge]]\nthemes = ['a', 'b']\nlabel = 3", "label must be a text"),
        ("[[merge]]\ntheme = 'a'", "unknown theme; allowed: label, themes"),
        ("merge = 3", "merge 1: not a table"),
        ("[[split]]\ninto = 2", "split 1: themes are named by texts"),
        ("[[split]]\ntheme = 'a'", "from 2"),
        ("[[split]]\ntheme = 'a'\ninto = '2'", "from 2"),
        ("[[split]]\ntheme = 'a'\ninto = 2.5", "from 2"),
        ("[[rename]]\ntheme = 'a'\nlabel = ' '", "label is missing"),
        ("[[rename]]\nlabel = 'a'", "named by texts"),
    ],
)
def test_each_problem_says_where_it_is(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message) as caught:
        write(tmp_path, text)
    assert "主题.toml" in caught.value.where


def test_all_problems_of_a_file_at_once(tmp_path):
    text = "[[merge]]\nthemes = ['a']\n[[split]]\ntheme = 'a'\ninto = 1\n[[rename]]\ntheme = 'a'\n[[move]]\n"
    with pytest.raises(ConfigError) as caught:
        write(tmp_path, text)
    assert all(words in caught.value.message for words in ("[[move]]", "merge 1", "split 1", "rename 1"))


def test_a_file_is_read_in_its_order(tmp_path):
    """One table alone may be written without double brackets; a missing label is empty."""
    edits = write(
        tmp_path,
        "[split]\ntheme = '甲'\ninto = 3\n[[merge]]\nthemes = ['乙', '丙']\n"
        "[[merge]]\nthemes = ['丁', '戊', '己']\nlabel = '合'\n",
    )
    assert edits.splits == (("甲", 3),)
    assert edits.merges == ((("乙", "丙"), ""), (("丁", "戊", "己"), "合"))
    assert edits.renames == () and edits.source.endswith("主题.toml")
    assert write(tmp_path, "") == Edits(source=edits.source)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="没有这个文件"):
        load_edits(tmp_path / "none.toml")


SEGMENTS = tuple(
    CauseSegment(f"f#1/{n}", text) for n, text in enumerate(("资金晚到", "资金未到", "缺人", "缺编", "缺岗"))
)
SMALL = Prepared(SEGMENTS, SEGMENTS, tuple(range(5)))
LABELS = np.array([0, 0, 1, 1, 1])
POINTS = np.array([[0.0, 1.0], [0.1, 1.0], [5.0, 0.0], [5.0, 0.1], [9.0, 9.0]])
FOUND = [Theme(0, "资金", (), 2, None, (), ()), Theme(1, "人员", (), 3, None, (), ())]


def applied(points=POINTS, **edits):
    labels, names = apply_edits(Edits(**edits), SMALL, LABELS, points, FOUND)
    return labels.tolist(), names


@pytest.mark.parametrize("name", ["资金", "f#1/0", "资金晚到", " 资金晚到。", "f#1/1"])
def test_a_theme_is_named_by_label_id_or_words(name):
    """Any of its segments will do; blanks and full stops do not count."""
    labels, names = applied(renames=((name, "拨款"),))
    assert labels == LABELS.tolist() and [LABELS[head] for head in names] == [0]
    assert applied(merges=(((name, "缺编"), ""),)) == ([0] * 5, {})


def test_the_odd_one_is_split_off_and_the_others_stay():
    labels, _ = applied(splits=(("人员", 2),))
    assert labels[:2] == [0, 0] and labels[2] == labels[3] != labels[4]
    assert len(set(labels)) == 3


def test_merge_then_split_then_name():
    """In this order, whatever the order in the file."""
    labels, names = applied(renames=(("缺岗", "岗位"),), splits=(("资金", 3),), merges=((("资金", "人员"), "全部"),))
    assert len(set(labels)) == 3 and set(names.values()) == {"全部", "岗位"}


@pytest.mark.parametrize(
    ("points", "edits", "words"),
    [
        (POINTS, {"renames": (("无此", "x"),)}, "没有这样的主题: 无此"),
        (POINTS, {"splits": (("资金", 3),)}, "2 segments cannot be split into 3"),
        (None, {"splits": (("资金", 2),)}, "too few segments"),
    ],
)
def test_what_cannot_be_done_is_said(points, edits, words):
    with pytest.raises(ConfigError, match=words):
        applied(points, **edits)


def test_the_labels_given_are_left_as_they_are():
    before = LABELS.copy()
    applied(merges=((("资金", "人员"), ""),))
    assert (before == LABELS).all()
