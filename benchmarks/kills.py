"""Kill a run at random moments: ``python benchmarks/kills.py [--files 2000] [--kills 30] [--seed 1]``.

Small HTML forms are read by ``textmine add`` with two workers, which is killed (SIGKILL) after a random time, again and
again. In the end the store must equal, byte by byte, one that was read without interruption, and no file may have been
read twice but those in flight. Writes ``kills.json``; exit code 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from textmine.corpus.executors import LocalExecutor
from textmine.corpus.store import update
from textmine.corpus.store.journal import Journal
from textmine.corpus.store.layout import reader_id

HERE = Path(__file__).resolve().parent
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


def known(store: Path) -> int:
    """How many contents survived so far."""
    if not (store / "journal.jsonl").exists():
        return 0
    with Journal(store, reader_id()) as journal:
        return len(journal.keys())


def main() -> int:
    """Run, kill, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        result = measure(Path(work), asked.files, asked.kills, asked.seed)
    (HERE / "kills.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))
    return 0 if result["equal"] and result["read_after_kills"] == asked.files - result["survived"] else 1


def measure(work: Path, files: int, kills: int, seed: int) -> dict[str, object]:
    """Kill a run until all kills are used up or it is done, then finish it."""
    folder, cut, whole = work / "corpus", work / "cut", work / "whole"
    folder.mkdir()
    fill(folder, files, seed)
    draw, survived, done = random.Random(seed), [0], 0
    for _ in range(kills):
        command = [sys.executable, "-m", "textmine", "add", str(folder), "--store", str(cut), "-w", "2", "-q"]
        with subprocess.Popen(command) as run:
            time.sleep(1)
            limit = survived[-1] + draw.randint(1, max(2, files // kills))
            while run.poll() is None and _lines(cut) < limit:
                time.sleep(0.02)
            time.sleep(draw.random() * 0.1)  # anywhere in a line
            run.kill()
        done += run.returncode != 0
        survived.append(known(cut))
        print(f"kill {done}: {survived[-1]} of {files} are safe", flush=True)
    last = update(folder, cut, executor=LocalExecutor(2))
    update(folder, whole, executor=LocalExecutor(2))
    return {
        "files": files,
        "kills": done,
        "survived": survived[-1],
        "read_after_kills": last.read,
        "never_less": survived == sorted(survived),
        "equal": content(cut) == content(whole),
    }


def _lines(store: Path) -> int:
    path = store / "journal.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
