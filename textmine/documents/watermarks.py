"""Characters that are no text: watermarks, stamps, and what is printed in the colour of the paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.documents.affine import Box, Floats
from textmine.documents.pdf_text import Chars, Style

PALE = 0.8
"""Lightness from which characters on white paper are a watermark or not seen at all."""

GREY = 0.35
"""Lightness from which very large characters are a watermark."""

_STAMP = 60
"""A stamp has no more characters than this."""

_APART = 5.0
"""Neighbouring letters of one stamp stand at most so many of their sizes apart."""

_SEAL = 170.0
"""The letters around a round stamp stand within so many points."""


def without_watermarks(chars: Chars, dark: Sequence[Box], images: Sequence[Box]) -> Chars:
    """Return the characters that belong to the text; slanted, pale, and huge grey ones are set aside.

    Parameters
    ----------
    dark, images : sequence of boxes
        Dark areas and images in user space, on which pale characters can be read.
    """
    if not len(chars):
        return chars
    body = float(np.sort(chars.sizes)[len(chars) // 2])
    slanted = {_look(style) for style in chars.styles if style.quarter is None}
    verdicts: dict[Style, bool | None] = {style: _is_text(style, body, slanted) for style in chars.styles}
    verdicts |= dict.fromkeys(_overprinting(chars, [style for style, text in verdicts.items() if text]), False)
    if 2 * int(chars.where(lambda style: style.hidden).sum()) <= len(chars):
        # on a page whose text is drawn, text that is not drawn is no text, except the layer of an image on it
        verdicts |= dict.fromkeys((style for style in verdicts if style.hidden), None)
    if all(verdicts.values()):
        return chars
    keep = chars.where(lambda style: verdicts[style] is True)
    pale = np.flatnonzero(chars.where(lambda style: verdicts[style] is None))
    keep[pale] = inside_any(chars.boxes[pale], [*dark, *images])
    return chars.keep(keep & ~_in_seals(chars))


def _in_seals(chars: Chars) -> NDArray[np.bool_]:
    """Return what stands amid the slanted letters of a round stamp in their colour: its star, its level lines.

    The letters may be but an arc of the circle, which then reaches as far as they are apart.
    """
    inside = np.zeros(len(chars), bool)
    aslant = [style for style in chars.styles if style.quarter is None and style.light > 0.1]
    for colour in {_look(style)[1] for style in aslant}:
        letters = chars.boxes[chars.where(lambda style, c=colour: style in aslant and _look(style)[1] == c)]  # type: ignore[misc]
        same = chars.where(lambda style, c=colour: _look(style)[1] == c)  # type: ignore[misc]
        for x0, y0, x1, y1 in _rings(letters):
            wide = max(x1 - x0, y1 - y0)
            if wide < _SEAL:
                inside |= same & inside_any(chars.boxes, [(x1 - wide, y1 - wide, x0 + wide, y0 + wide)])
    return inside


def _rings(letters: Floats) -> list[Box]:
    """Return the boxes around the letters of each stamp: neighbours stand nearer to each other than two stamps do."""
    rings: list[list[float]] = []
    for x0, y0, x1, y1 in letters.tolist():
        reach = _APART * max(x1 - x0, y1 - y0)
        near = [r for r in rings if max(r[0] - x1, x0 - r[2], r[1] - y1, y0 - r[3]) < reach]
        rings = [ring for ring in rings if ring not in near]
        every = [[x0, y0, x1, y1], *near]
        rings.append([*(min(r[i] for r in every) for i in (0, 1)), *(max(r[i] for r in every) for i in (2, 3))])
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in rings]


def _look(style: Style) -> tuple[int, int]:
    return round(style.size * 4), round(style.light * 50)


def _is_text(style: Style, body: float, slanted: Collection[tuple[int, int]]) -> bool | None:
    """Return whether a style is that of text; None where it depends on what lies behind the character."""
    if style.quarter is None or (style.light > 0.1 and _look(style) in slanted):
        return False  # the second: the level letters of a round stamp
    if style.hidden:
        return True
    if style.light >= PALE:
        return None
    return not (style.light >= GREY and style.size > 2.5 * body)


def _overprinting(chars: Chars, styles: Sequence[Style]) -> list[Style]:
    """Return the styles of the few coloured characters that lie over other text: the level lines of a stamp."""
    coloured = [style for style in styles if style.light > 0.1 and not style.hidden]
    looks = {_look(style) for style in coloured} if len(coloured) < len(styles) else set()
    stamps = [[style for style in coloured if _look(style) == look] for look in looks]
    return [style for stamp in stamps if _is_over(chars, stamp, set(styles).difference(stamp)) for style in stamp]


def _is_over(chars: Chars, stamp: Sequence[Style], text: Collection[Style]) -> bool:
    """Return whether half of the characters of a stamp's styles cover characters of the text."""
    over, under = (chars.boxes[chars.where(styles.__contains__)] for styles in (stamp, text))
    return 2 <= len(over) <= _STAMP and 2 * sum(_touches(box, under) for box in over) >= len(over)


def _touches(box: Floats, others: Floats) -> bool:
    """Return whether a character covers a good part of another one."""
    wide = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    high = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    least = np.minimum((box[2] - box[0]) * (box[3] - box[1]), np.prod(others[:, 2:] - others[:, :2], axis=1))
    return bool(((wide > 0) & (high > 0) & (wide * high > 0.15 * least)).any())


def inside_any(boxes: Floats, areas: Sequence[Box]) -> NDArray[np.bool_]:
    """Return which boxes have their centres in one of some areas."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = np.zeros(len(boxes), bool)
    for x0, y0, x1, y1 in areas:
        inside |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return inside
