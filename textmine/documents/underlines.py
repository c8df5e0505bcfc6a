"""Underlines: level rules that accompany text and border no cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textmine.documents.model import Glyph, Rule

FIT = 0.7
"""An underline begins and ends with its text, to this many points; the border of a cell keeps its distance."""

_AROUND = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]


def without_underlines(rules: Iterable[Rule], glyphs: Sequence[Glyph]) -> tuple[Rule, ...]:
    """Return the rules that underline no text.

    An underline lies just below a base line, begins where one glyph begins and ends where another ends.
    """
    starts = {(int(glyph.x0 // 2), int(glyph.bottom // 4)) for glyph in glyphs if not glyph.text.isspace()}
    rules = tuple(rules)
    doubtful = [rule for rule in rules if _may_underline(rule, starts)]
    if not doubtful:
        return rules
    lines: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.isspace():
            lines.setdefault(int(glyph.bottom // 4), []).append(glyph)
    underlines = {id(rule) for rule in doubtful if _underlines(rule, lines)}
    return tuple(rule for rule in rules if id(rule) not in underlines)


def _may_underline(rule: Rule, starts: set[tuple[int, int]]) -> bool:
    """Return whether a glyph begins about where the rule does: a cheap test that nearly all borders fail."""
    if rule.bottom - rule.top > 2 or rule.x1 - rule.x0 < 4:
        return False
    column, line = int(rule.x0 // 2), int((rule.top + rule.bottom) / 2 // 4)
    return not starts.isdisjoint([(column + dx, line + dy) for dx, dy in _AROUND])


def _underlines(rule: Rule, lines: dict[int, list[Glyph]]) -> bool:
    y = (rule.top + rule.bottom) / 2
    near = [
        glyph
        for key in range(int((y - 4) // 4), int((y + 4) // 4) + 1)
        for glyph in lines.get(key, ())
        if abs(glyph.bottom - y) < 0.2 * (glyph.bottom - glyph.top)
        and rule.x0 - 1 < glyph.x1
        and glyph.x0 < rule.x1 + 1
    ]
    begins = any(abs(glyph.x0 - rule.x0) < FIT for glyph in near)
    return begins and any(abs(glyph.x1 - rule.x1) < FIT for glyph in near)
