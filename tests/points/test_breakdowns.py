"""Breakdowns add up to the indicators' lost points; comparisons and Shapley shares behave."""

from decimal import Decimal

import numpy as np
import pytest

from textmine.points.breakdowns import FORM_GROUPS, ROW_GROUPS, break_down, budget_step, cause_by_group, money_of
from textmine.points.claims import build_claims
from textmine.points.compare import compare, compare_corpora, groups_of
from textmine.points.ledger import build_ledger
from textmine.points.shapley import OTHER, lmg
from textmine.records import Form, Funding, Indicator


@pytest.mark.parametrize("by", [*ROW_GROUPS, *FORM_GROUPS])
def test_groups_add_up(forms, annotations, by):
    """Every grouping has all rows and all points of the indicators, once."""
    shares = break_down(forms, build_ledger(forms, annotations), by)
    assert sum(s.rows for s in shares) == 107
    assert sum(s.lost for s in shares) == Decimal("67.45")
    assert sum(s.lost_explained for s in shares) == Decimal("45.65")
    if by not in {"year", "grade", "budget"}:
        assert [s.lost for s in shares] == sorted((s.lost for s in shares), reverse=True)


def test_years_grades_and_budgets_have_their_own_order():
    """2022 before 2023, 优 before 良, small before large; blanks last."""
    row = (Indicator(level3="甲", weight=10.0, score=9.0),)
    heads = [(2023, "良", 500.0), (None, "", None), (2022, "优", 20_000.0), (2021, "差", 50.0)]
    forms = {
        str(i): Form("a", year=year, grade=grade, indicators=row, funding=(Funding("总额", budget=budget),))
        for i, (year, grade, budget) in enumerate(heads)
    }
    groups = {by: [s.group for s in break_down(forms, (), by)] for by in ("year", "grade", "budget")}
    assert groups["year"] == ["2021", "2022", "2023", "（未填）"]
    assert groups["grade"] == ["优", "良", "差", "（未填）"]
    assert groups["budget"] == ["100 万元以下", "100–1000 万元", "1 亿元以上", "（未填）"]


def test_heat_adds_up(forms, annotations):
    """The heat map's cells add up to the explained points."""
    cells = cause_by_group(forms, build_ledger(forms, annotations), "family")
    assert sum(cells.values()) == Decimal("45.65")


def test_money():
    """Each project's budget counts once; size classes have their limits."""
    forms = {"a": Form(source="", funding=(Funding("总额", budget=99.99),)), "b": Form(source="")}
    assert money_of(forms, ["a", "a", "b"]) == 99.99
    assert budget_step(forms["a"]) == "100 万元以下"
    assert budget_step(forms["b"]) == "（未填）"


def test_comparison_of_halves(forms, annotations):
    """Means are points a form; with four forms a side no interval is given."""
    entries = build_ledger(forms, annotations)
    keys = sorted(forms)
    found = compare(keys[:4], keys[4:], entries, build_claims(entries, annotations), codes=["mechanism"])
    by_key = {d.key: d for d in found}
    assert by_key["lost"].first * 4 + by_key["lost"].second * 4 == pytest.approx(70.69)
    assert np.isnan(by_key["lost"].low)
    assert not by_key["lost"].clear


def test_comparison_of_two_corpora(forms, annotations):
    """A corpus against itself differs by nothing, although all ids are the same."""
    entries = build_ledger(forms, annotations)
    corpus = sorted(forms), entries, build_claims(entries, annotations)
    found = compare_corpora(corpus, corpus, codes=["mechanism", "generic"])
    assert [d.key for d in found] == ["lost", "execution", "unexplained", "mechanism", "generic"]
    assert all(d.first == d.second and d.low < 0 < d.high for d in found)


def test_groups_of_years():
    """Forms without a year are in no group."""
    forms = {"b": Form(source="", year=2024), "a": Form(source="", year=2023), "c": Form(source="")}
    assert groups_of(forms, "year") == {"2023": ("a",), "2024": ("b",)}


def test_lmg_recovers_what_was_built_in():
    """A code with a large effect gets a large share, one without gets little; shares add up to one."""
    rng = np.random.default_rng(5)
    strong, weak = rng.random(400) < 0.4, rng.random(400) < 0.4
    rates = 0.1 + 0.3 * strong + 0.02 * rng.standard_normal(400)
    named = zip(strong, weak, strict=True)
    causes = [tuple(c for c, on in (("strong", a), ("weak", b)) if on) or ("third",) for a, b in named]
    found = lmg(list(rates), causes, ["数量"] * 200 + ["质量"] * 200)
    shares = dict(zip(found.codes, found.shares, strict=True))
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["strong"] > 0.6
    assert found.r_squared > 0.9


def test_lmg_takes_out_units():
    """A code that only marks a severe unit gets nothing once the unit is controlled for."""
    rng = np.random.default_rng(5)
    severe = rng.random(400) < 0.5
    causes = [
        (("a",) if s == (rng.random() < 0.9) else ("b",)) + (("c",) if rng.random() < 0.5 else ()) for s in severe
    ]
    rates = 0.4 * severe + 0.1 * np.array(["c" in c for c in causes]) + rng.normal(0, 0.02, 400)
    kinds = ["数量" if rng.random() < 0.5 else "质量" for _ in severe]
    alone = lmg(list(rates), causes, kinds)
    with_units = lmg(list(rates), causes, kinds, ["甲" if s else "乙" for s in severe])
    share = lambda found: dict(zip(found.codes, found.shares, strict=True))["c"]  # noqa: E731
    assert share(alone) < 0.5
    assert share(with_units) > 0.95


def test_lmg_says_when_it_cannot():
    """Too few rows give a reason instead of shares; rare codes are joined."""
    assert "不作判断" in lmg([0.1] * 10, [("a",)] * 10, ["x"] * 10).reason
    causes = [("a",)] * 25 + [("b",)] * 25 + [(f"r{i}",) for i in range(25)]
    rates = list(np.linspace(0, 1, 75))
    assert OTHER in lmg(rates, causes, ["x"] * 75).codes


def test_lmg_with_one_group_equals_r_squared_split_by_hand():
    """With two orthogonal columns each share is its own R²."""
    a = np.tile([0.0, 0.0, 1.0, 1.0], 10)
    b = np.tile([0.0, 1.0, 0.0, 1.0], 10)
    rates = 2 * a + b
    causes = [tuple(c for c, on in (("a", x), ("b", y)) if on) for x, y in zip(a, b, strict=True)]
    found = lmg(list(rates), causes, ["x"] * 40)
    assert dict(zip(found.codes, found.shares, strict=True)) == pytest.approx({"a": 0.8, "b": 0.2}, abs=1e-6)
