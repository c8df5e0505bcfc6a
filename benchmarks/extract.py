"""Tables of digital PDFs: textmine beside its peers and the floor: ``python benchmarks/extract.py [--reads 2000]``.

Every tool delivers the tables of the same files; the same parser of forms (`textmine.forms.parse_forms`) reads them, so
that the figures are about tables. All get the same text around their tables. The files are the digital PDFs of a folder
with ``manifest.jsonl`` and ``gold/`` (the samples, where present, or one made by `textmine.synth`). Times are CPU
seconds of one core; the floor is PDFium reading characters and paths in a plain loop. All tools take turns, each time
in a new process that reads every file once; of each file the fastest turn counts, since other jobs share the machine.
Writes ``extract.json`` and ``extract.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
SAMPLES = HERE.parent.parent / "shared" / "samples"
TOOLS = ("textmine", "pdfplumber", "pymupdf", "camelot", "floor")
PACKAGES = {"textmine": "textmine", "pdfplumber": "pdfplumber", "pymupdf": "pymupdf", "camelot": "camelot-py",
            "floor": "pypdfium2"}  # fmt: skip
NAMES = {"textmine": "textmine (whole reading)", "pdfplumber": "pdfplumber, default tables",
         "pymupdf": "PyMuPDF find_tables", "camelot": "camelot lattice",
         "floor": "PDFium characters and paths"}  # fmt: skip


def corpus(folder: Path | None, scratch: Path, n: int) -> tuple[Path, list[dict[str, Any]]]:
    """Return a folder and its digital PDFs that hold forms; made afresh where no folder is given or present."""
    if folder is None and not (SAMPLES / "manifest.jsonl").exists():
        from textmine.synth import generate

        generate(n, 20240601, scratch)
    folder = folder or (SAMPLES if (SAMPLES / "manifest.jsonl").exists() else scratch)
    lines = (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    no_peer = {"must_fail", "no_form", "no_unicode_map"}
    return folder, [e for e in entries if e["kind"] == "pdf" and e.get("gold") and not no_peer & set(e["tags"])]


def account(folder: Path, entries: list[dict[str, Any]], target: Path, pages: int = 60) -> Path:
    """Write a final account of many pages with one form in it."""
    import pypdfium2

    from textmine.synth.pdf import render_other

    plain = [e for e in entries if "multi_form" not in e["tags"]] or entries
    whole, form = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(folder / plain[0]["file"])
    seed, placed = 0, False
    while len(whole) < pages:
        if not placed and len(whole) >= pages // 2:
            whole.import_pages(form)
            placed = True
        what = ("account", "prose", "account", "declaration", "overview")[seed % 5]
        whole.import_pages(pypdfium2.PdfDocument(render_other("x", what, str(seed)).data), [0])
        seed += 1
    whole.save(target)
    return target


def warm_up(folder: Path) -> Path:
    """Return a file with a form that is not among those that are measured."""
    from textmine.synth import generate

    generate(6, 7, folder)
    return next(path for path in sorted(folder.rglob("*.pdf")))


def in_turns(tools: Sequence[str], paths: list[Path], warm: Path, turns: int, job: str = "read") -> dict[str, Any]:
    """Run tools over files, one after the other and all again; of each file the fastest turn counts."""
    results: dict[str, dict[str, Any]] = {}
    for _ in range(turns):
        for tool in tools:
            new, old = run(tool, paths, warm, job), results.get(tool)
            if old and "seconds" in old and "seconds" in new:
                new["seconds"] = [min(pair) for pair in zip(old["seconds"], new["seconds"], strict=True)]
            results[tool] = new if "seconds" in new or not old else old
    for result in results.values():
        if "seconds" in result:
            result["seconds"] = round(sum(result["seconds"]), 4)
    return results


def run(tool: str, paths: list[Path], warm: Path, job: str = "read") -> dict[str, Any]:
    """Run one tool over files in a process of its own; {} with a note where it is not installed."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as asked:
        json.dump({"tool": tool, "job": job, "paths": [str(p) for p in paths], "warm": str(warm)}, asked)
        asked.flush()
        done = subprocess.run(
            [sys.executable, str(HERE / "extract_tools.py"), asked.name], capture_output=True, text=True, check=False
        )
    if done.returncode:
        return {"missing": done.stderr.strip().splitlines()[-1] if done.stderr else "failed"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def judged(result: dict[str, Any], folder: Path, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare what a tool's tables gave with the gold."""
    score = import_module("extract_score")
    total = score.Count()
    for entry, forms in zip(entries, result.pop("forms"), strict=True):
        gold = json.loads((folder / entry["gold"]).read_text("utf-8"))
        total = total + score.compare(gold, forms)
    return {**result, **total.shares()}


def rows(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Give the lines of the table of tools."""
    floor, plumber = results["floor"], results.get("pdfplumber", {})
    heads = ("tool", "version", "row F1", "cells exact", "passages exact", "perfect forms", "pages/s", "× floor",
             "× pdfplumber", "MB")  # fmt: skip
    yield "| " + " | ".join(heads) + " |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for tool in TOOLS:
        r = results[tool]
        if "missing" in r:
            yield f"| {NAMES[tool]} | not run: {r['missing']} | | | | | | | | |"
            continue
        speed = r["pages"] / r["seconds"]
        shares = [f"{r[key]:.3f}" if key in r else "" for key in ("row_f1", "cells", "passages")]
        perfect = f"{r['perfect']} of {r['forms_gold']}" if "perfect" in r else ""
        times = r["seconds"] / floor["seconds"]
        gain = f"{plumber['seconds'] / r['seconds']:.1f}" if "seconds" in plumber else ""
        cells = [NAMES[tool], version(PACKAGES[tool]), *shares, perfect, f"{speed:.1f}", f"{times:.2f}", gain]
        yield "| " + " | ".join(cells) + f" | {r['peak_mb']:.0f} |"


def report(data: dict[str, Any]) -> str:
    """Return the Markdown page."""
    long, flat, r = data["account"], data["memory"], data["results"]
    ours = r["textmine"]
    lines = [
        "# Extraction of digital PDFs", "",
        f"{data['files']} files, {ours['pages']} pages, from {data['corpus']}. One core, CPU seconds, {data['date']}.",
        "The same parser of forms reads the tables of every tool, with the same text around them; its time is counted "
        "for textmine only, whose figure is the whole of `extract_file`. «× floor» is time over that of PDFium reading "
        "characters and paths in a plain loop; «× pdfplumber» is speed over that of pdfplumber's default tables.", "",
        *rows(r), "",
        "PyMuPDF's cells are read by its `get_text`: its own `Table.extract` takes full stops and brackets out of "
        "their lines; its model of layouts is left out, which finds the same tables here in many times the time.", "",
        f"textmine alone: {data['files'] / ours['seconds']:.1f} files a second on one core.", "",
        f"A final account of {long['pages']} pages with one form: {long['seconds']:.2f} s after start-up, "
        f"{long['forms_read']} form(s) read.", "",
        f"Memory over {flat['reads']:,} readings in one process (resident, MB): "
        + ", ".join(f"{n:,}: {mb:.0f}" for n, mb in flat["resident_mb"]) + ".",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="a folder with manifest.jsonl and gold/")
    parser.add_argument("--turns", type=int, default=3, help="how often each tool reads all files")
    parser.add_argument("--reads", type=int, default=2000)
    parser.add_argument("-n", type=int, default=60, help="files of the synthetic set, where one is made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, entries = corpus(asked.folder, Path(scratch), asked.n)
        paths = [folder / e["file"] for e in entries]
        warm = warm_up(Path(scratch) / "warm")
        results = in_turns(TOOLS, paths, warm, asked.turns)
        for tool in TOOLS[:-1]:
            if "forms" in results[tool]:
                results[tool] = judged(results[tool], folder, entries)
        final = account(folder, entries, Path(scratch) / "account.pdf")
        long = in_turns(["textmine"], [final], warm, asked.turns, "once")["textmine"]
        memory = run("textmine", (paths * (asked.reads // len(paths) + 1))[: asked.reads], warm, "memory")
    shared = folder == SAMPLES
    data = {
        "corpus": "the shared samples" if shared else "a synthetic set" if folder == Path(scratch) else folder.name,
        "date": time.strftime("%Y-%m-%d"), "files": len(paths), "results": results, "account": long, "memory": memory,
    }  # fmt: skip
    (HERE / "extract.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    (HERE / "extract.md").write_text(report(data), "utf-8", newline="\n")
    sys.stdout.write(report(data))


if __name__ == "__main__":
    main()
