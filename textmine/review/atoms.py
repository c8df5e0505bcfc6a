"""The places where a person may cut a passage: after punctuation, and wherever a segment ends already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_MARK = re.compile(r"[，。；、：！？,.;:!?…\n]+[”’」』》）)】]*\s*|[）)】]+")
_NUMBER = re.compile(r"\d[.,:]\d")


def cut_places(text: str) -> tuple[int, ...]:
    """Return the offsets after punctuation, without those inside numbers such as 1,200.50; never 0 or the end.

    >>> cut_places("因流标，支付1,200元。")
    (4,)
    """
    return tuple(
        m.end() for m in _MARK.finditer(text) if m.end() < len(text) and not _NUMBER.match(text, max(0, m.start() - 1))
    )


def atoms(text: str, ends: Iterable[int] = ()) -> list[dict[str, object]]:
    """Cut a passage into the smallest pieces that a segment can end with.

    Parameters
    ----------
    text : str
    ends : iterable of int
        Further offsets at which segments end.

    Returns
    -------
    list of {"text", "tail"}
        In order; they rebuild the text. `tail` is the length of the punctuation at the end.
    """
    places = sorted({0, len(text), *cut_places(text), *(e for e in ends if 0 < e < len(text))})
    out: list[dict[str, object]] = []
    for start, end in pairwise(places):
        piece = text[start:end]
        marks = [m for m in _MARK.finditer(piece) if m.end() == len(piece)]
        out.append({"text": piece, "tail": len(piece) - marks[-1].start() if marks else 0})
    return out
