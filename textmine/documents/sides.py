"""Two tables side by side on a page: the white strip between them, where no line tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from textmine.documents.glyphs import Glyphs
from textmine.documents.lines import free_lines
from textmine.documents.model import Rule

LABEL = re.compile("项目名称|三级指标|指标名称")
"""Words of which each form has one, and which stand left of what they name."""

STRIP = 6.0
"""Least width of a white strip between two tables."""


def sides(glyphs: Glyphs, rules: Sequence[Rule]) -> list[tuple[Glyphs, list[Rule]]]:
    """Return the text and lines of each of two tables side by side, or of the whole page.

    Parameters
    ----------
    glyphs, rules
        What a page without a full raster of lines prints.
    """
    whole = [(glyphs, list(rules))]
    strip = _strip(glyphs, rules)
    if strip is None:
        return whole
    right = glyphs.boxes[:, 0] >= strip
    halves = [glyphs.take(np.flatnonzero(~right)), glyphs.take(np.flatnonzero(right))]
    if not all(LABEL.search("\n".join(line.text for line in free_lines(half))) for half in halves):
        return whole
    parted = [rule for rule in rules if rule.x1 <= strip], [rule for rule in rules if rule.x0 >= strip]
    return list(zip(halves, parted, strict=True))


def _strip(glyphs: Glyphs, rules: Sequence[Rule]) -> float | None:
    """Return the middle of the widest white strip in the middle third of a page's text, None where there is none."""
    if not len(glyphs):
        return None
    spans = np.array([*glyphs.boxes[:, [0, 2]].tolist(), *([rule.x0, rule.x1] for rule in rules)])
    spans = spans[np.argsort(spans[:, 0])]
    left, right = spans[:, 0].min(), spans[:, 1].max()
    ends = np.maximum.accumulate(spans[:, 1])[:-1]
    gaps, middles = spans[1:, 0] - ends, (spans[1:, 0] + ends) / 2
    central = np.abs(middles - (left + right) / 2) < (right - left) / 6
    wide = np.flatnonzero(central & (gaps > STRIP))
    return float(middles[wide[np.argmax(gaps[wide])]]) if len(wide) else None
