"""Agreement: what holds for any coders, whatever they coded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.causes.agreement import compare, describe
from textmine.causes.agreement_alpha import GOOD, TENTATIVE, Alpha, jaccard, krippendorff, masi, nominal

SETS = st.frozensets(st.sampled_from("abcd"), max_size=4)
UNITS = st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12)


@given(SETS, SETS)
def test_distances_are_distances(a, b):
    """Zero for equal sets alone, one for strangers, the same both ways; MASI never below Jaccard."""
    for distance in (jaccard, masi, nominal):
        assert distance(a, b) == distance(b, a)
        assert 0 <= distance(a, b) <= 1
        assert (distance(a, b) == 0) == (a == b)
    assert masi(a, b) >= jaccard(a, b) - 1e-12
    assert a & b or a == b or jaccard(a, b) == masi(a, b) == 1


@given(UNITS, st.permutations("abc"), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_alpha_knows_no_names_and_no_order(units, names, random):
    """Other names for the values, other order of units and coders: the same alpha."""
    renamed = dict(zip("abc", names, strict=True))
    turned = [[renamed[v] for v in random.sample(unit, len(unit))] for unit in random.sample(units, len(units))]
    one, other = (krippendorff([[tuple(u)] for u in some], draws=0) for some in (units, turned))
    assert one.units == other.units
    assert one.value == (other.value if other.value is None else pytest.approx(other.value))


@given(UNITS)
@settings(max_examples=60)
def test_alpha_is_one_for_equal_coders_only(units):
    value = krippendorff([[tuple(u)] for u in units], draws=0).value
    assert value is None or value <= 1 + 1e-12
    agreed = all(len(set(u)) == 1 for u in units if len(u) > 1)
    assert value is None or (value > 1 - 1e-12) == agreed


@pytest.mark.parametrize(
    ("value", "low", "reading"),
    [(0.95, GOOD, "可靠"), (0.95, 0.79, "可作初步结论"), (0.8, TENTATIVE, "可作初步结论"), (0.8, 0.6, "不足以下结论"),
     (-0.2, -0.4, "不足以下结论"), (None, None, "无变异，无法计算")],
)  # fmt: skip
def test_the_lower_end_decides_the_reading(value, low, reading):
    assert Alpha(value, low, value, 10).reading == reading


def row(n, causes, *segments):
    return {
        "id": f"p{n}", "text": "".join(text for _, text in segments), "causes": causes,
        "segments": [{"role": role, "text": text} for role, text in segments],
    }  # fmt: skip


CAUSES = st.lists(st.sampled_from(["staffing", "budget", "schedule"]), max_size=3, unique=True)


@st.composite
def coders(draw):
    """Two codings of the same passages of eight letters, each cut anywhere."""
    both = ([], [])
    for n in range(draw(st.integers(1, 6))):
        for rows in both:
            at = draw(st.integers(1, 7))
            roles = draw(st.tuples(st.sampled_from(["cause", "effect"]), st.sampled_from(["cause", "measure"])))
            rows.append(row(n, draw(CAUSES), (roles[0], "甲乙丙丁戊己庚辛"[:at]), (roles[1], "甲乙丙丁戊己庚辛"[at:])))
    return both


@given(coders())
@settings(max_examples=40, deadline=None)
def test_swapping_the_coders_changes_only_their_names(both):
    first, second = both
    one, other = compare(first, second, draws=0), compare(second, first, draws=0)
    assert one.sets_jaccard.value == pytest.approx(other.sets_jaccard.value)
    assert one.boundary_f1 == other.boundary_f1
    assert [(c.code, c.first, c.second, c.both) for c in one.codes] == [
        (c.code, c.second, c.first, c.both) for c in other.codes
    ]
    assert [(d.id, d.kind, d.distance) for d in one.disagreements] == [
        (d.id, d.kind, d.distance) for d in other.disagreements
    ]


@given(coders())
@settings(max_examples=40, deadline=None)
def test_counts_can_be_checked_by_hand(both):
    """Each code's counts are those of the files; every passage coded differently is listed."""
    first, second = both
    found = compare(first, second, draws=0)
    for code in found.codes:
        given_by = [[code.code in r["causes"] for r in rows] for rows in both]
        assert (code.first, code.second) == (sum(given_by[0]), sum(given_by[1]))
        assert code.both == sum(a and b for a, b in zip(*given_by, strict=True))
    differing = {a["id"] for a, b in zip(first, second, strict=True) if set(a["causes"]) != set(b["causes"])}
    assert {d.id for d in found.disagreements if d.kind == "codes"} == differing
    assert all(0 < d.distance <= 1 for d in found.disagreements)
    assert f"{len(first)} 段" in describe(found)


@pytest.mark.parametrize(
    ("cuts", "f1"),
    [((3, 3), 1.0), ((3, 4), 1.0), ((3, 5), 0.0), ((1, 7), 0.0)],
)
def test_cuts_at_the_same_place_within_one_character(cuts, f1):
    text = "甲乙丙丁戊己庚辛"
    first, second = ([row(0, ["a"], ("cause", text[:c]), ("measure", text[c:]))] for c in cuts)
    assert compare(first, second, draws=0).boundary_f1 == f1


def test_uncut_passages_agree_on_their_cuts():
    rows = [row(0, ["a"], ("cause", "甲乙"))]
    assert compare(rows, rows, draws=0).boundary_f1 == 1.0


def test_a_rare_code_is_marked():
    """Alpha of a code that hardly occurs says little."""
    first = [{"id": str(n), "causes": ["a"] if n else ["a", "b"]} for n in range(50)]
    (a, b) = compare(first, first, draws=0).codes
    assert (a.rare, b.rare, b.first) == (False, True, 1)
    assert "少见 rare" in describe(compare(first, first, draws=0))
