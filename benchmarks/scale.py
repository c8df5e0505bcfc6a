"""Speed and memory against the number of files: ``python benchmarks/scale.py --work DIR [--minutes 9] [STEP ...]``.

Steps run one after the other, each in a process of its own, and are kept in DIR/results; a step that is there is not
run again. No step is begun that would probably end after the given minutes: run the same command again until it says
that all is measured. The corpora are synthetic and lie in DIR, outside of the tree. Writes ``scale.json`` and
``scale.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FILES = 10_000
SIZES = (100, 300, 1000, 3000, 10_000)
PDF = 2000


@dataclass(frozen=True)
class Step:
    """One measurement: how long it takes on two idle cores (seconds), and what it does."""

    expected: float
    run: Callable[[Path], Any]


def steps(files: int) -> dict[str, Step]:
    """All steps in their order; those for `files` files in all."""
    import scale_steps as do

    sizes = [n for n in SIZES if n <= files]
    out = {"synth": Step(0.025 * files, lambda w: do.synth(w / "synth", files))}
    for n in sizes:
        out[f"read-{n}-2"] = Step(0.035 * n, partial(_read, n=n, workers=2))
        out[f"again-{n}"] = Step(5, partial(_again, n=n))
        out[f"stages-{n}"] = Step(40 + 0.02 * n, partial(_stages, n=n))
    for n in sizes[2::2]:
        out[f"run-{n}"] = Step(40 + 0.046 * n, partial(_whole, n=n))
    for n in sizes:
        out[f"read-{n}-1"] = Step(0.07 * n, partial(_read, n=n, workers=1))
    pdf = min(PDF, files // 5)
    out["pdf"] = Step(0.035 * pdf, partial(_pdf, n=pdf))
    out["peers"] = Step(60, lambda w: do.peers(do.linked(w / "synth", w / "pdf", pdf, digital=True), 60))
    out["dask"] = Step(120, partial(_dask, n=min(600, files)))
    out["themes"] = Step(180, lambda _: do.themes(8000))
    out["million"] = Step(330, lambda w: do.million(w, 480))
    return out


def _folder(work: Path, n: int) -> Path:
    import scale_steps as do

    return do.linked(work / "synth", work / f"files{n}", n)


def _read(work: Path, n: int, workers: int) -> Any:  # noqa: ANN401
    import scale_steps as do

    return do.read(_folder(work, n), work / f"store{n}-{workers}", workers)


def _again(work: Path, n: int) -> Any:  # noqa: ANN401
    import scale_steps as do

    return do.again(_folder(work, n), work / f"store{n}-2")


def _stages(work: Path, n: int) -> Any:  # noqa: ANN401
    import scale_steps as do

    return do.stages(_folder(work, n), work / f"store{n}-2", work / f"report{n}")


def _whole(work: Path, n: int) -> Any:  # noqa: ANN401
    import scale_steps as do

    return do.whole(_folder(work, n), work / f"store{n}-run", work / f"run{n}")


def _pdf(work: Path, n: int) -> Any:  # noqa: ANN401
    import scale_steps as do

    return do.read(do.linked(work / "synth", work / "pdf", n, digital=True), work / "store-pdf", 2)


def _dask(work: Path, n: int) -> Any:  # noqa: ANN401
    import scale_steps as do

    return do.dask(do.linked(work / "synth", work / "files-dask", n), work)


def main() -> int:
    """Run what is missing, as far as there is time; write the tables of what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP", help="only these; all by default")
    parser.add_argument("--work", type=Path, required=True, help="a folder outside of the tree")
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--list", action="store_true", help="show the steps and stop")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    known = steps(asked.files)
    if asked.child:
        return _child(known[asked.child], asked.work, asked.child)
    missing = [s for s in asked.steps or known if not _place(asked.work, s).exists()]
    if asked.list:
        print("\n".join(f"{s:14} {known[s].expected:5.0f} s  {'missing' if s in missing else 'done'}" for s in known))
        return 0
    (asked.work / "results").mkdir(parents=True, exist_ok=True)
    end = time.perf_counter() + 60 * asked.minutes
    for name in missing:
        if time.perf_counter() + known[name].expected > end:
            print(f"no time for {name} ({known[name].expected:.0f} s): run the same command again", flush=True)
            break
        _run(name, asked.work, asked.files)
    _write(asked.work, known)
    left = [s for s in known if not _place(asked.work, s).exists()]
    print(f"missing: {' '.join(left)}" if left else "all is measured")
    return 0


def _run(name: str, work: Path, files: int) -> None:
    print(f"{name} …", flush=True)
    command = [sys.executable, str(Path(__file__)), "--work", str(work), "--files", str(files), "--child", name]
    subprocess.run(command, check=True)
    print(_place(work, name).read_text(encoding="utf-8")[:400], flush=True)


def _child(step: Step, work: Path, name: str) -> int:
    from textmine.corpus.store import layout

    layout._package_id = lambda: "benchmark"  # else editing a reader meanwhile has everything read again
    load = os.getloadavg()[0]
    found = step.run(work)
    rows = found if isinstance(found, list) else [found]
    _place(work, name).write_text(json.dumps([{**r, "load": load} for r in rows]), encoding="utf-8")
    return 0


def _place(work: Path, name: str) -> Path:
    return work / "results" / f"{name}.json"


def _write(work: Path, known: dict[str, Step]) -> None:
    from scale_table import markdown

    found = {n: json.loads(_place(work, n).read_text(encoding="utf-8")) for n in known if _place(work, n).exists()}
    result = {"cores": os.cpu_count(), "steps": found}
    (HERE / "scale.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (HERE / "scale.md").write_text(markdown(result), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
