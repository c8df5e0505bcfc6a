"""`textmine add` as a person meets it: what is copied, what is there already, what is said."""

import pytest

from textmine.cli.app import run_app
from textmine.corpus.store.add import add_files
from textmine.errors import StoreError, UsageError


def test_files_are_copied_once_and_never_overwrite(corpus, stores, tmp_path):
    """New content comes in; known content does not; another content of the same name gets a name of its own."""
    outside = stores.fill(tmp_path / "下载", range(5, 7))
    (outside / "表000.html").write_text(stores.sheet(33), encoding="utf-8")
    added = add_files(corpus, [outside / "表005.html", outside / "表006.html", outside / "表000.html"])
    assert [name for _, name in added.present] == ["表005.html"]
    assert added.copied[0] == "表006.html"
    assert added.copied[1].startswith("表000-")
    assert (corpus / "表000.html").read_text("utf-8") == stores.sheet(0)
    assert (corpus / added.copied[1]).read_text("utf-8") == stores.sheet(33)


def test_a_folder_keeps_its_structure(corpus, stores, tmp_path):
    """A folder comes in under its name; files of the corpus itself stay where they are."""
    stores.fill(tmp_path / "新年度" / "甲局", range(20, 22))
    added = add_files(corpus, [tmp_path / "新年度", corpus / "表001.html"])
    assert added.copied == ("新年度/甲局/表020.html", "新年度/甲局/表021.html")
    assert added.inside == 1


def test_nothing_is_copied_into_a_folder_that_cannot_be_written(corpus, stores, tmp_path, monkeypatch):
    """The message says how to use the folder as it is."""
    outside = stores.fill(tmp_path / "下载", range(9, 10))

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("textmine.corpus.store.add.shutil.copy2", refuse)
    with pytest.raises(StoreError, match="--store"):
        add_files(corpus, [outside / "表009.html"])
    with pytest.raises(UsageError):
        add_files(corpus, [outside / "没有.html"])


def test_add_and_run_on_the_command_line(corpus, stores, tmp_path, capfd):
    """The first `add` reads all, the second the new file only; duplicates are named; other commands use the store."""
    assert run_app(["add", str(corpus), "-w", "0"]) == 0
    said = capfd.readouterr().err
    assert "新读 read 6" in said
    assert "副本.html = 表002.html" in said
    outside = stores.fill(tmp_path / "下载", range(7, 8))
    assert run_app(["add", str(corpus), str(outside / "表007.html"), "-w", "0"]) == 0
    said = capfd.readouterr().err
    assert "复制 Copied: 1" in said
    assert "新读 read 1；已有 known 6" in said
    assert run_app(["extract", str(corpus), "-o", str(tmp_path / "forms.jsonl"), "-w", "0"]) == 0
    assert "8 张自评表 forms" in capfd.readouterr().err


def test_a_file_is_no_corpus(corpus, capfd):
    """`add` needs a folder."""
    assert run_app(["add", str(corpus / "表001.html")]) == 1
    assert "不是文件夹" in capfd.readouterr().err.replace("\n", "")


def test_no_scheduler(corpus, capfd):
    """An address where nothing answers is told in words."""
    pytest.importorskip("distributed")
    assert run_app(["add", str(corpus), "--scheduler", "nonsense"]) == 1
    assert "Traceback" not in capfd.readouterr().err
