"""The figures of ``scale.py`` as Markdown, with the estimate for a nation and its arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

NATION = 10_000_000
CORES = 64
COUNT = "textmine count"
Steps = dict[str, list[dict[str, Any]]]


def markdown(result: dict[str, Any]) -> str:
    """Return the tables of the steps that were measured."""
    steps: Steps = result["steps"]
    kinds = (_reading, _again, _stages, _whole, _runs, _digital, _peers, _dask, _themes, _million, _nation)
    parts = (_head(result["cores"], steps), *(kind(steps) for kind in kinds))
    return "\n".join([line for part in parts if part for line in (*part, "")])


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return a Markdown table; the first column is text, the others are figures."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return lines + [f"| {' | '.join(map(str, row))} |" for row in rows]


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of log cost over log size: 1 is linear."""
    xs, ys = [math.log(n) for n in sizes], [math.log(c) for c in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((a - x) ** 2 for a in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / spread if spread else float("nan")


def of(steps: Steps, kind: str) -> dict[int, list[dict[str, Any]]]:
    """Return the steps of a kind by their number of files."""
    found = {int(name.split("-")[1]): rows for name, rows in steps.items() if name.startswith(f"{kind}-")}
    return dict(sorted(found.items()))


def _head(cores: int, steps: Steps) -> list[str]:
    loads = [row["load"] for rows in steps.values() for row in rows]
    return [
        "# Scale",
        "",
        "Synthetic files (`textmine synth --years 3 --units 200 --seed 7`: PDF, Word, Excel, HTML, all layouts and",
        f"conditions). Machine: {cores} cores; load when the steps began: {min(loads):.1f} to {max(loads):.1f}.",
        "Where others use the machine, CPU seconds are the figures that count, and the clock beside them is too slow.",
        "Every step runs in a process of its own; MB is the largest size of that process.",
    ]


def _cpu(row: dict[str, Any]) -> float:
    return float(row["cpu_parent"] + row["cpu_workers"])


def _readings(steps: Steps) -> list[dict[str, Any]]:
    rows = [row for name, found in steps.items() if name.startswith("read-") for row in found]
    return sorted(rows, key=lambda r: (r["files"], r["workers"]))


def _reading(steps: Steps) -> list[str]:
    rows = _readings(steps)
    if not rows:
        return []
    head = ("files", "workers", "pages", "forms", "s by clock", "files/s", "CPU s", "of it parent", "files/CPU s",
            "CPU s per 1,000 forms", "parent MB", "worker MB", "store MB")  # fmt: skip
    lines = [
        (f"{r['files']:,}", r["workers"], f"{r['pages']:,}", f"{r['forms']:,}", f"{r['s']:.0f}",
         f"{r['files'] / r['s']:.1f}", f"{_cpu(r):.1f}", f"{r['cpu_parent']:.1f}", f"{r['files'] / _cpu(r):.1f}",
         f"{1000 * _cpu(r) / r['forms']:.1f}", f"{r['mb_parent']:.0f}", f"{r['mb_worker']:.0f}", f"{r['store_mb']:.2f}")
        for r in rows
    ]  # fmt: skip
    two = [r for r in rows if r["workers"] == 2]
    grown = [f"CPU time grows with the number of files to the power of {_power(two, _cpu):.3f} (1 is linear)."]
    return ["## Reading into a new store", "", *table(head, lines), "", *grown]


def _power(rows: list[dict[str, Any]], cost: Any) -> float:  # noqa: ANN401
    return exponent([r["files"] for r in rows], [cost(r) for r in rows])


def _again(steps: Steps) -> list[str]:
    found = of(steps, "again")
    lines = [(f"{n:,}", f"{r['s']:.2f}", f"{r['cpu']:.2f}", f"{r['mb']:.0f}") for n, (r,) in found.items()]
    head = ("files", "s by clock", "CPU s", "MB")
    title = "## `textmine add` on an unchanged corpus, start of Python included (best of three)"
    return [title, "", *table(head, lines)] if lines else []


def _stages(steps: Steps) -> list[str]:
    found = of(steps, "stages")
    if not found:
        return []
    head = ("stage", "forms", "s by clock", "CPU s", "forms/CPU s", "CPU s per 1,000 forms", "MB so far")
    lines = [
        (r["stage"], f"{r['forms']:,}", f"{r['s']:.1f}", f"{r['cpu']:.1f}", f"{r['forms'] / max(r['cpu'], 1e-3):,.0f}",
         f"{1000 * r['cpu'] / r['forms']:.2f}", f"{r['mb']:.0f}")
        for rows in found.values() for r in rows
    ]  # fmt: skip
    gap = max(r["gap"] for rows in found.values() for r in rows)
    same = f"`textmine count` and the study differ by {gap:.1e} points at most in any cause."
    return ["## After the reading", "", *table(head, lines), "", same]


def _whole(steps: Steps) -> list[str]:
    """Add up reading and what follows: a whole run with its report."""
    after = of(steps, "stages")
    rows = [r for r in _readings(steps) if r["workers"] == 2 and r["files"] in after]
    if not rows:
        return []
    done = []
    for r in rows:
        rest = [s for s in after[r["files"]] if not s["stage"].startswith(COUNT)]
        done.append({**r, "whole": r["s"] + sum(s["s"] for s in rest), "all": _cpu(r) + sum(s["cpu"] for s in rest)})
    lines = [
        (f"{r['files']:,}", f"{r['pages']:,}", f"{r['whole']:.0f}", f"{r['whole'] / 60:.1f}", f"{r['all']:.0f}")
        for r in done
    ]
    head = ("files", "pages", "s by clock", "minutes", "CPU s")
    power = _power(done, lambda r: r["all"])
    note = f"CPU time of the whole grows with the number of files to the power of {power:.3f}."
    title = "## A whole run, reading to report, two workers (the sum of the above)"
    return [title, "", *table(head, lines), "", note]


def _runs(steps: Steps) -> list[str]:
    """Show whole runs as a user starts them: with a store, then once more with nothing changed."""
    lines = [
        (f"{n:,}", f"{new['s']:.0f}", f"{new['s'] / 60:.1f}", f"{new['mb']:.0f}", f"{same['s']:.2f}")
        for n, (new, same) in of(steps, "run").items()
    ]
    head = ("files", "s by clock", "minutes", "MB, parent", "s unchanged, again")
    return ["## `textmine run` with a store, two workers", "", *table(head, lines)] if lines else []


def _digital(steps: Steps) -> list[str]:
    if "pdf" not in steps:
        return []
    (r,) = steps["pdf"]
    line = (
        f"{r['files']:,}",
        f"{r['pages']:,}",
        f"{r['s']:.0f}",
        f"{r['files'] / r['s']:.1f}",
        f"{2 * r['files'] / _cpu(r):.1f}",
    )
    head = ("digital PDFs", "pages", "s by clock", "files/s", "files/s if no one else used the two cores")
    return ["## Digital PDFs alone (no pictures with a hidden text layer), two workers", "", *table(head, [line])]


def _peers(steps: Steps) -> list[str]:
    rows = steps.get("peers", [])
    lines = [(r["tool"], r["files"], f"{r['cpu']:.1f}", f"{r['files'] / r['cpu']:.1f}") for r in rows]
    head = ("the same PDFs, one process", "files", "CPU s", "files/CPU s")
    return ["## Beside a peer that does the first half of the stage", "", *table(head, lines)] if lines else []


def _dask(steps: Steps) -> list[str]:
    if "dask" not in steps:
        return []
    (r,) = steps["dask"]
    same = "equal byte by byte" if r["equal"] else "DIFFERENT"
    return [
        "## Dask, two workers, one of them killed on the way",
        "",
        f"{r['files']:,} files in {r['s']:.0f} s by the clock; the store and that of two local workers are {same}.",
    ]


def _themes(steps: Steps) -> list[str]:
    rows = steps.get("themes", [])
    if not rows:
        return []
    lines = [
        (f"{r['sample']:,}", f"{r['ami']:.3f}", f"{r['ari']:.3f}", f"{r['cpu']:.1f}", f"{r['mb']:.0f}") for r in rows
    ]
    head = ("fitted on", "AMI with the full fit", "ARI", "CPU s", "MB so far")
    title = f"## Themes fitted on a sample ({rows[0]['distinct']:,} distinct segments, 20 themes; 3,000 is the default)"
    return [title, "", *table(head, lines)]


def _million(steps: Steps) -> list[str]:
    if "million" not in steps:
        return []
    (r,) = steps["million"]
    head = ("from Parquet", "passages", "s by clock", "CPU s", "passages/s", "MB")
    lines = [
        (name, f"{r['done']:,}", f"{p['s']:.1f}", f"{p['cpu']:.1f}", f"{r['done'] / p['s']:,.0f}", f"{p['mb']:.0f}")
        for name, p in (("annotate, two workers", r["annotate"]), ("share points over codes", r["count"]))
    ]
    return ["## A million different passages, annotated and counted, measured in full", "", *table(head, lines)]


def _nation(steps: Steps) -> list[str]:
    readings, after = _readings(steps), of(steps, "stages")
    if not readings or not after:
        return []
    top = readings[-1]
    size, rows = max(after.items())
    forms = rows[0]["forms"]
    gigabytes = NATION * top["store_mb"] / top["forms"] / 1024
    per_form = _cpu(top) / top["forms"]
    count = next(r["cpu"] for r in rows if r["stage"].startswith(COUNT)) / forms
    hours = NATION * (per_form + count) / 3600
    return [
        f"## Estimate: {NATION:,} forms on {CORES} cores",
        "",
        f"An extrapolation from {top['files']:,} files, not a measurement:",
        "",
        f"- reading: {per_form:.4f} CPU s a form × {NATION:,} = {NATION * per_form / 3600:,.0f} CPU hours",
        f"- annotating and counting (`textmine count`, {size:,} files): {1000 * count:.2f} ms a form × {NATION:,} = "
        f"{NATION * count / 3600:,.0f} CPU hours",
        f"- together {hours:,.0f} CPU hours / {CORES} cores = {hours / CORES:.1f} hours, if no core waits for files",
        f"- the writer's part of the reading, on one core: {top['cpu_parent'] / top['files'] * 1000:.2f} ms a file, so "
        f"{NATION / top['forms'] * top['cpu_parent'] / 3600:,.1f} hours: a single writer keeps up",
        f"- store: {top['store_mb']:.2f} MB for {top['forms']:,} forms, so about {gigabytes:,.1f} GB",
        "- digital files only: a scanned page costs seconds of OCR in place of hundredths",
    ]
