"""Speed and memory against the number of files: ``python benchmarks/scale.py --corpus DIR [--files 100 300 1000]``.

DIR is a folder of synthetic files (``textmine synth -n 2000 --years 3 --units 200 --seed 7 -o DIR``). Every measurement
runs in a process of its own. CPU seconds are those of all processes; the clock is given beside them, since the machine
may be shared. Writes ``scale.json`` and ``scale.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SUFFIXES = {".pdf", ".docx", ".xlsx", ".html"}
MILLION = 1_000_000


def timed(function: Callable[[Any], Any], item: Any) -> tuple[Any, float, int]:  # noqa: ANN401
    """Run in a worker; return the result, its CPU seconds and the worker's largest size in KB."""
    start = time.process_time()
    result = function(item)
    return result, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class TimedExecutor:
    """A local executor that adds up what its workers need."""

    def __init__(self, workers: int) -> None:
        self.workers, self.cpu, self.rss = workers, 0.0, 0

    def map(self, function: Callable, items: Iterable, **options: Any) -> Iterator[Any]:  # noqa: ANN401
        from textmine.corpus.executors import LocalExecutor
        from textmine.records import Failure

        for found in LocalExecutor(self.workers).map(partial(timed, function), items, **options):
            if isinstance(found, Failure):
                yield found
            else:
                result, cpu, rss = found
                self.cpu, self.rss = self.cpu + cpu, max(self.rss, rss)
                yield result


def read(folder: Path, store: Path, workers: int) -> dict[str, Any]:
    """Read a folder into a new store."""
    from textmine.corpus.store import update

    executor = TimedExecutor(workers)
    start, cpu = time.perf_counter(), time.process_time()
    done = update(folder, store, executor=executor)
    return {
        "files": done.read,
        "s": time.perf_counter() - start,
        "cpu_parent": time.process_time() - cpu,
        "cpu_workers": executor.cpu,
        "mb_parent": _size(),
        "mb_worker": executor.rss / 1024,
        "store_mb": sum(p.stat().st_size for p in store.rglob("*.parquet")) / 2**20,
    }


def again(folder: Path, store: Path) -> dict[str, Any]:
    """Bring the unchanged store up to date and load its corpus."""
    from textmine.corpus.store.load import read_stored

    start, cpu = time.perf_counter(), time.process_time()
    corpus = read_stored(folder, store)
    return {
        "s": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "mb": _size(),
        "forms": len(corpus),
        "rows": corpus.funnel.indicators,
        "pages": corpus.funnel.pages,
        "passages": len(corpus.passages),
    }


def stages(folder: Path, store: Path) -> list[dict[str, Any]]:
    """Run what follows the reading, stage by stage."""
    from textmine.causes import annotate
    from textmine.corpus.store.load import read_stored
    from textmine.corpus.study import analyse
    from textmine.points.claims import build_claims
    from textmine.points.ledger import build_ledger

    out: list[dict[str, Any]] = []

    def stage(name: str, run: Callable[[], Any]) -> Any:  # noqa: ANN401
        start, cpu = time.perf_counter(), time.process_time()
        result = run()
        took = {"s": time.perf_counter() - start, "cpu": time.process_time() - cpu}
        out.append({"stage": name, **took, "mb": _size()})
        return result

    corpus = stage("load the store", lambda: read_stored(folder, store))
    found = stage("annotate", lambda: annotate([p.text for p in corpus.passages]))
    marks = {p.id: a for p, a in zip(corpus.passages, found, strict=True)}
    ledger = stage("ledger", lambda: build_ledger(corpus.forms, marks))
    stage("claims", lambda: build_claims(ledger, marks))
    study = stage("analyse (annotate, ledger, themes)", lambda: analyse(corpus))
    with tempfile.TemporaryDirectory() as out_folder:
        stage("report (intervals, tables, files)", lambda: study.report(out_folder))
    return [{**row, "forms": len(corpus)} for row in out]


def passages(sample: int) -> dict[str, Any]:
    """Annotate a sample of different passages; count a million annotated ones from Parquet."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from textmine.causes import annotate
    from textmine.jsonl import read_jsonl

    files = sorted((HERE.parent / "corpora" / "passages").glob("*.jsonl"))
    texts = sorted({row["text"] for file in files for row in read_jsonl(file)})[:sample]
    annotate(texts[:5])  # the model is loaded
    cpu = time.process_time()
    found = annotate(texts)
    per_passage = (time.process_time() - cpu) / len(texts)
    causes = [list(a.causes) for a in found]
    copies = -(-MILLION // len(texts))
    table = pa.table({"causes": (causes * copies)[:MILLION], "lost": ([1.0, 2.5, 0.5, 4.0] * (MILLION // 4))})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "passages.parquet"
        pq.write_table(table, path)
        del table
        cpu, clock = time.process_time(), time.perf_counter()
        rows = pq.read_table(path)
        codes = pc.list_flatten(rows["causes"])
        share = pc.divide(rows["lost"], pc.cast(pc.list_value_length(rows["causes"]), pa.float64()))
        points = pc.take(share, pc.list_parent_indices(rows["causes"]))
        sums = pa.table({"code": codes, "points": points}).group_by("code").aggregate([("points", "sum")])
        count = {"cpu": time.process_time() - cpu, "s": time.perf_counter() - clock}
    total = sum(sums["points_sum"].to_pylist())
    if abs(total - 2.0 * MILLION) > 1:
        raise RuntimeError(f"points are lost in counting: {total}")
    return {"sample": len(texts), "cpu_per_passage": per_passage, "count_million": count, "mb": _size()}


def _size() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure everything and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--files", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--single", type=int, default=300, help="up to so many files one worker is measured, too")
    parser.add_argument("--sample", type=int, default=3000)
    parser.add_argument("--child", nargs="+")
    asked = parser.parse_args()
    if asked.child:
        _child(*asked.child)
        return
    with tempfile.TemporaryDirectory() as work:
        result = measure(asked.corpus, sorted(asked.files), asked.single, asked.sample, Path(work))
    (HERE / "scale.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    from scale_table import markdown

    (HERE / "scale.md").write_text(markdown(result), encoding="utf-8")


def _child(what: str, *args: str) -> None:
    run: dict[str, Callable[..., Any]] = {
        "read": lambda f, s, w: read(Path(f), Path(s), int(w)),
        "again": lambda f, s: again(Path(f), Path(s)),
        "stages": lambda f, s: stages(Path(f), Path(s)),
        "passages": lambda n: passages(int(n)),
    }
    from textmine.corpus.store import layout as store_layout

    store_layout._package_id = lambda: "benchmark"  # else editing a reader meanwhile has everything read again
    print(json.dumps(run[what](*args)))


def _run(*args: object) -> Any:  # noqa: ANN401
    command = [sys.executable, str(Path(__file__)), "--child", *map(str, args)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    print(args[0], done.stdout.strip(), flush=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(corpus: Path, sizes: list[int], single: int, sample: int, work: Path) -> dict[str, Any]:
    """Run all measurements, each in its own process: two workers, what follows, then one worker."""
    files = sorted(p for p in corpus.iterdir() if p.suffix in SUFFIXES)
    if len(files) < max(sizes):
        raise SystemExit(f"{corpus} holds {len(files)} files, {max(sizes)} are needed")
    out: dict[str, Any] = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "reading": [], "again": []}
    for n in sizes:
        folder, store = work / f"files{n}", work / f"store{n}"
        folder.mkdir()
        for path in files[:: len(files) // n][:n]:
            os.link(path, folder / path.name)
        out["reading"].append({"n": n, "workers": 2, **_run("read", folder, store, 2)})
        out["again"].append({"n": n, **_run("again", folder, store)})
    costs = [r["cpu_parent"] + r["cpu_workers"] for r in out["reading"]]
    out["exponent"] = exponent(sizes, costs)
    out["stages"] = _run("stages", folder, store)
    out["passages"] = _run("passages", sample)
    for n in sizes:
        if n <= single:
            row = _run("read", work / f"files{n}", work / f"store{n}-1", 1)
            out["reading"].append({"n": n, "workers": 1, **row})
    return out


def exponent(sizes: list[int], costs: list[float]) -> float:
    """Return the slope of log cost over log size: 1 is linear."""
    xs, ys = [math.log(n) for n in sizes], [math.log(c) for c in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((a - x) ** 2 for a in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / spread if spread else float("nan")


if __name__ == "__main__":
    main()
