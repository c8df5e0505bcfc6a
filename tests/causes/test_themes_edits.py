"""Corrections from a file: merge, split, rename, applied after the fit."""

import pytest

from textmine.causes.themes import find_themes
from textmine.causes.themes_edits import load_edits
from textmine.causes.themes_model import ThemeSettings
from textmine.errors import ConfigError

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
