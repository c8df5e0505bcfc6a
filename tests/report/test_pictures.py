"""Quoted rows are shown as printed where the file has pages; otherwise the quote stands alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.conftest import make_study
from textmine.corpus.model import SourceFile
from textmine.records import Indicator
from textmine.report.chapters import write_chapters
from textmine.report.pictures import row_pictures
from textmine.report.summarise import summarise


@pytest.fixture
def boxed(study, coded):
    """The first corpus with boxes on its rows."""

    def give(row: Indicator) -> Indicator:
        return replace(row, page=1, bbox=(60.0, 300.0, 500.0, 340.0))

    forms = {k: replace(f, indicators=tuple(map(give, f.indicators))) for k, f in study.corpus.forms.items()}
    return make_study(forms, coded)


def with_file(study, path: Path | None):
    files = (SourceFile("a.pdf", "0" * 64, 1, 11, 11, 8, path),)
    return replace(study, corpus=replace(study.corpus, files=files))


def test_rows_of_a_pdf(boxed, first_corpus):
    """Each quoted row has one picture, small enough to stand inside the page."""
    pdf = next(first_corpus.glob("*.pdf"))
    pictures = row_pictures(with_file(boxed, pdf), write_chapters(summarise(boxed)))
    assert len(pictures) == 21
    assert all(uri.startswith("data:image/png;base64,") and len(uri) < 60_000 for uri in pictures.values())


def test_no_file_no_picture(boxed, tmp_path):
    """A file that is gone, broken or inside an archive gives no picture and no error."""
    blocks = write_chapters(summarise(boxed))
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    for path in (None, tmp_path / "gone.pdf", broken):
        assert row_pictures(with_file(boxed, path), blocks) == {}
