"""Records, their JSON and the errors: round trips of anything, nothing that changes, errors that travel whole."""

import dataclasses
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine import errors, records
from textmine.errors import ConfigError, TextmineError
from textmine.jsonl import annotation_to_dict, form_from_dict, form_to_dict, read_jsonl, write_json, write_jsonl
from textmine.records import ROLES, Annotation, Evidence, Finding, Form, Funding, Goal, Indicator, Segment

KINDS = [k for k in vars(records).values() if dataclasses.is_dataclass(k)]
texts = st.text(st.characters(codec="utf-8"), max_size=8)
numbers = st.one_of(st.none(), st.integers(0, 10**6).map(lambda n: n / 100))
boxes = st.one_of(st.none(), st.tuples(*[st.integers(0, 9000).map(lambda n: n / 10)] * 4))
rows = st.builds(Indicator, texts, texts, texts, texts, texts, numbers, numbers, texts,
                 st.one_of(st.none(), st.integers(1, 99)), boxes)  # fmt: skip
forms = st.builds(
    Form,
    source=texts,
    pages=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    year=st.one_of(st.none(), st.integers(2000, 2030)),
    project=texts,
    funding=st.lists(st.builds(Funding, texts, *[numbers] * 6), max_size=2).map(tuple),
    goal=st.builds(Goal, texts, texts),
    indicators=st.lists(rows, max_size=3).map(tuple),
    total_score=numbers,
    deviation=texts,
    findings=st.lists(st.builds(Finding, texts, texts, texts), max_size=2).map(tuple),
    reconciled=st.booleans(),
)


@given(st.lists(forms, max_size=3))
def test_any_form_survives_json_lines(tmp_path_factory, found):
    """Written and read back, field by field, whatever characters a form prints; one object a line."""
    path = tmp_path_factory.mktemp("forms") / "f.jsonl"
    assert write_jsonl(map(form_to_dict, found), path) == len(found)
    assert [form_from_dict(row) for row in read_jsonl(path)] == found
    assert path.read_bytes().count(b"\n") == len(found)


@given(forms)
def test_the_json_of_a_form_is_plain(form):
    """Lists, dicts, texts and numbers only, with every field, in the order of the record."""
    data = form_to_dict(form)
    assert json.loads(json.dumps(data)) == data
    assert list(data) == [f.name for f in dataclasses.fields(Form)]


def test_unknown_keys_are_ignored_and_absent_ones_keep_defaults():
    """Files of another version are read: what is not known is left out, what is missing is blank."""
    data = {"project": "甲", "new": 1, "indicators": [{"level3": "乙", "x": 2}], "funding": [{"item": "丙", "y": 3}]}
    assert form_from_dict(data) == Form(
        "", project="甲", indicators=(Indicator(level3="乙"),), funding=(Funding("丙"),)
    )
    assert form_from_dict({}) == Form("")
    assert form_from_dict({"goal": None}).goal == Goal()


@pytest.mark.parametrize("confidence", [None, 0.75])
def test_annotation(confidence):
    """The documented keys; confidence only where a machine gave it; probabilities with four digits."""
    found = annotation_to_dict(
        Annotation(
            (Segment("cause", 0, 2, "因故"),), ("schedule",), {"schedule": 0.123456},
            (Evidence("schedule", 0, 1, "因"),), confidence,
        )
    )  # fmt: skip
    assert found == {
        "segments": [{"role": "cause", "text": "因故"}],
        "causes": ["schedule"],
        "scores": {"schedule": 0.1235},
        "evidence": [{"code": "schedule", "start": 0, "end": 1, "text": "因"}],
    } | ({} if confidence is None else {"confidence": confidence})


def test_a_run_that_stops_midway_leaves_the_old_file(tmp_path):
    """What was there stays until the new file is whole."""
    path = tmp_path / "f.jsonl"
    write_jsonl([{"old": 1}], path)

    def broken():
        yield {"new": 1}
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        write_jsonl(broken(), path)
    assert list(read_jsonl(path)) == [{"old": 1}]


@pytest.mark.parametrize(
    ("content", "line"),
    [("{}\n因".encode("gbk"), 2), (b'{"a": 1}\n\xff\n', 2), ("\ufeff{}\n{".encode(), 2), (b"null", 1), (b"1\n", 1)],
)
def test_what_is_no_json_lines_is_named(tmp_path, content, line):
    """Other encodings, half objects, other values: file and line in the error."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=rf"x\.jsonl:{line}"):
        list(read_jsonl(path))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\r\n"])
def test_nothing_is_nothing(tmp_path, content):
    """An empty file has no rows."""
    (tmp_path / "x.jsonl").write_bytes(content)
    assert list(read_jsonl(tmp_path / "x.jsonl")) == []


def test_marks_and_windows_line_ends(tmp_path):
    """Files from Windows: byte order mark, CRLF."""
    (tmp_path / "x.jsonl").write_bytes('\ufeff{"a": "甲"}\r\n{"a": "乙"}\r\n'.encode())
    assert [row["a"] for row in read_jsonl(tmp_path / "x.jsonl")] == ["甲", "乙"]


def test_write_json_is_for_people(tmp_path):
    """Chinese as Chinese, indented, keys in the order given, a line end at the end."""
    write_json({"乙": [1], "甲": None}, tmp_path / "x.json")
    assert (tmp_path / "x.json").read_text("utf-8") == '{\n "乙": [\n  1\n ],\n "甲": null\n}\n'


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_records_cannot_be_changed(kind):
    """Frozen, without room for other fields: what was read stays as it was read."""
    needed = [f for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING]  # fmt: skip # noqa: E501
    record = kind(**{f.name: "" for f in needed})
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, dataclasses.fields(kind)[0].name, "x")
    assert not hasattr(record, "__dict__")
    assert dataclasses.replace(record) == record
    assert len(ROLES) == 5


ERRORS = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, TextmineError)]


@pytest.mark.parametrize("kind", ERRORS)
def test_errors_travel_whole(kind):
    """Through a worker's pipe: same kind, message, place and hint."""
    error = kind("what", where="a.pdf p. 2", hint="do this")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error) == "a.pdf p. 2: what → do this"
    assert (again.message, again.where, again.hint) == ("what", "a.pdf p. 2", "do this")


@pytest.mark.parametrize(
    ("more", "said"),
    [({}, "what"), ({"where": "a"}, "a: what"), ({"hint": "b"}, "what → b")],
)
def test_an_error_says_what_it_knows(more, said):
    """No empty places, no arrow to nowhere."""
    assert str(TextmineError("what", **more)) == said
