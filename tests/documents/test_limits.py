"""What one file may cost: told in the user's words, changed for a while, in force in workers too."""

import io
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing import CORPUS, INNER, packed, true_files
from handmade import FONT, form, pdf, stream, text, written

from textmine.documents import read_bytes
from textmine.documents.limits import DEFAULT, Limits, check_pages, check_size, in_force, limited, parse_limits
from textmine.documents.worker import run_isolated
from textmine.errors import DocumentError, UsageError
from textmine.forms import parse_forms


def pages_in_force(_: str) -> int:
    """What a worker was told."""
    return in_force().pages


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([], DEFAULT),
        (["pages=7"], Limits(pages=7)),
        (["memory=100", "size=2"], Limits(memory_bytes=100 * 2**20, file_bytes=2 * 2**20)),
        (["seconds=5"], Limits(seconds=5, seconds_a_megabyte=0.0)),
        (["pages=7", "pages=8"], Limits(pages=8)),
    ],
)
def test_settings(settings, expected):
    assert parse_limits(settings) == expected


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("page=7", "do you mean pages"),
        ("pages", "whole number"),
        ("pages=0", "whole number"),
        ("pages=-1", "whole number"),
        ("pages=七", "whole number"),
        ("seconds=1e9", "whole number"),
        ("=3", "seconds"),
    ],
)
def test_wrong_settings_say_what_is_right(setting, words):
    with pytest.raises(UsageError) as caught:
        parse_limits([setting])
    assert words in str(caught.value)


def test_time_grows_with_the_size_unless_it_was_given():
    assert DEFAULT.seconds_for(0) == 180 and DEFAULT.seconds_for(2**20) == 300
    assert DEFAULT.seconds_for(2**50) == 4 * 3600
    assert parse_limits(["seconds=5"]).seconds_for(2**50) == 5


def test_limits_hold_for_a_while_and_in_workers():
    with limited(Limits(pages=11)):
        assert in_force().pages == 11
        assert list(run_isolated(pages_in_force, ["a"])) == [11]
    assert in_force() == DEFAULT


@pytest.mark.parametrize("engine", [None, "pdfplumber", "ocr"])
def test_more_pages_than_allowed(engine):
    """Whatever the engine, the message has the number, the limit, and how to raise it."""
    if engine == "ocr":
        pytest.importorskip("rapidocr")
    data = next(CORPUS.glob("*.pdf")).read_bytes()
    with limited(Limits(pages=2)), pytest.raises(DocumentError, match=r"pages, over the limit of 2") as caught:
        read_bytes(data, source="a.pdf", engine=engine)
    assert "--limit pages=" in caught.value.hint


def test_sizes():
    check_size(1, Limits(file_bytes=1), "a")
    check_pages(3, Limits(pages=3), "a")
    with pytest.raises(DocumentError, match="0 字节"):
        check_size(0, DEFAULT, "a")
    with limited(Limits(file_bytes=100)), pytest.raises(DocumentError, match="over the limit"):
        read_bytes(pdf(form()), source="a.pdf")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_bombs_in_office_files_are_not_set_off(kind):
    """Blanks of 40 MB that pack into some kB: refused by what the package claims."""
    name = INNER[kind]
    with zipfile.ZipFile(io.BytesIO(true_files()[f"a.{kind}"])) as package:
        inner = package.read(name)
    data = packed(kind, inner + b" " * 40_000_000)
    with limited(Limits(unpacked_bytes=10_000_000)), pytest.raises(DocumentError, match="解压后过大") as caught:
        read_bytes(data, source=f"a.{kind}")
    assert "--limit unpacked=" in caught.value.hint


def many(count: int, last: bytes) -> bytes:
    """A PDF of many pages: one page in a tree of references, the last one with other content."""
    kids = b" ".join([b"3 0 R"] * 100)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents %d 0 R>>"
    return written({
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s 6 0 R]/Count %d>>" % (b" ".join([b"8 0 R"] * (count // 100)), count + 1),
        3: page % 4, 4: stream(text("通知正文第一段，请遵照执行，特此通知。" * 2, 40, 700)), 5: FONT,
        6: page % 7, 7: stream(last), 8: b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count 100>>" % kids,
    })  # fmt: skip


def read_form(size_and_pages: tuple[int, int]) -> tuple[int, int, int]:
    """Read a large file in a worker: its pages, its forms, the memory that it took in MB."""
    import resource

    size, pages = size_and_pages
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = many(pages, form()) + bytes(size)
    document = read_bytes(data, source="a.pdf")
    took = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    return document.n_pages, len(parse_forms(document)), took


@pytest.mark.slow
@pytest.mark.parametrize(("size", "pages", "memory"), [(0, 10_000, 300), (100 * 2**20, 10, 500)])
def test_large_files_are_read_in_bounds(size, pages, memory):
    """10,000 pages, or 100 MB, with one form on the last page: read right, in time, in memory."""
    (got,) = run_isolated(read_form, [(size, pages)], limits=Limits(seconds=60, memory_bytes=2**30), name=str)
    assert got[:2] == (pages + 1, 1)
    assert got[2] < memory
