"""Damaged files of every format for the fuzz tests: small true files, and ways to break them."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from textmine import documents
from textmine.documents import read_bytes
from textmine.documents.sources import find_sources
from textmine.errors import TextmineError
from textmine.forms import parse_forms
from textmine.jsonl import form_to_dict

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpora" / "shanghai-bigdata-2024"
REGRESSIONS = ROOT / "tests" / "data" / "regressions"
SEEDS = ROOT / "tests" / "data" / "seeds"
INNER = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
"""The member of a package that holds the table: changes elsewhere are mostly caught by its checksums."""
ROWS = [
    ["项目名称", "试点项目", "主管部门", "某市教育局", "实施单位", "某市第一中学", "", ""],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标", "数量指标", "培训人次", "≥100(人次)", "90(人次)", "100", "95", "因报名不足，人次未达标。"],
    ["总分", "", "", "", "", "100", "95", ""],
]
TITLE = "财政项目支出绩效自评表（2024年度）"


@cache
def true_files() -> dict[str, bytes]:
    """One small true file of each format."""
    return {"a.pdf": _pdf(), "a.docx": _docx(), "a.xlsx": _xlsx(), "a.html": _html(), "a.txt": _text(), "a.zip": _zip()}


def _pdf() -> bytes:
    import pypdfium2

    source = pypdfium2.PdfDocument(next(CORPUS.glob("*.pdf")))
    out = pypdfium2.PdfDocument.new()
    out.import_pages(source, [0])
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(ROWS), 8)
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append([TITLE])
    for row in ROWS:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    return (
        f"<html><head><meta charset='utf-8'></head><body><h1>{TITLE}</h1><table>{rows}</table></body></html>".encode()
    )


def _text() -> bytes:
    text = (CORPUS / "text-layer.txt").read_text("utf-8")
    return text[: text.index("财政项目支出绩效自评表", 100)].encode()


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("绩效自评表.html", _html())
    return buffer.getvalue()


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A true file, broken: bytes changed, pieces cut out, doubled or replaced, the end cut off, the name wrong."""
    name = draw(st.sampled_from(sorted(true_files())))
    data = bytearray(true_files()[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.integers(1, 64))
        match draw(st.sampled_from(("change", "cut", "double", "random", "truncate"))):
            case "change":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del data[at : at + size]
            case "double":
                data[at:at] = data[at : at + size]
            case "random":
                data[at : at + size] = draw(st.binary(max_size=size))
            case "truncate":
                del data[max(1, at) :]
    wrong = draw(st.booleans()) and draw(st.booleans())
    return (draw(st.sampled_from(sorted(true_files()))) if wrong else name), bytes(data)


@st.composite
def damaged_text(draw: st.DrawFn) -> str:
    """A text layer whose lines were dropped, doubled, swapped or indented at random."""
    lines = true_files()["a.txt"].decode().split("\n")
    for _ in range(draw(st.integers(1, 12))):
        i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("drop", "swap", "double", "indent", "join", "page"))):
            case "drop":
                lines[i : i + 1] = lines[i : i + 1] if len(lines) < 3 else []
            case "swap":
                i, j = min(i, len(lines) - 1), min(j, len(lines) - 1)
                lines[i], lines[j] = lines[j], lines[i]
            case "double":
                lines[i:i] = lines[i : i + 5]
            case "indent":
                lines[i:] = [" " * (j % 40) + line.replace(" ", "    ") for line in lines[i:]]
            case "join":
                lines[i : i + 2] = ["".join(lines[i : i + 2])]
            case "page":
                lines.insert(i, "\f")
        if not lines:
            lines = [""]
    return "\n".join(lines)


def survive(name: str, data: bytes, engine: str | None = None) -> None:
    """Read bytes to the end; only our own errors may come out, and what is read can be written."""
    try:
        forms = parse_forms(read_bytes(data, source=name, engine=engine))
    except TextmineError as error:
        assert error.message
        return
    assert all(form.source == name for form in forms)
    for form in forms:
        json.dumps(form_to_dict(form), ensure_ascii=False).encode()


def survive_below(folder: Path, name: str, data: bytes) -> None:
    """Find and read what is in an archive."""
    path = folder / name
    path.write_bytes(data)
    out = find_sources(folder)
    assert all(failure.error for failure in out.failures)
    for source in out.found[:20]:
        try:
            inner = source.read()
        except TextmineError:
            continue
        survive(source.name, inner)


def without_ocr(document: documents.model.Document, data: bytes) -> documents.model.Document:
    """Stand in for the OCR of damaged pages, which takes its time."""
    return document


def target(reader: str) -> Callable[[bytes], None]:
    """What a reader is to survive, as a function of bytes."""
    documents._with_ocr = without_ocr
    if reader in INNER:
        return lambda data: survive(f"a.{reader}", packed(reader, data))
    if reader == "zip":
        import tempfile

        def below(data: bytes) -> None:
            with tempfile.TemporaryDirectory() as folder:
                survive_below(Path(folder), "a.zip", data)

        return below
    if reader == "png":
        return look_at
    if reader == "pdfplumber":
        return lambda data: survive("a.pdf", data, engine=reader)
    return lambda data: survive(f"a.{reader}", data)


def look_at(data: bytes) -> None:
    """Open an image as the OCR does, without recognising anything."""
    from textmine.documents.scan_image import image_scans

    try:
        assert all(scan.width > 0 for scan in image_scans(data, "a.png"))
    except TextmineError as error:
        assert error.message


def packed(reader: str, inner: bytes) -> bytes:
    """The true package of a format with another table in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(true_files()[f"a.{reader}"])) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            new.writestr(info, inner if info.filename == INNER[reader] else old.read(info))
    return buffer.getvalue()


def seeds(reader: str) -> list[bytes]:
    """True files to start from, and what broke before."""
    if reader in INNER:
        with zipfile.ZipFile(io.BytesIO(true_files()[f"a.{reader}"])) as package:
            return [package.read(INNER[reader])]
    name = {"pdfplumber": "pdf"}.get(reader, reader)
    if reader == "xls":
        found = [(SEEDS / "small.xls").read_bytes()]
    elif reader == "png":
        found = [image(kind) for kind in ("png", "jpeg", "tiff", "bmp")]
    else:
        found = [true_files()[f"a.{name}"]]
    if name == "pdf":
        import handmade

        found.append(handmade.pdf(handmade.form()))
    return found + [path.read_bytes() for path in sorted(REGRESSIONS.glob(f"*.{name}"))]


def image(kind: str) -> bytes:
    """A small image."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.effect_noise((60, 80), 60).save(buffer, kind)
    return buffer.getvalue()


def mangled(chance: random.Random, files: Sequence[bytes]) -> bytes:
    """A file with some bytes changed, cut, doubled or taken from another one."""
    data, other = bytearray(chance.choice(files)), chance.choice(files)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 1, 2, 4, 16, 64, 256))
        match chance.randrange(5):
            case 0:
                data[at : at + size] = chance.randbytes(size)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size] * chance.randint(1, 50)
            case 3:
                there = chance.randrange(len(other) + 1)
                data[at : at + size] = other[there : there + size]
            case 4:
                data[at : at + 1] = chance.choice(
                    (b"0", b"-1", b"99999999999", b"<", b">", b"/", b"\0", b"\xff", b"(", b"[")
                )
    return bytes(data)
