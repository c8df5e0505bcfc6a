"""Files made from synthetic PDFs: scans are images only, broken files yield nothing, text layers keep the words."""

import shutil

import pypdfium2
import pytest

from textmine.forms import extract_file
from textmine.synth.derived import Scan, broken, photographed, scanned, text_layer
from textmine.synth.plan import Recipe, make_files


@pytest.fixture(scope="module")
def file():
    recipe = Recipe(conditions=("plain",), layouts=("national",), formats=(("pdf", 1.0),), others=0, faults=0)
    return next(iter(make_files(1, "derived", recipe)))


def test_a_scan_has_pages_without_text(file):
    scan = scanned(file, Scan("skew", 72, 1.0, 5.0), "x")
    document, original = pypdfium2.PdfDocument(scan.data), pypdfium2.PdfDocument(file.data)
    assert len(document) == len(original)
    assert all(not page.get_textpage().get_text_range().strip() for page in document)
    assert scan.data == scanned(file, Scan("skew", 72, 1.0, 5.0), "x").data
    assert scan.truths == file.truths


def test_a_photo_is_a_png(file):
    assert photographed(file, Scan("clean", 72), "x").data.startswith(b"\x89PNG")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("mode", ["layout", "raw", "default"])
def test_a_text_layer_keeps_the_words(file, mode):
    text = "".join(text_layer(file, mode).data.decode("utf-8").split())
    assert all(row.level3[:3] in text for row in file.truths[0].form.indicators)


@pytest.mark.parametrize("how", ["truncated", "empty", "not_pdf"])
def test_a_broken_file_yields_a_failure_and_no_form(file, how, tmp_path):
    path = tmp_path / f"{how}.pdf"
    path.write_bytes(broken(file, how).data)
    read = extract_file(path)
    assert not read.forms
    assert read.failures
