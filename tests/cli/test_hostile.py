"""Hostile files through the command line: the documented exit code, one message with what to do, never a traceback."""

import io
import itertools
import struct
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "documents"))

from fuzzing import ROWS, SEEDS, image, true_files
from handmade import form, pdf, stream

from textmine import documents
from textmine.cli.app import run_app

TRUE = {**true_files(), "a.pdf": pdf(form()), "a.xls": (SEEDS / "small.xls").read_bytes()}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = TRUE["a.html"].decode()
LAYER = TRUE["a.txt"].decode()


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch):
    """Recognition takes its time; it is not what is tested here."""
    monkeypatch.setattr(documents, "_with_ocr", lambda document, data: document)


@pytest.fixture
def extract(tmp_path, capfd):
    """Extract one file in this process: exit code and everything that was said."""

    def run(name: str, data: bytes, *options: str) -> tuple[int, str]:
        path = tmp_path / name
        path.write_bytes(data)
        code = run_app(["extract", str(path), "-o", str(tmp_path / "o.jsonl"), "-w", "0", *options])
        said = capfd.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.err

    return run


def packed(members: dict[str, bytes], *, encrypted: bool = False) -> bytes:
    """A ZIP archive; encrypted by its flags only."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    whole = bytearray(out.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)) if encrypted else ():
        struct.pack_into("<H", whole, whole.find(mark) + offset, 1)
    return bytes(whole)


REFUSED = {
    "empty.pdf": (b"", "0 字节"),
    "empty.docx": (b"", "0 字节"),
    "empty.zip": (b"", "0 字节"),
    "zeros.pdf": (bytes(5000), "无法识别"),
    "zeros.xlsx": (bytes(5000), "无法识别"),
    "head only.pdf": (b"%PDF-1.7\n", "损坏"),
    "half.pdf": (TRUE["a.pdf"][: len(TRUE["a.pdf"]) // 10], "损坏"),
    "half.docx": (TRUE["a.docx"][: len(TRUE["a.docx"]) // 2], "损坏"),
    "half.xlsx": (TRUE["a.xlsx"][: len(TRUE["a.xlsx"]) // 2], "损坏"),
    "half.xls": (TRUE["a.xls"][:2000], "→"),
    "half.zip": (TRUE["a.zip"][: len(TRUE["a.zip"]) // 2], "损坏"),
    "half.png": (image("png")[:60], "→"),
    "old.doc": (OLE + "WordDocument".encode("utf-16-le"), "docx"),
    "old.wps": (OLE + "WordDocument".encode("utf-16-le"), "docx"),
    "unknown.xls": (OLE + b"?", "→"),
    "a.rar": (b"Rar!\x1a\x07\x00rest", "ZIP"),
    "a.7z": (b"7z\xbc\xaf\x27\x1crest", "ZIP"),
    "a.ofd": (packed({"OFD.xml": b"<x/>"}), "PDF"),
    "a.rtf": (b"{\\rtf1 x}", "docx"),
    "locked.zip": (packed({"a.html": TRUE["a.html"]}, encrypted=True), "加密"),
    "no pages.pdf": (TRUE["a.pdf"].replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0    "), "→"),
    "not for us.pdf": (TRUE["a.pdf"].replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/None>>"), "→"),
    "word without words.docx": (packed({"[Content_Types].xml": b"<", "word/document.xml": b"<"}), "→"),
    "sheet without cells.xlsx": (packed({"[Content_Types].xml": b"<", "xl/workbook.xml": b"<"}), "→"),
    "entities.docx": (
        packed({"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>", "word/document.xml": b"<x/>"}),
        "→",
    ),
    "noise.pdf": (bytes(i * 7919 % 251 for i in range(3000)), "无法识别"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_cannot_be_read_are_refused_with_what_to_do(extract, name):
    """Nothing could be read: exit code 2, and the reason names the file."""
    data, words = REFUSED[name]
    code, said = extract(name, data)
    assert code == 2 and "未读 Failed: " in said and words in said and name in said


EMPTY = {
    "blank.pdf": pdf(b""),
    "prose.pdf": pdf(form([["关于印发通知的函", "各有关单位：请遵照执行。"]], "通知")),
    "prose.html": b"<p>\xe9\x80\x9a\xe7\x9f\xa5</p>",
    "deep.html": b"<div>" * 5000 + b"x",
    "spans.html": b"<table><tr><td rowspan=99999 colspan=99999>x</td></tr></table>",
    "blanks.txt": "　\n".encode() * 100,
    "one line.txt": "绩".encode() * 200_000,
    "bomb.pdf": pdf(b"", more={4: stream(b"q Q\n" * 1_000_000, packed=True)}),
    "brackets.pdf": pdf(b"[" * 200_000 + form()),
}


@pytest.mark.parametrize("name", EMPTY)
def test_files_without_a_form_say_so(extract, name):
    code, said = extract(name, EMPTY[name])
    assert code == 2 and ("没有自评表" in said or "未读" in said)


@pytest.mark.parametrize(("content", "suffix"), list(itertools.permutations(
    ("pdf", "docx", "xlsx", "xls", "html", "txt"), 2)))  # fmt: skip
def test_the_content_decides_not_the_extension(extract, content, suffix):
    """Every format under the name of every other one."""
    code, said = extract(f"b.{suffix}", TRUE[f"a.{content}"])
    assert code == 0, said


ENCODED = {
    "utf-8": ("b.txt", LAYER.encode()),
    "utf-8 with mark": ("b.txt", LAYER.encode("utf-8-sig")),
    "gb18030": ("b.txt", LAYER.encode("gb18030")),
    "utf-16 with mark": ("b.txt", LAYER.encode("utf-16")),
    "utf-16-le without mark": ("b.txt", LAYER.encode("utf-16-le")),
    "utf-16-be without mark": ("b.txt", LAYER.encode("utf-16-be")),
    "utf-32 with mark": ("b.txt", LAYER.encode("utf-32")),
    "lines of Windows": ("b.txt", LAYER.replace("\n", "\r\n").encode("gb18030")),
    "zeros inside": ("b.txt", LAYER.encode() + b"\n\x00\x01\n"),
    "page utf-8 with mark": ("b.html", SHEET.encode("utf-8-sig")),
    "page gb18030 as declared": ("b.html", SHEET.replace("utf-8", "gb2312").encode("gb18030")),
    "page gb18030, declared utf-8": ("b.html", SHEET.encode("gb18030")),
    "page utf-8, declared gbk": ("b.html", SHEET.replace("utf-8", "gbk").encode()),
    "page gb18030, not declared": ("b.html", SHEET.replace("<meta charset='utf-8'>", "").encode("gb18030")),
    "page utf-16 with mark": ("b.html", SHEET.replace("utf-8", "utf-16").encode("utf-16")),
    "page utf-16-le without mark": ("b.html", SHEET.replace("utf-8", "utf-16").encode("utf-16-le")),
    "page utf-16-be without mark": ("b.html", SHEET.replace("utf-8", "utf-16").encode("utf-16-be")),
    "page of an unknown code": ("b.html", SHEET.replace("utf-8", "klingon").encode()),
    "page with wrong bytes": ("b.html", SHEET.encode().replace(b"</body>", b"\xff\xfe\x81</body>")),
}


@pytest.mark.parametrize("case", ENCODED)
def test_encodings_are_told_by_the_bytes(extract, tmp_path, case):
    code, said = extract(*ENCODED[case])
    assert code == 0, said
    if case.startswith("page"):
        assert all(words in (tmp_path / "o.jsonl").read_text("utf-8") for words in (ROWS[2][2], ROWS[2][7]))


def test_one_bad_file_of_each_kind_does_not_stop_the_others(tmp_path, capfd):
    """All of it in one folder: exit code 3, every bad file named once, every good one read."""
    for name, (data, _) in REFUSED.items():
        (tmp_path / name).write_bytes(data)
    good = [name for name in TRUE if name != "a.zip"]
    for name in good:
        (tmp_path / f"good {name}").write_bytes(TRUE[name])
    out = tmp_path / "out" / "forms.jsonl"
    assert run_app(["extract", str(tmp_path), "-o", str(out), "-w", "2"]) == 3
    said = capfd.readouterr().err
    assert len(out.read_text("utf-8").splitlines()) == len(good)
    told = [line.removeprefix("未读 Failed: ") for line in said.splitlines() if line.startswith("未读 Failed: ")]
    assert len(told) == len(REFUSED)
    assert [
        name for name in REFUSED if not any(line.startswith((f"{name} (", f"{name}:", f"{name}!")) for line in told)
    ] == []
    assert "Traceback" not in said


@pytest.mark.parametrize("options", [["--limit", "pages=x"], ["--limit", "time=3"], ["-w", "-1"], ["-w", "x"]])
def test_wrong_options_are_wrong_use(tmp_path, capfd, options):
    (tmp_path / "a.html").write_bytes(TRUE["a.html"])
    assert run_app(["extract", str(tmp_path), *options]) == 1
    assert "Traceback" not in capfd.readouterr().err


def test_limits_on_the_command_line(extract):
    """A file over a limit is refused with the option that raises it."""
    code, said = extract("a.pdf", TRUE["a.pdf"], "--limit", "pages=1")
    assert code == 0, said
    code, said = extract("big.pdf", TRUE["a.pdf"] + bytes(2**20), "--limit", "size=1")
    assert code == 2 and "--limit size=" in said
