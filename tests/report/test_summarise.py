"""The summary closes on any corpus: parts add up, counts agree, JSON holds it, order does not matter."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.points.strategies import corpora
from tests.report.conftest import make_study
from textmine.points.claims import build_claims
from textmine.points.ledger import build_ledger
from textmine.records import Finding, Form
from textmine.report.blocks import Figure, Heading, Num, Para, Table
from textmine.report.chapters import write_chapters
from textmine.report.summarise import page_range, summarise
from textmine.report.summarise_causes import PLACE_NAMES


def study_of(corpus):
    """A study of random forms with their random annotations."""
    forms, annotations = corpus
    ledger = build_ledger(forms, annotations)
    study = make_study(forms, {})
    return replace(study, annotations=annotations, ledger=ledger, claims=build_claims(ledger, annotations))


@given(corpora())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_everything_adds_up(corpus):
    """Buckets, causes, projects and three places give the same lost points, to the cent."""
    s = summarise(study_of(corpus))
    p = s.points
    assert p.lost == pytest.approx(p.possible - p.scored, abs=1e-9)
    assert p.lost_execution + p.lost_explained + p.lost_unexplained == pytest.approx(p.lost, abs=1e-9)
    assert sum(b.points for b in s.ledger) == pytest.approx(p.lost, abs=0.005)
    assert sum(c.lost_points for c in s.causes) == pytest.approx(p.lost_explained, abs=1e-9)
    assert sum(x.lost for x in s.projects) == pytest.approx(p.lost, abs=1e-9)
    assert all(x.lost == pytest.approx(x.possible - x.scored, abs=1e-9) for x in s.projects)
    assert all(c.full >= c.lost_points - 0.011 for c in s.causes)
    assert [c.lost_points for c in s.causes] == sorted((c.lost_points for c in s.causes), reverse=True)
    assert (s.reading.forms, s.reading.indicators) == (
        len(corpus[0]),
        sum(len(f.indicators) for f in corpus[0].values()),
    )
    assert sum(g.rows for g in s.groups["family"]) == s.reading.indicators
    json.dumps(s.as_dict(), allow_nan=False)


@given(corpora())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_chapter_can_be_written(corpus):
    """Whatever was read, the chapters come out in both languages; anchors stand once; numbers are the summary's."""
    for lang in ("zh", "en"):
        summary = summarise(study_of(corpus), lang)
        blocks = write_chapters(summary)
        ids = [b.id for b in blocks if isinstance(b, Heading | Table | Figure)]
        assert len(ids) == len(set(ids))
        data = summary.as_dict()
        for key, value in (
            (p.key, p.value) for b in blocks if isinstance(b, Para) for p in b.pieces if isinstance(p, Num)
        ):
            found = data
            for part in key.split("."):
                found = found[int(part)] if isinstance(found, list | tuple) else found[part]
            assert found == value, key


def test_nothing_read():
    """No form at all: zeros, no division, a report nevertheless."""
    s = summarise(make_study({}, {}))
    assert (s.reading.forms, s.points.lost, s.points.share_execution, s.causes) == (0, 0.0, 0.0, ())
    assert write_chapters(s)


@pytest.mark.parametrize(("pages", "shown"), [((), ""), ((3,), "3"), ((3, 4), "3–4"), ((1, 2, 3), "1–3")])
def test_page_range(pages, shown):
    """First and last page; nothing where the format has none."""
    assert page_range(Form("a", pages)) == shown


def test_a_form_that_does_not_add_up_is_named(first_forms, coded):
    """With the reason in its own words; without a reason it says that it failed."""
    keys = list(first_forms)
    reasons = (Finding("total_mismatch", "合计不符"), Finding("explanation_missing", "没有说明"))
    forms = first_forms | {
        keys[0]: replace(first_forms[keys[0]], reconciled=False, findings=reasons),
        keys[1]: replace(first_forms[keys[1]], reconciled=False),
    }
    reading = summarise(make_study(forms, coded)).reading
    assert (reading.forms, reading.reconciled, reading.unreconciled) == (8, 6, 2)
    assert [f["findings"] for f in reading.unreconciled_forms] == ["合计不符", "未能通过勾稽核对"]


def test_heat_links_and_comparisons(first_forms, coded):
    """Two years are compared; the heat map's rows are the causes; links count passages that name both."""
    forms = {k: replace(f, year=2023 + i % 2) for i, (k, f) in enumerate(first_forms.items())}
    s = summarise(make_study(forms, coded))
    years = next(c for c in s.comparisons if c.by == "year")
    assert (years.first, years.second, years.first_forms, years.second_forms) == ("2023", "2024", 4, 4)
    lost = next(line for line in years.lines if line["key"] == "lost")
    assert lost["name"] == PLACE_NAMES["lost"]
    assert 4 * (lost["first"] + lost["second"]) == pytest.approx(70.69, abs=0.001)
    assert lost["low"] is None, "four forms a year are too few for an interval"
    assert set(s.heat.rows) == {c.name for c in s.causes if c.lost_points}
    assert all(len(row) == len(s.heat.columns) for row in s.heat.values)
    names = {c.name for c in s.causes}
    assert all({k.first, k.second} <= names and k.passages > 0 and k.first != k.second for k in s.links)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_order_of_forms_does_not_matter(first_forms, coded, lang):
    """Files read in another order: the same points, causes with intervals, projects, groups and notices."""
    one = summarise(make_study(first_forms, coded), lang)
    other = summarise(make_study(dict(reversed(first_forms.items())), coded), lang)
    for part in ("points", "causes", "projects", "groups", "heat", "links", "ledger", "generic", "lmg"):
        assert getattr(one, part) == getattr(other, part), part


def test_heat_map_leaves_nothing_out(study, monkeypatch):
    """Where there are more families than columns, the smallest are joined: the cells still add up."""
    from textmine.report import summarise_causes

    whole = summarise_causes.heat(study)
    monkeypatch.setattr(summarise_causes, "MAX_GROUPS", 4)
    few = summarise_causes.heat(study)
    assert few.columns == (*whole.columns[:3], "其余类别")
    for joined, row in zip(few.values, whole.values, strict=True):
        assert sum(joined) == pytest.approx(sum(row), abs=1e-3)
