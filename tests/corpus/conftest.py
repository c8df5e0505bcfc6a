"""Fixtures of the store."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("stores", Path(__file__).with_name("stores.py"))
stores_module = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stores_module)


@pytest.fixture
def stores():
    """The helpers of ``stores.py``."""
    return stores_module


@pytest.fixture
def corpus(tmp_path, stores):
    """A folder of six forms, one of them twice."""
    folder = stores.fill(tmp_path / "语料", range(6))
    (folder / "副本.html").write_bytes((folder / "表002.html").read_bytes())
    return folder
