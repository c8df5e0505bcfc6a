"""Signs that a recogniser misreads when they stand alone (≥ ≤ = — 一 /), read again by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from textmine.documents.model import Glyph
from textmine.documents.scan_engine import recognise
from textmine.documents.scan_image import DPI, Picture

SIGNS = frozenset("≥≤=<>＞＜＝±≧≦⩾⩽")

_LOOKALIKES = frozenset("日曰目二三一VvLlZzYyKkXxNn∠∟√入人八厂／/—-＝>") | SIGNS
"""What signs of comparison are taken for."""

_STROKES = frozenset({"一", "二", "一—", "—一", "一一"})
"""What the dash of a blank cell is taken for on a noisy page."""

_RINGS = frozenset("Oo〇○")

_UNSURE = 0.7
"""Confidence of a figure that was read as a letter: low enough for a finding, a person may look."""

_SURE = 0.9

_MISREAD_EQUAL = re.compile(r"[日曰二三目ニ]\d[\d.,]*([%％(（]|\D{1,3}$|$)")
"""What = and the figure behind it is read as; Chinese figures are not mixed with digits."""

_MISREAD_SLASH = re.compile(r"(\D?\d[\d.,]*)?[(（][1lI|][)）]")
"""What 「1.30(/)」 is read as."""

_FIGURE = frozenset("0123456789.,%％")


def mended(glyphs: Sequence[Glyph], picture: Picture, neighbours: Callable[[Glyph, Glyph], bool]) -> list[Glyph]:
    """Return the glyphs with lone signs read again in front of the figure to their right, dashes in text as 一.

    Parameters
    ----------
    glyphs : sequence of Glyph
        Pieces of text of a page.
    picture : ndarray
        The page they were read from.
    neighbours : function
        Whether the second piece stands in the same cell as the first.
    """
    return [
        _sign(_unit(_equal(_numeral(g, glyphs, neighbours)), g, glyphs, neighbours), glyphs, picture) for g in glyphs
    ]


def _unit(glyph: Glyph, printed: Glyph, glyphs: Sequence[Glyph], neighbours: Callable[[Glyph, Glyph], bool]) -> Glyph:
    """Return a figure behind which a lone stroke stands in brackets with the slash of a blank unit, in doubt."""
    found = _MISREAD_SLASH.fullmatch(glyph.text)
    if not found:
        return glyph
    others = [g for g in glyphs if g is not printed and neighbours(printed, g)]
    if found[1] or (others and all(set(g.text[1:]) <= _FIGURE for g in others)):
        return glyph._replace(text=f"{glyph.text[:-2]}/)", confidence=min(glyph.confidence, _UNSURE))
    return glyph


def _equal(glyph: Glyph) -> Glyph:
    """Return a figure behind what looks like an equal sign with that sign."""
    doubtful = glyph.confidence < _SURE or (glyph.text[:1] in "二三" and "年" not in glyph.text)
    if doubtful and _MISREAD_EQUAL.match(glyph.text):
        return glyph._replace(text="=" + glyph.text[1:], confidence=min(glyph.confidence, _UNSURE))
    return glyph


def _numeral(glyph: Glyph, glyphs: Sequence[Glyph], neighbours: Callable[[Glyph, Glyph], bool]) -> Glyph:
    """Return a ring alone in its cell as the figure 0, a level stroke on a line of its own among others as 一."""
    if glyph.text in _RINGS and not any(g is not glyph and neighbours(glyph, g) for g in glyphs):
        return glyph._replace(text="0", confidence=min(glyph.confidence, _UNSURE))
    if glyph.text in _STROKES and glyph.confidence < _UNSURE:
        alone = not any(g is not glyph and neighbours(glyph, g) for g in glyphs)
        return glyph._replace(text="—") if alone else glyph
    if glyph.text != "—":
        return glyph
    others = [g for g in glyphs if g is not glyph and neighbours(glyph, g)]
    if others and all(not _FIGURE & set(g.text) for g in others):
        return glyph._replace(text="一")
    return glyph


def _sign(glyph: Glyph, glyphs: Sequence[Glyph], picture: Picture) -> Glyph:
    if len(glyph.text) != 1 or glyph.text not in _LOOKALIKES or glyph.text in "—/" or glyph.confidence > 0.97:
        return glyph
    figure = _figure_beside(glyph, glyphs)
    if figure is None:
        return glyph
    reading = recognise(_together(picture, glyph, figure))
    head = reading.text.removesuffix(figure.text).strip()
    if head != reading.text and head in SIGNS:
        return glyph._replace(text=head, confidence=reading.confidence)
    return glyph


def _figure_beside(glyph: Glyph, glyphs: Sequence[Glyph]) -> Glyph | None:
    """Return the nearest figure to the right on the same line."""
    middle = (glyph.top + glyph.bottom) / 2
    beside = [g for g in glyphs if g.x0 >= glyph.x1 - 1 and g.top < middle < g.bottom and g.x0 - glyph.x1 < 90]
    nearest = min(beside, key=lambda g: g.x0, default=None)
    return nearest if nearest is not None and nearest.text[:1] in _FIGURE else None


def _together(picture: Picture, sign: Glyph, figure: Glyph) -> Picture:
    """Return the pictures of a sign and a figure side by side as if printed in one cell."""
    k = DPI / 72
    top, bottom = round(min(sign.top, figure.top) * k), round(max(sign.bottom, figure.bottom) * k)
    parts = [picture[top:bottom, round(g.x0 * k) : round(g.x1 * k)] for g in (sign, figure)]
    return np.ascontiguousarray(np.concatenate(parts, axis=1))


__all__ = ["SIGNS", "mended"]
