"""Check a codebook: codes that overlap, and codes too weak to be found."""

from __future__ import annotations

from itertools import combinations

from textmine.causes.codebook import Code, Codebook
from textmine.causes.features import grams

_FEWEST = 5
_ALIKE = 0.6


def check_codebook(book: Codebook) -> list[str]:
    """Return notes for people, in the order of the codes; an empty list means nothing to improve.

    Noted are: fewer than five cues or examples, no word of what to include, cues that two codes share, examples that
    have more cues of another code than of their own, definitions that are nearly alike.
    """
    notes = [note for entry in book.entries for note in _weak(entry)]
    notes += _shared_cues(book)
    notes += [note for entry in book.entries for note in _astray(entry, book)]
    notes += _alike(book)
    return notes


def _weak(entry: Code) -> list[str]:
    out = []
    if len(entry.cues) < _FEWEST:
        out.append(f"{entry.code}: 线索只有 {len(entry.cues)} 条，至少写 {_FEWEST} 条 only {len(entry.cues)} cues")
    if len(entry.examples) < _FEWEST:
        n = len(entry.examples)
        out.append(f"{entry.code}: 例子只有 {n} 个，至少写 {_FEWEST} 个 only {n} examples")
    if not entry.include:
        out.append(f"{entry.code}: 没有写明包含什么 `include` is empty")
    return out


def _shared_cues(book: Codebook) -> list[str]:
    owners: dict[str, list[str]] = {}
    for entry in book.entries:
        for cue in entry.cues:
            owners.setdefault(cue, []).append(entry.code)
    return [
        f"{' / '.join(codes)}: 共用线索 share the cue「{cue}」" for cue, codes in owners.items() if len(set(codes)) > 1
    ]


def _astray(entry: Code, book: Codebook) -> list[str]:
    """Examples whose cues point to another code."""
    out = []
    for example in entry.examples:
        counts: dict[str, int] = {}
        for _, code in book.cue_index.codes(example):
            counts[code] = counts.get(code, 0) + 1
        own = counts.pop(entry.code, 0)
        rival = max(counts, key=lambda c: (counts[c], c), default="")
        if rival and counts[rival] > own:
            out.append(f"{entry.code}: 例子更像 {rival} example looks more like {rival}：「{example[:30]}」")
    return out


def _alike(book: Codebook) -> list[str]:
    described = {e.code: grams(e.definition + "，" + e.include, 2) for e in book.entries}
    out = []
    for a, b in combinations(described, 2):
        both = described[a] & described[b]
        share = len(both) / max(1, min(len(described[a]), len(described[b])))
        if share >= _ALIKE:
            out.append(f"{a} / {b}: 定义重叠 {share:.0%} definitions overlap")
    return out
