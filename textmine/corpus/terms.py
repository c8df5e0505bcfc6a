"""The words of a corpus as tables: new words, key terms of a group, collocations, concordance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from textmine.corpus.model import Corpus
from textmine.errors import UsageError

GROUPS = ("cause", "sector", "unit", "year", "level2")


def new_word_table(corpus: Corpus, *, min_documents: int = 3) -> pd.DataFrame:
    """Words that the dictionary does not know yet, by cohesion and freedom (see `lexicon.discovery`)."""
    from textmine.lexicon import default_segmenter
    from textmine.lexicon.discovery import NewWord, new_words

    found = new_words(_texts(corpus), default_segmenter().cut, min_documents=min_documents)
    return _table(found, NewWord)


def collocation_table(corpus: Corpus, *, min_documents: int = 3) -> pd.DataFrame:
    """Pairs of words that stand together more often than chance has it."""
    from textmine.lexicon.keyterms import Collocation, collocations

    return _table(collocations(_documents(_texts(corpus)), min_documents=min_documents), Collocation)


def key_table(corpus: Corpus, by: str, *, min_documents: int = 3) -> pd.DataFrame:
    """Words that set one group apart from the others, by log-odds on document counts.

    Parameters
    ----------
    corpus : Corpus
    by : {"cause", "sector", "unit", "year", "level2"}
        What makes a group; ``cause`` annotates the passages first and takes their primary code, ``sector`` is told from
        the names of department, unit and project.
    min_documents : int
        Words in fewer passages of the corpus are left out.

    Raises
    ------
    UsageError
        An unknown group, or fewer than two groups: there is nothing to compare.
    """
    from textmine.lexicon.keyterms import KeyTerm, key_terms

    if by not in GROUPS:
        raise UsageError(f"unknown group / 未知分组: {by!r}", hint=f"one of / 可用: {', '.join(GROUPS)}")
    groups = _groups(corpus, by)
    if len(set(groups)) < 2:
        raise UsageError(
            f"only one {by} / 只有一个分组，无从比较: {groups[0] if groups else '—'}",
            hint="choose another --key / 请换一种分组",
        )
    documents = _documents(_texts(corpus))
    return _table(key_terms(documents, groups, min_documents=min_documents), KeyTerm)


def kwic_table(corpus: Corpus, word: str, *, width: int = 20) -> pd.DataFrame:
    """Every place where a word stands in a passage, with what is left and right of it, file and page."""
    from textmine.lexicon.kwic import Hit, Source, concordance

    places = corpus.passages_frame
    sources = [
        Source(str(r["text"]), str(r["passage"]), str(r["source"]), None if pd.isna(r["page"]) else int(r["page"]))
        for r in places.to_dict("records")
    ]
    return _table(concordance(sources, word, width=width), Hit)


def _groups(corpus: Corpus, by: str) -> list[str]:
    if by == "cause":
        from textmine.causes import annotate

        return [a.causes[0] if a.causes else "none" for a in annotate(_texts(corpus))]
    if by == "sector":
        from textmine.points.sectors import sector_of

        return [sector_of(corpus.forms[p.form], corpus.info.sector) for p in corpus.passages]
    return ["" if pd.isna(v) else str(v) for v in corpus.passages_frame[by]]


def _texts(corpus: Corpus) -> list[str]:
    return [p.text for p in corpus.passages]


def _documents(texts: Iterable[str]) -> list[list[str]]:
    from textmine.lexicon import default_segmenter
    from textmine.lexicon.stopwords import stop_words

    cut, stop = default_segmenter().cut, stop_words()
    return [[w for w in cut(text) if w not in stop and any(c.isalnum() for c in w)] for text in texts]


def _table(rows: Iterable[Any], kind: type) -> pd.DataFrame:
    found = [asdict(row) for row in rows]
    for row in found:
        row.update({k: " ".join(v) for k, v in row.items() if isinstance(v, tuple)})
    return pd.DataFrame(found, columns=list(kind.__dataclass_fields__))  # type: ignore[attr-defined]
