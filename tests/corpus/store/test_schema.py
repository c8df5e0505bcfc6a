"""A store that was written by an earlier version stays readable: this one was, by textmine 0.1.0 with schema 1."""

import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from textmine.corpus.store import open_store, update
from textmine.corpus.store.readings import from_tables
from textmine.corpus.store.tables import to_tables
from textmine.forms import Extraction
from textmine.records import Failure, Finding, Form, Funding, Goal, Indicator

OLD = Path(__file__).resolve().parents[2] / "data" / "store-schema1"


def test_a_store_of_schema_1_is_read():
    """Forms under both names of a file, rows, points, and what could not be read."""
    corpus = open_store(OLD)
    assert list(corpus.forms) == ["副本.html#1", "表000.html#1", "表001.html#1", "表002.html#1"]
    assert corpus.indicators["lost"].sum() == 1 + 0 + 1 + 2
    assert corpus.forms["表002.html#1"].indicators[0].deviation.startswith("因保洁服务招标流标两次")
    assert [f.source for f in corpus.failures] == ["坏.pdf"]


def test_it_is_brought_up_to_date(stores, tmp_path):
    """Another version of the reader reads the files again, and says so."""
    store = tmp_path / "c" / ".textmine"
    shutil.copytree(OLD, store)
    stores.fill(tmp_path / "c", range(3))
    done = update(tmp_path / "c")
    assert (done.read, done.other_reader) == (3, True)
    assert len(open_store(tmp_path / "c")) == 3


def filled(kind, number):
    """A record with another value in every field."""
    values = {"str": "文{}", "float | None": 0.5, "int | None": 3, "int": 4, "bool": True,
              "tuple[str, ...]": ("甲", "乙"), "tuple[int, ...]": (2, 3), "Box | None": (1.0, 2.0, 3.0, 4.0),
              "Goal": Goal("目标", "完成"),
              "tuple[Funding, ...]": lambda: (filled(Funding, 40), filled(Funding, 60)),
              "tuple[Indicator, ...]": lambda: (filled(Indicator, 80), filled(Indicator, 95)),
              "tuple[Finding, ...]": lambda: (filled(Finding, 110),),
              "tuple[Form, ...]": lambda: (filled(Form, 120), filled(Form, 150)),
              "tuple[Failure, ...]": lambda: (filled(Failure, 200),)}  # fmt: skip
    out = {}
    for n, field in enumerate(fields(kind), number):
        value = values[str(field.type)]
        value = value() if callable(value) else value
        if isinstance(value, str):
            value = value.format(n)
        out[field.name] = value + n if type(value) in (int, float) else value
    return kind(**out)


def test_no_field_of_a_record_is_lost():
    """Every field that a reader fills comes back from the tables: a new field of a record needs a column."""
    found = filled(Extraction, 1)
    forms = tuple(form.__class__(**{**_plain(form), "source": found.source}) for form in found.forms)
    found = Extraction(**{**_plain(found), "forms": forms})
    ((key, size, back),) = from_tables(to_tables([("k", 9, found)]), {"k": found.source})
    assert (key, size) == ("k", 9)
    assert back == found


def _plain(record):
    return {f.name: getattr(record, f.name) for f in fields(record)}


@pytest.mark.parametrize("name", sorted(p.relative_to(OLD).as_posix() for p in OLD.rglob("*") if p.is_file()))
def test_names_are_safe_everywhere(name):
    """Letters, digits, dots and hyphens: no system refuses the files of a store."""
    assert re.fullmatch(r"[a-z0-9./-]+", name)
    assert len(name) < 60
