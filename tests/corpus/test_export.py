"""Tables for other programs: each format gives back texts and numbers, formulas stay texts, suffixes are checked."""

from functools import partial

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus.export import write_frame
from textmine.corpus.labels import ZH, with_labels
from textmine.errors import UsageError

FRAME = pd.DataFrame({"form": ["甲#1", "乙#1"], "lost": [0.75, None], "text": ["=1+1", '两\n行,“引”"']})
READ = {
    ".csv": partial(pd.read_csv, encoding="utf-8-sig"),
    ".xlsx": partial(pd.read_excel, engine="openpyxl"),
    ".parquet": pd.read_parquet,
    ".jsonl": partial(pd.read_json, lines=True),
}


@pytest.mark.parametrize("suffix", READ)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_round_trip(tmp_path, suffix, lang):
    """What is written is read back, in both languages of titles; the folder is made."""
    path = write_frame(FRAME, tmp_path / "新" / f"t{suffix}", lang=lang)
    found = READ[suffix](path)
    titles = list(FRAME.columns) if lang == "en" or suffix in {".parquet", ".jsonl"} else ["表编号", "失分", "原文"]
    assert list(found.columns) == titles
    assert found[titles[2]].tolist() == FRAME["text"].tolist()
    assert found[titles[1]].iloc[0] == 0.75
    assert pd.isna(found[titles[1]].iloc[1])


@pytest.mark.parametrize("suffix", ["", ".xls", ".doc", ".CSV.gz"])
def test_other_suffixes_are_refused(tmp_path, suffix):
    """The message names the suffix and the ones that work; nothing is written."""
    with pytest.raises(UsageError, match=r"\.csv \.xlsx \.parquet \.jsonl"):
        write_frame(FRAME, tmp_path / f"t{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_excel_runs_nothing(tmp_path):
    """A cell text that begins with = is a text; control characters become blanks; header frozen, filter set."""
    frame = pd.DataFrame({"text": ['=HYPERLINK("x")', "甲\x07乙", "+1", "@a"]})
    sheet = openpyxl.load_workbook(write_frame(frame, tmp_path / "t.xlsx")).active
    assert [c.value for c in sheet["A"][1:]] == ['=HYPERLINK("x")', "甲 乙", "+1", "@a"]
    assert {c.data_type for c in sheet["A"]} == {"s"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:A5")


def test_csv_opens_in_excel(tmp_path):
    """With the mark that tells Excel of UTF-8, and line ends that do not double."""
    data = write_frame(FRAME, tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_parquet_and_jsonl_keep_any_text(tmp_path_factory, texts):
    """The formats for programs change nothing, whatever a form prints."""
    folder = tmp_path_factory.mktemp("any")
    frame = pd.DataFrame({"text": texts})
    assert pd.read_parquet(write_frame(frame, folder / "t.parquet"))["text"].tolist() == texts
    assert len((write_frame(frame, folder / "t.jsonl")).read_text("utf-8").split("\n")) == len(texts) + 1


def test_labels_tell_columns_apart():
    """Titles are Chinese; within the tables no two columns get one title."""
    twice = {t: [k for k, v in ZH.items() if v == t] for t in ZH.values()}
    assert {t: k for t, k in twice.items() if len(k) > 1} == {"页码": ["pages", "page"]}
    assert [t for t in ZH.values() if t.isascii()] == ["log-Dice"]
    assert list(with_labels(FRAME, "en")) == list(FRAME)
    assert with_labels(pd.DataFrame(columns=["unknown"])).columns.tolist() == ["unknown"]
