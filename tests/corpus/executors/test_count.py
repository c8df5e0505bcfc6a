"""The table of causes, counted bucket by bucket, is the one of a study that holds everything."""

import itertools
import random

import pandas as pd
import pytest

import textmine as tm
from textmine.causes import load_codebook
from textmine.cli.app import run_app
from textmine.corpus.executors import LocalExecutor
from textmine.corpus.executors.count import Tally, count_causes, jobs_of, tally
from textmine.corpus.store import layout, open_store, update
from textmine.errors import StoreError

CAUSES = ["因招标流标。", "因人手不足，巡查减少。", "机制不健全，人员流动大。", "受疫情影响，培训延期。", "无"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store of nine buckets, one file of which has two names."""
    from pathlib import Path
    from runpy import run_path

    stores = run_path(str(Path(__file__).parents[1] / "stores.py"))
    folder = tmp_path_factory.mktemp("count") / "c"
    stores["fill"](folder, range(40))
    draw = random.Random(3)
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace("因保洁服务招标流标两次，进场推迟。", draw.choice(CAUSES))
        path.write_text(text, encoding="utf-8")
    (folder / "副本.html").write_bytes((folder / "表003.html").read_bytes())
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "_SHARD_FILES", 8)
        update(folder)
    return folder


@pytest.mark.parametrize("workers", [0, 2])
def test_the_table_is_that_of_a_study(store, workers):
    """Sums to the last digit; intervals to rounding."""
    study = tm.analyse(open_store(store))
    table, total = count_causes(store, LocalExecutor(workers))
    assert (total.forms, total.passages) == (41, len(study.corpus.passages))
    assert len(table) > 2
    pd.testing.assert_frame_equal(table, study.causes, rtol=1e-9)
    exact = ["code", "passages", "forms", "lost_points", "full"]
    assert table[exact].equals(study.causes[exact])


def test_many_forms_are_resampled_in_the_same_blocks(store, monkeypatch):
    """Where the bootstrap draws blocks of forms, both ways form the same blocks."""
    from textmine.corpus.executors import count
    from textmine.points import intervals

    monkeypatch.setattr(intervals, "_BLOCKS", 10)
    monkeypatch.setattr(count, "_RESAMPLED", 10)
    table, _ = count_causes(store)
    pd.testing.assert_frame_equal(table, tm.analyse(open_store(store)).causes, rtol=1e-9)


def test_tallies_add_up_in_any_order(store):
    """Sums are exact fractions: no order of buckets shows."""
    book = load_codebook()
    parts = [tally(job, book) for job in itertools.islice(jobs_of(store), 4)]
    assert len(parts) == 4
    assert all(sum(order, Tally()) == sum(parts, Tally()) for order in itertools.permutations(parts))


def test_nothing_to_count(tmp_path):
    """No store is told; a store without forms gives an empty table with all columns."""
    with pytest.raises(StoreError, match="no store"):
        count_causes(tmp_path)
    (tmp_path / "空.html").write_text("<p>没有表</p>", encoding="utf-8")
    update(tmp_path)
    table, total = count_causes(tmp_path)
    assert (total.forms, len(table)) == (0, 0)
    assert "lost_points" in table


def test_on_the_command_line(store, tmp_path, capfd):
    """Printed as a table, or written as a file with Chinese titles."""
    assert run_app(["count", str(store), "-w", "0"]) == 0
    said = capfd.readouterr()
    assert said.out.startswith("code\tname")
    assert "41 张自评表" in said.err
    assert run_app(["count", str(store), "-w", "0", "-o", str(tmp_path / "原因.csv")]) == 0
    assert "涉及失分" in (tmp_path / "原因.csv").read_text("utf-8-sig")
