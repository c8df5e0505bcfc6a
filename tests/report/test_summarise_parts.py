"""The parts of the summary by small studies: quality of reading, causes and their ties, promises, notices, rows."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.small import CODED, FUNDING, LATE, VAGUE, form, row, study_of, summary_of
from textmine.points.claims import build_claims
from textmine.points.ledger import build_ledger
from textmine.records import Annotation, Evidence, Finding, Funding, Segment
from textmine.report import summarise as whole
from textmine.report import summarise_causes, summarise_notices
from textmine.report.places import places_of
from textmine.report.summarise import summarise


def coded(study, **annotations):
    """The study with other annotations by passage (`p1` is the first row of the first form)."""
    changed = {**study.annotations, **{f"a.pdf#1/{key.removeprefix('p')}": a for key, a in annotations.items()}}
    ledger = build_ledger(study.corpus.forms, changed)
    return replace(study, annotations=changed, ledger=ledger, claims=build_claims(ledger, changed))


def said(text, *causes, measure=""):
    """An annotation of a cause and, where given, a measure at its end."""
    cut = len(text) - len(measure)
    parts = [Segment("cause", 0, cut, text[:cut]), Segment("measure", cut, len(text), measure)]
    return Annotation(tuple(p for p in parts if p.text), causes)


@pytest.mark.parametrize(
    ("funding", "budget"),
    [
        ((), 0.0),
        ((Funding("总额"),), 0.0),
        (FUNDING, 120.0),
        ((Funding("总额", 5.0),), 5.0),
        ((Funding("总额", 9.0, 0.0),), 0.0),
    ],
)
def test_budgets_add_up(funding, budget):
    """Forms without a printed budget add nothing; the sum is that of the annual budgets."""
    assert summary_of(form(row(), funding=funding), form(row(), funding=FUNDING)).points.budget == budget + 120.0


@pytest.mark.parametrize(
    ("years", "units", "head"),
    [
        ((None, None), ("", ""), ((), 0)),
        ((2024, 2024), ("甲所", "甲所"), ((2024,), 1)),
        ((2024, 2022), ("甲所", "乙所"), ((2022, 2024), 2)),
        ((None, 2023), ("甲所", ""), ((2023,), 1)),
    ],
)
def test_years_and_units(years, units, head):
    """Each year and unit once, blanks left out, years in order."""
    found = summary_of(*(form(row(), year=y, unit=u) for y, u in zip(years, units, strict=True))).head
    assert (found.years, found.units) == head


def test_a_department_stands_in_for_the_unit():
    """Forms of a whole department print no unit: they count by the department."""
    found = summary_of(form(row(), unit="", department="某局"), form(row(), unit="", department="某局"))
    assert found.head.units == 1
    assert {p.unit for p in found.projects} == {"某局"}
    assert [g.group for g in found.groups["unit"]] == ["某局"]


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (("total_mismatch",), "甲"),
        (("explanation_missing",), "未能通过勾稽核对"),
        (("explanation_missing", "rate_mismatch"), "乙"),
        (("score_above_weight", "low_confidence"), "甲；乙"),
        ((), "未能通过勾稽核对"),
    ],
)
def test_why_a_form_does_not_add_up(codes, wanted):
    """Findings of arithmetic and legibility are the reasons; those on explanations are not."""
    findings = tuple(Finding(code, text) for code, text in zip(codes, "甲乙", strict=False))
    (found,) = summary_of(form(row(), reconciled=False, findings=findings)).reading.unreconciled_forms
    assert found["findings"] == wanted


def test_causes_with_equal_points_share_their_rank():
    """Two causes of one passage have half its points each and the same rank; the third has the rank behind both."""
    study = study_of(form(row("甲", score=6.0, why="因人手不足且招标流标。"), row("乙", score=9.0, why="因暴雨。")))
    study = coded(study, p1=said("因人手不足且招标流标。", "staffing", "procurement"), p2=said("因暴雨。", "external"))
    found = {c.code: (c.lost_points, c.rank) for c in summarise(study).causes}
    assert found == {"staffing": (2.0, 1), "procurement": (2.0, 1), "external": (1.0, 3)}


@pytest.mark.parametrize("score", [9.99, 9.98, 9.5, 3.33])
def test_a_third_of_a_cent_is_not_lost(score):
    """Three causes of one row: their cents add up to its points, their shares to one."""
    text = "因人手不足、暴雨且招标流标。"
    study = coded(study_of(form(row(score=score, why=text))), p1=said(text, "staffing", "external", "procurement"))
    causes = summarise(study).causes
    assert sum(Decimal(str(c.lost_points)) for c in causes) == Decimal("10") - Decimal(str(score))
    assert sum(c.share for c in causes) == pytest.approx(1, abs=1e-5)
    assert {c.full for c in causes} == {round(10 - score, 2)}


def test_evidence_weighs():
    """By evidence the code with three times the words has three times the points; equal fractions do not care."""
    text = "因招标流标且雨。"
    evidence = Evidence("procurement", 0, 6, text[:6]), Evidence("external", 5, 7, text[5:7])
    annotation = replace(said(text, "procurement", "external"), evidence=evidence)
    found = {c.code: c for c in summarise(coded(study_of(form(row(score=6.0, why=text))), p1=annotation)).causes}
    assert (found["procurement"].weighted, found["external"].weighted) == (3.0, 1.0)
    assert (found["procurement"].lost_points, found["external"].lost_points) == (2.0, 2.0)


def test_money_counts_each_project_once():
    """Two rows of one project name a cause: its budget stands beside the cause once."""
    rows = (row("甲", score=9.0, why=LATE), row("乙", score=9.0, why=LATE))
    (found,) = summary_of(form(*rows, funding=FUNDING, total_weight=30.0, total_score=27.0)).causes
    assert (found.passages, found.forms, found.money) == (2, 1, 120.0)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_quotes_shown_and_left_out(monkeypatch, limit):
    """Shown and left out together are all passages of the cause, the most points first."""
    monkeypatch.setattr(summarise_causes, "MAX_QUOTES", limit)
    (found,) = summary_of(*(form(row(score=9.0 - i, why=LATE), project=f"{i}") for i in range(3))).causes
    assert len(found.quotes) + found.quotes_left_out == found.passages == 3
    assert found.quotes[0].lost == 3.0


def test_an_annotation_without_codes_counts_as_generic_everywhere():
    """In the ledger, among the causes and in the matrix of measures: no passage falls out of the table."""
    text = "情况复杂。下一步提前启动采购。"
    study = coded(study_of(form(row(score=8.0, why=text))), p1=said(text, measure="下一步提前启动采购。"))
    found = summarise(study)
    assert [c.code for c in found.causes] == ["generic"]
    assert found.promises.match.rows == (found.causes[0].name,)
    assert found.promises.match.values == ((1.0,),)


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ((), (0, 0, 0, 0, 0, 0)),
        ((LATE,), (1, 1, 0, 0, 1, 0)),
        ((VAGUE,), (1, 0, 1, 0, 0, 0)),
        ((LATE, VAGUE), (2, 1, 1, 0, 1, 0)),
        (("",), (0, 0, 0, 0, 0, 0)),
    ],
)
def test_promises_are_counted_by_passage(rows, counts):
    """With and without a measure are all explained passages; whether they answer is asked of concrete causes only."""
    p = summary_of(form(*(row(f"指标{i}", score=8.0, why=why) for i, why in enumerate(rows)))).promises
    assert (p.explained, p.with_measure, p.without_measure, p.vague, p.answering, p.not_answering) == counts


def test_a_form_that_speaks_for_all_rows_is_one_passage():
    """Its explanation stands for three rows and is one promise, one quote, with the points of all three."""
    study = study_of(form(*(row(f"指标{i}", score=8.0) for i in range(3)), deviation=LATE))
    found = summarise(study)
    assert found.promises.explained == 1
    (cause,) = found.causes
    assert (cause.passages, cause.lost_points, cause.quotes[0].lost, cause.quotes[0].row) == (1, 6.0, 6.0, None)


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_long_ledgers_are_cut_and_counted(monkeypatch, limit):
    """Rows shown are the first ones; the counts are of all."""
    monkeypatch.setattr(whole, "MAX_LEDGER", limit)
    monkeypatch.setattr(whole, "MAX_ROWS", limit)
    found = summary_of(form(*(row(f"指标{i}", score=9.0 - i) for i in range(3))))
    assert (len(found.rows), found.rows_count) == (min(3, limit), 3)
    assert (len(found.unexplained), found.unexplained_rows) == (min(3, limit), 3)
    assert found.unexplained[0].lost == 3.0


@pytest.mark.parametrize(("why", "note"), [("", "说明栏空白"), ("无", "说明栏无实质内容")])
def test_blank_is_told_from_empty_words(why, note):
    """An empty cell and a cell that says «无» are both without explanation, and told apart."""
    (found,) = summary_of(form(row(score=8.0, why=why))).unexplained
    assert found.note == note


@pytest.mark.parametrize("limit", [1, 3])
def test_notices_are_cut_and_counted(monkeypatch, limit):
    """A kind with more observations than are shown keeps its count, its forms and its points."""
    monkeypatch.setattr(summarise_notices, "MAX_ITEMS", limit)
    forms = [form(row("甲", score=8.0), row("乙", score=9.0), project=f"项目{i}") for i in range(2)]
    (group,) = summary_of(*forms).notices
    assert (len(group.items), group.count, group.forms, group.points) == (limit, 4, 2, 6.0)


def test_findings_of_one_form_become_a_group():
    """Arithmetic has a group for each kind, with the form's own words; findings that notices know are not doubled."""
    findings = (
        Finding("total_mismatch", "合计 9，各行 8"),
        Finding("explanation_missing", "x"),
        Finding("grade_mismatch", "等级优"),
    )
    bad = form(row(), findings=findings, reconciled=False)
    found = {g.code: [n.message for n in g.items] for g in summary_of(bad, bad).notices if g.code != "duplicate_form"}
    assert found == {"total_mismatch": ["合计 9，各行 8"] * 2, "grade_mismatch": ["等级优"] * 2}


@pytest.mark.parametrize(
    ("sources", "named"),
    [(("a.pdf", "a.pdf"), False), (("a.pdf", "b.pdf"), True), (("z.zip!a.pdf", "z.zip!b.pdf"), True)],
)
def test_files_are_named_where_there_are_several(sources, named):
    """With one file no row repeats its name; with several each row and notice says where it stands."""
    study = study_of(*(replace(form(row(score=8.0), project=s), source=s) for s in sources))
    found = summarise(study)
    assert [bool(r.source) for r in found.rows] == [named] * len(found.rows)
    assert [bool(n.source) for g in found.notices if g.code == "explanation_missing" for n in g.items] == [named] * 2
    assert places_of(study).several is named


rows_ = st.lists(
    st.tuples(st.integers(0, 1000).map(lambda n: n / 100), st.sampled_from(["", "无", LATE, VAGUE])),
    min_size=1,
    max_size=5,
)


@given(st.lists(rows_, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_every_point_has_one_place(forms):
    """By row, project, unit, level, cause or place: the same points, whatever was scored and said."""
    made = [form(*(row(f"指标{i}", score=s, why=w) for i, (s, w) in enumerate(rows)), project=f"项目{n}")
            for n, rows in enumerate(forms)]  # fmt: skip
    found = summary_of(*made)
    lost = found.points.lost
    assert lost == pytest.approx(sum(10 - s for rows in forms for s, _ in rows))
    for by, groups in found.groups.items():
        assert sum(g.lost for g in groups) == pytest.approx(lost), by
        assert all(g.lost == pytest.approx(g.lost_explained + g.lost_unexplained) for g in groups)
    assert sum(r.lost for r in found.rows) == pytest.approx(lost)
    assert sum(r.lost for r in found.unexplained) == pytest.approx(found.points.lost_unexplained)
    assert sum(map(sum, found.heat.values)) == pytest.approx(found.points.lost_explained, abs=0.001)
    assert {c.code for c in found.causes} <= {"procurement", "generic"}
    shares = found.points.share_execution + found.points.share_explained + found.points.share_unexplained
    assert shares == pytest.approx(1 if lost else 0, abs=1e-5)


@given(st.permutations(["丙", "甲", "乙", "丁"]))
@settings(max_examples=10, deadline=None)
def test_ties_are_settled_the_same_way(names):
    """Projects with equal losses stand in one order, whatever order they were read in."""
    study = study_of(*(replace(form(row(score=8.0), project=n), source=f"{n}.pdf") for n in names))
    assert [p.project for p in summarise(study).projects] == sorted(names)


def test_the_coded_texts_are_cut_where_they_should():
    """The fixture itself: segments rebuild the passages."""
    assert all("".join(s.text for s in a.segments) == text for text, a in CODED.items())
