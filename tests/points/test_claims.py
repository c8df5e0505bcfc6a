"""Claims: what each passage stands for; their points are the ledger's explained ones, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.points.strategies import corpora
from textmine.points.attribution import METHODS, attribute, form_matrix
from textmine.points.claims import build_claims
from textmine.points.ledger import EXPLAINED, build_ledger
from textmine.records import Annotation, Evidence, Form, Indicator, Segment


@given(corpora())
@settings(max_examples=60, deadline=None)
def test_points_of_claims_are_the_explained_points(corpus):
    """No point is lost on the way from ledger to causes, whichever way it is split."""
    forms, annotations = corpus
    entries = build_ledger(forms, annotations)
    claims = build_claims(entries, annotations)
    explained = sum((Fraction(e.points) for e in entries if e.bucket in EXPLAINED), Fraction(0))
    assert sum((c.lost for c in claims), Fraction(0)) == explained
    assert [c.passage for c in claims] == sorted(c.passage for c in claims)
    assert all("none" not in c.causes for c in claims)
    sums = {method: sum(attribute(claims, method).values(), Fraction(0)) for method in METHODS}
    assert sums["equal"] == sums["evidence"] == explained
    assert sums["full"] >= explained


@given(corpora())
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_forms_does_not_matter(corpus):
    """Forms and annotations turned round give the same claims and the same points."""
    forms, annotations = corpus
    turned = dict(reversed(forms.items())), dict(reversed(annotations.items()))
    one = build_claims(build_ledger(forms, annotations), annotations)
    other = build_claims(build_ledger(*turned), turned[1])
    assert one == other
    assert list(attribute(one).items()) == list(attribute(other).items())


@given(corpora())
@settings(max_examples=40, deadline=None)
def test_the_matrix_has_the_same_sums(corpus):
    """Forms × codes, the material of the intervals, adds up to the points of each code."""
    forms, annotations = corpus
    claims = build_claims(build_ledger(forms, annotations), annotations)
    equal = attribute(claims)
    matrix = form_matrix(claims, sorted(forms), list(equal))
    assert matrix.sum(axis=0) == pytest.approx([float(v) for v in equal.values()])
    assert matrix.shape == (len(forms), len(equal))


def claim(*evidence: Evidence, causes=("staffing", "budget")):
    text = "因人手不足、经费未到位"
    annotation = Annotation((Segment("cause", 0, len(text), text),), causes, evidence=evidence)
    annotations = {"a#1/1": annotation}
    forms = {"a#1": Form("a", indicators=(Indicator(weight=10.0, score=7.0, deviation=text),))}
    (found,) = build_claims(build_ledger(forms, annotations), annotations)
    return found


@pytest.mark.parametrize(
    ("evidence", "points"),
    [
        ((), {"staffing": Fraction(3, 2), "budget": Fraction(3, 2)}),
        ((Evidence("staffing", 1, 5, "人手不足"), Evidence("budget", 6, 8, "经费")), {"staffing": 2, "budget": 1}),
        (
            (Evidence("staffing", 1, 4, "人手不"), Evidence("staffing", 3, 6, "不足、")),
            {"staffing": Fraction(5, 2), "budget": Fraction(1, 2)},
        ),
        ((Evidence("supervision", 0, 9, "…"),), {"staffing": Fraction(3, 2), "budget": Fraction(3, 2)}),
    ],
)
def test_evidence_weights(evidence, points):
    """By characters, each counted once; a code without evidence counts one; codes that are not given count nothing."""
    assert attribute([claim(*evidence)], "evidence") == points


def test_no_code_at_all_is_generic():
    """A passage that nobody could code is words without content, not a lost row."""
    assert claim(causes=()).causes == ("generic",)
