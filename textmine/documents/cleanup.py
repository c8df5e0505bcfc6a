"""Characters as people read them: radicals made characters, invisible marks removed, overprinted copies dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.documents.glyphs import Glyphs
from textmine.documents.model import Glyph

# Marks without a body of their own: soft hyphen, zero-width spaces and joiners, directional marks, byte order mark.
_INVISIBLE = dict.fromkeys(
    [
        173,
        847,
        1564,
        4447,
        4448,
        6068,
        6069,
        6158,
        12644,
        65279,
        *list(range(8203, 8208)),
        *list(range(8234, 8239)),
        *list(range(8288, 8304)),
        *list(range(65024, 65040)),
    ]
)

# CJK Radicals Supplement (U+2E80–2EF3) has no Unicode decomposition for most of its signs, so they stand here.
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺅⺆⺇⺈⺉⺋⺌⺍⺎⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿"
        "⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙亻冂几刀刂㔾小⺍兀尢巳幺彑彐忄㣺扌攴旡月歺母民氵氺灬爫爫牛犭王疋罒示礻竹糹纟罒罒罓四羊羊羊耂肀聿月臼艹艹"
        "艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝阝雨青韦页风飞食飠饣饣马骨鬼鱼鸟卤麦黄黾齐齐齿齿竜龙龟龟龟",
        strict=False,
    )
)


def _radicals() -> dict[int, str]:
    table = {ord(radical): plain for radical, plain in _SUPPLEMENT.items() if radical != plain}
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[code] = plain
    return table


_TABLE: dict[int, str | None] = {**_INVISIBLE, **_radicals()}
# Beyond U+FFFF as one range: the expression then looks characters up in a table, which takes a tenth of a set's time.
_ODD = re.compile(f"[{''.join(chr(code) for code in _TABLE if code <= 0xFFFF)}\U0002f800-\U0002fa1f]")


OVERPRINT = 0.15
"""Copies of a glyph lie within this share of its size."""

_NAMELESS = frozenset({"Co", "Cc", "Cn", "Cs"})
_SHIFTS = np.array([[0.0], [1 / 3], [2 / 3]])
_LOW = (1 << 20) - 1
"""Bits of a square's number that are kept: far squares that share them are but one more suspect."""


def clean_text(text: str) -> str:
    """Text with radicals and compatibility ideographs as the characters they stand for, without invisible marks.

    Full-width letters and digits, punctuation and spaces stay as printed.

    Examples
    --------
    >>> clean_text("部⻔\u200b预算")
    '部门预算'
    """
    return text.translate(_TABLE) if _ODD.search(text) else text


def drop_overprints(glyphs: Sequence[Glyph]) -> Glyphs:
    """Return each glyph once where it is printed several times at almost the same place (fake bold, shadows).

    A word such as 重重困难 stays: its two first glyphs stand a full width apart.
    """
    glyphs = Glyphs.of(glyphs)
    kept = np.ones(len(glyphs), bool)
    seen: dict[str, list[tuple[float, float]]] = {}
    suspects = _suspects(glyphs)
    for i, (x0, top, x1, bottom) in zip(suspects.tolist(), glyphs.boxes[suspects].tolist(), strict=True):
        reach = max(OVERPRINT * min(x1 - x0, bottom - top), 0.3)
        others = seen.setdefault(glyphs.texts[i], [])
        if any(abs(x - x0) <= reach and abs(y - top) <= reach for x, y in others):
            kept[i] = False
        else:
            others.append((x0, top))
    return glyphs if kept.all() else glyphs.take(np.flatnonzero(kept))


def _suspects(glyphs: Glyphs) -> NDArray[np.intp]:
    """Return the glyphs of such characters of which two may lie on each other.

    Two points nearer than a third of a square's side share a square in one of three grids shifted along the diagonal:
    either coordinate parts them in one grid at most.
    """
    marks = _numbers(glyphs.texts)
    side = 3 * OVERPRINT * (glyphs.boxes[:, 3] - glyphs.boxes[:, 1])
    places = glyphs.boxes[:, :2] / np.where(side == 0, 1.0, side)[:, None]
    x, y = np.floor(places.T[:, None] + _SHIFTS).astype(np.int64) & _LOW
    squares = np.sort((marks << 40) + (x << 20) + y)
    found = squares[:, 1:][squares[:, 1:] == squares[:, :-1]] >> 40
    return np.flatnonzero(np.isin(marks, found)) if len(found) else np.zeros(0, np.intp)


def _numbers(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return a number below 2**23 for each text, the same for equal ones."""
    whole = "".join(texts)
    if len(whole) == len(texts):
        return np.frombuffer(whole.encode("utf-32-le"), np.uint32).astype(np.int64)
    numbers = {text: number for number, text in enumerate(set(texts))}
    return np.array([numbers[text] for text in texts], np.int64)


def unreadable_share(text: str) -> float:
    """Share of characters that no reader could name: private use, replacement, control and unassigned codes."""
    if not text:
        return 0.0
    bad = text.count("\ufffd") + 5 * text.count("(cid:")
    if not text.isprintable():  # a cheap test, which nameless characters fail
        bad += sum(text.count(mark) for mark in set(text) if unicodedata.category(mark) in _NAMELESS)
    return min(1.0, bad / len(text))
