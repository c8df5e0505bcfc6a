"""Blocks take every number from the summary and print it the same way everywhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.report.blocks import Figures, Link, Num, brief, number, plain, row_id, signature, visible
from textmine.report.summary import Quote
from textmine.report.words import EN, ZH

DATA = {"points": {"lost": 70.69, "none": None, "name": "甲"}, "causes": [{"forms": 3}, {"forms": 12_345}]}


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0, "", "0"),
        (1234, "", "1,234"),
        (3.5, "", "3.50"),
        (-0.001, "", "0.00"),
        (0.3084, ".1%", "30.8%"),
        (-2.5, "", "-2.50"),
    ],
)
def test_number(value, form, shown):
    """Whole numbers with thousands, points with two decimals, shares by their own format; no minus zero."""
    assert number(value, form) == shown


@given(st.floats(-1e7, 1e7))
def test_printed_points_are_the_value_to_the_cent(value):
    """What is printed differs from the value by half a cent at most."""
    assert math.isclose(float(number(value).replace(",", "")), value, abs_tol=0.0050001)


def test_paths():
    """Paths lead through names and list positions; a wrong one is an error, not a blank."""
    figures = Figures(DATA)
    assert figures.get("causes.1.forms") == 12_345
    assert figures.num("causes.1.forms") == Num("causes.1.forms", 12_345, "12,345")
    assert figures.num("points.none") == "—"
    assert figures.num("points.name") == "甲"
    for wrong in ("points.gone", "causes.7.forms", "causes.x"):
        with pytest.raises((KeyError, IndexError, ValueError)):
            figures.num(wrong)


def test_sentences():
    """Templates are filled with numbers that remember where they come from; words around them stay."""
    pieces = Figures(DATA).say("共失 {points.lost} 分，{causes.0.forms} 张表，占 {points.lost:.0f}%")
    assert plain(pieces) == "共失 70.69 分，3 张表，占 71%"
    assert [p.key for p in pieces if isinstance(p, Num)] == ["points.lost", "causes.0.forms", "points.lost"]
    assert plain(["见", Link("附录", "appendix"), "。"]) == "见附录。"


def test_names_are_cut_where_they_must():
    """A name of 300 characters keeps its beginning; a short one stays."""
    assert brief("甲" * 300) == "甲" * 35 + "…"
    assert brief("甲" * 36) == "甲" * 36
    assert row_id("a.pdf#1", None) == "row-a.pdf#1-0"


@given(st.text(max_size=60))
def test_every_text_fits_every_format(text):
    """What is shown has no control or surrogate character, keeps its length, its line breaks and all else."""
    shown = visible(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert all(a == b or b == "\ufffd" for a, b in zip(text, shown, strict=True))
    assert visible(shown) == shown


def test_signature():
    """A quote is signed with project, indicator, points, file, page and row, in both languages."""
    quote = Quote("a#1/2", "a#1", "甲.pdf", 3, 2, "项目", "单位", 2024, "满意度", 0.8, "说明", ())
    chinese, english = signature(ZH, quote), signature(EN, quote)
    assert chinese.startswith("——项目「满意度」")
    for part in ("0.8", "甲.pdf", "3", "2"):
        assert part in chinese
        assert part in english
