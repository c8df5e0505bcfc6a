"""Faults and distractors against the reader: what was put in is flagged, nothing else is, other tables are no forms."""

from random import Random

import pytest

from textmine.forms.checks import check
from textmine.synth.content import make_form
from textmine.synth.distractors import OTHERS
from textmine.synth.faults import FAULTS, with_fault
from textmine.synth.layouts import layouts
from textmine.synth.owners import Traits, make_owner
from textmine.synth.plan import Recipe, fits, make_files

SUMS = {"total_mismatch", "weight_mismatch", "score_above_weight", "rate_mismatch", "grade_mismatch"}


def drawn(seed):
    rng = Random(seed)
    return make_form(rng, make_owner(rng), 2023, Traits())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", range(6))
def test_a_fault_is_flagged(fault, seed):
    """The code of the fault is among the findings, and the form counts as not reconciled."""
    findings, sound = check(with_fault(drawn(seed), fault, Random(seed)).form)
    assert fault in {f.code for f in findings}
    assert not sound


@pytest.mark.parametrize("seed", range(20))
def test_sound_forms_have_no_fault(seed):
    """No false alarm on arithmetic where everything follows."""
    findings, sound = check(drawn(seed).form)
    assert [f for f in findings if f.code in SUMS] == []
    assert sound


def test_two_faults_are_both_recorded():
    """Faults add up, each once."""
    twice = with_fault(with_fault(drawn(1), "rate_mismatch", Random(1)), "grade_mismatch", Random(2))
    assert twice.faults == ("grade_mismatch", "rate_mismatch")
    assert with_fault(twice, "rate_mismatch", Random(3)).faults == twice.faults


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_fits_some_layout(fault):
    """No fault is dead: a layout prints what shows it."""
    assert [x.name for x in layouts() if fits(x, fault)]


@pytest.mark.parametrize("what", OTHERS)
def test_other_tables_are_no_forms(what, tmp_path):
    """Final accounts, prose, declarations, third-party scores: read, and no form is made of them."""
    from textmine.forms import extract_file
    from textmine.synth.pdf import render_other

    file = render_other("other.pdf", what, "seed")
    assert (file.tags, file.truths) == (("no_form", what), ())
    (tmp_path / file.name).write_bytes(file.data)
    assert extract_file(tmp_path / file.name).forms == ()


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "html"])
def test_one_format_alone(kind):
    """A recipe of one format gives that format, with its first bytes."""
    heads = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "html": b"<"}
    recipe = Recipe(formats=((kind, 1.0),), conditions=("plain",), others=0.0)
    for file in make_files(2, "format", recipe):
        assert file.name.endswith(f".{kind}")
        assert file.data.lstrip(b"\xff\xfe\xef\xbb\xbf\r\n ").startswith(heads[kind])
        assert file.truths
