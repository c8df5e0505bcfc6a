"""Scans with a hidden text layer: the layer's text where it agrees with the image, the image's rules anyway."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from textmine.documents.model import Glyph, Ink, Rule
from textmine.documents.scan_engine import recognise
from textmine.documents.scan_image import DPI, Picture, Scan, unmarked
from textmine.documents.scan_level import Matrix, level_matrix, levelled
from textmine.documents.scan_rules import find_rules

AGREES = 0.85
"""Mean likeness of the layer's lines and what is recognised in their places from which the layer is taken."""

_SAMPLE = 8
_LONG = 6
"""Characters of the shortest line that is compared."""

_MOST = 24

_FEW, _SAME = 4, 0.95
"""So few lines are enough where each is as alike."""

_RULED = 6
"""Rules from which a page has its own lines drawn and needs none of the image's."""


@dataclass(frozen=True, slots=True)
class Layered:
    """What is printed on a page by its text layer and its image, and how well the two agree (0 to 1)."""

    ink: Ink
    agreement: float

    @property
    def agrees(self) -> bool:
        """Whether the layer may stand for what is printed."""
        return self.agreement >= AGREES


def layered(scan: Scan, layer: Ink) -> Layered:
    """Return the ink of a page: text of its layer, ruling lines of its image.

    Parameters
    ----------
    scan : Scan
        The page as it looks.
    layer : Ink
        The characters of its text layer, in points of the same page.
    """
    matrix = level_matrix(scan.picture)
    picture = levelled(scan.picture, matrix)
    layer = _sized(layer, scan.width)
    glyphs = tuple(_moved(layer.glyphs, matrix))
    agreement = _agreement(picture, glyphs)
    rules: Sequence[Rule] = layer.rules
    if len(rules) < _RULED and agreement >= AGREES:
        rules = find_rules(*unmarked(picture)).rules()
    return Layered(replace(layer, glyphs=glyphs, rules=tuple(rules)), agreement)


def _sized(layer: Ink, width: float) -> Ink:
    """Return the ink of a page as large as the page was taken for."""
    k = width / layer.width if layer.width else 1.0
    if abs(k - 1) < 0.01:
        return layer
    glyphs = tuple(Glyph(g[0], g[1] * k, g[2] * k, g[3] * k, g[4] * k, g[5] * k, g[6]) for g in layer.glyphs)
    return replace(layer, width=width, height=layer.height * k, glyphs=glyphs,
                   rules=tuple(Rule(*(v * k for v in rule)) for rule in layer.rules))  # fmt: skip


def _moved(glyphs: Iterable[Glyph], matrix: Matrix | None) -> Iterator[Glyph]:
    """Yield characters where they lie on the straightened page."""
    k = DPI / 72
    for glyph in glyphs:
        if matrix is None:
            yield Glyph(*glyph)
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        u, v, w = (matrix @ np.array([x * k, y * k, 1.0])).tolist()
        dx, dy = u / w / k - x, v / w / k - y
        yield glyph._replace(x0=glyph.x0 + dx, x1=glyph.x1 + dx, top=glyph.top + dy, bottom=glyph.bottom + dy)


def _agreement(picture: Picture, glyphs: Sequence[Glyph]) -> float:
    """Compare lines spread over the page with what is recognised in their places; a few where they are the same."""
    lines = [line for line in _lines(glyphs) if len(line) >= _LONG]
    sample = lines[:: max(1, len(lines) // _SAMPLE)][:_SAMPLE]
    alike: list[float] = []
    for line in (*sample[::2], *sample[1::2]):
        alike.append(_likeness(picture, line[:_MOST]))
        if len(alike) >= _FEW and min(alike) >= _SAME:
            break
    return float(np.mean(alike)) if alike else 0.0


def _likeness(picture: Picture, line: Sequence[Glyph]) -> float:
    k, pad = DPI / 72, 4
    left, right = round(min(g.x0 for g in line) * k) - pad, round(max(g.x1 for g in line) * k) + pad
    top, bottom = round(min(g.top for g in line) * k) - pad, round(max(g.bottom for g in line) * k) + pad
    crop = picture[max(0, top) : bottom, max(0, left) : right]
    if min(crop.shape[:2]) < 4:
        return 0.0
    said, seen = _bare("".join(g.text for g in line)), _bare(recognise(crop).text)
    return SequenceMatcher(None, said, seen, autojunk=False).ratio()


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return runs of characters that follow each other on a line, as the layer has them in order."""
    runs = [[glyph] for glyph in glyphs[:1]]
    for last, glyph in pairwise(glyphs):
        height = max(1.0, last.bottom - last.top)
        level = abs(glyph.top + glyph.bottom - last.top - last.bottom) < 0.6 * height
        if level and -0.5 * height < glyph.x0 - last.x1 < 0.8 * height:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs
