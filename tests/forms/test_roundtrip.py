"""What was rendered is what is read: synthetic forms over all layouts and conditions, fixed seeds."""

import pytest

pytest.importorskip("reportlab")

from textmine.forms import extract_file
from textmine.synth.compare import differences
from textmine.synth.conditions import CONDITIONS
from textmine.synth.excel import EXCEL_CONDITIONS, render_excel
from textmine.synth.html import HTML_CONDITIONS, render_html
from textmine.synth.layouts import layouts
from textmine.synth.plan import Recipe, make_files
from textmine.synth.word import WORD_CONDITIONS, render_word

HARD = {"horizontal", "borderless", "white_lines", "no_unicode_map"}
READABLE = [c.name for c in CONDITIONS if c.name not in HARD]
OFFICE = (
    [(render_word, w) for w in WORD_CONDITIONS if w != "unmerged"]
    + [(render_excel, w) for w in EXCEL_CONDITIONS]
    + [(render_html, w) for w in HTML_CONDITIONS]
)


def read(file, folder):
    path = folder / file.name
    path.write_bytes(file.data)
    return extract_file(path).forms


def wrong(file, folder):
    forms = read(file, folder)
    if len(forms) != len(file.truths):
        return [f"forms: {len(file.truths)} != {len(forms)}"]
    return [line for t, form in zip(file.truths, forms, strict=True) for line in differences(t.form, form)]


@pytest.mark.parametrize("name", READABLE)
def test_pdf_condition(name, tmp_path):
    recipe = Recipe(conditions=(name,), formats=(("pdf", 1.0),), others=0, faults=0)
    assert [w for f in make_files(1, f"roundtrip/{name}", recipe) for w in wrong(f, tmp_path)] == []


@pytest.mark.parametrize("layout", [x.name for x in layouts()])
def test_layout(layout, tmp_path):
    recipe = Recipe(conditions=("plain",), layouts=(layout,), formats=(("pdf", 1.0),), others=0, faults=0)
    assert [w for f in make_files(1, f"roundtrip/{layout}", recipe) for w in wrong(f, tmp_path)] == []


@pytest.mark.parametrize(("render", "what"), OFFICE, ids=lambda x: x if isinstance(x, str) else x.__name__)
def test_office_condition(render, what, tmp_path):
    from random import Random

    from textmine.synth.content import make_form
    from textmine.synth.owners import make_owner

    rng = Random(what)
    layout = layouts()[rng.randrange(len(layouts()))]
    samples = [make_form(rng, make_owner(rng), 2023, layout.traits) for _ in range(2)]
    suffix = {"render_word": "docx", "render_excel": "xlsx", "render_html": "html"}[render.__name__]
    file = render(f"x.{suffix}", samples, layout, what, what)
    assert wrong(file, tmp_path) == []


@pytest.mark.parametrize("name", sorted(HARD - {"no_unicode_map"}))
def test_without_lines_no_number_is_silently_wrong(name, tmp_path):
    recipe = Recipe(conditions=(name,), layouts=("national",), formats=(("pdf", 1.0),), others=0, faults=0)
    for file in make_files(2, f"roundtrip/{name}", recipe):
        for truth, form in zip(file.truths, read(file, tmp_path), strict=False):
            figures = [
                d for d in differences(truth.form, form) if " weight" in d or " score" in d or "total_score" in d
            ]
            numbers = [d for d in figures if not d.endswith("None")]
            assert not (form.reconciled and numbers)


@pytest.mark.parametrize("what", ["account", "prose", "declaration", "third_party", "overview"])
def test_other_tables_are_no_forms(what, tmp_path):
    from textmine.synth.pdf import render_other

    assert read(render_other(f"{what}.pdf", what, what), tmp_path) == ()
