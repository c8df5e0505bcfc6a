"""One tool over some files, in a process of its own (see extract.py): ``python benchmarks/extract_tools.py ASKED``.

Prints one JSON object: the forms that its tables give, pages, CPU seconds of each file and peak memory. Each file is
read once, after another one that is not measured: so nobody profits from having seen it before.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from textmine.documents.model import Cell, Document, Grid, Line, Page

Box = tuple[float, float, float, float]
Table = tuple[Box, list[tuple[Box, str]]]
"""The box of a table and its cells, in points from the top left."""


def pdfplumber_tables(path: Path) -> list[list[Table]]:
    """Tables of each page by pdfplumber's defaults."""
    import pdfplumber

    pages = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            tables = []
            for table in page.find_tables():
                boxes = [cell for row in table.rows for cell in row.cells]
                texts = [text for row in table.extract() for text in row]
                tables.append((table.bbox, [(b, t or "") for b, t in zip(boxes, texts, strict=True) if b]))
            pages.append(tables)
            page.close()
    return pages


def pymupdf_tables(path: Path) -> list[list[Table]]:
    """Tables of each page by PyMuPDF's `find_tables`, the texts of their cells by its `get_text`.

    Its own `Table.extract` sorts characters into lines by the boxes of their ink, which takes full stops and brackets
    out of their lines. The model of layouts that it loads by default finds the same tables here in many times the time.
    """
    import pymupdf

    pages = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.remove_rotation()  # boxes of tables do not follow the rotation of a page, texts do
            tables = []
            for table in page.find_tables(use_layout=False).tables:
                boxes = [tuple(cell) for row in table.rows for cell in row.cells if cell]
                cells = [(box, page.get_text("text", clip=box).strip()) for box in boxes]
                tables.append((tuple(table.bbox), cells))
            pages.append(tables)
    return pages


def camelot_tables(path: Path) -> list[list[Table]]:
    """Tables of each page by camelot's lattice, merged cells as it marks them."""
    import camelot
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        heights = [pdf[i].get_height() for i in range(len(pdf))]
    pages: list[list[Table]] = [[] for _ in heights]
    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True):
        height = heights[table.page - 1]
        cells = [
            ((cell.x1, height - cell.y2, cell.x2, height - cell.y1), cell.text.strip())
            for row in table.cells
            for cell in row
        ]
        x0 = min(box[0] for box, _ in cells)
        top = min(box[1] for box, _ in cells)
        x1, bottom = max(box[2] for box, _ in cells), max(box[3] for box, _ in cells)
        pages[table.page - 1].append(((x0, top, x1, bottom), cells))
    return pages


def floor(path: Path) -> int:
    """Read all characters and path boxes of a file by PDFium in a plain loop; return the number of pages."""
    from ctypes import c_double, c_float

    import pypdfium2
    import pypdfium2.raw as pdfium

    left, right, low, high = (c_double() for _ in range(4))
    a, b, c, d = (c_float() for _ in range(4))
    pdf = pypdfium2.PdfDocument(path.read_bytes())
    for number in range(len(pdf)):
        page = pdfium.FPDF_LoadPage(pdf.raw, number)
        text = pdfium.FPDFText_LoadPage(page)
        for index in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetUnicode(text, index)
            pdfium.FPDFText_GetCharBox(text, index, left, right, low, high)
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            thing = pdfium.FPDFPage_GetObject(page, index)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH:
                pdfium.FPDFPageObj_GetBounds(thing, a, b, c, d)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    count = len(pdf)
    pdf.close()
    return count


TABLES: dict[str, Callable[[Path], list[list[Table]]]] = {
    "pdfplumber": pdfplumber_tables,
    "pymupdf": pymupdf_tables,
    "camelot": camelot_tables,
}


def as_document(path: Path, pages: list[list[Table]]) -> Document:
    """Return a peer's tables as our parser takes them, with the lines of text around them by PDFium."""
    from textmine.documents.lines import free_lines
    from textmine.documents.pdf import read_ink

    read = []
    for inked, tables in zip(read_ink(path.read_bytes(), source=path.name), pages, strict=True):
        grids = [grid for table in tables if (grid := _grid(table))]
        boxes = [box for box, _ in tables]
        outside = [
            g for g in inked.ink.glyphs if not any(b[0] <= g.x0 <= b[2] and b[1] <= g.top <= b[3] for b in boxes)
        ]
        blocks: list[Grid | Line] = [*grids, *free_lines(outside)]
        blocks.sort(key=lambda block: (block.bbox or (0, 0, 0, 0))[1])
        read.append(Page(inked.ink.number, tuple(blocks), inked.ink.width, inked.ink.height))
    return Document(path.name, "pdf", "peer", tuple(read), n_pages=len(read))


def _grid(table: Table) -> Grid | None:
    """Return a table with its merged cells by their boxes."""
    box, cells = table
    xs = _edges(x for (x0, _, x1, _), _ in cells for x in (x0, x1))
    ys = _edges(y for (_, top, _, bottom), _ in cells for y in (top, bottom))
    placed = {}
    for (x0, top, x1, bottom), text in cells:
        row, col = _near(ys, top), _near(xs, x0)
        spans = max(1, _near(ys, bottom) - row), max(1, _near(xs, x1) - col)
        placed.setdefault((row, col), Cell(row, col, text, *spans, bbox=(x0, top, x1, bottom)))
    if len(xs) < 2 or len(ys) < 2:
        return None
    return Grid(tuple(placed[key] for key in sorted(placed)), len(ys) - 1, len(xs) - 1, box)


def _edges(values: Iterator[float]) -> list[float]:
    ordered = sorted(values)
    return ordered[:1] + [b for a, b in pairwise(ordered) if b - a > 1.0]


def _near(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU time of some work, and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def read(tool: str, paths: list[Path], warm: Path) -> dict[str, Any]:
    """Read all files; the forms of each, pages and seconds."""
    from textmine.forms import extract_file, parse_forms
    from textmine.jsonl import form_to_dict

    def one(path: Path) -> Any:  # noqa: ANN401 - pages, tables or an extraction
        if tool == "floor":
            return floor(path)
        return extract_file(path) if tool == "textmine" else TABLES[tool](path)

    one(warm)
    forms: list[list[dict[str, Any]]] = []
    seconds, pages = [], 0
    for path in paths:
        taken, result = cpu(lambda path=path: one(path))
        seconds.append(round(taken, 5))
        pages += result if tool == "floor" else result.n_pages if tool == "textmine" else len(result)
        if tool == "textmine":
            forms.append([form_to_dict(form) for form in result.forms])
        elif tool != "floor":
            forms.append([form_to_dict(form) for form in parse_forms(as_document(path, result))])
    out = {"pages": pages, "seconds": seconds, "peak_mb": peak()}
    return out if tool == "floor" else {**out, "forms": forms}


def once(paths: list[Path], warm: Path) -> dict[str, Any]:
    """Read one long file after start-up."""
    from textmine.forms import extract_file

    extract_file(warm)
    seconds, result = cpu(lambda: extract_file(paths[0]))
    return {"pages": result.n_pages, "forms_read": len(result.forms), "seconds": [seconds], "peak_mb": peak()}


def memory(paths: list[Path]) -> dict[str, Any]:
    """Read many files in one process and note the resident memory on the way."""
    from textmine.forms import extract_file

    marks = {max(1, len(paths) * share // 20) for share in (1, 2, 5, 10, 15, 20)}
    seen = []
    for n, path in enumerate(paths, 1):
        extract_file(path)
        if n in marks:
            seen.append((n, resident()))
    return {"reads": len(paths), "resident_mb": seen, "peak_mb": peak()}


def peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    """Return the memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    files, first = [Path(p) for p in asked["paths"]], Path(asked["warm"])
    jobs = {
        "read": lambda: read(asked["tool"], files, first),
        "once": lambda: once(files, first),
        "memory": lambda: memory(files),
    }
    sys.stdout.write("\n" + json.dumps(jobs[asked["job"]](), ensure_ascii=False) + "\n")
