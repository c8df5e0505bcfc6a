"""Numbers of a workbook come out as Excel shows them: with their units and signs, never another number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.documents.number_format import general, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (100.0, "100"),
        (-12.5, "-12.5"),
        (15425.64, "15425.64"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333"),
        (1e-12, "0"),
        (-1e-12, "0"),
        (204931726.62, "204931726.62"),
        (12345678900.4, "12345678900.4"),
        (12345678900.123, "12345678900"),
        (1200000000000.2, "1200000000000"),
        (1e15, "1000000000000000"),
        (3e20, "300000000000000000000"),
    ],
)
def test_numbers_without_a_format(value, text):
    """Zeros behind the point go, those before it never: an amount in yuan may end in many; its cents stay."""
    assert general(value) == text


@given(st.decimals(-(10**13), 10**13, places=2))
def test_amounts_keep_their_size(amount):
    """What is shown is the number to eleven digits."""
    assert abs(Decimal(general(float(amount))) - amount) <= max(Decimal("0.005"), abs(amount) * Decimal("1e-9"))


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (95, 'General"个"', "95个"),
        (95, '"≥"General"%"', "≥95%"),
        (95, 'G/通用格式"万人次"', "95万人次"),
        (95, '"≥"0.00"(%)"', "≥95.00(%)"),
        (12, "0\\分", "12分"),
        (12, "0!分", "12分"),
        (-3, 'General"分";"减"General"分"', "减3分"),
        (1234.5, '"约"#,##0.0"万元"', "约1,234.5万元"),
        (0.985, '"="0.0%', "=98.5%"),
        (7, '[Red]0"件"', "7件"),
        (7, "0_);[Red](0)", "7"),
    ],
)
def test_units_and_signs_of_the_format_are_text_of_the_cell(value, code, text):
    """A target is often the number 95 with a format that prints «≥95%»."""
    assert show(float(value), code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (15425640, "#,##0.00,", "15,425.64"),
        (15425640, "0.0,", "15425.6"),
        (15425640, "#,##0,", "15,426"),
        (15425640, "0.00,,", "15.43"),
        (15425640, "#,##0", "15,425,640"),
    ],
)
def test_commas_behind_the_digits_divide_by_a_thousand(value, code, text):
    assert show(float(value), code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (5, "000", "005"),
        (305001, "000000", "305001"),
        (0.5, ".00", "0.50"),
        (0.5, "#.00", "0.50"),
        (2.5, "0", "3"),
        (2.675, "0.00", "2.68"),
        (1e30, "0.00", "1" + "0" * 30 + ".00"),
    ],
)
def test_digits(value, code, text):
    """Leading zeros of codes; halves are rounded up, as Excel does; no number is too large."""
    assert show(float(value), code) == text


@pytest.mark.parametrize("code", ["# ?/?", "0.00E+00", "000-0000", "yyyy-mm-dd", "[$-804]aaaa", '"无"', "0!.0,"])
def test_formats_of_other_kinds_show_the_plain_number(code):
    """Fractions, powers of ten, telephone numbers: better the number than half of a format."""
    assert show(1234.5, code) == "1234.5"


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["0.00", "#,##0.00", "0.00_ ", "0.00;-0.00", "0.00##"]))
def test_two_places_say_the_whole_amount(amount, code):
    assert Decimal(show(float(amount), code).replace(",", "")) == amount


@given(st.integers(0, 10_000), st.integers(0, 3))
def test_per_cents_are_the_value_a_hundred_times(basis_points, places):
    """0.9953 shown as 99.53%: to half of the last place."""
    text = show(basis_points / 10_000, f"0.{'0' * places}%" if places else "0%")
    half = Decimal("0.5").scaleb(-places)
    assert text.endswith("%") and abs(Decimal(text[:-1]) - Decimal(basis_points) / 100) <= half


def test_a_format_without_places_for_negative_numbers_hides_no_sign():
    """«0.00;» shows nothing for them: the number with its sign is better than none."""
    assert show(-3.5, "0.00;") == "-3.5"
