"""Themes: found, stable, the same in every order; small corpora by codes only."""

import json
import os
import random
import subprocess
import sys

import pytest

from textmine.causes.themes import find_themes
from textmine.causes.themes_model import CauseSegment, ThemeSettings, reading, result_rows
from textmine.errors import UsageError


@pytest.fixture(scope="module")
def found(segments):
    return find_themes(segments(), settings=ThemeSettings(draws=20))


def test_every_segment_has_its_place_in_the_order_given(found, segments):
    assert [a.id for a in found.assignments] == [s.id for s in segments()]
    assert sum(t.occurrences for t in found.themes) == sum(a.theme >= 0 for a in found.assignments)


def test_themes_do_not_mix_codes(found, segments):
    codes = {s.id: s.codes[0] for s in segments()}
    for theme in found.themes:
        assert len({codes[i] for i in found.members(theme.id)}) == 1
        assert theme.codes == (codes[found.members(theme.id)[0]],)


def test_largest_first_with_label_terms_and_verbatim_exemplars(found, segments):
    sizes = [t.size for t in found.themes]
    assert sizes == sorted(sizes, reverse=True)
    texts = {s.text for s in segments()}
    for theme in found.themes:
        assert set(theme.exemplars) <= texts
        assert any(theme.label.split("（")[0] in text for text in texts)
        assert theme.terms
    assert len({t.label for t in found.themes}) == len(found.themes)


def test_the_order_of_rows_does_not_matter(found, segments):
    rows = segments()
    random.Random(5).shuffle(rows)
    again = find_themes(rows, settings=ThemeSettings(draws=20))
    assert again.theme_of() == found.theme_of()
    assert again.themes == found.themes
    assert again.panel == found.panel


def test_the_hash_seed_does_not_matter(segments):
    code = (
        "import json, sys; sys.path.insert(0, 'tests/causes'); from conftest import theme_segments as segments\n"
        "from textmine.causes.themes import find_themes; from textmine.causes.themes_model import *\n"
        "r = find_themes(segments(4), settings=ThemeSettings(draws=5)); "
        "print(json.dumps([r.theme_of(), result_rows(r)]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())


@pytest.mark.parametrize("count", [2, 5, 9])
def test_the_number_asked_for_is_the_number_found(count, segments):
    found = find_themes(segments(), settings=ThemeSettings(count=count, draws=2))
    assert {a.theme for a in found.assignments} - {-1} == set(range(count))
    assert found.panel.chosen_by == "user"


def test_copies_count_once_and_share_their_theme(segments):
    rows = segments()
    copied = [CauseSegment(f"copy{i}", rows[0].text + "。", f"form{i}", ("staffing",)) for i in range(40)]
    found = find_themes([*rows, *copied], settings=ThemeSettings(draws=2))
    places = found.theme_of()
    assert {places[c.id] for c in copied} == {places[rows[0].id]}
    assert found.panel.distinct == len(rows)
    theme = found.themes[places[rows[0].id]]
    assert theme.occurrences == theme.size + 40


def test_generic_and_empty_segments_are_set_aside_and_counted(segments):
    rows = [
        *segments(),
        CauseSegment("g", "仍需进一步提升", "f", ("generic",)),
        CauseSegment("n", "无", "f", ("none",)),
        CauseSegment("e", "——", "f"),
    ]
    found = find_themes(rows, settings=ThemeSettings(draws=2))
    reasons = {a.id: (a.theme, a.reason) for a in found.assignments}
    assert reasons["g"] == reasons["n"] == (-1, "set_aside")
    assert reasons["e"] == (-1, "empty")
    assert found.panel.set_aside == 3


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1])
def test_never_more_unassigned_than_asked_for(share, segments):
    odd = [
        CauseSegment(f"odd{i}", t, f"o{i}")
        for i, t in enumerate(["天上下雹子砸坏大棚", "考古勘探挖出古墓", "蜂群迁走"])
    ]
    found = find_themes([*segments(), *odd], settings=ThemeSettings(max_unassigned=share, draws=2))
    assert found.panel.unassigned <= share * found.panel.distinct
    assert found.panel.unassigned == sum(a.theme < 0 for a in found.assignments)


def test_small_corpora_are_described_by_codes_only(segments):
    found = find_themes(segments(1), names={"budget": "预算编制与资金执行问题"})
    assert found.panel.method == "codes"
    assert {t.codes[0] for t in found.themes} == {"staffing", "budget", "technology"}
    assert "预算编制与资金执行问题" in {t.label for t in found.themes}
    assert all(t.stability is None for t in found.themes)


def test_nothing_at_all_is_no_error():
    found = find_themes([])
    assert (found.themes, found.assignments, found.panel.segments) == ((), (), 0)


def test_segments_without_codes_are_clustered_by_their_words(segments):
    plain = [CauseSegment(s.id, s.text, s.form) for s in segments()]
    found = find_themes(plain, settings=ThemeSettings(count=3, draws=2))
    assert len(found.themes) == 3
    assert found.panel.code_ami is None


def test_an_embedder_takes_the_place_of_words(segments):
    keys = ["编制 借调 人员 医生 护士", "资金 拨付 预算", "设备 系统 平台 软件 传感器"]

    def embed(texts):
        return [[1.0 + sum(k in t for k in key.split()) * 5 for key in keys] for t in texts]

    plain = [CauseSegment(s.id, s.text, s.form) for s in segments()]
    found = find_themes(plain, settings=ThemeSettings(count=3, draws=2), embedder=embed)
    assert len(found.themes) == 3
    with pytest.raises(UsageError, match="embedder returned"):
        find_themes(plain, embedder=lambda texts: [[1.0]])


def test_wrong_settings_are_named_together():
    with pytest.raises(UsageError, match=r"count=0.*max_unassigned=2"):
        find_themes([], settings=ThemeSettings(count=0, max_unassigned=2))
    with pytest.raises(UsageError, match="twice"):
        find_themes([CauseSegment("a", "甲"), CauseSegment("a", "乙")])


def test_rows_for_export_read_the_stability_in_words(found):
    for row in result_rows(found):
        assert row["reading"] == reading(row["stability"])
    assert [reading(x) for x in (None, 0.9, 0.7, 0.3)] == ["未检验", "稳定", "可参考，归属存疑", "不宜解读"]


def test_texts_of_stop_words_or_without_common_words_are_no_error():
    letters = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
    for texts in ([f"的{c}了{d}" for c in letters[:6] for d in letters[6:12]], list(letters)):
        found = find_themes([CauseSegment(str(i), t) for i, t in enumerate(texts)], settings=ThemeSettings(draws=2))
        assert len(found.assignments) == len(texts)
