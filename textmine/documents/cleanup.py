"""Characters as people read them: radicals made characters, invisible marks removed, overprinted copies dropped."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

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


OVERPRINT = 0.15
"""Copies of a glyph lie within this share of its size."""


def clean_text(text: str) -> str:
    """Text with radicals and compatibility ideographs as the characters they stand for, without invisible marks.

    Full-width letters and digits, punctuation and spaces stay as printed.

    Examples
    --------
    >>> clean_text("部⻔\u200b预算")
    '部门预算'
    """
    return text.translate(_TABLE) if not text.isascii() else text


def drop_overprints(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Return each glyph once where it is printed several times at almost the same place (fake bold, shadows).

    A word such as 重重困难 stays: its two first glyphs stand a full width apart.
    """
    suspects = _suspects(glyphs)
    if not suspects:
        return tuple(glyphs)
    kept: list[Glyph] = []
    seen: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text in suspects:
            reach = max(OVERPRINT * min(glyph.x1 - glyph.x0, glyph.bottom - glyph.top), 0.3)
            others = seen.setdefault(glyph.text, [])
            if any(abs(o.x0 - glyph.x0) <= reach and abs(o.top - glyph.top) <= reach for o in others):
                continue
            others.append(glyph)
        kept.append(glyph)
    return tuple(kept)


def _suspects(glyphs: Sequence[Glyph]) -> set[str]:
    """Return the characters of which two may lie on each other.

    Two points nearer than a third of a square's side share a square in one of three grids shifted along the diagonal:
    either coordinate parts them in one grid at most.
    """
    places = [(g.text, g.x0 / h, g.top / h) for g in glyphs if (h := 3 * OVERPRINT * (g.bottom - g.top) or 1.0)]
    found: set[str] = set()
    for shift in (0.0, 1 / 3, 2 / 3):
        squares = [(text, int(x + shift), int(y + shift)) for text, x, y in places]
        if len(set(squares)) < len(squares):
            found |= {square[0] for square, count in Counter(squares).items() if count > 1}
    return found


def unreadable_share(text: str) -> float:
    """Share of characters that no reader could name: private use, replacement, control and unassigned codes."""
    if not text:
        return 0.0
    bad = sum(unicodedata.category(mark) in {"Co", "Cc", "Cn", "Cs"} or mark == "\ufffd" for mark in text)
    bad += 5 * text.count("(cid:")
    return min(1.0, bad / len(text))
