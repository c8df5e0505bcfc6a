"""The figures of ``scale.py`` as Markdown, with the estimate for a nation and its arithmetic."""

from __future__ import annotations

from typing import Any

FORMS = 10_000_000
CORES = 64


def markdown(result: dict[str, Any]) -> str:
    """Return the tables."""
    return "\n".join([*_reading(result), *_again(result), *_stages(result), *_passages(result), *_nation(result), ""])


def _reading(result: dict[str, Any]) -> list[str]:
    out = [
        "# Scale",
        "",
        "Synthetic files (`textmine synth --years 3 --units 200 --seed 7`: PDF, Word, Excel, HTML, all layouts and",
        f"conditions). Machine: {result['cores']} cores, shared with other jobs (load {result['load']:.1f} at first):",
        "CPU seconds are the figures that count; the clock is beside them.",
        "",
        "## Reading into a new store",
        "",
        "| files | workers | CPU s | of it parent | files per CPU s | s by clock | parent MB | worker MB | store MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for r in sorted(result["reading"], key=lambda r: (r["n"], r["workers"])):
        cpu = r["cpu_parent"] + r["cpu_workers"]
        time = f"{cpu:.1f} | {r['cpu_parent']:.1f} | {r['files'] / cpu:.1f} | {r['s']:.0f}"
        size = f"{r['mb_parent']:.0f} | {r['mb_worker']:.0f} | {r['store_mb']:.2f}"
        out.append(f"| {r['n']:,} | {r['workers']} | {time} | {size} |")
    return [*out, "", f"CPU time grows with n to the power of {result['exponent']:.3f} (1 is linear).", ""]


def _again(result: dict[str, Any]) -> list[str]:
    out = [
        "## An unchanged corpus again: look at all files, verify and load the store",
        "",
        "| files | pages | forms | rows | CPU s | s on the clock | MB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for r in result["again"]:
        sizes = f"{r['n']:,} | {r['pages']:,} | {r['forms']:,} | {r['rows']:,}"
        out.append(f"| {sizes} | {r['cpu']:.2f} | {r['s']:.2f} | {r['mb']:.0f} |")
    return [*out, ""]


def _stages(result: dict[str, Any]) -> list[str]:
    out = [
        f"## After the reading, {result['stages'][0]['forms']:,} forms, one process",
        "",
        "| stage | CPU s | forms per CPU s | CPU s per 1,000 forms | s on the clock | MB so far |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for r in result["stages"]:
        cpu = max(r["cpu"], 1e-3)
        rate = f"{r['forms'] / cpu:,.0f} | {1000 * cpu / r['forms']:.2f}"
        out.append(f"| {r['stage']} | {r['cpu']:.2f} | {rate} | {r['s']:.1f} | {r['mb']:.0f} |")
    return [*out, ""]


def _passages(result: dict[str, Any]) -> list[str]:
    p = result["passages"]
    count, each = p["count_million"], 1000 * p["cpu_per_passage"]
    return [
        "## A million passages",
        "",
        f"Annotating: measured on {p['sample']:,} different passages, {each:.2f} ms of CPU each. Extrapolated,",
        f"1,000,000 different ones need {1000 * each / 3600:.2f} CPU hours on one core.",
        "",
        f"Counting: 1,000,000 annotated passages read from Parquet and their points shared over their codes in "
        f"{count['cpu']:.2f} CPU s ({count['s']:.2f} s on the clock), measured in full; {p['mb']:.0f} MB at most.",
        "",
    ]


def _nation(result: dict[str, Any]) -> list[str]:
    reading, again = max(result["reading"], key=lambda r: r["n"]), result["again"][-1]
    per_form = (reading["cpu_parent"] + reading["cpu_workers"]) / again["forms"]
    texts = again["passages"] / again["forms"]
    each = result["passages"]["cpu_per_passage"]
    mark = each * texts
    hours = FORMS * (per_form + mark) / 3600
    store = FORMS * reading["store_mb"] / again["forms"] / 1024
    return [
        f"## Estimate: {FORMS:,} forms on {CORES} cores",
        "",
        "An extrapolation from the largest run above, not a measurement:",
        "",
        f"- reading: {per_form:.4f} CPU s a form × {FORMS:,} = {FORMS * per_form / 3600:,.0f} CPU hours",
        f"- annotating: {texts:.2f} passages a form × {1000 * each:.2f} ms × {FORMS:,} = "
        f"{FORMS * mark / 3600:,.0f} CPU hours",
        f"- together {hours:,.0f} CPU hours / {CORES} cores = {hours / CORES:.1f} hours, if no core waits for files",
        f"- store: {reading['store_mb']:.2f} MB for {again['forms']:,} forms, so about {store:,.1f} GB",
        "- digital files only: a scanned page costs seconds of OCR in place of hundredths",
    ]
