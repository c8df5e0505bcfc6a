"""Underlines told from borders, for all lines at once as for each alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.model import Glyph, Rule
from textmine.documents.underlines import FIT, without_underlines


def word(text="项目名称", x=20.0, top=10.0, size=10.0):
    return [Glyph(mark, x + size * i, top, x + size * (i + 1), top + size, size) for i, mark in enumerate(text)]


def is_underline(rule, glyphs):
    """One rule, glyph by glyph."""
    if rule.bottom - rule.top > 2 or rule.x1 - rule.x0 < 4:
        return False
    y = (rule.top + rule.bottom) / 2
    near = [
        g for g in glyphs
        if abs(g.bottom - y) < 0.2 * (g.bottom - g.top) and rule.x0 - 1 < g.x1 and g.x0 < rule.x1 + 1
    ]  # fmt: skip
    return any(abs(g.x0 - rule.x0) < FIT for g in near) and any(abs(g.x1 - rule.x1) < FIT for g in near)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (Rule(20, 20.5, 60, 20.9), False),
        (Rule(20.5, 20.5, 59.5, 20.9), False),
        (Rule(15, 20.5, 80, 20.9), True),
        (Rule(20, 20.5, 55, 20.9), True),
        (Rule(20, 25, 60, 25.4), True),
        (Rule(20, 19, 60, 21.5), True),
        (Rule(20, 10, 20, 40), True),
    ],
)
def test_rules_that_begin_and_end_with_text_below_it_are_underlines(rule, kept):
    assert without_underlines([rule], word()) == ((rule,) if kept else ())


def test_blanks_are_not_underlined():
    rule = Rule(20, 20.5, 40, 20.9)
    assert without_underlines([rule], word("　　")) == (rule,)


def test_order_of_the_other_rules_stays():
    rules = [Rule(0, 0, 99, 0), Rule(20, 20.5, 60, 20.9), Rule(0, 40, 99, 40)]
    assert without_underlines(iter(rules), word()) == (rules[0], rules[2])


PLACES = st.sampled_from([10.0, 10.5, 11.0, 20.0, 20.6, 30.0, 40.0, 40.9])
RULES = st.builds(lambda x, y, w, h: Rule(x, y, x + w, y + h), PLACES, PLACES, st.sampled_from([3.0, 10.0, 20.2, 30.0]),
                  st.sampled_from([0.0, 0.4, 2.5]))  # fmt: skip
GLYPHS = st.builds(lambda x, y: Glyph("标", x, y, x + 10, y + 10, 10), PLACES, PLACES)


@given(st.lists(RULES, max_size=8), st.lists(GLYPHS, max_size=8))
@settings(max_examples=300, deadline=None)
def test_all_at_once_as_one_by_one(rules, glyphs):
    assert without_underlines(rules, glyphs) == tuple(rule for rule in rules if not is_underline(rule, glyphs))


def test_many_rules_are_looked_at_a_few_hundred_at_a_time():
    far = [Rule(20, 100 + n / 10, 60, 100 + n / 10) for n in range(1200)]
    underline = Rule(20, 20.5, 60, 20.9)
    assert without_underlines([*far, underline, *far], word()) == (*far, *far)
