"""Wrong use, command by command: exit code 1, one message that names the place, nothing on stdout, no traceback."""

import pytest

from tests.cli.test_commands import SHEET
from textmine.cli.app import run_app

ROW = '{"id": 1, "text": "因人手不足，巡查减少。"}\n'


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with one of each: a form, rows, rows in GBK, a folder in use, a codebook that is none."""
    (tmp_path / "表.html").write_text(SHEET, encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(ROW, encoding="utf-8")
    (tmp_path / "gbk.jsonl").write_bytes(ROW.encode("gbk"))
    (tmp_path / "坏.toml").write_text("= 1", encoding="utf-8")
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "文件夹" / "占用.txt").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


WRONG = [
    # what is asked for is not there
    (["extract", "没有.pdf"], "没有.pdf"),
    (["check", "没有.pdf"], "没有.pdf"),
    (["annotate", "没有.jsonl", "-o", "o.jsonl"], "没有.jsonl"),
    (["themes", "没有.jsonl", "-o", "o.jsonl"], "没有.jsonl"),
    (["terms", "没有"], "没有"),
    (["evaluate", "没有.jsonl"], "没有.jsonl"),
    (["agree", "没有.jsonl", "in.jsonl"], "没有.jsonl"),
    (["show", "没有.pdf", "-o", "r.png"], "没有.pdf"),
    (["report", "check", "没有"], "没有"),
    (["report", "check", "文件夹"], "文件夹"),
    (["report", "check", "in.jsonl"], "in.jsonl"),
    (["report", "pdf", "没有"], "没有"),
    (["count", "没有"], "没有"),
    (["count", "文件夹"], "文件夹"),
    (["add", "没有"], "没有"),
    (["add", "表.html"], "表.html"),
    (["add", "文件夹", "没有.pdf"], "没有.pdf"),
    (["run", "表.html", "--reviewed", "没有.jsonl"], "没有.jsonl"),
    (["run", "表.html", "--codebook", "没有.toml", "-w", "0"], "没有.toml"),
    (["annotate", "in.jsonl", "-o", "o.jsonl", "--codebook", "没有.toml"], "没有.toml"),
    (["codebook", "check", "没有.toml"], "没有.toml"),
    (["extract", "表.html", "--layouts", "没有.toml", "-w", "0"], "没有.toml"),
    # files of another kind
    (["annotate", "文件夹", "-o", "o.jsonl"], "文件夹"),
    (["annotate", "gbk.jsonl", "-o", "o.jsonl"], "gbk.jsonl"),
    (["themes", "文件夹", "-o", "o.jsonl"], "文件夹"),
    (["agree", "in.jsonl", "gbk.jsonl"], "gbk.jsonl"),
    (["agree", "in.jsonl", "文件夹"], "文件夹"),
    (["evaluate", "gbk.jsonl"], "gbk.jsonl"),
    (["run", "表.html", "--reviewed", "gbk.jsonl", "-w", "0"], "gbk.jsonl"),
    (["codebook", "check", "坏.toml"], "坏.toml"),
    (["codebook", "check", "文件夹"], "文件夹"),
    (["annotate", "in.jsonl", "-o", "o.jsonl", "--codebook", "坏.toml"], "坏.toml"),
    (["extract", "表.html", "--layouts", "坏.toml", "-w", "0"], "坏.toml"),
    # nowhere to write
    (["annotate", "in.jsonl"], "-o OUT.jsonl"),
    (["themes", "in.jsonl"], "-o OUT.jsonl"),
    (["show", "表.html"], "-o row.png"),
    (["synth", "-n", "1"], "-o"),
    (["extract", "表.html", "-o", "o.doc"], ".doc"),
    (["extract", "表.html", "-o", "无后缀"], "无后缀"),
    (["annotate", "in.jsonl", "-o", "文件夹"], "文件夹"),
    (["codebook", "copy", "in.jsonl"], "in.jsonl"),
    (["codebook", "copy", "in.jsonl/新.toml"], "in.jsonl"),
    (["doctor", "--sbom", "文件夹"], "文件夹"),
    (["count", "文件夹", "-o", "o.doc"], ".doc"),
    (["show", "表.html", "-o", "文件夹"], "文件夹"),
    (["synth", "-n", "1", "-o", "文件夹"], "文件夹"),
    (["synth", "-n", "1", "-o", "in.jsonl"], "in.jsonl"),
    (["review", "表.html", "-o", "in.jsonl"], "--resume"),
    (["review", "表.html", "-o", "无.jsonl", "--resume"], "无.jsonl"),
    (["run", "表.html", "-o", "in.jsonl", "-w", "0"], "in.jsonl"),
    (["terms", "表.html", "-o", "词.doc"], ".doc"),
    # values out of range
    (["extract", "表.html", "--labels", "fr"], "'fr'"),
    (["run", "表.html", "--lang", "fr", "-w", "0"], "fr"),
    (["terms", "表.html", "--key", "nonsense"], "nonsense"),
    (["terms", "表.html", "--kwic", ""], "word"),
    (["extract", "表.html", "--limit", "nonsense=3"], "nonsense"),
    (["extract", "表.html", "--limit", "pages"], "pages"),
    (["extract", "表.html", "-w", "-1"], "--workers"),
    (["themes", "in.jsonl", "-o", "o.jsonl", "--count", "0"], "--count"),
    (["themes", "in.jsonl", "-o", "o.jsonl", "--max-unassigned", "2"], "--max-unassigned"),
    (["show", "表.html", "-o", "r.png", "--dpi", "9"], "--dpi"),
    (["show", "表.html", "-o", "r.png", "--form", "7"], "1"),
    (["show", "表.html", "-o", "r.png", "--row", "99"], "2"),
    (["evaluate", "in.jsonl", "--folds", "1"], "--folds"),
    (["synth", "-n", "0", "-o", "s"], "-n"),
    (["codebook", "nonsense"], "nonsense"),
    (["report", "nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("args", "named"), WRONG, ids=[" ".join(a) for a, _ in WRONG])
def test_a_mistake_ends_in_one_message(place, args, named, capfd):
    """Exit 1, the thing that is wrong in the message; stdout stays empty, so that a pipe gets no half result."""
    before = {p: p.stat().st_size for p in place.rglob("*")}
    assert run_app(args) == 1
    said = capfd.readouterr()
    assert named in said.err.replace("\n", "").replace("│", "")
    assert "Traceback" not in said.err
    assert said.out == ""
    assert {p: size for p in before if p.exists() for size in [p.stat().st_size]} == before, "what was there stays"


@pytest.mark.parametrize(
    ("args", "written"),
    [
        (["extract", "表.html", "-w", "0", "-o", "新/深/f.jsonl"], "新/深/f.jsonl"),
        (["annotate", "in.jsonl", "-o", "新/o.jsonl"], "新/o.jsonl"),
        (["themes", "in.jsonl", "-o", "新/o.jsonl"], "新/o.themes.json"),
        (["codebook", "copy", "新/编码.toml"], "新/编码.toml"),
        (["doctor", "--sbom", "新/s.json"], "新/s.json"),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else "",
)
def test_a_folder_to_write_into_is_made(place, args, written):
    """A folder that is not there yet is no reason to fail after the work is done."""
    assert run_app(args) == 0
    assert (place / written).stat().st_size > 0


def test_a_failed_file_is_named_by_terms(place, capfd):
    """Exit 3 comes with the name of the file that failed."""
    (place / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    assert run_app(["terms", str(place), "--kwic", "流标", "-q"]) == 3
    said = capfd.readouterr()
    assert "流标" in said.out
    assert "坏.pdf" in said.err


def test_a_disk_that_refuses_is_told(place, monkeypatch, capfd):
    """No right to write, no room: the system's words and the file, not a traceback."""

    def refuse(*_args, **_more):
        raise OSError(28, "No space left on device", "o.jsonl")

    monkeypatch.setattr("textmine.jsonl.write_jsonl", refuse)
    assert run_app(["annotate", "in.jsonl", "-o", "o.jsonl"]) == 1
    assert "o.jsonl: No space left on device" in capfd.readouterr().err.replace("\n", "")
