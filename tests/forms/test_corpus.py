"""The first corpus is read exactly."""

import re
from dataclasses import asdict

import pytest

from textmine.forms import extract_file


@pytest.fixture(scope="module")
def extraction(first_corpus):
    return extract_file(first_corpus / "shanghai-bigdata-2024.pdf")


def _without_breaks(value):
    if isinstance(value, str):
        return re.sub(r"\s+", "", value)
    if isinstance(value, dict):
        return {k: _without_breaks(v) for k, v in value.items()}
    return [_without_breaks(v) for v in value] if isinstance(value, (list, tuple)) else value


def test_all_forms_are_exact(extraction, true_forms):
    """8 forms, 107 indicators, 21 passages: every text and every number."""
    assert len(extraction.forms) == len(true_forms) == 8
    for form, true in zip(extraction.forms, true_forms, strict=True):
        got = asdict(form)
        for row in got["indicators"]:
            del row["page"], row["bbox"]
        assert _without_breaks({key: got[key] for key in true}) == _without_breaks(true)
    assert sum(bool(row.deviation) for form in extraction.forms for row in form.indicators) == 21


def test_everything_adds_up(extraction):
    """All 8 reconcile with the first engine alone."""
    assert [form.reconciled for form in extraction.forms] == [True] * 8
    assert extraction.engines == ("pdfium",)
    assert not extraction.failures


def test_rows_know_their_place(extraction):
    """Each indicator has a page of its form and a box on it."""
    for form in extraction.forms:
        for row in form.indicators:
            assert row.page in form.pages
            assert row.bbox is not None and row.bbox[0] < row.bbox[2] and row.bbox[1] < row.bbox[3]
