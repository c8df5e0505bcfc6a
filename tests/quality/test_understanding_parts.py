"""Parts of the benchmark of understanding."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
parts = pytest.importorskip("understanding_parts")

GOOD = {"role_char_acc": 0.96, "segment_f1": 0.9, "code_micro_f1": 0.95, "code_macro_f1": 0.95, "code_exact": 0.9}


def test_bins_hold_all_cases_and_their_frequencies():
    stated = np.array([[0.05, 0.05], [0.95, 1.0]])
    truth = np.array([[0, 1], [1, 1]])
    (low, rare, few), (high, often, many) = parts.reliability(stated, truth)
    assert (low, rare, few) == pytest.approx((0.05, 0.5, 2))
    assert (high, often, many) == pytest.approx((0.975, 1.0, 2))


def test_the_plot_is_well_formed_and_has_a_point_a_bin():
    drawn = ElementTree.fromstring(parts.reliability_svg([(0.05, 0.02, 900), (0.9, 0.8, 10)]))
    assert len(drawn.findall("{*}circle")) == 2
    assert drawn.find("{*}circle/{*}title").text == "900"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "nothing"),
        ({"segment_f1": 0.8}, "segment_f1 0.800 of 0.85"),
        ({"code_f1": {"a": 0.7}}, "code a 0.700 of 0.80"),
    ],
)
def test_what_stays_short_is_said(change, said):
    assert parts.shortfalls({**GOOD, "code_f1": {"a": 0.9}, **change}) == said


def test_figures_that_were_not_made_are_dashes():
    assert parts.line("x", {"role_char_acc": 0.5}).split("|")[2:4] == [" 0.500 ", " – "]
