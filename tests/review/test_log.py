"""The decisions file: nothing acknowledged is lost, nothing half is read."""

import json
import os

import pytest

from textmine.errors import ConfigError, StoreError, UsageError
from textmine.review import log
from textmine.review.log import append_decision, mend, read_decisions, replay


def test_every_decision_is_on_disk_at_once(desk, sent, lines):
    """Each decision is one line, numbered, in the annotate format with coder and status."""
    desk.decide(desk.items[0].id, sent())
    (line,) = lines()
    assert (line["coder"], line["seq"], line["status"]) == ("张三", 1, "accepted")
    assert "".join(s["text"] for s in line["segments"]) == line["text"]
    desk.decide(desk.items[1].id, sent(1))
    assert [x["seq"] for x in lines()] == [1, 2]


def test_fsync_before_answer(desk, sent, monkeypatch):
    """The line is forced to the disk, not left to the system's cache."""
    synced = []
    monkeypatch.setattr(log.os, "fsync", synced.append)
    desk.decide(desk.items[0].id, sent())
    assert len(synced) == 1


def test_last_line_wins(desk, sent):
    """A second decision on a passage replaces the first; another coder's stays."""
    desk.decide(desk.items[0].id, sent())
    desk.decide(desk.items[0].id, sent(causes=["budget"]))
    state = replay(read_decisions(desk.path))
    assert state.latest["张三", desk.items[0].id].causes == ("budget",)


def test_torn_line_is_cut_off(desk, make_desk, sent):
    """A crash in mid-line costs that line only, and the next one starts clean."""
    desk.decide(desk.items[0].id, sent())
    whole = desk.path.read_bytes()
    desk.path.write_bytes(whole + b'{"id": "\xe7\x94')
    assert len(list(read_decisions(desk.path))) == 1
    again = make_desk()
    assert desk.path.read_bytes() == whole
    again.decide(again.items[1].id, sent(1))
    assert [d.seq for d in read_decisions(desk.path)] == [1, 2]


def test_line_without_end_is_kept(desk, sent):
    """A whole decision that only lacks its line end was made: it counts."""
    desk.decide(desk.items[0].id, sent())
    desk.path.write_bytes(desk.path.read_bytes().rstrip(b"\n"))
    assert len(list(read_decisions(desk.path))) == 1
    assert mend(desk.path) == b""
    assert desk.path.read_bytes().endswith(b"}\n")


def test_broken_line_in_the_middle_is_told(desk, sent):
    """A broken line that is not the last one is no crash but a wrong file: it is named, not skipped."""
    desk.decide(desk.items[0].id, sent())
    desk.path.write_bytes(b'{"id": 1}\n' + desk.path.read_bytes())
    with pytest.raises(ConfigError, match=r":1.*`id`"):
        list(read_decisions(desk.path))


def test_part_of_a_line_is_taken_back(desk, sent, monkeypatch):
    """Where the disk refuses, the file is as before and the desk says so."""
    desk.decide(desk.items[0].id, sent())
    before = desk.path.read_bytes()

    def refuse(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log.os, "fsync", refuse)
    with pytest.raises(StoreError, match="No space"):
        desk.decide(desk.items[1].id, sent(1))
    assert desk.path.read_bytes() == before
    assert desk.items[1].id not in desk.decisions


def test_unwritable_place(desk, sent, tmp_path):
    """A folder that is not there is a StoreError with its name."""
    decision = desk.decide(desk.items[0].id, sent())
    with pytest.raises(StoreError, match="fehlt"):
        append_decision(tmp_path / "fehlt" / "x.jsonl", decision)


def test_undo_walks_back_over_a_restart(desk, make_desk, sent, lines):
    """Undo restores the earlier decision, then withdraws; it works after a restart and never deletes a line."""
    key = desk.items[0].id
    desk.decide(key, sent())
    desk.decide(key, sent(causes=["budget"]))
    again = make_desk()
    assert again.undo().causes == desk.items[0].machine.causes
    assert again.decisions[key].status == "accepted"
    third = make_desk()
    assert third.undo().status == "withdrawn"
    assert third.progress().done == 0
    assert third.undo() is None
    assert len(lines()) == 4
    assert [x.get("undoes") for x in lines()] == [None, None, 2, 1]


def test_undo_leaves_others_alone(desk, make_desk, sent):
    """A coder takes back only what is their own."""
    desk.decide(desk.items[0].id, sent())
    other = make_desk("李四")
    assert other.undo() is None
    assert make_desk().undo() is not None


def test_other_texts_are_refused(desk, make_desk, sent):
    """A file made on another reading of the corpus is not continued: decisions would land on wrong passages."""
    desk.decide(desk.items[0].id, sent())
    row = json.loads(desk.path.read_text("utf-8"))
    row["text"] = row["text"] + "！"
    row["segments"][-1]["text"] += "！"
    desk.path.write_text(json.dumps(row, ensure_ascii=False) + os.linesep, encoding="utf-8")
    with pytest.raises(UsageError, match="原文不符"):
        make_desk()
