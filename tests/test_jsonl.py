"""JSON Lines round trips."""

import pytest

from textmine.errors import ConfigError
from textmine.jsonl import form_from_dict, form_to_dict, read_jsonl, write_jsonl
from textmine.records import Finding, Form, Indicator


def test_form_round_trip(tmp_path, true_forms):
    """What is written is read back, field by field."""
    forms = [form_from_dict(f) for f in true_forms]
    forms.append(
        Form("乙.pdf", (1, 2), indicators=(Indicator(bbox=(1.0, 2.0, 3.0, 4.0)),), findings=(Finding("a", "b"),))
    )
    write_jsonl(map(form_to_dict, forms), tmp_path / "f.jsonl")
    assert [form_from_dict(d) for d in read_jsonl(tmp_path / "f.jsonl")] == forms


@pytest.mark.parametrize("line", ["{", "[1]"])
def test_bad_line_is_named(tmp_path, line):
    """A broken line is reported with its number."""
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n\n' + line, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"x\.jsonl:3"):
        list(read_jsonl(path))
