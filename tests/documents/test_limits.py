"""What one file may cost: told in the user's words, changed for a while, in force in workers too."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing import CORPUS
from handmade import form, pdf

from textmine.documents import read_bytes
from textmine.documents.limits import DEFAULT, Limits, check_pages, check_size, in_force, limited, parse_limits
from textmine.documents.worker import run_isolated
from textmine.errors import DocumentError, UsageError


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
