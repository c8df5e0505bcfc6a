"""Glyphs in columns behave like the records they stand for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.glyphs import Glyphs, Rules
from textmine.documents.model import Glyph, Rule

NUMBERS = st.floats(-1e4, 1e4)
GLYPHS = st.lists(st.builds(Glyph, st.text(min_size=1, max_size=3), *[NUMBERS] * 5, st.floats(0, 1)), max_size=9)


@given(GLYPHS)
@settings(deadline=None)
def test_records_come_back_as_they_went_in(glyphs):
    columns = Glyphs.of(glyphs)
    assert list(columns) == glyphs
    assert [columns[i] for i in range(len(columns))] == glyphs
    assert columns == glyphs
    assert len(columns) == len(glyphs)
    assert Glyphs.of(columns) is columns


@given(GLYPHS)
@settings(deadline=None)
def test_slices_and_choices_keep_texts_and_places_together(glyphs):
    columns = Glyphs.of(glyphs)
    assert list(columns[1:]) == glyphs[1:]
    assert list(columns.take(np.arange(len(glyphs))[::-1])) == glyphs[::-1]


def test_other_glyphs_are_not_equal():
    assert Glyphs.of([Glyph("标", 0, 0, 1, 1)]) != [Glyph("标", 0, 0, 1, 2)]


def test_columns_are_not_hashed():
    with pytest.raises(TypeError):
        hash(Glyphs.of(()))


RULES = st.lists(st.builds(Rule, *[NUMBERS] * 4), max_size=9)


@given(RULES)
@settings(deadline=None)
def test_rules_come_back_as_they_went_in(rules):
    columns = Rules.of(rules)
    assert list(columns) == rules
    assert [columns[i] for i in range(len(columns))] == rules
    assert columns == tuple(rules)
    assert list(columns[:2]) == rules[:2]
    assert Rules.of(columns) is columns
