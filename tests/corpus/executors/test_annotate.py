"""Annotating in blocks elsewhere gives what annotating here gives."""

import pytest

from textmine.causes import annotate
from textmine.corpus.executors import LocalExecutor
from textmine.corpus.executors.annotate import annotate_on
from textmine.errors import TextmineError

TEXTS = ["因招标流标，采购滞后。", "因人手不足，巡查减少。", "无", "下一步加强管理。", "受疫情影响，培训延期。"]


@pytest.mark.parametrize("workers", [0, 1])
def test_blocks_do_not_show(workers):
    """Blocks of two passages, the last one shorter."""
    lost = [1.0, None, 0.0, 2.0, 0.5]
    assert list(annotate_on(LocalExecutor(workers), TEXTS, lost, block=2)) == annotate(TEXTS, lost)


def test_a_block_that_fails_stops_the_study():
    """A missing codebook is told, not swallowed."""
    from pathlib import Path

    with pytest.raises(TextmineError):
        list(annotate_on(LocalExecutor(0), TEXTS, codebook=Path("nirgends.toml")))
