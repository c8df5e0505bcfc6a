"""Krippendorff's alpha against his own worked examples, and the comparison of two coders."""

import json

import pytest

from textmine.causes.agreement import compare, describe
from textmine.causes.agreement_alpha import jaccard, krippendorff, masi
from textmine.errors import UsageError


def alpha(*coders, distance=None):
    units = [[tuple(v for v in unit if v != ".")] for unit in zip(*coders, strict=True)]
    found = krippendorff(units, distance, draws=0) if distance else krippendorff(units, draws=0)
    return found.value


def test_binary_example_of_krippendorff_2011():
    assert alpha("0100000010", "1110010000") == pytest.approx(0.095, abs=5e-4)


def test_nominal_example_of_krippendorff_2011():
    assert alpha("aabbdcccedda", "babbbccceddd") == pytest.approx(0.692, abs=5e-4)


def test_four_coders_with_missing_values_of_krippendorff_2011():
    coders = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    assert alpha(*coders) == pytest.approx(0.743, abs=5e-4)


def test_set_distances():
    a, ab, bc, d = (frozenset(s) for s in ("a", "ab", "bc", "d"))
    assert (jaccard(a, ab), jaccard(ab, bc), jaccard(a, d), jaccard(a, a)) == (0.5, pytest.approx(2 / 3), 1.0, 0.0)
    assert (masi(a, ab), masi(ab, bc), masi(a, d), masi(a, a)) == (
        pytest.approx(2 / 3),
        pytest.approx(8 / 9),
        1.0,
        0.0,
    )
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_singleton_sets_give_the_nominal_value():
    first, second = ([frozenset(c) for c in s] for s in ("aabbdcccedda", "babbbccceddd"))
    assert alpha(first, second, distance=jaccard) == pytest.approx(0.692, abs=5e-4)


def test_the_interval_is_reproducible_and_holds_the_point():
    units = [[("a", "a" if i % 5 else "b")] if i % 2 else [("b", "b")] for i in range(100)]
    one, two = krippendorff(units, seed=1), krippendorff(units, seed=1)
    assert one == two
    assert one.low < one.value < one.high


def test_nothing_that_varies_has_no_alpha():
    assert krippendorff([[("a", "a")]] * 3).value is None
    assert krippendorff([]).units == 0


def row(name, causes, *segments):
    return {
        "id": name,
        "text": "".join(t for _, t in segments),
        "causes": list(causes),
        "segments": [{"role": r, "text": t} for r, t in segments],
    }


def coders():
    first = [
        row(f"p{i}", ["staffing"] if i % 2 else ["budget"], ("cause", "人手不足，"), ("measure", "将增加。"))
        for i in range(12)
    ]
    second = [dict(r) for r in first]
    second[3] = row("p3", ["staffing", "service"], ("cause", "人手不足，将增加。"))
    return first, second


def test_equal_coders_agree_fully():
    first, _ = coders()
    found = compare(first, first)
    assert (found.sets_jaccard.value, found.roles.value, found.boundary_f1) == (1.0, 1.0, 1.0)
    assert found.disagreements == ()


def test_disagreements_are_counted_and_listed():
    found = compare(*coders())
    by_code = {c.code: c for c in found.codes}
    assert (by_code["staffing"].alpha.value, by_code["service"].both, by_code["service"].second) == (1.0, 0, 1)
    assert 0.8 < found.sets_jaccard.value < 1
    assert found.sets_masi.value < found.sets_jaccard.value
    assert [(d.id, d.kind) for d in found.disagreements] == [("p3", "codes"), ("p3", "roles")]
    assert found.boundary_f1 == pytest.approx(22 / 23, abs=1e-6)


def test_only_passages_that_both_coded_count():
    first, second = coders()
    found = compare([*first, row("x", ["target"], ("cause", "目标偏高。"))], second[:-1])
    assert (found.passages, found.only_first, found.only_second) == (11, 2, 0)
    assert "target" not in {c.code for c in found.codes}


def test_the_order_of_rows_does_not_matter():
    first, second = coders()
    assert compare(first[::-1], second) == compare(first, second)


def test_plain_codes_without_segments_are_compared_too():
    rows = [{"id": str(i), "causes": ["a"] if i else ["b"]} for i in range(5)]
    assert compare(rows, rows).roles is None


def test_the_report_names_figures_and_disagreements():
    text = describe(compare(*coders()), disagreements=1)
    assert "12 段" in text
    assert "p3" in text
    assert json.dumps(compare(*coders()).to_dict(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([row("a", ["x"])], [row("b", ["x"])], "no passage in common"),
        ([row("a", ["x"]), row("a", ["x"])], [row("a", ["x"])], "id twice"),
        ([{"id": "a"}], [row("a", ["x"])], "without id and causes"),
        ([row("a", ["x"], ("cause", "甲"))], [row("a", ["x"], ("cause", "乙"))], "other texts"),
        ([{**row("a", ["x"], ("cause", "甲")), "text": "甲乙"}], [row("a", ["x"])], "do not rebuild"),
    ],
)
def test_what_cannot_be_compared_is_refused(first, second, message):
    with pytest.raises(UsageError, match=message):
        compare(first, second)
