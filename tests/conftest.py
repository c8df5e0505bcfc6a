"""Shared fixtures: the first corpus and what is true of it."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

# the same examples every time; HYPOTHESIS_PROFILE=default looks for new ones
settings.register_profile("repeatable", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def first_corpus() -> Path:
    """The folder of the first corpus."""
    return ROOT / "corpora" / "shanghai-bigdata-2024"


@pytest.fixture(scope="session")
def true_forms() -> list[dict]:
    """The exact content of its 8 forms, typed by hand."""
    return json.loads((ROOT / "tests/data/shanghai-bigdata-2024.forms.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def true_passages() -> list[dict]:
    """Its 21 passages with roles and codes, annotated by hand: for tests, never for training."""
    path = ROOT / "tests/data/shanghai-bigdata-2024.passages.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
