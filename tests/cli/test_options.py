"""Options of the commands as a person uses them: what they change in what is written and said."""

import json

import pandas as pd
import pytest

from tests.cli.test_commands import SHEET
from textmine.cli.app import run_app
from textmine.cli.common import MAX_LINES, _some
from textmine.jsonl import read_jsonl, write_jsonl

TEXTS = ["因人手不足，巡查减少。", "因招标流标，采购延后。", "无"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "表.html").write_text(SHEET, encoding="utf-8")
    write_jsonl(({"id": str(i), "text": t} for i, t in enumerate(TEXTS)), tmp_path / "in.jsonl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("lang", "column"), [("zh", "失分"), ("en", "lost")])
def test_labels(place, lang, column):
    """Column titles in the language asked for."""
    assert run_app(["extract", "表.html", "-o", "t.csv", "--labels", lang, "-q", "-w", "0"]) == 0
    assert pd.read_csv(place / "t.csv", encoding="utf-8-sig")[column].tolist() == [10.0, 0.0]


@pytest.mark.parametrize("paths", [("表.html", "二"), ("二", "表.html")])
def test_several_paths(place, paths, capfd):
    """Files and folders together, in the order of their names however they are typed; ids stay apart."""
    (place / "二").mkdir()
    (place / "二" / "表.html").write_text(SHEET.replace("河道保洁", "路灯"), encoding="utf-8")
    assert run_app(["check", *paths, "--json", "-q", "-w", "0"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [f["project"] for f in found] == ["路灯", "河道保洁"]
    assert len({f["form"] for f in found}) == 2


def test_check_in_words(place, capfd):
    """Form, project, state and total in one line; findings below."""
    sheet = SHEET.replace("<td>100</td><td>90</td>", "<td>100</td><td>91</td>")
    (place / "错.html").write_text(sheet, encoding="utf-8")
    assert run_app(["check", "表.html", "错.html", "-q", "-w", "0"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].endswith("河道保洁  [勾稽一致]  90.0")
    assert any("[勾稽不符]  91.0" in line for line in lines)
    assert any(line.strip().startswith("total_mismatch") for line in lines)


def test_check_of_nothing_is_an_empty_list(place, capfd):
    """A script gets JSON also where no form is found, and exit 2."""
    (place / "空.html").write_text("<p>通知</p>", encoding="utf-8")
    assert run_app(["check", "空.html", "--json", "-q", "-w", "0"]) == 2
    assert json.loads(capfd.readouterr().out) == []


@pytest.mark.parametrize("source", ["因人手不足，巡查减少。", "in.jsonl"])
def test_explain(place, source, capfd):
    """A text or a file of texts: the code and the words that carried it, on stdout."""
    assert run_app(["annotate", "--explain", source]) == 0
    said = capfd.readouterr().out
    assert "staffing" in said
    assert "人手不足" in said


def test_explain_takes_a_text_longer_than_a_file_name(place, capfd):
    """A long passage is a text, not a broken path."""
    assert run_app(["annotate", "--explain", "因人手不足，巡查减少。" * 300]) == 0
    assert "staffing" in capfd.readouterr().out


def test_annotate_with_a_codebook_of_ones_own(place, capfd):
    """`codebook copy`, a code added, `codebook check`, `annotate --codebook`: the way the guide describes."""
    assert run_app(["codebook", "copy", "我的.toml"]) == 0
    assert capfd.readouterr().out.strip() == "我的.toml"
    assert run_app(["codebook", "check", "我的.toml"]) == 0
    assert "条提示" in capfd.readouterr().out
    assert run_app(["annotate", "in.jsonl", "-o", "o.jsonl", "--codebook", "我的.toml"]) == 0
    assert "3 段说明已标注" in capfd.readouterr().err
    assert next(iter(read_jsonl(place / "o.jsonl")))["causes"][0] == "staffing"


def test_codebook_show(capfd):
    """The id, then every code with name and definition."""
    from textmine.causes import load_codebook

    assert run_app(["codebook", "show"]) == 0
    head, *lines = capfd.readouterr().out.splitlines()
    assert head == "causes16.v1"
    assert [line.split()[0] for line in lines if not line.startswith(" ")][: len(lines)] == list(load_codebook().codes)


def test_agree(place, capfd):
    """A file against itself agrees wholly; JSON for a script, words for a person."""
    assert run_app(["annotate", "in.jsonl", "-o", "a.jsonl", "-q"]) == 0
    capfd.readouterr()
    assert run_app(["agree", "a.jsonl", "a.jsonl", "--json"]) == 0
    assert "alpha" in capfd.readouterr().out
    assert run_app(["agree", "a.jsonl", "a.jsonl", "--disagreements", "0"]) == 0
    assert capfd.readouterr().out.strip()


def test_terms(place, capfd):
    """Concordance on the screen, the table in a file; nothing found is said."""
    assert run_app(["terms", "表.html", "--kwic", "流标", "-q"]) == 0
    assert "检索词" in capfd.readouterr().out
    assert run_app(["terms", "表.html", "--kwic", "流标", "-o", "词.csv", "-q"]) == 0
    assert capfd.readouterr().out.strip() == "词.csv"
    assert pd.read_csv(place / "词.csv", encoding="utf-8-sig")["检索词"].tolist() == ["流标"]
    assert run_app(["terms", "表.html", "--kwic", "没有的词", "-q"]) == 0
    assert "Nothing found" in capfd.readouterr().out


def test_quiet_says_nothing_but_results(place, capfd):
    """-q: stderr stays empty where all went well."""
    assert run_app(["extract", "表.html", "-o", "f.jsonl", "-q", "-w", "0"]) == 0
    assert run_app(["annotate", "in.jsonl", "-o", "o.jsonl", "-q"]) == 0
    assert run_app(["themes", "in.jsonl", "-o", "t.jsonl", "-q"]) == 0
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_themes_of_the_same_seed(place):
    """Same seed, same themes, byte for byte."""
    for name in ("a", "b"):
        assert run_app(["themes", "in.jsonl", "-o", f"{name}.jsonl", "--seed", "3", "-q"]) == 0
    assert (place / "a.jsonl").read_bytes() == (place / "b.jsonl").read_bytes()
    assert (place / "a.themes.json").read_bytes() == (place / "b.themes.json").read_bytes()


def test_run_in_english_then_check(place, capfd):
    """`run --lang en`, then `report check`: all agrees; a changed figure is found, exit 3."""
    assert run_app(["run", "表.html", "-o", "out", "--lang", "en", "-q", "-w", "0"]) == 0
    capfd.readouterr()
    assert run_app(["report", "check", "out"]) == 0
    assert "All figures and quotes agree" in capfd.readouterr().out
    page = place / "out" / "report.html"
    page.write_text(page.read_text("utf-8").replace(">10.00<", ">11.00<"), encoding="utf-8")
    assert run_app(["report", "check", "out"]) == 3
    assert "problems" in capfd.readouterr().out


def test_add_then_count(place, capfd):
    """A corpus read once is counted from its store: tab separated on stdout, or a table."""
    folder = place / "语料"
    folder.mkdir()
    assert run_app(["add", "语料", "表.html", "-w", "0"]) == 0
    assert "复制 Copied: 1" in capfd.readouterr().err
    assert run_app(["add", "语料", "表.html", "-w", "0"]) == 0
    assert "内容已有，未复制" in capfd.readouterr().err
    assert run_app(["count", "语料", "-w", "0"]) == 0
    said = capfd.readouterr()
    head, first, *_ = said.out.splitlines()
    assert head.split("\t")[:2] == ["code", "name"]
    assert dict(zip(head.split("\t"), first.split("\t"), strict=True))["lost_points"] == "10.0"
    assert run_app(["count", "语料", "-w", "0", "-o", "原因.csv", "-q"]) == 0
    assert pd.read_csv(place / "原因.csv", encoding="utf-8-sig")["涉及失分"].sum() == 10.0


@pytest.mark.parametrize(("lines", "more"), [(0, False), (MAX_LINES, False), (MAX_LINES + 7, True)])
def test_no_more_lines_than_a_person_reads(lines, more, capfd):
    """Many notes are cut, and how many more there are is said."""
    _some([f"提示 {i}" for i in range(lines)])
    said = capfd.readouterr().err.splitlines()
    assert len(said) == min(lines, MAX_LINES) + more
    assert not more or "另有 7 条" in said[-1]
