"""The store reads what is new, once, and holds the same as reading everything again."""

import json
import subprocess
import sys
import zipfile

import pytest

import textmine as tm
from textmine.corpus.executors import LocalExecutor
from textmine.corpus.store import update
from textmine.corpus.store.layout import prefix_length, read_manifest
from textmine.corpus.store.load import open_store, read_stored
from textmine.errors import StoreError, UsageError


def test_a_stored_corpus_equals_one_read_directly(corpus, tmp_path):
    """Forms, failures and files: also of archives, copies and files that cannot be read."""
    with zipfile.ZipFile(corpus / "打包.zip", "w") as archive:
        archive.writestr("内/甲.html", (corpus / "表001.html").read_text("utf-8").replace("河道", "道路"))
    (corpus / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (corpus / "空.pdf").write_bytes(b"")
    direct = tm.read(corpus)
    first, again = read_stored(corpus, tmp_path / "s"), read_stored(corpus, tmp_path / "s")
    assert len(direct) == 8
    assert {f.source for f in direct.failures} == {"坏.pdf", "空.pdf"}
    assert first == direct
    assert again == direct


def test_a_round_trip_loses_nothing(first_corpus, tmp_path):
    """Every record of a real corpus comes back equal, boxes and all."""
    direct = tm.read(first_corpus)
    stored = read_stored(first_corpus, tmp_path)
    assert list(stored.forms.items()) == list(direct.forms.items())
    assert any(i.bbox for form in direct.forms.values() for i in form.indicators)


def test_nothing_is_read_twice(corpus):
    """The second run reads no file; a copy under another name is read once."""
    first = update(corpus)
    assert (first.read, first.known) == (6, 0)
    assert first.listing.duplicates == (("副本.html", "表002.html"),)
    second = update(corpus)
    assert (second.read, second.known) == (0, 6)
    assert second.manifest == first.manifest


def test_new_changed_renamed_and_removed_files(corpus, stores):
    """Only new content is read; what is gone is taken out."""
    update(corpus)
    stores.fill(corpus, range(6, 8))
    (corpus / "表000.html").write_text(stores.sheet(40), encoding="utf-8")
    (corpus / "表001.html").rename(corpus / "改名.html")
    (corpus / "表003.html").unlink()
    done = update(corpus)
    assert (done.read, done.known, done.gone) == (3, 4, 2)
    assert read_stored(corpus) == tm.read(corpus)


def test_bytes_do_not_depend_on_the_way(corpus, stores, tmp_path):
    """A store that grew file by file equals one that was made at once."""
    update(corpus, tmp_path / "grown")
    (corpus / "表004.html").unlink()
    update(corpus, tmp_path / "grown")
    stores.fill(corpus, range(12))
    update(corpus, tmp_path / "grown")
    update(corpus, tmp_path / "once")
    assert stores.content(tmp_path / "grown") == stores.content(tmp_path / "once")


def test_buckets_split_as_the_store_grows(corpus, stores, tmp_path, monkeypatch):
    """More files than one shard takes: many buckets, the same corpus; fewer again: the same bytes as before."""
    import textmine.corpus.store.layout as layout

    update(corpus, tmp_path / "s")
    before = stores.content(tmp_path / "s")
    extra = stores.fill(corpus / "更多", range(20, 50))
    monkeypatch.setattr(layout, "_SHARD_FILES", 8)
    assert read_stored(corpus, tmp_path / "s") == tm.read(corpus)
    assert len([s for s in read_manifest(tmp_path / "s").shards if s.table == "forms"]) > 4
    for path in extra.iterdir():
        path.unlink()
    monkeypatch.undo()
    update(corpus, tmp_path / "s")
    assert stores.content(tmp_path / "s") == before


def test_prefix_grows_with_the_number_of_files():
    """A shard holds some thousand files, whatever the size of the corpus."""
    assert [prefix_length(n) for n in (0, 2_000, 2_001, 32_001, 10_000_000)] == [0, 0, 1, 2, 4]


def test_two_runs_at_once_are_refused(corpus):
    """The second run says who holds the store and changes nothing."""
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom textmine.corpus.store.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(corpus / ".textmine")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        try:
            with pytest.raises(StoreError, match=f"pid {other.pid}"):
                update(corpus)
        finally:
            other.kill()
    assert update(corpus).read == 6  # its lock file is still there, and stale


def test_a_damaged_shard_is_read_again(corpus, stores):
    """One flipped byte is seen by its checksum; the same bytes are there afterwards."""
    update(corpus)
    before = stores.content(corpus / ".textmine")
    path = next((corpus / ".textmine" / "indicators").iterdir())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"):
        open_store(corpus)
    done = update(corpus)
    assert (done.damaged, done.read) == (1, 6)
    assert stores.content(corpus / ".textmine") == before


def test_another_reader_reads_again(corpus, stores):
    """A store of another version of the code is not believed."""
    update(corpus)
    before = stores.content(corpus / ".textmine")
    path = corpus / ".textmine" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "reader": "x"}), encoding="utf-8")
    done = update(corpus)
    assert (done.read, done.other_reader) == (6, True)
    assert stores.content(corpus / ".textmine") == before


@pytest.mark.parametrize("schema", [0, 99])
def test_schemas(corpus, schema):
    """An older schema is read again; a later one is left alone, with what to do."""
    update(corpus)
    path = corpus / ".textmine" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "schema": schema}), encoding="utf-8")
    if schema:
        with pytest.raises(StoreError, match="pip install -U textmine"):
            update(corpus)
    else:
        with pytest.raises(StoreError, match=r"schema 0.*textmine add"):
            open_store(corpus)
        done = update(corpus)
        assert (done.read, done.other_reader) == (6, True)
        assert read_manifest(path.parent).schema == 1


def test_own_layouts_are_part_of_the_reader(corpus, tmp_path):
    """Other layouts read again; the same ones do not."""
    layouts = tmp_path / "own.toml"
    layouts.write_text('[labels.head]\nproject = ["工程名目"]\n', encoding="utf-8")
    assert update(corpus, layouts=layouts).read == 6
    assert update(corpus, layouts=layouts).read == 0
    assert update(corpus).read == 6


def test_a_file_that_changes_while_it_is_read_is_not_kept(corpus, stores):
    """It is named as a failure, and read by the next run."""

    def touch(_done: int, _total: int, source: str) -> None:
        if source == "表000.html":
            (corpus / "表001.html").write_text(stores.sheet(30), encoding="utf-8")

    done = update(corpus, watch=touch)
    assert [f.source for f in done.unstable] == ["表001.html"]
    assert update(corpus).read == 1
    assert read_stored(corpus) == tm.read(corpus)


def test_failed_files_are_read_again_when_asked(corpus):
    """A failure is kept, so that a run does not wait for it each time; `retry` reads it again."""
    (corpus / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    update(corpus)
    assert update(corpus).read == 0
    assert update(corpus, retry=True).read == 1


def test_a_missing_drive_empties_nothing(corpus):
    """All files gone at once is rather a drive that is not there."""
    update(corpus)
    for path in corpus.glob("*.html"):
        path.rename(path.with_suffix(".gone"))
    with pytest.raises(UsageError, match="all files are gone"):
        update(corpus)
    assert len(open_store(corpus)) == 7


def test_worker_processes_give_the_same_bytes(corpus, stores, tmp_path):
    """Where a file is read does not show."""
    update(corpus, tmp_path / "here")
    update(corpus, tmp_path / "there", executor=LocalExecutor(2))
    assert stores.content(tmp_path / "here") == stores.content(tmp_path / "there")


def test_other_programs_read_it(corpus):
    """DuckDB joins names and contents; pandas and polars read the same rows."""
    import pandas as pd

    duckdb = pytest.importorskip("duckdb")
    update(corpus)
    store = corpus / ".textmine"
    query = f"""SELECT source, sum(lost) FROM '{store}/files/*.parquet' JOIN '{store}/indicators/*.parquet' USING (file)
                GROUP BY source ORDER BY source"""
    assert duckdb.sql(query).fetchall()[:2] == [("副本.html", 2.0), ("表000.html", 0.0)]
    frame = pd.read_parquet(store / "indicators")
    assert len(frame) == 12
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(f"{store}/indicators/*.parquet").height == 12


def test_an_open_store_needs_no_sources(corpus, tmp_path):
    """What somebody else read is the same corpus here."""
    stored = read_stored(corpus, tmp_path / "语料" / ".textmine")
    assert open_store(tmp_path / "语料") == stored
    (tmp_path / "语料" / ".textmine").rename(tmp_path / "elsewhere")
    assert open_store(tmp_path / "elsewhere").forms == stored.forms


def test_run_uses_a_store_that_is_there(corpus, monkeypatch):
    """`textmine.read` takes a folder with a store from it, and one without from the files."""
    import textmine.forms.extraction as module

    update(corpus)
    monkeypatch.setattr(module, "read_document", None)
    assert len(tm.read(corpus)) == 7


def test_an_unchanged_corpus_loads_no_frames(corpus):
    """Looking again needs neither pandas nor the parser: most of the time it takes would be theirs."""
    code = (
        "import sys\nfrom textmine.cli.app import run_app\nrun_app(['add', sys.argv[1], '-q', '-w', '0'])\n"
        "print(sorted({'pandas', 'sklearn', 'textmine.forms.parsing'} & set(sys.modules)))"
    )
    update(corpus)
    assert subprocess.run([sys.executable, "-c", code, str(corpus)], capture_output=True, text=True).stdout == "[]\n"


def test_names_that_changed_alone_are_written(corpus):
    """A renamed file is read no second time, and is found under its new name."""
    update(corpus)
    (corpus / "表001.html").rename(corpus / "新名.html")
    assert update(corpus).read == 0
    assert "新名.html#1" in open_store(corpus).forms
