"""A study of the first corpus from its true records: no reading, no model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from textmine.causes.codebook import load_codebook
from textmine.causes.themes_model import StabilityPanel, ThemeResult, ThemeSettings
from textmine.corpus.info import CorpusInfo
from textmine.corpus.model import Corpus, SourceFile
from textmine.corpus.study import Study
from textmine.jsonl import form_from_dict
from textmine.points.claims import build_claims
from textmine.points.ledger import build_ledger
from textmine.records import Annotation, Form, Segment


def annotation_of(coded: dict) -> Annotation:
    segments, at = [], 0
    for piece in coded["segments"]:
        segments.append(Segment(piece["role"], at, at + len(piece["text"]), piece["text"]))
        at += len(piece["text"])
    return Annotation(tuple(segments), tuple(coded["causes"]))


def make_study(forms: dict[str, Form], coded: dict[str, Annotation], **info: object) -> Study:
    """Make a study from forms and annotations by text; texts that nobody coded count as «none»."""
    corpus = Corpus(
        CorpusInfo(name="test", title="测试语料", publisher="测试单位", year=2024, **info),
        forms,
        (),
        (SourceFile("a.pdf", "0" * 64, 1000, 16, 16, len(forms)),),
    )
    blank = lambda text: Annotation((Segment("none", 0, len(text), text),), ("none",))  # noqa: E731
    annotations = {p.id: coded.get(p.text, blank(p.text)) for p in corpus.passages}
    ledger = build_ledger(forms, annotations)
    panel = StabilityPanel("codes", "codes", 0, 0, 0, 0, 0.0)
    themes = ThemeResult((), (), panel, ThemeSettings())
    return Study(corpus, load_codebook(), annotations, ledger, build_claims(ledger, annotations), themes, 0)


@pytest.fixture(scope="session")
def coded(true_passages: list[dict]) -> dict[str, Annotation]:
    return {row["text"]: annotation_of(row) for row in true_passages}


@pytest.fixture(scope="session")
def first_forms(true_forms: list[dict]) -> dict[str, Form]:
    out = {}
    for n, data in enumerate(true_forms, 1):
        form = form_from_dict({**data, "source": "a.pdf", "pages": [2 * n - 1, 2 * n]})
        rows = tuple(replace(row, page=2 * n - (i < 9)) for i, row in enumerate(form.indicators))
        out[f"a.pdf#{n}"] = replace(form, indicators=rows, reconciled=True)
    return out


@pytest.fixture(scope="session")
def study(first_forms: dict[str, Form], coded: dict[str, Annotation]) -> Study:
    return make_study(first_forms, coded)
