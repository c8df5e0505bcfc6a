"""Annotating in blocks elsewhere gives what annotating here gives."""

from dataclasses import replace

import pytest

import textmine as tm
from textmine.causes import annotate, load_codebook
from textmine.corpus.executors import LocalExecutor
from textmine.corpus.executors.annotate import annotate_on
from textmine.errors import TextmineError
from textmine.passages.context import RowContext

TEXTS = ["因招标流标，采购滞后。", "因人手不足，巡查减少。", "无", "下一步加强管理。", "受疫情影响，培训延期。"]
LOST = [1.0, None, 0.0, 2.0, 0.5]
BESIDE = [RowContext("采购完成率", "100%", "80%"), None, RowContext("满意度"), None, None]


@pytest.mark.parametrize("workers", [0, 1])
def test_blocks_do_not_show(workers):
    """Blocks of two passages, the last one shorter."""
    assert list(annotate_on(LocalExecutor(workers), TEXTS, LOST, BESIDE, block=2)) == annotate(TEXTS, LOST, BESIDE)


@pytest.mark.parametrize("size", [1, 3, 5, 100])
def test_the_size_of_a_block_does_not_show(size):
    """One passage a block, or all of them."""
    assert list(annotate_on(LocalExecutor(), TEXTS, block=size)) == annotate(TEXTS)


def test_an_own_codebook_travels_along():
    """Codes that are left out of a codebook are not given."""
    book = load_codebook()
    small = replace(book, entries=tuple(e for e in book.entries if e.code != "procurement"))
    found = list(annotate_on(LocalExecutor(1), TEXTS, codebook=small))
    assert found == annotate(TEXTS, codebook=small)
    assert "procurement" not in found[0].scores


def test_a_block_that_fails_stops_the_study():
    """A text that is none is told with its place, not swallowed."""
    with pytest.raises(TextmineError, match="passages from 3"):
        list(annotate_on(LocalExecutor(), [*TEXTS[:2], 7, *TEXTS[3:]], block=2))


def test_a_study_is_the_same_wherever_it_is_annotated(first_corpus):
    """All of it, with the frames that follow."""
    corpus = tm.read(first_corpus)
    here, there = tm.analyse(corpus), tm.analyse(corpus, executor=LocalExecutor(1))
    assert here.annotations == there.annotations
    assert here.causes.equals(there.causes)
