"""What ``scale.py`` measures, each function in a process of its own."""

from __future__ import annotations

import itertools
import os
import random
import re
import resource
import shutil
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
SCAN = "hidden_text_layer"  # a picture with a text layer behind it: read by OCR, a hundred times as long
MILLION = 1_000_000
_PART = 50_000


def timed(item: Any, function: Callable[[Any], Any]) -> tuple[Any, float, int]:  # noqa: ANN401
    """Run in a worker; return the result, its CPU seconds and the worker's largest size in KB."""
    start = time.process_time()
    result = function(item)
    return result, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class TimedExecutor:
    """An executor that adds up what its workers need."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401
        self.inner, self.cpu, self.rss = inner, 0.0, 0

    def map(self, function: Callable, items: Iterable, **options: Any) -> Iterator[Any]:  # noqa: ANN401
        from textmine.records import Failure

        for found in self.inner.map(partial(timed, function=function), items, **options):
            if isinstance(found, Failure):
                yield found
            else:
                result, cpu, rss = found
                self.cpu, self.rss = self.cpu + cpu, max(self.rss, rss)
                yield result


class Clock:
    """CPU and time on the clock since it was made."""

    def __init__(self) -> None:
        self._clock, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        return {"s": time.perf_counter() - self._clock, "cpu": time.process_time() - self._cpu, "mb": size()}


def size() -> float:
    """The largest size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def synth(folder: Path, files: int) -> dict[str, Any]:
    """Make the synthetic corpus that all other steps read."""
    from textmine.synth import Recipe, generate

    clock = Clock()
    part = folder.with_name(folder.name + ".part")
    generate(files, 7, part, Recipe(years=3, units=200), workers=2)
    part.rename(folder)
    return {"files": files, **clock.read()}


def linked(corpus: Path, folder: Path, files: int, digital: bool = False) -> Path:
    """Link every k-th file of a corpus into a folder; with `digital`, PDFs alone, without scans."""
    every = sorted(p for p in corpus.iterdir() if p.suffix in SUFFIXES)
    if digital:
        every = [p for p in every if p.suffix == ".pdf" and SCAN not in p.name]
    if len(every) < files:
        raise SystemExit(f"{corpus} holds {len(every)} files, {files} are needed")
    folder.mkdir(exist_ok=True)
    for path in every[:: len(every) // files][:files]:
        if not (folder / path.name).exists():
            os.link(path, folder / path.name)
    return folder


def read(folder: Path, store: Path, workers: int) -> dict[str, Any]:
    """Read a folder into a new store."""
    from textmine.corpus.executors import LocalExecutor
    from textmine.corpus.store import update
    from textmine.corpus.store.overview import overview_of

    shutil.rmtree(store, ignore_errors=True)
    executor, clock = TimedExecutor(LocalExecutor(workers)), Clock()
    done = update(folder, store, executor=executor)
    took = clock.read()
    funnel = overview_of(done, store).funnel
    return {
        "files": done.read,
        "workers": workers,
        "s": took["s"],
        "cpu_parent": took["cpu"],
        "cpu_workers": executor.cpu,
        "mb_parent": took["mb"],
        "mb_worker": executor.rss / 1024,
        "store_mb": sum(p.stat().st_size for p in store.rglob("*.parquet")) / 2**20,
        "pages": funnel.pages,
        "forms": funnel.forms,
        "rows": funnel.indicators,
        "passages": funnel.passages,
    }


def again(folder: Path, store: Path) -> dict[str, Any]:
    """``textmine add`` on the unchanged corpus; the best of three."""
    return min((command("add", folder, "--store", store) for _ in range(3)), key=lambda r: r["s"])


def whole(folder: Path, store: Path, out: Path) -> list[dict[str, Any]]:
    """``textmine run`` into a new store and a new report, then once more with nothing changed."""
    shutil.rmtree(store, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    asked = ("run", folder, "--store", store, "-o", out, "-w", 2)
    return [{"run": name, **command(*asked)} for name in ("new", "unchanged")]


def command(*asked: object) -> dict[str, float]:
    """Run textmine as a person does, start of Python included; CPU without that of the workers."""
    code = (
        "import sys\nfrom textmine.corpus.store import layout\nlayout._package_id = lambda: 'benchmark'\n"
        "from textmine.cli.app import run_app\nif __name__ == '__main__': sys.exit(run_app(sys.argv[1:]))\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "textmine_benchmark.py"  # a file, so that worker processes can import it
        script.write_text(code, encoding="utf-8")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([sys.executable, str(script), *map(str, asked), "-q"], stdout=sys.stderr, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        raise SystemExit(f"textmine {asked[0]} failed")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"s": time.perf_counter() - start, "cpu": cpu, "mb": after.ru_maxrss / 1024}


def stages(folder: Path, store: Path, out: Path) -> list[dict[str, Any]]:
    """What ``textmine run`` does after the reading, stage by stage, with two workers where it uses them."""
    from textmine.causes import load_codebook
    from textmine.corpus.coding import code_passages
    from textmine.corpus.executors import LocalExecutor
    from textmine.corpus.executors.count import count_causes
    from textmine.corpus.store import read_stored
    from textmine.corpus.study import Study, _themes
    from textmine.points.claims import build_claims

    rows: list[dict[str, Any]] = []

    def stage(name: str, run: Callable[[], Any]) -> Any:  # noqa: ANN401
        clock = Clock()
        result = run()
        rows.append({"stage": name, **clock.read()})
        return result

    book, executor = load_codebook(), TimedExecutor(LocalExecutor(2))
    corpus = stage("load the store", lambda: read_stored(folder, store))
    coding = stage("annotate (two workers), ledger", lambda: code_passages(corpus, codebook=book, executor=executor))
    rows[-1]["cpu"] += executor.cpu
    claims = build_claims(coding.ledger, coding.annotations)
    themes = stage("themes", lambda: _themes(coding.annotations, book, None, 0))
    study = Study(corpus, book, coding.annotations, coding.ledger, claims, themes)
    stage("report (intervals, notices, all files)", lambda: study.report(out))
    counter = TimedExecutor(LocalExecutor(2))
    table, _ = stage("textmine count (annotate, count, resample; two workers)", lambda: count_causes(store, counter))
    rows[-1]["cpu"] += counter.cpu
    gap = (table.set_index("code")["lost_points"] - study.causes.set_index("code")["lost_points"]).abs().max()
    return [{**row, "forms": len(corpus), "gap": float(gap)} for row in rows]


def texts(number: int, seed: int) -> list[str]:
    """Different passages, joined from clauses of those in the tree, with other figures."""
    from textmine.jsonl import read_jsonl

    rows = (row for file in sorted((HERE.parent / "corpora" / "passages").glob("*.jsonl")) for row in read_jsonl(file))
    clauses = sorted({c for row in rows for c in re.split("(?<=[，。；])", row["text"]) if len(c) > 3})
    draw = random.Random(seed)
    return [
        re.sub(r"\d+", lambda _: str(draw.randint(1, 99)), "".join(draw.choices(clauses, k=draw.randint(2, 6))))
        for _ in range(number)
    ]


def million(work: Path, seconds: float) -> dict[str, Any]:
    """Annotate a million passages from Parquet into Parquet with two workers, in parts; stop after some seconds."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from textmine.corpus.executors import LocalExecutor
    from textmine.corpus.executors.annotate import annotate_on

    folder, start = work / "million", time.perf_counter()
    folder.mkdir(exist_ok=True)
    for part in range(MILLION // _PART):
        source, target = folder / f"texts-{part:02}.parquet", folder / f"done-{part:02}.parquet"
        if target.exists():
            continue
        if time.perf_counter() - start > seconds:
            raise SystemExit(f"{part * _PART:,} passages are done: run the same command again")
        if not source.exists():
            lost = [1.0 + n % 4 for n in range(_PART)]
            pq.write_table(pa.table({"text": texts(_PART, part), "lost": lost}), source)
        clock, executor = Clock(), TimedExecutor(LocalExecutor(2))
        table = pq.read_table(source)
        lost = table["lost"].to_pylist()
        causes = [list(a.causes) for a in annotate_on(executor, table["text"].to_pylist(), lost)]
        took = clock.read()
        took["cpu"] += executor.cpu
        done = pa.table({"causes": pa.array(causes, pa.list_(pa.string())), "lost": lost})
        pq.write_table(done.replace_schema_metadata({k: str(v) for k, v in took.items()}), target)
    return _counted(sorted(folder.glob("done-*.parquet")))


def _counted(parts: list[Path]) -> dict[str, Any]:
    """Share the points of a million annotated passages over their codes, from Parquet; add up what annotating took."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    clock, sums, rows = Clock(), [], 0
    for part in parts:
        table = pq.read_table(part)
        rows += table.num_rows
        share = pc.divide(table["lost"], pc.cast(pc.list_value_length(table["causes"]), pa.float64()))
        points = pc.take(share, pc.list_parent_indices(table["causes"]))
        both = pa.table({"code": pc.list_flatten(table["causes"]), "points": points})
        sums.append(both.group_by("code").aggregate([("points", "sum")]).rename_columns(["code", "points"]))
    codes = pa.concat_tables(sums).group_by("code").aggregate([("points", "sum")])
    count = clock.read()
    meta = [pq.read_schema(part).metadata for part in parts]
    annotate = {key: sum(float(m[key.encode()]) for m in meta) for key in ("s", "cpu")}
    annotate["mb"] = max(float(m[b"mb"]) for m in meta)
    total = float(sum(codes["points_sum"].to_pylist()))
    return {"done": rows, "annotate": annotate, "count": count, "codes": codes.num_rows, "points": total}


def themes(number: int) -> list[dict[str, Any]]:
    """Themes fitted on a sample, all others joined, against themes fitted on all: agreement and time."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    from textmine.causes import annotate
    from textmine.causes.themes import find_themes
    from textmine.causes.themes_model import ThemeSettings
    from textmine.corpus.study_frames import cause_segments

    passages = texts(number, 99)
    marks = {f"f{n // 5}#1/{n % 5}": a for n, a in enumerate(annotate(passages))}
    segments = cause_segments(marks)
    full: list[int] = []
    rows = []
    for sample in (10**6, 3000, 1000, 300):
        clock = Clock()
        found = find_themes(segments, settings=ThemeSettings(count=20, draws=0, sample=sample))
        labels = [a.theme for a in found.assignments]
        full = full or labels
        both = [i for i in range(len(labels)) if labels[i] >= 0 and full[i] >= 0]
        one, other = [full[i] for i in both], [labels[i] for i in both]
        agree = {"ami": adjusted_mutual_info_score(one, other), "ari": adjusted_rand_score(one, other)}
        rows.append(
            {"sample": min(sample, found.panel.distinct), "distinct": found.panel.distinct, **agree, **clock.read()}
        )
    return rows


def dask(folder: Path, work: Path) -> dict[str, Any]:
    """Read with two Dask workers, one of which is killed on the way, and compare the store with a local one."""
    import signal

    import dask as dask_module
    from distributed import LocalCluster

    from textmine.corpus.executors import LocalExecutor
    from textmine.corpus.executors.dask import dask_executor
    from textmine.corpus.store import update

    dask_module.config.set({"distributed.worker.multiprocessing-method": "spawn"})
    with tempfile.TemporaryDirectory(dir=work) as scratch:
        here, there = Path(scratch) / "here", Path(scratch) / "there"
        local = update(folder, here, executor=LocalExecutor(2))
        options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
        with LocalCluster(**options) as cluster, dask_executor(cluster.scheduler_address) as executor:
            victim = next(iter(cluster.workers.values())).pid

            def kill(done: int, total: int, _source: str) -> None:
                if done == total // 3:
                    os.kill(victim, signal.SIGKILL)

            clock = Clock()
            done = update(folder, there, executor=executor, watch=kill)
            took = clock.read()
        equal = _content(here) == _content(there)
    return {"files": done.read, "local_files": local.read, "killed": 1, "equal": equal, "s": took["s"]}


def _content(store: Path) -> dict[str, bytes]:
    paths = (p for p in store.rglob("*") if p.is_file() and p.name != "lock" and p.parent.name != "cache")
    return {p.relative_to(store).as_posix(): p.read_bytes() for p in paths}


def peers(folder: Path, files: int) -> list[dict[str, Any]]:
    """Digital PDFs by us and by pdfplumber's tables, one process each, the same files."""
    from extract_tools import pdfplumber_tables

    from textmine.forms import extract_file

    paths = list(itertools.islice(sorted(folder.glob("*.pdf")), files))
    rows = []
    for name, run in (("textmine (forms)", extract_file), ("pdfplumber (tables only)", pdfplumber_tables)):
        run(paths[0])
        clock = Clock()
        for path in paths:
            run(path)
        rows.append({"tool": name, "files": len(paths), **clock.read()})
    return rows
