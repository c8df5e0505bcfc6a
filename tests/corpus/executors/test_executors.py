"""Executors give one result or failure for each item, in order, wherever the items run."""

import os
import pathlib
import signal
import time

import pytest

from textmine.corpus.executors import LocalExecutor, reading_seconds
from textmine.corpus.store import update
from textmine.documents.limits import Limits
from textmine.documents.worker import run_isolated
from textmine.errors import DocumentError
from textmine.records import Failure


def act(item: str) -> str:
    """What a worker may do."""
    kind, _, rest = item.partition(":")
    if kind == "raise":
        raise DocumentError("broken", where="page 3", hint="mend it")
    if kind == "sleep":
        time.sleep(float(rest))
    if kind == "once" and not pathlib.Path(rest).exists():
        pathlib.Path(rest).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item.upper()


def test_local_results_are_in_order():
    out = list(LocalExecutor(2).map(act, ["sleep:0.3", "a", "raise", "b"]))
    assert out == ["SLEEP:0.3", "A", Failure("raise", "broken", "page 3", "mend it"), "B"]


def test_time_may_depend_on_the_item():
    """A large file gets more time than a small one; the message tells the limit that applied."""
    items = ["sleep:5", "sleep:1.2"]
    allowed = {"sleep:5": 0.8, "sleep:1.2": 30.0}
    out = list(run_isolated(act, items, workers=1, limits=Limits(seconds=0.1), seconds=allowed.__getitem__))
    assert "stopped after 0.8 s" in out[0].error
    assert out[1] == "SLEEP:1.2"


def test_reading_time_grows_with_the_size_and_is_bounded():
    """A scan of 30 pages and 6 MB has the 15 s a page that OCR may take."""
    assert reading_seconds(0) == 180
    assert reading_seconds(6 * 2**20) > 30 * 15
    assert reading_seconds(2**40) == 4 * 3600


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes behind a Dask scheduler on this machine."""
    distributed = pytest.importorskip("distributed")
    import dask

    dask.config.set({"distributed.worker.multiprocessing-method": "spawn", "distributed.scheduler.allowed-failures": 1})
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as found:
        yield found


@pytest.mark.cluster
@pytest.mark.enable_socket
def test_dask_gives_the_same_and_survives_a_lost_worker(cluster, stores, tmp_path):
    """One of two workers is killed in mid-run: no file is lost, and the bytes are those of this process."""
    from textmine.corpus.executors.dask import dask_executor

    folder = stores.fill(tmp_path / "c", range(40))
    update(folder, tmp_path / "here")
    victim = next(iter(cluster.workers.values())).pid

    def kill(done: int, _total: int, _source: str) -> None:
        if done == 5:
            os.kill(victim, signal.SIGKILL)

    with dask_executor(cluster.scheduler_address) as executor:
        assert update(folder, tmp_path / "there", executor=executor, watch=kill).read == 40
        assert list(executor.map(act, ["a", "raise", "b"])) == [
            "A", Failure("raise", "broken", "page 3", "mend it"), "B",
        ]  # fmt: skip
    assert stores.content(tmp_path / "there") == stores.content(tmp_path / "here")


@pytest.mark.cluster
@pytest.mark.enable_socket
def test_dask_annotates_and_counts(cluster, stores, tmp_path):
    """Annotations and the table of causes are those of this process; a block that fails is told."""
    from textmine.causes import annotate
    from textmine.corpus.executors.annotate import annotate_on
    from textmine.corpus.executors.count import count_causes
    from textmine.corpus.executors.dask import dask_executor
    from textmine.errors import TextmineError

    folder = stores.fill(tmp_path / "c", range(12))
    update(folder)
    texts = ["因招标流标，采购滞后。", "因人手不足，巡查减少。", "受疫情影响，培训延期。"] * 4
    with dask_executor(cluster.scheduler_address) as executor:
        assert list(annotate_on(executor, texts, block=5)) == annotate(texts)
        there, here = count_causes(folder, executor), count_causes(folder)
        with pytest.raises(TextmineError, match="passages from 1"):
            list(annotate_on(executor, [7], block=5))
    assert there[0].equals(here[0])
    assert there[1] == here[1]


@pytest.mark.cluster
@pytest.mark.enable_socket
@pytest.mark.slow
def test_dask_ends_an_item_over_its_time(cluster):
    """A hung item costs its own result only."""
    from textmine.corpus.executors.dask import dask_executor

    with dask_executor(cluster.scheduler_address) as executor:
        out = list(executor.map(act, ["sleep:100", "a"], seconds={"sleep:100": 1.0, "a": 60.0}.__getitem__))
    assert "too long" in out[0].error
    assert out[1] == "A"
