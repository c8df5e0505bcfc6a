"""Kill a run at random moments: ``python benchmarks/kills.py [--files 2000] [--kills 30] [--seed 1] [--corpus DIR]``.

Files (small HTML forms, or those of DIR) are read into a store by two workers. The run is killed (SIGKILL) after a
random number of files, again and again: every other time its workers are killed with it. In the end the store must
equal, byte by byte, one that was read without interruption; every file must have been recorded once; and only files
that were in flight at a kill may have been read twice. Writes ``kills.json``; exit code 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from textmine.corpus.executors import LocalExecutor
from textmine.corpus.store import layout, update

HERE = Path(__file__).resolve().parent
SUFFIXES = {".pdf", ".docx", ".xlsx", ".html"}
WORKERS = 2
ROWS = 8
FORM = """<p>项目支出绩效自评表（2024年度）</p><table>
<tr><td>项目名称</td><td colspan=7>合成项目{n}</td></tr>
<tr><td>主管部门</td><td colspan=3>某局</td><td>实施单位</td><td colspan=3>某中心</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td>
<td>偏差原因分析及改进措施</td></tr>{rows}
<tr><td colspan=5>总分</td><td>80</td><td>{total}</td><td></td></tr></table>"""
ROW = (
    "<tr><td>产出指标</td><td>数量指标</td><td>巡查次数{i}</td><td>{n}次</td><td>{m}次</td>"
    "<td>10</td><td>{s}</td><td>{w}</td></tr>"
)


def fill(folder: Path, count: int, seed: int) -> None:
    """Write synthetic forms, all different."""
    draw = random.Random(seed)
    for n in range(count):
        scores = [draw.randint(5, 10) for _ in range(ROWS)]
        rows = "".join(
            ROW.format(i=i, n=n + 10, m=n + s, s=s, w="因招标流标，采购滞后。" if s < 10 else "")
            for i, s in enumerate(scores)
        )
        (folder / f"{n:05}.html").write_text(FORM.format(n=n, rows=rows, total=sum(scores)), encoding="utf-8")


def content(store: Path) -> dict[str, bytes]:
    """All bytes that count."""
    paths = (p for p in store.rglob("*") if p.is_file() and p.name != "lock" and p.parent.name != "cache")
    return {p.relative_to(store).as_posix(): p.read_bytes() for p in paths}


def logged(item: Any, function: Any, log: Path) -> Any:  # noqa: ANN401
    """Run in a worker: note that the file is read, then read it."""
    with log.open("a", encoding="utf-8") as lines:
        lines.write(f"{item.key}\n")
    return function(item)


class LoggingExecutor:
    """Two local workers that note every reading."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def map(self, function: Any, items: Any, **options: Any) -> Any:  # noqa: ANN401
        return LocalExecutor(WORKERS).map(partial(logged, function=function, log=self.log), items, **options)


def child(folder: Path, store: Path, log: Path) -> None:
    """One run, in a process of its own."""
    layout._package_id = lambda: "benchmark"  # else editing a reader meanwhile has everything read again
    update(folder, store, executor=LoggingExecutor(log))


def main() -> int:
    """Run, kill, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--child", nargs=3, type=Path)
    asked = parser.parse_args()
    if asked.child:
        child(*asked.child)
        return 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        result = measure(Path(work), asked.corpus, asked.files, asked.kills, asked.seed)
    result["seconds"] = round(time.perf_counter() - start)
    (HERE / "kills.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))
    return 0 if result["kept"] else 1


def measure(work: Path, corpus: Path | None, files: int, kills: int, seed: int) -> dict[str, Any]:
    """Kill a run until all kills are used up, let it finish, and compare it with one that was left alone."""
    folder, cut, whole = work / "corpus", work / "cut", work / "whole"
    folder.mkdir()
    if corpus is None:
        fill(folder, files, seed)
    else:
        for path in sorted(p for p in corpus.iterdir() if p.suffix in SUFFIXES)[:files]:
            os.link(path, folder / path.name)
    draw, safe, logs = random.Random(seed), [0], []
    for number in range(kills):
        logs.append(work / f"log{number}")
        room = (files - safe[-1]) // (kills - number + 1)  # the last kill, too, finds work to do
        run_and_kill(folder, cut, logs[-1], safe[-1] + draw.randint(1, max(2, room)), draw.random() * 0.3, number % 2)
        safe.append(lines(cut))
        print(f"kill {number + 1}: {safe[-1]} of {files} are safe", flush=True)
    for store, log in ((cut, work / "last"), (whole, work / "alone")):
        log.touch()  # a run that finds all files safe reads none
        subprocess.run([sys.executable, __file__, "--child", str(folder), str(store), str(log)], check=True)
    times = Counter(key for log in (*logs, work / "last") for key in log.read_text(encoding="utf-8").split())
    twice, distinct = sum(times.values()) - len(times), len(content_keys(work / "alone"))
    last = len((work / "last").read_text(encoding="utf-8").split())
    facts = {
        "equal": content(cut) == content(whole),
        "never_less": safe == sorted(safe),
        "safe_ones_not_read_again": last == distinct - safe[-1],
        "twice_only_in_flight": twice <= kills * WORKERS,
    }
    return {"files": distinct, "kills": kills, "safe_after_kills": safe[-1], "read_in_last_run": last,
            "readings": sum(times.values()), "read_twice": twice, "in_flight_at_most": WORKERS,
            **facts, "kept": all(facts.values())}  # fmt: skip


def run_and_kill(folder: Path, store: Path, log: Path, limit: int, patience: float, whole_group: int) -> None:
    """Start a run and kill it a moment after `limit` files are safe, alone or with its workers."""
    log.touch()
    command = [sys.executable, __file__, "--child", str(folder), str(store), str(log)]
    with subprocess.Popen(command, start_new_session=True) as run:
        while run.poll() is None and lines(store) < limit:
            time.sleep(0.01)
        time.sleep(patience)  # anywhere in a line
        if run.poll() is not None:
            raise SystemExit("a run ended before it was killed: more --files, or fewer --kills")
        if whole_group:
            os.killpg(run.pid, signal.SIGKILL)
        else:
            run.kill()


def lines(store: Path) -> int:
    """How many contents are safe in the journal: whole lines (a torn one has no end)."""
    path = store / layout.JOURNAL
    return path.read_bytes().count(b"}\n") if path.exists() else 0


def content_keys(log: Path) -> set[str]:
    """The contents that an undisturbed run reads."""
    return set(log.read_text(encoding="utf-8").split())


if __name__ == "__main__":
    sys.exit(main())
