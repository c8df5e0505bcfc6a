"""Words: the jieba segmenter with our domain terms, stop words, new words, key terms, concordance."""

from __future__ import annotations

from textmine.lexicon.segmenter import JiebaSegmenter, Segmenter, Token, default_segmenter

__all__ = ["JiebaSegmenter", "JiebaVectorizer", "Segmenter", "Token", "default_segmenter"]  # noqa: F822 - __getattr__


def __getattr__(name: str) -> object:
    # The vectoriser needs scikit-learn: loaded on first use.
    if name == "JiebaVectorizer":
        from textmine.lexicon.segmenter_vectorizer import JiebaVectorizer

        return JiebaVectorizer
    raise AttributeError(f"module 'textmine.lexicon' has no attribute {name!r}")
