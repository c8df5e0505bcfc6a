"""The first corpus as forms and true annotations."""

from __future__ import annotations

import pytest

from textmine.jsonl import form_from_dict
from textmine.records import Annotation, Form, Segment


def annotation_of(coded: dict) -> Annotation:
    segments, at = [], 0
    for piece in coded["segments"]:
        segments.append(Segment(piece["role"], at, at + len(piece["text"]), piece["text"]))
        at += len(piece["text"])
    return Annotation(tuple(segments), tuple(coded["causes"]))


@pytest.fixture(scope="session")
def forms(true_forms: list[dict]) -> dict[str, Form]:
    """Its 8 forms by id."""
    return {f"a.pdf#{n}": form_from_dict({**form, "source": "a.pdf"}) for n, form in enumerate(true_forms, 1)}


@pytest.fixture(scope="session")
def annotations(forms: dict[str, Form], true_passages: list[dict]) -> dict[str, Annotation]:
    """Its 21 passages with their true codes."""
    coded = {row["text"]: annotation_of(row) for row in true_passages}
    return {
        f"{key}/{n}": coded[row.deviation]
        for key, form in forms.items()
        for n, row in enumerate(form.indicators, 1)
        if row.deviation
    }
