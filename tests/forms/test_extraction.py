"""Files to forms: a second engine where the first does not add up; failures instead of exceptions."""

from dataclasses import replace

import pytest

from textmine.documents.model import Page
from textmine.errors import DocumentError
from textmine.forms import extract_file, extraction


@pytest.fixture
def engines(monkeypatch, build):
    """Documents to be read, by engine."""
    documents = {}

    def read_document(path, *, source=None, engine=None, pages=None):
        found = documents[engine]
        if isinstance(found, Exception):
            raise found
        return replace(found, source=source, engine=engine or "pdfium")

    monkeypatch.setattr(extraction, "read_document", read_document)
    return documents


def spoiled(form):
    return [*form[:-2], [*form[-2][:6], "2", form[-2][7]], form[-1]]


def test_a_sound_reading_needs_no_second_engine(engines, build, tmp_path):
    engines[None] = build.document(["项目支出绩效自评表", build.form])
    got = extract_file(tmp_path / "a.pdf")
    assert (got.engines, [f.engine for f in got.forms], got.n_pages, got.pages_with_forms) == (
        ("pdfium",),
        ["pdfium"],
        1,
        1,
    )


def test_what_reconciles_is_kept(engines, build, tmp_path):
    engines[None] = build.document(["项目支出绩效自评表", spoiled(build.form)])
    engines["pdfplumber"] = build.document(["项目支出绩效自评表", build.form])
    got = extract_file(tmp_path / "a.pdf")
    assert got.engines == ("pdfium", "pdfplumber")
    assert [(f.engine, f.reconciled) for f in got.forms] == [("pdfplumber", True)]


def test_where_none_reconciles_the_first_stays_with_its_findings(engines, build, tmp_path):
    engines[None] = engines["pdfplumber"] = build.document(["项目支出绩效自评表", spoiled(build.form)])
    (form,) = extract_file(tmp_path / "a.pdf").forms
    assert (form.engine, form.reconciled) == ("pdfium", False)
    assert "total_mismatch" in {f.code for f in form.findings}


def test_a_reading_that_lost_the_total_does_not_add_up_better(engines, build, tmp_path):
    """The form itself has the fault: the second engine must not hide it by reading less."""
    form = [*build.form[:-1], [*build.form[-1][:6], "90", ""]]
    engines[None] = build.document(["项目支出绩效自评表", form])
    engines["pdfplumber"] = build.document(["项目支出绩效自评表", form[:-1]])
    (read,) = extract_file(tmp_path / "a.pdf").forms
    assert (read.engine, read.total_score) == ("pdfium", 90.0)
    assert "total_mismatch" in {f.code for f in read.findings}


def test_a_reading_that_lost_the_weights_does_not_add_up_better(engines, build, tmp_path):
    body = [[*row[:5], "30", *row[6:]] for row in build.body]
    bare = [[*row[:5], "", *row[6:]] for row in build.body]
    above = [*build.head, *build.funding, *build.goal, build.header]
    engines[None] = build.document(["项目支出绩效自评表", [*above, *body, *build.total]])
    engines["pdfplumber"] = build.document(["项目支出绩效自评表", [*above, *bare, *build.total]])
    (read,) = extract_file(tmp_path / "a.pdf").forms
    assert read.engine == "pdfium" and "weight_mismatch" in {f.code for f in read.findings}


def test_a_failing_second_engine_changes_nothing_and_is_told(engines, build, tmp_path):
    engines[None] = build.document(["项目支出绩效自评表", spoiled(build.form)])
    engines["pdfplumber"] = RuntimeError("boom")
    got = extract_file(tmp_path / "a.pdf")
    assert [f.engine for f in got.forms] == ["pdfium"]
    (note,) = got.notes
    assert "pdfplumber" in note and "boom" in note


@pytest.mark.parametrize(
    "error", [DocumentError("broken", hint="mend it"), ValueError("odd"), MemoryError(), RecursionError()]
)
def test_errors_become_failures(engines, tmp_path, error):
    engines[None] = error
    got = extract_file(tmp_path / "a.pdf", source="x/a.pdf")
    assert got.forms == () and [f.source for f in got.failures] == ["x/a.pdf"]
    assert got.failures[0].error


def test_unreadable_pages_are_reported(engines, build, tmp_path):
    document = build.document(["项目支出绩效自评表", build.form])
    engines[None] = replace(document, pages=(*document.pages, Page(2, (), unreadable="没有文字层")), n_pages=2)
    got = extract_file(tmp_path / "a.pdf")
    assert [(f.where, f.error) for f in got.failures] == [("第2页", "没有文字层")]
    assert [f.code for f in got.forms[0].findings if f.code == "unreadable_page"]


def test_missing_file_is_a_failure(tmp_path):
    assert len(extract_file(tmp_path / "none.pdf").failures) == 1


def test_a_form_that_is_announced_but_not_read_is_noted(engines, build, tmp_path):
    table = [["一级指标", "二级指标", "三级指标", "指标值", "分值"], ["产出指标", "数量指标", "办结件数", "5件", "10"]]
    engines[None] = engines["pdfplumber"] = build.document(["项目支出绩效自评表", table])
    got = extract_file(tmp_path / "a.pdf")
    assert (got.forms, got.notes) == ((), (extraction.UNREAD,))


def test_a_header_that_ran_into_one_cell_is_noted(engines, build, tmp_path):
    """Where lines stand too close to be told apart, the whole table may end up in a few cells."""
    header = "一级指标二级指标三级指标目标值完成值分值自评得分未完成原因及改进措施"
    run_on = f"全区投入强度达到3.2%，培育高新技术企业60家，已按期验收。\n{header}"
    engines[None] = engines["pdfplumber"] = build.document(["项目支出绩效自评表", [["项目", run_on], ["甲", "乙"]]])
    assert extract_file(tmp_path / "a.pdf").notes == (extraction.UNREAD,)


def test_prose_that_names_a_level_is_not_noted(engines, build, tmp_path):
    prose = "根据预算绩效管理要求，本单位设置一级指标3个、二级指标7个，组织开展绩效自评，平均得分95分，"
    prose += "总体情况良好，达到预期目标，评价结果将与下年预算安排挂钩。"
    engines[None] = build.document(["项目支出绩效自评表", prose])
    assert extract_file(tmp_path / "a.pdf").notes == ()


def test_the_second_engine_reads_only_what_the_first_did_not_leave_out(monkeypatch, build, tmp_path):
    """A form in a long account: the other pages cost a second engine a hundred times what they cost the first."""
    asked = []
    document = build.document(["项目支出绩效自评表", spoiled(build.form)])

    def read_document(path, *, source=None, engine=None, pages=None):
        asked.append((engine, pages))
        return replace(document, engine=engine or "pdfium")

    monkeypatch.setattr(extraction, "read_document", read_document)
    extract_file(tmp_path / "a.pdf")
    unread = Page(None, (), unreadable="no-unicode: x")
    document = replace(document, pages=(*document.pages, unread))
    extract_file(tmp_path / "a.pdf")
    numbers = {page.number for page in document.pages if page.number is not None}
    assert asked == [(None, None), ("pdfplumber", numbers), (None, None), ("pdfplumber", None)]
