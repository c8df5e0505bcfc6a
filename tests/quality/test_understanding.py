"""Gates: what was reached must not be lost. The full figures are in benchmarks/understanding.md."""

from pathlib import Path

import pytest

from textmine.causes.build import BuildSettings
from textmine.causes.evaluate import cross_validate_rows, evaluate
from textmine.causes.model_causes import FitSettings
from textmine.causes.model_data import read_all, training_files
from textmine.passages.model import RoleSettings

ROOT = Path(__file__).resolve().parents[2]


def test_first_corpus_is_read_as_a_careful_person_would():
    scores = evaluate(ROOT / "tests/data/shanghai-bigdata-2024.passages.jsonl")
    assert scores["broken"] == 0
    assert scores["code_exact"] >= 20 / 21  # seed-14 names a lack of routine checks in passing
    assert scores["role_char_acc"] >= 0.97


@pytest.mark.slow
def test_a_held_out_author_is_understood():
    """A fast variant of the cross-validation: one author held out, few optimiser steps, no calibration."""
    rows = read_all(training_files(ROOT / "corpora/passages"))
    fast = BuildSettings(
        roles=RoleSettings(iterations=26, min_count=3), codes=FitSettings(iterations=18), inner_folds=False
    )
    scores = cross_validate_rows(rows, [["dd"]], fast)
    assert scores["role_char_acc"] >= 0.90
    assert scores["segment_f1"] >= 0.74
    assert scores["code_micro_f1"] >= 0.80
    assert scores["primary_right"] >= 0.88
