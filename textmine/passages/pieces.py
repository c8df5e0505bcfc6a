"""Where a passage may be cut: pieces that end at a clause mark, never inside numbers, item labels, brackets or quotes.

In the annotated passages segments end at 。，；, . (one at ：), so these marks close a piece; 、 and ： never do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MARK = re.compile(r"[。！？；;，,!?\n]+|(?<=[\u4e00-\u9fff」”）])\.|\.(?![\d.])|…+")
_OPENING = {"（": "）", "(": ")", "「": "」", "“": "”", "《": "》", "『": "』", "【": "】"}
_OPENS = re.compile("[" + "".join(map(re.escape, _OPENING)) + "]")
_CLOSING = "）)」”》』】’'\""
_LABEL = re.compile(r"\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z])[)）]?$")
_ORDINAL = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]|首先|其次|再次|另外|此外|同时|其中|一是|因此|但|但是|目前|下一步)$"
)
_LONGEST_BRACKET = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch ``passage[start:end]`` that carries one role."""

    start: int
    end: int
    text: str


def _brackets(text: str) -> list[tuple[int, int]]:
    """Spans of short bracketed or quoted stretches; unbalanced openings are ignored."""
    spans = []
    for opening in _OPENS.finditer(text):
        start = opening.start()
        end = text.find(_OPENING[opening.group()], start + 1, start + _LONGEST_BRACKET)
        if end > 0:
            spans.append((start, end))
    return spans


def _cut_points(text: str) -> list[int]:
    inside = _brackets(text)
    cuts = []
    last = 0
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        if end <= last or any(a < start < b for a, b in inside):  # the last cut may have taken its line end along
            continue
        if mark.group() in ",." and _inside_number(text, start):
            continue
        head = text[last:start]
        if _LABEL.match(head) or (_ORDINAL.match(head) and mark.group() not in "。\n"):
            continue
        while end < len(text) and (text[end] in _CLOSING or text[end].isspace()):
            end += 1
        cuts.append(end)
        last = end
    return cuts


def _inside_number(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


@lru_cache(maxsize=8192)  # roles and codes both ask, and passages are copied between rows
def cut_pieces(text: str) -> tuple[Piece, ...]:
    """Cut a passage into pieces that rebuild it exactly.

    Parameters
    ----------
    text : str
        Any text; the empty text has no pieces.

    Returns
    -------
    tuple of Piece
        Contiguous, without overlap, none empty.

    Examples
    --------
    >>> [p.text for p in cut_pieces("1.人手不足，费用1,200元。")]
    ['1.人手不足，', '费用1,200元。']
    """
    ends = [cut for cut in _cut_points(text) if cut < len(text)]
    if text:
        ends.append(len(text))
    starts = [0, *ends[:-1]] if ends else []
    return tuple(Piece(a, b, text[a:b]) for a, b in zip(starts, ends, strict=True))
