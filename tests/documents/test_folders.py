"""Names of any characters, and things in a folder that are no files."""

import os
import socket
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing import true_files

from textmine.corpus.reading import read, read_paths
from textmine.documents import folders
from textmine.documents.folders import folder_entries, folder_files, is_regular, written_name
from textmine.documents.sources import find_sources
from textmine.jsonl import form_to_dict, write_jsonl

SHEET = true_files()["a.html"]
linux = pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("表 1（终稿）.pdf", "表 1（终稿）.pdf"),
        ("全角\u3000空格\xa0.pdf", "全角\u3000空格\xa0.pdf"),
        ("👨\u200d👩.pdf", "👨\u200d👩.pdf"),
        ("换\n行.pdf", "换\\n行.pdf"),
        ("\x1b[31m红.pdf", "\\x1b[31m红.pdf"),
        ("fdp.\u202eexe", "fdp.\\u202eexe"),
        (os.fsdecode("绩效".encode("gbk") + b".pdf"), "绩效.pdf"),
        (os.fsdecode(b"a\xff\xfe.pdf"), "a\\xff\\xfe.pdf"),
        ("\ud800.pdf", "\\ud800.pdf"),
    ],
)
def test_names_that_can_be_written(name, written):
    """They stay as they are where any file can hold them."""
    assert written_name(name) == written
    written_name(name).encode("utf-8")


@linux
def test_two_names_that_read_alike_stay_two(tmp_path):
    """The same name in UTF-8 and in GBK: both files are read, neither takes the other's place."""
    for raw in ("绩效.html".encode(), "绩效.html".encode("gbk")):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_bytes(SHEET)
    corpus = read(tmp_path)
    assert len(corpus.forms) == 2 and len({file.source for file in corpus.files}) == 2


NAMES = ("-o.html", "--help.html", "%s{0}.html", "[bold]x.html", "a!b.html", "a#1.html", "末尾..html", "换\n行.html",
         "\x1b[2J.html", "'\"`$(x).html", "长" * 80 + ".html", "con.html", " 空 .html")  # fmt: skip


@linux
@pytest.mark.parametrize("name", NAMES)
def test_files_of_any_name_are_read_and_written(tmp_path, name):
    """From the disk to JSON Lines and back, alone and in a folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(SHEET)
    for corpus in (read(tmp_path / "in"), read_paths([tmp_path / "in" / name, tmp_path / "in" / name])):
        assert corpus.forms and not corpus.failures
        write_jsonl(map(form_to_dict, corpus.forms.values()), tmp_path / "o.jsonl")


@linux
def test_what_is_no_file_is_told_and_never_waited_for(tmp_path, monkeypatch):
    """Broken links and links in a circle, pipes and sockets: failures with a reason; folders may be called x.pdf."""
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "notes.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "x.pdf").mkdir()
    (tmp_path / "x.pdf" / "a.html").write_bytes(SHEET)
    (tmp_path / "b.html").symlink_to(tmp_path / "x.pdf" / "a.html")
    os.mkfifo(tmp_path / "pipe.pdf")
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        found = find_sources(tmp_path)
    assert [s.name for s in found.found] == ["b.html", "x.pdf/a.html"]
    assert [f.source for f in found.failures] == ["gone.pdf", "loop.html", "pipe.pdf", "socket.pdf"]
    assert all(f.error for f in found.failures) and found.skipped == ("notes.md",)
    assert [name for name, _ in folder_files(tmp_path)] == ["b.html", "x.pdf/a.html"]
    assert find_sources(tmp_path / "pipe.pdf").failures[0].hint


@linux
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_devices_are_no_files(path):
    """Reading a device has no end."""
    assert "not a regular file" in find_sources(Path(path)).failures[0].error


def test_folders_and_files_that_may_not_be_opened_are_told(tmp_path, monkeypatch):
    """A folder without permission is a failure of its own, not an empty one."""
    for name in ("locked", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_bytes(SHEET)
    scandir, iterdir = os.scandir, Path.iterdir

    def refuse(path, real):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(folders.os, "scandir", lambda path: refuse(path, scandir))
    monkeypatch.setattr(Path, "iterdir", lambda self: refuse(self, iterdir))
    found = find_sources(tmp_path)
    assert [s.name for s in found.found] == ["open/a.html"]
    assert [(f.source, "Permission denied" in f.error) for f in found.failures] == [("locked", True)]


def test_a_file_that_vanishes_before_it_is_read(tmp_path):
    """It is a failure; the others are read."""
    for name in ("a.html", "b.html", "c.html"):
        (tmp_path / name).write_bytes(SHEET)
    seen = []

    def watch(done, total, source):
        seen.append(source)
        (tmp_path / "b.html").unlink(missing_ok=True)

    corpus = read(tmp_path, watch=watch)
    assert seen == ["a.html", "b.html", "c.html"]
    assert [f.source for f in corpus.failures] == ["b.html"] and len(corpus.forms) == 2


def test_a_file_that_changes_while_others_are_read(tmp_path):
    """What is there when its turn comes is read, or refused: never a crash."""
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(SHEET)
    stop = threading.Event()

    def churn():
        while not stop.is_set():
            (tmp_path / "b.html").write_bytes(SHEET[: len(SHEET) // 2])
            (tmp_path / "b.html").write_bytes(SHEET)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        corpora = [read(tmp_path) for _ in range(5)]
    finally:
        stop.set()
        thread.join()
    assert all(any(form.source == "a.html" for form in corpus.forms.values()) for corpus in corpora)


def test_entries_are_sorted_and_hidden_ones_left_out(tmp_path):
    for name in ("b.html", "a.html", ".x.html", "~$c.docx", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    assert [name for name, _ in folder_entries(tmp_path)] == ["a.html", "b.html"]
    assert not is_regular(tmp_path) and not is_regular(tmp_path / "none")
