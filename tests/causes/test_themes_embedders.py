"""The adapter for sentence-transformers: local models only, a clear word where it is missing."""

import sys
import types

import pytest

from textmine.causes.themes_embedders import sentence_transformer
from textmine.causes.themes_model import Embedder
from textmine.errors import ExtraMissingError, UsageError


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UsageError, match="not downloaded"):
        sentence_transformer(tmp_path / "none")


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ExtraMissingError, match="pip install sentence-transformers"):
        sentence_transformer(tmp_path)


def test_raw_texts_reach_the_model_and_nothing_is_downloaded(tmp_path, monkeypatch):
    seen = {}

    class Model:
        def __init__(self, folder, local_files_only):
            seen.update(folder=folder, local=local_files_only)

        def encode(self, texts, **_):
            return [[float(len(t))] for t in texts]

    module = types.SimpleNamespace(SentenceTransformer=Model)
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    embed = sentence_transformer(tmp_path)
    assert isinstance(embed, Embedder)
    assert embed(["人手不足"]) == [[4.0]]
    assert seen == {"folder": str(tmp_path), "local": True}
