"""Which decisions stand: replayed lines, coders apart, files that are no decisions, what a correction refuses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.causes import load_codebook
from textmine.errors import ConfigError, UsageError
from textmine.jsonl import write_jsonl
from textmine.records import Segment
from textmine.review.apply import COLUMNS, coder_rows, corrections, load_decisions, standing
from textmine.review.decisions import Decision, decision_from_dict, decision_to_dict, segments_from
from textmine.review.log import read_decisions, replay

TEXT = "因流标。"


def line(key="甲.html#1/1", coder="张三", seq=1, **changes):
    """One decision as a JSON object."""
    row = {"id": key, "text": TEXT, "segments": [{"role": "cause", "text": TEXT}], "causes": ["procurement"],
           "coder": coder, "seq": seq, "status": "changed", "note": ""}  # fmt: skip
    return row | changes


@pytest.fixture
def file(tmp_path):
    """Write lines and return the file."""

    def write(*rows):
        write_jsonl(rows, tmp_path / "r.jsonl")
        return tmp_path / "r.jsonl"

    return write


@pytest.mark.parametrize(
    ("rows", "coder", "stand"),
    [
        ([], None, []),
        ([line()], None, [("张三", 1)]),
        ([line(), line(seq=2)], None, [("张三", 2)]),
        ([line(), line(seq=2, status="withdrawn", undoes=1)], None, []),
        ([line(), line(seq=2, causes=["budget"]), line(seq=3, undoes=2)], None, [("张三", 3)]),
        ([line(coder="李四"), line(seq=2)], None, [("张三", 2), ("李四", 1)]),
        ([line(coder="李四"), line(seq=2)], "李四", [("李四", 1)]),
        ([line("b#1/1", seq=1), line("a#1/1", seq=2)], None, [("张三", 1), ("张三", 2)]),
    ],
)
def test_what_stands(file, rows, coder, stand):
    """The last line of each coder and passage, unless it takes the decision back; by coder, then as decided."""
    assert [(d.coder, d.seq) for d in standing(file(*rows), coder)] == stand


@pytest.mark.parametrize(("coder", "hint"), [("王五", "张三, 李四"), ("", "张三, 李四"), ("张 三", "张三, 李四")])
def test_an_unknown_coder_is_told_who_there_is(file, coder, hint):
    """A name that was mistyped is an error with the names in the file."""
    with pytest.raises(UsageError) as error:
        standing(file(line(), line(coder="李四", seq=2)), coder)
    assert hint in error.value.hint


def test_a_coder_who_took_everything_back_is_no_coder(file):
    """Whose decisions are all withdrawn cannot be chosen."""
    with pytest.raises(UsageError, match="张三"):
        standing(file(line(), line(seq=2, status="withdrawn", undoes=1)), "张三")


def test_no_file(tmp_path):
    """A path that does not lead to a file is a mistake of the user's, folders included."""
    for path in (tmp_path / "fehlt.jsonl", tmp_path):
        with pytest.raises(UsageError, match="no such file"):
            load_decisions(path)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_frames_of_any_length(file, count):
    """A frame has its columns and types without a single decision, too."""
    frame = load_decisions(file(*(line(f"甲.html#1/{n}", seq=n) for n in range(1, count + 1))))
    assert tuple(frame.columns) == COLUMNS
    assert (len(frame), str(frame["seq"].dtype)) == (count, "int64")
    assert set(frame["segments"]) <= {f"[cause]{TEXT}"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"id": None}, "id"),
        ({"text": 3}, "text"),
        ({"coder": None}, "coder"),
        ({"seq": "1"}, "seq"),
        ({"segments": None}, "segments"),
        ({"causes": "budget"}, "causes"),
        ({"status": "done"}, "status"),
        ({"status": None}, "status"),
        ({"segments": [{"role": "cause", "text": "别的"}]}, "原文"),
        ({"segments": [{"role": "blame", "text": TEXT}]}, "role"),
        ({"segments": []}, "原文"),
        ({"evidence": [{"code": "budget"}]}, "start"),
        ({"evidence": [{"code": "budget", "start": 0, "end": 2, "text": "流标"}]}, "依据"),
        ({"evidence": [{"code": "budget", "start": 1, "end": 9, "text": "流标。"}]}, "依据"),
        ({"evidence": [{"code": "budget", "start": "1", "end": 3, "text": "流标"}]}, "slice|integer|indices"),
        ({"note": None}, "note"),
        ({"note": 3}, "note"),
    ],
)
def test_lines_that_are_no_decisions(file, changes, named):
    """The file, the line and what is wrong with it are told; nothing is skipped."""
    path = file(line(), line(seq=2) | changes)
    with pytest.raises(ConfigError, match=named) as error:
        list(read_decisions(path))
    assert error.value.where == f"{path}:2"


@pytest.mark.parametrize("raw", ["[1]\n", "3\n", '"x"\n', "{\n", "null\n"])
def test_lines_that_are_no_objects(tmp_path, raw):
    """JSON of another kind, or no JSON, is told with its line."""
    path = tmp_path / "r.jsonl"
    path.write_text(raw + json.dumps(line(), ensure_ascii=False) + "\n", "utf-8")
    with pytest.raises(ConfigError) as error:
        list(read_decisions(path))
    assert error.value.where == f"{path}:1"


def test_blank_lines_and_a_mark_of_another_editor(tmp_path):
    """A byte order mark and empty lines, as some editors leave them, do no harm."""
    path = tmp_path / "r.jsonl"
    path.write_text("\ufeff" + json.dumps(line(), ensure_ascii=False) + "\n\n  \n", "utf-8")
    assert [d.seq for d in read_decisions(path)] == [1]


def test_coder_rows_pass_other_files_through(file):
    """An annotate file has no coders: its rows come back as they are, in order."""
    rows = [{"id": "a", "text": TEXT, "causes": ["budget"]}, {"id": "a", "text": TEXT, "causes": ["none"]}]
    assert coder_rows(file(*rows)) == rows


@pytest.mark.parametrize(
    ("rows", "coder", "ids"),
    [
        ([line(), line("甲.html#1/2", seq=2)], None, ["甲.html#1/1", "甲.html#1/2"]),
        ([line(), line(coder="李四", seq=2)], "李四", ["甲.html#1/1"]),
        ([line(), line(seq=2, status="withdrawn", undoes=1)], None, []),
    ],
)
def test_coder_rows(file, rows, coder, ids):
    """One row a passage, the last decision; nothing of what was taken back."""
    assert [r["id"] for r in coder_rows(file(*rows), coder)] == ids


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "别.html#1/1"}, "not in the corpus"),
        ({"text": "别的。", "segments": [{"role": "cause", "text": "别的。"}]}, "another text"),
        ({"causes": ["weather"]}, "wrong codes"),
        ({"causes": []}, "wrong codes"),
        ({"causes": ["none", "budget"]}, "wrong codes"),
    ],
)
def test_corrections_are_checked(corpus, file, change, said):
    """A decision on another corpus, text or codebook is refused with the passage and a hint."""
    passage = corpus.passages[0]
    row = line(passage.id, text=passage.text, segments=[{"role": "cause", "text": passage.text}]) | change
    with pytest.raises(UsageError, match=said) as error:
        corrections(corpus, file(row), load_codebook())
    assert error.value.hint
    assert row["id"] in str(error.value)


@pytest.mark.parametrize("count", [1, 5, 6, 40])
def test_a_long_list_of_problems_is_cut(corpus, file, count):
    """The number is told, five names at most, and that there are more."""
    path = file(*(line(f"别.html#1/{n:02}", seq=n) for n in range(1, count + 1)))
    with pytest.raises(UsageError) as error:
        corrections(corpus, path, load_codebook())
    text = str(error.value)
    assert f"{count} 段 passages" in text
    assert text.count("别.html") == min(count, 5)
    assert ("…" in text) is (count > 5)


def test_coders_who_agree_need_no_choice(corpus, file):
    """The same codes and segments from two people are one correction, by both."""
    passage = corpus.passages[0]
    rows = [line(passage.id, c, n, text=passage.text, segments=[{"role": "cause", "text": passage.text}])
            for n, c in enumerate(("张三", "李四"), 1)]  # fmt: skip
    found = corrections(corpus, file(*rows), load_codebook())
    assert found.coders == ("张三", "李四")
    assert {key: a.causes for key, a in found.annotations.items()} == {passage.id: ("procurement",)}


SEGMENTS = (Segment("cause", 0, len(TEXT), TEXT),)
events = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", "z"]), st.booleans()), max_size=20)


@given(events)
def test_replay(steps):
    """Decide and undo in any order: an undo restores what stood before, and never touches another coder's."""
    lines: list[Decision] = []
    model: dict[str, list[tuple[str, int]]] = {"a": [], "b": []}
    for seq, (coder, key, undo) in enumerate(steps, 1):
        if undo and not model[coder]:
            continue
        if undo:
            key, last = model[coder].pop()
            earlier = next((s for k, s in reversed(model[coder]) if k == key), None)
            status = "withdrawn" if earlier is None else "changed"
            lines.append(Decision(key, TEXT, SEGMENTS, (str(earlier),), coder, seq, status, undoes=last))
        else:
            model[coder].append((key, seq))
            lines.append(Decision(key, TEXT, SEGMENTS, (str(seq),), coder, seq, "changed"))
    found = replay(lines)
    for coder, stack in model.items():
        stands = {k: d.causes[0] for (c, k), d in found.latest.items() if c == coder and d.stands}
        assert stands == {k: str(s) for k, s in stack}
        assert [d.seq for d in found.done.get(coder, ())] == [s for _, s in stack]
    assert found.last_seq == max((d.seq for d in lines), default=0)


@given(
    st.lists(
        st.tuples(st.sampled_from(["context", "cause", "effect", "measure"]), st.text(min_size=1, max_size=6)),
        max_size=5,
    )
)
def test_segments_lie_end_to_end(parts):
    """Offsets follow from the texts, whatever the characters."""
    found = segments_from([{"role": role, "text": text} for role, text in parts])
    whole = "".join(text for _, text in parts)
    assert [whole[s.start : s.end] for s in found] == [text for _, text in parts]
    assert [s.start for s in found[1:]] == [s.end for s in found[:-1]]


@pytest.mark.parametrize("undoes", [None, 7])
@pytest.mark.parametrize("note", ["", "存疑", "两\n行", "\u2028"])
def test_round_trip(undoes, note):
    """A decision comes back from its line, the reference to what it takes back included."""
    decision = Decision("a#1/1", TEXT, SEGMENTS, ("procurement",), "张三", 8, "changed", note, (), undoes)
    row = decision_to_dict(decision)
    assert decision_from_dict(json.loads(json.dumps(row))) == decision
    assert ("undoes" in row) is (undoes is not None)
