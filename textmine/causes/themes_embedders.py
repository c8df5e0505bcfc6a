"""Optional sentence embeddings for themes: any callable is an `Embedder`; here is one for sentence-transformers."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from textmine.causes.themes_model import Embedder
from textmine.errors import ExtraMissingError, UsageError


def sentence_transformer(folder: Path, *, batch_size: int = 64) -> Embedder:
    """Return an embedder over a sentence-transformers model on this machine.

    Parameters
    ----------
    folder : Path
        The folder of a saved model; nothing is ever downloaded.
    batch_size : int
        Texts at once.

    Raises
    ------
    ExtraMissingError
        sentence-transformers is not installed.
    UsageError
        There is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(
            "no such model folder / 没有这个模型文件夹", where=str(folder), hint="models are not downloaded"
        )
    try:
        package: Any = import_module("sentence_transformers")
    except ImportError as error:
        raise ExtraMissingError(
            "sentence embeddings need sentence-transformers / 需要 sentence-transformers",
            hint="pip install sentence-transformers",
        ) from error
    model = package.SentenceTransformer(str(folder), local_files_only=True)

    def embed(texts: list[str]) -> Any:  # noqa: ANN401 - array of shape (len(texts), dimensions)
        return model.encode(texts, batch_size=batch_size, show_progress_bar=False, convert_to_numpy=True)

    return embed
