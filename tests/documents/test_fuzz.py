"""Broken files of every format give forms with findings or a clear error: never a crash, a hang or a traceback."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing import REGRESSIONS, damaged, damaged_text, true_files

from textmine import documents
from textmine.documents import read_bytes
from textmine.documents.sources import find_sources
from textmine.errors import TextmineError
from textmine.forms import parse_forms

FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch):
    """Damaged pages go to the OCR, which takes its time; that is not what is tested here."""
    monkeypatch.setattr(documents, "_with_ocr", lambda document, data: document)


def survive(name: str, data: bytes) -> None:
    """Read bytes to the end; only our own errors may come out."""
    try:
        forms = parse_forms(read_bytes(data, source=name))
    except TextmineError as error:
        assert error.message
        return
    assert all(form.source == name for form in forms)


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.pdf", "a.txt", "a.xlsx"])
def test_the_true_files_hold_a_form(name):
    assert len(parse_forms(read_bytes(true_files()[name], source=name))) == 1


@FEW
@given(damaged())
def test_damaged_files(case):
    survive(*case)


@FEW
@given(damaged_text())
def test_damaged_text_layers(text):
    survive("a.txt", text.encode())


@FEW
@given(st.binary(max_size=400), st.sampled_from(sorted(true_files())))
def test_random_bytes(data, name):
    survive(name, data)


@FEW
@given(damaged())
def test_damaged_files_below_a_path(tmp_path_factory, case):
    name, data = case
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(data)
    out = find_sources(path.parent)
    assert len(out.found) + len(out.failures) + len(out.skipped) <= 3
    assert all(f.error for f in out.failures)


@pytest.mark.parametrize("path", sorted(REGRESSIONS.glob("*")), ids=lambda p: p.name)
def test_regressions(path):
    survive(path.name, path.read_bytes())
