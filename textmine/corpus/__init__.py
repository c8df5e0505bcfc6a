"""Corpora and studies: what was read and what it says, as frames."""

from textmine.corpus.info import CorpusInfo, read_info
from textmine.corpus.labels import ZH, with_labels
from textmine.corpus.model import Corpus, Funnel, SourceFile

__all__ = ["ZH", "Corpus", "CorpusInfo", "Funnel", "SourceFile", "read_info", "with_labels"]
