"""Synthetic corpora: deterministic bytes, gold in the exchange format, clear errors."""

import json

import pytest

from textmine.errors import TextmineError, UsageError
from textmine.synth import Recipe, generate, make_files

SMALL = Recipe(
    units=3,
    conditions=("plain", "watermark", "shuffled_order"),
    formats=(("pdf", 0.5), ("docx", 0.2), ("xlsx", 0.2), ("html", 0.1)),
)


def test_same_seed_same_bytes():
    first = {f.name: f.data for f in make_files(12, 7, SMALL)}
    assert first == {f.name: f.data for f in make_files(12, 7, SMALL)}
    assert first != {f.name: f.data for f in make_files(12, 8, SMALL)}


def test_a_file_does_not_depend_on_how_many_follow():
    short = [f.data for f in make_files(3, 1, SMALL)]
    assert [f.data for f in make_files(6, 1, SMALL)][:3] == short


def test_generate_writes_files_gold_and_manifest(tmp_path):
    generate(8, 5, tmp_path, SMALL)
    rows = [json.loads(line) for line in (tmp_path / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 8
    for row in rows:
        assert (tmp_path / row["file"]).stat().st_size > 500
        for form in json.loads((tmp_path / row["gold"]).read_text("utf-8")):
            assert {"project", "funding", "goal", "indicators", "total_score", "faults"} <= set(form)
    assert "SYNTHETIC" in (tmp_path / "corpus.toml").read_text("utf-8")


def test_faults_are_put_in_on_demand():
    files = make_files(25, 3, Recipe(faults=1.0, conditions=("plain",), formats=(("html", 1.0),), others=0))
    found = {fault for f in files for t in f.truths for fault in t.sample.faults}
    assert len(found) >= 4


@pytest.mark.parametrize(
    ("n", "recipe"),
    [(0, Recipe()), (1, Recipe(years=0)), (1, Recipe(conditions=("no such",))), (1, Recipe(layouts=("x",)))],
)
def test_wrong_use_is_said(n, recipe):
    with pytest.raises(UsageError):
        list(make_files(n, 1, recipe))


def test_years_show_a_trend_of_fewer_losses():
    recipe = Recipe(years=3, units=1, trend=0.12, formats=(("html", 1.0),), others=0, faults=0)
    lost = {}
    for file in make_files(90, 4, recipe):
        for t in file.truths:
            rows = t.form.indicators
            lost.setdefault(t.form.year, []).append(sum(r.score < r.weight for r in rows if r.weight) / len(rows))
    means = [sum(v) / len(v) for _, v in sorted(lost.items())]
    assert means[0] > means[-1]


def test_workers_write_the_same_bytes(tmp_path, monkeypatch):
    """Files, gold and lists do not show where they were made, nor in parts of which size."""
    from textmine.synth import plan

    generate(7, 5, tmp_path / "here", SMALL)
    monkeypatch.setattr(plan, "_PART", 3)
    assert generate(7, 5, tmp_path / "there", SMALL, workers=2) == 7
    here, there = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("here", "there")
    )
    assert here == there


def test_a_part_that_cannot_be_made_is_told(tmp_path):
    """A folder that cannot be written ends the making with the numbers of its files."""
    (tmp_path / "gold").write_text("", encoding="utf-8")
    with pytest.raises(TextmineError, match="range"):
        generate(2, 5, tmp_path, SMALL)


def test_some_numbers_alone():
    """Files 2 and 4 of six are the same as among all six."""
    every = list(make_files(6, 5, SMALL))
    assert list(make_files(6, 5, SMALL, [2, 4])) == [every[2], every[4]]
