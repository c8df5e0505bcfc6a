"""Where a code shows: the pieces, and within them the words, that carried the decision. Always exact substrings."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.causes.features import Reading
from textmine.passages.pieces import Piece
from textmine.records import Evidence

Floats = NDArray[np.float64]

_HEAD = re.compile(
    r"^[\s“”「」『』\"']*(?:(?:偏差|主要|未完成|扣分)?原因(?:分析)?(?:是|如下|在于|为)?[：:]\s*)?"
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、]|[①-⑳]|[一二三四五六]是|第[一二三四五六][，、,])?\s*"
)
_TAIL = re.compile(r"[\s，,。；;、：:.！!？?]+$")
_STRONG = -0.7
"""Logit below which a second piece does not count as evidence (about one in three)."""
_MOST = 3


def trim(piece: Piece) -> tuple[int, int]:
    """Return the span of a piece without label, number and closing punctuation; the whole piece if nothing remains."""
    start = piece.start + len(_HEAD.match(piece.text).group())  # type: ignore[union-attr]  # it matches the empty text
    tail = _TAIL.search(piece.text)
    end = piece.start + (tail.start() if tail else len(piece.text))
    return (start, end) if start < end else (piece.start, piece.end)


def find_evidence(
    text: str, reading: Reading, codes: Sequence[str], columns: Sequence[int], logits: Floats, piece_of: Sequence[int]
) -> tuple[Evidence, ...]:
    """Return the pieces that carried each code: the strongest one, and others that would do alone.

    Parameters
    ----------
    text : str
        The passage.
    reading : Reading
        Its pieces.
    codes, columns
        The codes given and their columns in `logits`.
    logits : array
        Instances × codes.
    piece_of : sequence of int
        The piece of each instance; −1 for none.
    """
    out = []
    for code, column in zip(codes, columns, strict=True):
        odds = logits[:, column].tolist()
        order = sorted(range(len(piece_of)), key=lambda i: (-odds[i], i))
        strong = [i for n, i in enumerate(order[:_MOST]) if n == 0 or odds[i] > _STRONG]
        chosen = [i for i in strong if piece_of[i] >= 0]
        for i in sorted(chosen, key=lambda i: piece_of[i]):
            start, end = trim(reading.pieces[piece_of[i]])
            out.append(Evidence(code, start, end, text[start:end]))
    return tuple(out)
