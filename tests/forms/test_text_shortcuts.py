"""Short cuts for the texts of cells give what the full tests give."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.forms.text import clean, is_blank, number

TEXTS = st.text(st.sampled_from("产出9.5０５%％ -—–/／_＿*\u200b\u00ad\u3000\n 元分（）()abcX,+−:"), max_size=12)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_blank_is_what_holds_only_dashes_slashes_and_space(text):
    assert is_blank(text) == (re.fullmatch(r"[-—–－−/／_＿*＊\s\u200b\u00ad]*", text) is not None)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_clean_text_has_no_breaks_and_no_invisible_marks_and_cleaning_it_again_changes_nothing(text):
    once = clean(text)
    assert not set("\n\u200b\u00ad") & set(once)
    assert once == once.strip()
    assert clean(once) == once
    printed = re.sub(r"[\s\u200b\u00ad]", "", text)
    assert "".join(once.split()) == ("" if is_blank(text) else printed)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.5分", 9.5), ("1,200.00", 1200.0), ("９５％", 95.0), ("−3", -3.0), ("+4", 4.0), ("10(分)", 10.0),
        ("12.5万元", 12.5), ("①", 1.0),
        ("", None), ("分", None), ("产出9", None), ("a9", None), ("9a", None), ("1.2.3", None),
        ("9" * 41, None),
    ],
)  # fmt: skip
def test_numbers_with_and_without_units(text, value):
    assert number(text) == value
