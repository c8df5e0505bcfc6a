"""Parts of synthetic forms: grids that close, habits, money that follows from itself, gold, what is told of files."""

import io
import json
import zipfile
from dataclasses import fields, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.records import Form, Funding, Goal, Indicator
from textmine.synth.archive import repacked
from textmine.synth.compare import differences, plain
from textmine.synth.compose import compose
from textmine.synth.conditions import CONDITIONS, condition
from textmine.synth.content import grade_of, make_form
from textmine.synth.gold import File, Truth, gold_form, truth_of, write_files, write_lists
from textmine.synth.habits import Habits, Sheet, draw_habits, show, year_line
from textmine.synth.layouts import layouts, printed_fields, vary
from textmine.synth.money import make_funding
from textmine.synth.owners import make_owner
from textmine.synth.table import UNITS, columns_used, parted, spread, substituted
from textmine.synth.words import letters_of, own_passages, read_passages

LAYOUTS = layouts()


def composed(layout, seed):
    rng = Random(f"{layout.name}/{seed}")
    sample = make_form(rng, make_owner(rng), 2023, layout.traits)
    table, form = compose(sample, layout, draw_habits(rng), rng)
    return sample, table, form


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=14), st.integers(14, 60))
def test_units_are_cut_whole(parts, total):
    """Every column has some of the grid, the widths add up to it."""
    widths = spread(parts, total)
    assert sum(widths) == total
    assert min(widths) >= 1
    assert len(widths) == len(parts)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: x.name)
def test_cells_tile_the_table(layout, seed):
    """No two cells of a table overlap and none sticks out: what is printed is a grid."""
    _, table, _ = composed(layout, seed)
    taken = set()
    for box in table.boxes:
        own = {(r, c) for r in range(box.row, box.row + box.rowspan) for c in range(box.col, box.col + box.colspan)}
        assert not own & taken, box
        taken |= own
        assert box.col + box.colspan <= UNITS
        assert box.row + box.rowspan <= table.n_rows
    edges = columns_used(table)
    assert edges == sorted(set(edges))
    assert (edges[0], edges[-1]) == (0, UNITS)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: x.name)
def test_gold_holds_what_is_printed(layout):
    """Names of indicators of the gold stand in the table; fields that the layout lacks are blank in the gold."""
    sample, table, form = composed(layout, 9)
    shown = "".join(box.text for box in table.boxes).replace("\n", "")
    assert [r.level3 for r in form.indicators if r.level3.replace("\n", "") not in shown] == []
    known = printed_fields(layout)
    for field in ("level1", "level2", "deviation"):
        assert field in known or not any(getattr(r, field) for r in form.indicators)
    assert len(form.indicators) == len(sample.form.indicators)
    assert form.total_score == (sample.form.total_score if layout.totals != "none" else None)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: x.name)
def test_a_varied_layout_is_the_same_kind(layout):
    """Small changes keep name and fields, so that its gold stays true."""
    for seed in range(5):
        other = vary(layout, Random(seed))
        assert other.name == layout.name
        assert {"level3", "score"} <= {c.field for c in other.columns}


def test_a_table_in_two_parts_is_the_table():
    """Cut in two no cell is lost and none changes its text."""
    _, table, _ = composed(LAYOUTS[0], 1)
    at = table.repeat[0]
    first, second = parted(table, at)
    assert first.n_rows + second.n_rows == table.n_rows
    assert [b.text for b in (*first.boxes, *second.boxes)] == [b.text for b in table.boxes]
    assert second.attached
    swapped = substituted(table, (("分", "⼈"),))
    assert not any("分" in b.text for b in swapped.boxes)
    assert substituted(table, ()) == table


@given(st.integers(0, 10**6))
def test_money_follows_from_itself(seed):
    """Executed / budget is the rate (cut or rounded), the score follows from it, parts are no more than the total."""
    rows = make_funding(Random(seed), 10.0)
    total = rows[0]
    assert total.weight == 10.0
    assert total.score == pytest.approx(10 * min(total.executed / total.budget, 1), abs=0.0101)
    for row in rows:
        if row.budget:
            assert row.rate == pytest.approx(row.executed / row.budget * 100, abs=0.0101)
    parts = [r for r in rows[1:] if r.budget]
    assert sum(r.budget for r in parts) == pytest.approx(total.budget, abs=0.011) or not parts
    assert all(r.weight is None and r.score is None for r in rows[1:])
    assert make_funding(Random(seed), None)[0].score is None


@pytest.mark.parametrize(
    ("style", "year", "shown"),
    [("（{}年度）", 2024, "（2024年度）"), ("（二〇{}年度）", 2024, "（二〇二四年度）"), ("{}年", 1999, "1999年")],
)
def test_years(style, year, shown):
    """Chinese numerals go on as they begin."""
    assert year_line(style, year) == shown


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [(1234567.5, "{:g}", "1234567.5"), (10.0, "{:g}分", "10分"), (0.0, "{:g}", "0"), (1234.5, "{:,.2f}", "1,234.50"),
     (99.95, "{:g}%", "99.95%"), (100.0, "{:g}", "100")],
)  # fmt: skip
def test_numbers(value, style, shown):
    """Without needless zeros, never in powers of ten."""
    assert show(value, style) == shown


def test_blank_numbers_get_the_offices_dash():
    """Where nothing is known an office writes its dash, or nothing."""
    sheet = Sheet(Habits(blank="／"))
    sheet.number(0, 4, None, "{:g}")
    sheet.number(4, 4, None, "{:g}", dash=False)
    assert [b.text for b in sheet.boxes] == ["／", ""]


@pytest.mark.parametrize(
    ("total", "grade"), [(100, "优"), (90, "优"), (89.99, "良"), (80, "良"), (79.5, "中"), (60, "中"), (59.99, "差")]
)
def test_grades(total, grade):
    """The limits belong to the better grade."""
    assert grade_of(total) == grade


def test_conditions_have_names():
    """One name, one condition; an unknown name is an error."""
    names = [c.name for c in CONDITIONS]
    assert len(set(names)) == len(names)
    assert all(condition(n).name == n for n in names)
    with pytest.raises(KeyError):
        condition("nonsense")


FORM = Form(
    "a.pdf", year=2024, project="甲", unit="乙", department="丙", grade="优", deviation="整表", total_score=90.0,
    goal=Goal("期", "实"), funding=(Funding("总额", 1.0, 2.0, 3.0, 10.0, 50.0, 5.0),),
    indicators=(Indicator("一", "二", "三", "100%", "90%", 10.0, 9.0, "因故"),),
)  # fmt: skip


@pytest.mark.parametrize("name", ["project", "unit", "department", "grade", "deviation", "year", "total_score"])
def test_a_difference_in_the_head_is_told(name):
    """Each field of the form is compared, and named."""
    other = 1 if name in {"year", "total_score"} else "别的"
    (said,) = differences(FORM, replace(FORM, **{name: other}))
    assert said.startswith(name)


@pytest.mark.parametrize("name", ["level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"])
def test_a_difference_in_a_row_is_told(name):
    """Each cell of a row is compared, and named with its row."""
    changed = replace(FORM.indicators[0], **{name: 1.0 if name in {"weight", "score"} else "别的"})
    (said,) = differences(FORM, replace(FORM, indicators=(changed,)))
    assert said.startswith(f"row 1 {name}")


@pytest.mark.parametrize("name", [f.name for f in fields(Funding) if f.name != "item"])
def test_a_difference_in_money_is_told(name):
    """Each number of the funding block is compared; a missing one is not zero."""
    (said,) = differences(FORM, replace(FORM, funding=(replace(FORM.funding[0], **{name: None}),)))
    assert said.startswith(f"funding 1 {name}")


def test_missing_rows_are_told():
    """Fewer rows are a difference even where the rest is right; equal forms have none."""
    assert differences(FORM, FORM) == []
    assert differences(FORM, replace(FORM, indicators=(), funding=())) == ["funding rows: 1 != 0", "indicators: 1 != 0"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“甲”", '"甲"'),
        ("１００％", "100%"),
        ("甲 乙\n丙", "甲乙丙"),
        ("—", ""),
        ("/", ""),
        ("a—b", "a-b"),
        ("指\u200b标", "指标"),
    ],
)
def test_print_that_looks_the_same_is_the_same(one, other):
    """Quotes, width, blanks, dashes: what a reader would not see is no difference."""
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("甲", "乙"), ("1.5", "15"), ("≥90%", "≤90%"), ("甲。", "甲")])
def test_print_that_differs_differs(one, other):
    """But what changes the meaning is one."""
    assert plain(one) != plain(other)


def test_office_files_repeat():
    """Packed again: fixed times, the members' bytes, patches in their place; twice is once."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as out:
        out.writestr("a.xml", "<a/>")
        out.writestr("docProps/core.xml", '<dcterms:created x="y">2026-01-01T10:00:00Z</dcterms:created>')
    data = repacked(raw.getvalue(), {"a.xml": b"<b/>"})
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.read("a.xml") == b"<b/>"
        assert b"2000-01-01T00:00:00Z</dcterms:created>" in found.read("docProps/core.xml")
        assert {i.date_time[0] for i in found.infolist()} == {1980}
    assert repacked(data) == data


def test_gold_files(tmp_path):
    """Files, gold, manifest and truth belong together; the gold has no places, but the faults."""
    rng = Random(1)
    sample = replace(make_form(rng, make_owner(rng), 2023, LAYOUTS[0].traits), faults=("rate_mismatch",), copied=(2,))
    file = File("a.html", "html", "x", ("b", "a"), b"data", (Truth(sample.form, sample),))
    assert write_lists([write_files([file], tmp_path)], tmp_path) == 1
    (row,) = [json.loads(line) for line in (tmp_path / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert row == {"file": "a.html", "kind": "html", "layout": "x", "tags": ["a", "b"], "gold": "gold/a.html.gold.json"}
    (gold,) = json.loads((tmp_path / row["gold"]).read_text("utf-8"))
    assert gold == gold_form(file.truths[0])
    assert gold["faults"] == ["rate_mismatch"]
    assert not {"page", "bbox"} & set(gold["indicators"][0])
    (truth,) = truth_of(file)
    assert (truth["form"], truth["copied"], truth["year"]) == ("a.html#1", [3], 2023)
    assert (tmp_path / "a.html").read_bytes() == b"data"


def test_passages_of_ones_own(tmp_path):
    """A folder of coded passages is read whole; braces cannot break a sentence; new letters are known to the fonts."""
    rows = [
        {"text": "因{x}鱻", "causes": ["budget"]},
        {"text": "无", "causes": ["none"]},
        {"text": "a\x00b", "causes": []},
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (found,) = read_passages(tmp_path)
    assert (found.text, found.causes) == ("因（x）鱻", ("budget",))
    assert "鱻" in letters_of((found,))
    assert letters_of(own_passages()) == ""


def test_codes_of_the_own_passages_exist():
    """The truth of synthetic forms speaks the codebook's language."""
    from textmine.causes import load_codebook

    assert {c for p in own_passages() for c in p.causes} <= set(load_codebook().codes)
