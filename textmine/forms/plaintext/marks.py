"""What is printed over a text: watermarks on lines of their own or strewn along a diagonal, words printed twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textmine.forms.plaintext.tokens import TextLine

_PHRASE = re.compile(
    r"^(信息公开|政务公开|政府公开|内部(资料|使用|文件)|仅供\S{1,8}|草稿|样本|机密|副本|公开专用|禁止(复制|转载))\S{0,6}$"
)
_CUE = re.compile(r"公开|专用|内部|仅供|草稿|样本|机密|副本|资料|复制|转载|查阅|参考|财政")
_LONE = re.compile(r"(?:(?<=\s\s)|(?<=^\s)|^)([\u4e00-\u9fff])(?=\s\s|\s*$)")


@dataclass(frozen=True, slots=True)
class _Spot:
    row: int
    x: int
    char: str


def without_watermarks(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines without what was printed across them."""
    kept = [line for line in lines if not _PHRASE.match(line.text.strip())]
    pages: dict[int | None, list[int]] = {}
    for i, line in enumerate(kept):
        pages.setdefault(line.page, []).append(i)
    out = list(kept)
    for rows in pages.values():
        for spot in _diagonal([s for i in rows for s in _spots(i, kept[i].text)]):
            text = out[spot.row].text
            out[spot.row] = replace(out[spot.row], text=(text[: spot.x] + " " + text[spot.x + 1 :]).rstrip())
    return _without_strewn([line for line in out if line.text.strip()])


_TWICE = 0.5
"""Share of lines that repeat the last word before them from which on a text was printed twice, to look bold."""


def single(lines: Sequence[str]) -> list[str]:
    """Return the lines of a page without the second printing of each word: ``分值 | 分值 得分 | 得分``."""
    parts = [line.split() for line in lines]
    printed = [p for p in parts if p]
    again = sum(a[-1] == b[0] for a, b in pairwise(printed))
    if len(printed) < 8 or again < _TWICE * len(printed):
        return list(lines)
    out: list[str] = []
    waiting = ""
    for part in parts:
        if part and waiting and part[0] == waiting:
            out[-1] = " ".join([out[-1], *part[1:]])
            waiting = part[-1] if len(part) > 1 else ""
        else:
            out.append(" ".join(part))
            waiting = part[-1] if part else waiting
    return out


_STREWN = frozenset("信息公开专用内部资料仅供参考草稿样本机密副")


def _without_strewn(lines: Sequence[TextLine]) -> list[TextLine]:
    """Leave out the characters of a watermark that stand on lines of their own, in any order."""
    lone = [line.text.strip() for line in lines if len(line.text.strip()) == 1]
    strewn = {c for c in lone if c in _STREWN}
    if len(strewn) < 4:
        return list(lines)
    return [line for line in lines if line.text.strip() not in strewn]


def _spots(row: int, text: str) -> list[_Spot]:
    return [_Spot(row, m.start(1), m[1]) for m in _LONE.finditer(text)]


def _diagonal(spots: Sequence[_Spot]) -> list[_Spot]:
    """Return the longest run of lone characters that goes steadily one way and reads as a watermark."""
    for way in (1, -1):
        chain = _longest(spots, way)
        text = "".join(s.char for s in chain)
        if len(chain) >= 4 and (_CUE.search(text) or _CUE.search(text[::-1])):
            return chain
    return []


def _longest(spots: Sequence[_Spot], way: int) -> list[_Spot]:
    best: list[list[_Spot]] = []
    for k, spot in enumerate(spots):
        before = [best[i] for i in range(k) if spots[i].row < spot.row and 3 <= way * (spot.x - spots[i].x) <= 16]
        best.append([*max(before, key=len, default=[]), spot])
    return max(best, key=len, default=[])
