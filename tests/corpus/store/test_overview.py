"""The figures told after a run are those of the whole corpus."""

import zipfile

import pytest

from textmine.cli import common
from textmine.corpus.info import read_info
from textmine.corpus.store import layout, update
from textmine.corpus.store.load import corpus_of
from textmine.corpus.store.overview import overview_of


@pytest.fixture
def mixed(corpus, stores):
    """Forms, a copy, an archive, forms that do not add up, files that cannot be read, and one without a form."""
    (corpus / "错.html").write_text(stores.sheet(9).replace("<td>91</td>", "<td>90</td>"), encoding="utf-8")
    (corpus / "错二.html").write_bytes((corpus / "错.html").read_bytes())
    (corpus / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (corpus / "坏二.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (corpus / "空.pdf").write_bytes(b"")
    (corpus / "无表.html").write_text("<p>关于印发办法的通知</p>", encoding="utf-8")
    with zipfile.ZipFile(corpus / "打包.zip", "w") as archive:
        archive.writestr("内/甲.html", stores.sheet(30))
        archive.writestr("内/乙.pdf", b"%PDF-1.7\nnothing here")
    return corpus


@pytest.mark.parametrize("files", [2, 2000])
def test_an_overview_is_that_of_the_corpus(mixed, files, monkeypatch):
    """With one bucket and with many."""
    monkeypatch.setattr(layout, "_SHARD_FILES", files)
    done = update(mixed)
    store = layout.default_store(mixed)
    corpus, seen = corpus_of(done, read_info(mixed), store), overview_of(done, store)
    assert seen.funnel == corpus.funnel
    assert seen.failures == corpus.failures
    assert seen.files == corpus.files
    assert seen.doubts == corpus.doubts
    assert len(seen.doubts) == 2
    assert seen.doubts[0].reason


def test_what_is_said_is_the_same(mixed, capfd):
    """The terminal and the exit code do not tell the two apart."""
    done = update(mixed)
    store = layout.default_store(mixed)
    said, codes = [], []
    for found in (corpus_of(done, read_info(mixed), store), overview_of(done, store)):
        common.print_funnel(found, quiet=False)
        codes.append(common.exit_code(found))
        said.append(capfd.readouterr().err)
    assert said[0] == said[1]
    assert codes == [3, 3]
    assert "Not reconciled: 错.html#1" in said[0]


def test_a_long_list_is_cut(mixed, capfd, monkeypatch):
    """A large corpus has more doubts than a person reads in a terminal: how many more is said."""
    monkeypatch.setattr(common, "MAX_LINES", 1)
    common.print_funnel(overview_of(update(mixed), layout.default_store(mixed)), quiet=False)
    said = capfd.readouterr().err
    assert said.count("Not reconciled") == 1
    assert "另有 1 条" in said
