"""Kills, full disks, changed clocks, read-only folders: nothing is lost, and the end is the same."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import textmine as tm
from textmine.corpus.store import journal as journal_module
from textmine.corpus.store import layout as store_layout
from textmine.corpus.store import shards, update
from textmine.corpus.store.load import open_store, read_stored
from textmine.errors import StoreError

_RUN = """
import os, signal, sys
from textmine.corpus.store import update
from textmine.corpus.store import journal
from textmine.corpus.store import layout as store_layout
store_layout._package_id = lambda: "reader"
last, how = int(sys.argv[3]), sys.argv[4]
whole = journal._write_all
def torn(file, data):
    if data == b"\\n":  # the end of a line that an earlier kill tore
        return whole(file, data)
    torn.lines += 1
    whole(file, data[: len(data) // 2] if how == "torn" and torn.lines == last else data)
    if torn.lines == last:
        os.kill(os.getpid(), signal.SIGKILL)
torn.lines = 0
journal._write_all = torn
update(sys.argv[1], sys.argv[2])
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_run_goes_on_where_it_was(stores, tmp_path, monkeypatch):
    """Six kills, half of them in mid-line: no line is read twice but the torn ones, and the bytes are the same."""
    monkeypatch.setattr(store_layout, "_package_id", lambda: "reader")  # while somebody edits the readers, too
    folder = stores.fill(tmp_path / "c", range(60))
    update(folder, tmp_path / "whole")
    read = 0
    for last, how in ((7, "whole"), (12, "torn"), (1, "torn"), (15, "whole"), (1, "whole"), (5, "torn")):
        command = [sys.executable, "-c", _RUN, str(folder), str(tmp_path / "cut"), str(last), how]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
        read += last - (how == "torn")
    done = update(folder, tmp_path / "cut")
    assert done.read == 60 - read
    assert stores.content(tmp_path / "cut") == stores.content(tmp_path / "whole")


def test_ctrl_c_keeps_what_was_read(corpus, stores, tmp_path):
    """An interrupted run lets the store go; the next one reads the rest."""

    def interrupt(done: int, _total: int, _source: str) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(corpus, tmp_path / "s", watch=interrupt)
    assert update(corpus, tmp_path / "s").read == 2
    update(corpus, tmp_path / "whole")
    assert stores.content(tmp_path / "s") == stores.content(tmp_path / "whole")


class _Stop(BaseException):
    """A kill at a chosen moment."""


def test_a_run_may_stop_at_any_write(stores, tmp_path, monkeypatch):
    """Every moment between two writes to the disk, while shards are merged into others that were there."""
    folder = stores.fill(tmp_path / "c", range(3))
    update(folder, tmp_path / "base")
    stores.fill(folder, range(3, 6))
    (folder / "表000.html").unlink()
    update(folder, tmp_path / "whole")
    wanted = stores.content(tmp_path / "whole")
    for moment in range(100):
        store = tmp_path / f"cut{moment}"
        _copy(tmp_path / "base", store)
        if not _stopped(folder, store, moment, monkeypatch):
            break
        done = update(folder, store)
        assert done.read <= 3
        assert stores.content(store) == wanted, moment
    assert 10 < moment < 99


def _copy(source: Path, target: Path) -> None:
    import shutil

    shutil.copytree(source, target)


def _stopped(folder: Path, store: Path, moment: int, monkeypatch) -> bool:
    count = iter(range(10**6))

    def stop_at(function):
        def guarded(*args, **kwargs):
            if next(count) == moment:
                raise _Stop
            return function(*args, **kwargs)

        return guarded

    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "_write_all", stop_at(journal_module._write_all))
        patch.setattr(store_layout, "write_whole", stop_at(store_layout.write_whole))
        patch.setattr(shards, "write_whole", stop_at(shards.write_whole))
        patch.setattr(journal_module.Journal, "clear", stop_at(journal_module.Journal.clear))
        patch.setattr(Path, "unlink", stop_at(Path.unlink))
        patch.setattr(Path, "replace", stop_at(Path.replace))
        try:
            update(folder, store)
        except _Stop:
            return True
    return False


def test_a_full_disk_is_told_and_loses_nothing(corpus, stores, tmp_path, monkeypatch):
    """The disk is full after a few bytes: a message, and the next run continues with what was written."""
    update(corpus, tmp_path / "whole")
    real, room = journal_module.FileIO.write, [5000]

    class Small(journal_module.FileIO):
        def write(self, data):
            size = min(len(data), room[0])
            if not size:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            room[0] -= size
            return real(self, data[:size])

    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "FileIO", Small)
        with pytest.raises(StoreError, match="No space left") as caught:
            update(corpus, tmp_path / "s")
    assert "continues" in caught.value.hint
    assert 0 < update(corpus, tmp_path / "s").read < 6
    assert stores.content(tmp_path / "s") == stores.content(tmp_path / "whole")


def test_a_full_disk_while_merging(corpus, stores, tmp_path, monkeypatch):
    """No room for a shard: the journal keeps everything, nothing is read again."""

    def full(path, _data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(shards, "write_whole", full)
        with pytest.raises(StoreError, match="No space left"):
            update(corpus, tmp_path / "s")
    assert update(corpus, tmp_path / "s").read == 0
    update(corpus, tmp_path / "whole")
    assert stores.content(tmp_path / "s") == stores.content(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root on Linux")
def test_a_small_tmpfs(stores, tmp_path):
    """A real full disk of 300 KB; after more room is made the run continues."""
    folder = stores.fill(tmp_path / "c", range(400))
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "textmine-test", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(StoreError, match="No space left"):
            update(folder, small / "s")
        subprocess.run(["mount", "-o", "remount,size=20m", str(small)], check=True)
        assert 0 < update(folder, small / "s").read < 400
        update(folder, tmp_path / "whole")
        assert stores.content(small / "s") == stores.content(tmp_path / "whole")
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("when", [0, 2**32])
def test_a_changed_clock_costs_a_look_and_no_reading(corpus, when):
    """Times far in the past or the future: the content decides."""
    update(corpus)
    for path in corpus.glob("*.html"):
        os.utime(path, (when, when))
    assert update(corpus).read == 0


def test_content_decides_where_size_and_time_are_the_same(corpus, stores):
    """A file that was rewritten with the same size and its old time is still seen: the system's own time moved on."""
    path = corpus / "表003.html"
    os.utime(path, (10**9, 10**9))
    update(corpus)
    text = stores.sheet(3).replace("县水利局", "市水务局")
    assert len(text.encode()) == path.stat().st_size
    path.write_text(text, encoding="utf-8")
    os.utime(path, (10**9, 10**9))
    assert update(corpus).read == 1
    assert read_stored(corpus) == tm.read(corpus)


def test_a_read_only_corpus_stays_as_it_is(corpus, tmp_path):
    """With the store elsewhere nothing is written into the corpus."""
    before = sorted(corpus.rglob("*"))
    assert update(corpus, tmp_path / "库").read == 6
    assert sorted(corpus.rglob("*")) == before


def test_a_store_that_cannot_be_written_is_told(corpus):
    """A file lies where the store should be: the message says to choose another place."""
    (corpus / ".textmine").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="--store"):
        update(corpus)


def test_an_unwritable_cache_costs_time_only(corpus):
    """Without its cache the store works the same."""
    (corpus / ".textmine").mkdir()
    (corpus / ".textmine" / "cache").write_text("", encoding="utf-8")
    assert update(corpus).read == 6
    assert update(corpus).read == 0


def test_a_broken_cache_is_forgotten(corpus):
    """Rubbish in the cache means a fresh look."""
    update(corpus)
    cache = corpus / ".textmine" / "cache" / "stat.json"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text('{"reader": ', encoding="utf-8")
    assert update(corpus).read == 0


def eat(job, function):
    """Run in a worker: one file takes all memory, another kills its worker the first time."""
    if job.source.name == "副本.html":
        bytearray(2**43)
    mark = Path(job.source.path.parent.parent / "died")
    if job.source.name == "表004.html" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return function(job)


class HostileExecutor:
    """Two workers in which two files misbehave."""

    def map(self, function, items, **options):
        from functools import partial

        from textmine.corpus.executors import LocalExecutor

        return LocalExecutor(2).map(partial(eat, function=function), items, **options)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_worker_without_memory_costs_one_file(corpus):
    """The file that took all memory is a failure; the one whose worker died is read by another; the rest is whole."""
    done = update(corpus, executor=HostileExecutor())
    assert done.read == 6
    stored = open_store(corpus)
    assert [(f.source, "memory" in f.error) for f in stored.failures] == [("副本.html", True), ("表002.html", True)]
    assert len(stored) == 5
    assert update(corpus, retry=True).read == 1
    assert read_stored(corpus) == tm.read(corpus)


@pytest.mark.parametrize("console", ["gbk", "cp936"])
@pytest.mark.parametrize("command", ["add", "count", "doctor"])
def test_a_chinese_console_shows_what_it_can(corpus, stores, console, command):
    """Names with characters that GBK does not have are shown with a mark; nothing crashes."""
    (corpus / "𠮷\u2022错.html").write_text(stores.sheet(9).replace("<td>91</td>", "<td>90</td>"), encoding="utf-8")
    update(corpus)
    args = [sys.executable, "-m", "textmine", command, *([] if command == "doctor" else [str(corpus), "-w", "0"])]
    done = subprocess.run(args, capture_output=True, env={**os.environ, "PYTHONIOENCODING": console}, check=False)
    assert done.returncode in (0, 3), done.stderr.decode(console, "replace")
    assert b"Traceback" not in done.stderr
    (done.stdout + done.stderr).decode(console)
