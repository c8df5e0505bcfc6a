"""Broken files of every format give forms with findings or a clear error: never a crash, a hang or a traceback."""

import importlib.util
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from fuzzing import REGRESSIONS, damaged, damaged_text, mangled, seeds, survive, target, true_files, without_ocr

from textmine import documents
from textmine.documents import read_bytes
from textmine.documents.sources import find_sources
from textmine.forms import parse_forms

FUZZ = Path(__file__).resolve().parents[1] / "fuzz"
FEW = settings(max_examples=60, deadline=20_000, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch):
    """Damaged pages go to the OCR, which takes its time; that is not what is tested here."""
    monkeypatch.setattr(documents, "_with_ocr", without_ocr)


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


READERS = ("pdf", "pdfplumber", "docx", "xlsx", "html", "txt", "png", "zip")


@pytest.mark.parametrize("reader", READERS)
def test_changed_files_of_each_reader(reader):
    """A short run of what `tests/fuzz/fuzz_readers.py` does for as long as one likes."""
    if reader == "png":
        pytest.importorskip("cv2", reason="needs the extra `ocr`")
    check, chance, files = target(reader), random.Random(7), seeds(reader)
    for _ in range(4 if reader == "pdfplumber" else 15):
        check(mangled(chance, files))


def test_the_harness_writes_down_what_breaks(tmp_path, monkeypatch, capsys):
    """A file that breaks a reader is kept, and the command fails."""
    spec = importlib.util.spec_from_file_location("fuzz_readers", FUZZ / "fuzz_readers.py")
    harness = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(harness)
    monkeypatch.chdir(tmp_path)
    assert harness.lasts(lambda data: None, b"good")
    assert not harness.lasts(lambda data: 1 / 0, b"bad")
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == b"bad" and "ZeroDivisionError" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["fuzz_readers.py", "html", "--plain", "--seconds", "1"])
    assert harness.main() == 0
