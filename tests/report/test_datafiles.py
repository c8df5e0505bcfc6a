"""The data behind a report: complete in every situation, harmless in a spreadsheet, the same on every machine."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.small import LATE, form, row, study_of
from textmine.points.notices import TITLES
from textmine.records import Failure, Finding
from textmine.report.datafiles import LIBRARIES, frames_of, harmless, manifest, write_data
from textmine.report.summarise import summarise

SITUATIONS = {
    "nothing read": (),
    "no loss": (form(row()),),
    "blank": (form(row("", score=8.0), project="", unit="", year=None),),
    "two": (
        form(row(score=8.0, why=LATE)),
        form(row(score=7.0), project="乙项目", findings=(Finding("rate_mismatch", "率不符"),)),
    ),
}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("=cmd()", True),
        ("=cmd|' /C calc'!A0", True),
        ("@SUM(A1)", True),
        ('+HYPERLINK("x")', True),
        ("-cmd|'x'", True),
        ("  =SUM (A1)", True),
        ("='Sheet'!A1", True),
        ("='cmd'|'/C calc'!A0", True),
        ("=100.00(%)", False),
        ("=4(个)", False),
        ("-5", False),
        ("+3.5%", False),
        ("≥90%", False),
        ("@所有人", False),
        ("- 完成情况", False),
        ("因 =cmd()", False),
        ("", False),
    ],
)
def test_formulas_in_csv(text, changed):
    """What a spreadsheet would call is made a text; targets with an equals sign are data and stay."""
    assert harmless(text) == (f"'{text}" if changed else text)


@given(st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.booleans(), st.lists(st.text(), max_size=2)))
def test_only_texts_are_touched(value):
    """Numbers, blanks and lists go through as they are."""
    assert harmless(value) is value


@given(st.text(max_size=30))
def test_harmless_texts_keep_their_words(text):
    """At most one apostrophe in front, and what has one is not changed again."""
    assert harmless(text).removeprefix("'") == text.removeprefix("'") or harmless(text) == f"'{text}"
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_frames_of_every_situation(situation):
    """Eight tables with their columns, also without a row; points and rows are those of the summary."""
    study = study_of(*SITUATIONS[situation])
    summary = summarise(study)
    frames = frames_of(study, summary)
    assert list(frames) == ["forms", "indicators", "passages", "segments", "causes", "ledger", "themes", "findings"]
    assert all(len(f.columns) for f in frames.values())
    assert len(frames["forms"]) == summary.reading.forms
    assert len(frames["indicators"]) == summary.reading.indicators
    assert len(frames["passages"]) == summary.reading.passages
    assert frames["causes"]["lost_points"].sum() == pytest.approx(summary.points.lost_explained)
    assert float(frames["ledger"]["points"].sum()) == pytest.approx(summary.points.lost)


def test_findings_hold_both_kinds_once():
    """Notices over rows and the arithmetic of single forms; what notices know is not there twice."""
    doubled = (Finding("explanation_missing", "x"), Finding("rate_mismatch", "率不符", "资金"))
    study = study_of(form(row(score=8.0), findings=doubled))
    found = frames_of(study, summarise(study))["findings"]
    assert found["code"].tolist() == ["explanation_missing", "rate_mismatch"]
    assert found["where"].tolist() == ["第 1 行", "资金"]
    assert found["row"].tolist() == [1, pd.NA]
    assert "explanation_missing" in TITLES


@pytest.mark.parametrize("failures", [0, 1, 3])
def test_failures_are_all_written(tmp_path, failures):
    """Every file that could not be read is a line; without any the header stands alone."""
    from dataclasses import replace

    study = study_of(form(row()))
    told = tuple(Failure(f"坏{i}.pdf", "加密", "", "请去除密码") for i in range(failures))
    study = replace(study, corpus=replace(study.corpus, failures=told))
    summary = summarise(study)
    write_data(study, summary, frames_of(study, summary), tmp_path)
    found = pd.read_csv(tmp_path / "failures.csv", keep_default_na=False)
    assert found["source"].tolist() == [f"坏{i}.pdf" for i in range(failures)]
    assert list(found.columns) == ["source", "error", "where", "hint"]


def test_written_numbers_are_the_summary(tmp_path):
    """`summary.json` and `data/report.json` are valid JSON with the figures of the summary, Chinese as it is."""
    study = study_of(*SITUATIONS["two"])
    summary = summarise(study)
    write_data(study, summary, frames_of(study, summary), tmp_path)
    raw = (tmp_path / "summary.json").read_text("utf-8")
    assert json.loads(raw) == summary.contract()
    assert "采购" in raw
    assert json.loads((tmp_path / "data/report.json").read_text("utf-8"))["points"]["lost"] == summary.points.lost
    assert len((tmp_path / "forms.jsonl").read_text("utf-8").splitlines()) == 2


def test_the_manifest_names_no_place():
    """Versions, codebook, seed, hashes: but neither a path nor a time of the machine that made it."""
    study = study_of(*SITUATIONS["two"])
    found = manifest(study, summarise(study))
    assert set(found["libraries"]) == set(LIBRARIES)
    assert all(found["libraries"].values())
    assert found["parameters"]["reviewed"] is None
    assert all("path" not in entry and len(entry["sha256"]) == 64 for entry in found["inputs"])
    assert json.dumps(found) == json.dumps(manifest(study, summarise(study)))
