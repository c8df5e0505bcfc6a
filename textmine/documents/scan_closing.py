"""Marks that a narrow cell pushes onto a line of their own (。，”）): their shape must tell which they are."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.documents.model import Glyph
from textmine.documents.scan_engine import PixelBox
from textmine.documents.scan_image import DPI
from textmine.documents.scan_rules import Mask

CLOSING = frozenset("）)】]》〉」』”’。，、；")

_RINGS = frozenset("0OoQ〇○。")

_QUOTES = frozenset({"99", "9", "55", "''", '"', "11", "”", "19", "叨"})

_STOPS = frozenset("，。；：、,;:“（(")

_TAIL = 12
"""Characters behind an opening mark up to the end of a cell within which its closing mark was dropped at the end."""

_DOUBTFUL = 0.75

_SMALL = 0.65
"""Height of such marks as a share of a line's."""


def closing_mark(marks: Mask, box: PixelBox, above: float) -> str:
    """Return the mark in a box by its shape and height in its line.

    Parameters
    ----------
    marks : ndarray
        Ink of the page.
    box : tuple of int
        The mark's, in pixels.
    above : float
        Where the line above ends, in pixels.
    """
    import cv2

    x0, top, x1, bottom = box
    part = marks[top:bottom, x0:x1].copy()
    contours, tree = cv2.findContours(part, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outer = sum(1 for node in tree[0] if node[3] < 0) if tree is not None else 0
    if len(contours) > outer:
        return "。"
    if outer >= 2 or top - above < DPI // 24:
        return "”"
    return "，"


def mended_closings(cell: Sequence[Glyph]) -> dict[Glyph, Glyph]:
    """Return the closing marks among the pieces of one cell that were read as figures, and what they are.

    A mark below all other lines, lower than they: a ring is a full stop, two ticks after an opening quote close it.
    """
    if len(cell) < 2:
        return {}
    last = max(cell, key=lambda glyph: glyph.top)
    others = [glyph for glyph in cell if glyph is not last]
    height = max(glyph.bottom - glyph.top for glyph in others)
    if last.top < max(g.bottom for g in others) - 0.3 * height or last.bottom - last.top > _SMALL * height:
        return {}
    text = "".join(glyph.text for glyph in others)
    if last.text in _QUOTES and text.count("“") > text.count("”"):
        return {last: last._replace(text="”")}
    if last.text in _RINGS and not text[-1:].isascii():
        return {last: last._replace(text="。")}
    return {}


def balanced(cell: Sequence[Glyph], *, closed: bool) -> dict[Glyph, Glyph]:
    """Return the last piece of a cell, in doubt where brackets or quotes do not pair, with the mark that it lacks.

    A recogniser drops such marks at the end of a line. Pairs of another kind than at the end are only doubted.

    Parameters
    ----------
    cell : sequence of Glyph
        The pieces of one cell.
    closed : bool
        Whether the cell ends on this page.
    """
    ordered = sorted(cell, key=lambda glyph: (glyph.top, glyph.x0))
    text = "".join(glyph.text for glyph in ordered).replace("(", "（").replace(")", "）")
    for opening, closing in ("“”", "（）", "《》"):
        missing = text.count(opening) - text.count(closing)
        if not missing:
            continue
        last = ordered[-1]
        sure = min(last.confidence, _DOUBTFUL)
        tail = text.rpartition(opening)[2]
        ends = missing == 1 and closed and closing not in tail and 0 < len(tail) <= _TAIL and not _STOPS & set(tail)
        return {last: last._replace(text=last.text + closing if ends else last.text, confidence=sure)}
    return {}
