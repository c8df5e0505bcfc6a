"""Decisions back into frames, comparisons and studies."""

import json

import pytest

import textmine as tm
from textmine.causes.agreement import compare
from textmine.cli.app import run_app
from textmine.corpus.study import analyse
from textmine.errors import UsageError
from textmine.jsonl import write_jsonl
from textmine.review import apply_decisions, load_decisions
from textmine.review.apply import coder_rows, machine_rows


@pytest.fixture(scope="module")
def study(corpus):
    return analyse(corpus)


def test_load_decisions(desk, sent):
    """One row a passage and coder; the last decision, the primary code first."""
    desk.decide(desk.items[0].id, sent())
    desk.decide(desk.items[0].id, sent(causes=["budget", "schedule"], note="看预算"))
    desk.decide(desk.items[1].id, sent(1))
    desk.undo()
    frame = load_decisions(desk.path)
    assert frame[["passage", "coder", "status", "primary", "causes", "note"]].to_numpy().tolist() == [
        [desk.items[0].id, "张三", "changed", "budget", "budget;schedule", "看预算"]
    ]
    assert frame["segments"][0].startswith("[")


def test_apply_recomputes_everything(study, desk, sent):
    """People's codes move the points; the ledger still adds up and the old study is as it was."""
    before = dict(zip(study.causes["code"], study.causes["lost_points"], strict=True))
    desk.decide(desk.items[0].id, sent(causes=["budget"]))
    fixed = apply_decisions(study, desk.path)
    after = dict(zip(fixed.causes["code"], fixed.causes["lost_points"], strict=True))
    assert after["budget"] == 10.0
    assert "budget" not in before
    assert sum(after.values()) == pytest.approx(sum(before.values()))
    assert study.annotations[desk.items[0].id].causes != ("budget",)
    assert (fixed.changed, fixed.reviewed.coders, len(fixed.reviewed.annotations)) == (1, ("张三",), 1)
    assert study.reviewed is None


def test_generic_moves_points_to_its_bucket(study, desk, sent):
    """A passage that a person calls generic leaves the explained points."""
    desk.decide(desk.items[0].id, sent(causes=["generic"]))
    fixed = apply_decisions(study, desk.path)
    buckets = {e.passage: e.bucket for e in fixed.ledger if e.passage}
    assert buckets[desk.items[0].id] == "generic"


def test_two_coders_who_differ_must_be_told_apart(study, make_desk, sent):
    """Nobody's decision wins by accident; naming a coder settles it."""
    make_desk().decide("甲.html#1/1", sent(causes=["budget"]))
    make_desk("李四").decide("甲.html#1/1", sent(causes=["schedule"]))
    path = make_desk().path
    with pytest.raises(UsageError, match="coders differ"):
        apply_decisions(study, path)
    assert apply_decisions(study, path, "李四").annotations["甲.html#1/1"].causes == ("schedule",)
    with pytest.raises(UsageError, match="王五"):
        apply_decisions(study, path, "王五")


def test_foreign_decisions_are_refused(study, desk, sent):
    """Decisions on passages that the corpus does not have are an error, not ignored."""
    desk.decide(desk.items[0].id, sent())
    row = json.loads(desk.path.read_text("utf-8")) | {"id": "丙.html#1/1"}
    write_jsonl([row], desk.path)
    with pytest.raises(UsageError, match="not in the corpus"):
        apply_decisions(study, desk.path)


def test_the_machine_is_one_more_coder(corpus, coding, desk, sent, tmp_path, capfd):
    """`textmine agree` takes the decisions file and the machine's export as they are."""
    texts = {p.id: p.text for p in corpus.passages}
    machine = tmp_path / "m.jsonl"
    assert write_jsonl(machine_rows(texts, coding.annotations), machine) == 3
    for number, item in enumerate(desk.items):
        desk.decide(item.id, sent(number))
    desk.decide(desk.items[0].id, sent(causes=["budget"]))
    found = compare(coder_rows(desk.path), coder_rows(machine), draws=50)
    assert (found.passages, len(found.disagreements)) == (3, 1)
    assert run_app(["agree", str(desk.path), str(machine), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["passages"] == 3


def test_agree_between_two_coders_of_one_file(make_desk, sent, capfd):
    """Two coders in one file are compared by name, and must be named."""
    for coder, codes in (("张三", ["budget"]), ("李四", ["schedule"])):
        desk = make_desk(coder)
        desk.decide(desk.items[0].id, sent(causes=codes))
    path = str(desk.path)
    assert run_app(["agree", path, path]) == 1
    assert "张三" in capfd.readouterr().err
    assert run_app(["agree", path, path, "--first-coder", "张三", "--second-coder", "李四"]) == 0


def test_run_reports_the_review(first_corpus, tmp_path, capfd):
    """`run --reviewed` puts people's decisions in place and says so in report and manifest."""
    corpus = tm.read(first_corpus)
    passage = corpus.passages[0]
    row = {"id": passage.id, "text": passage.text, "segments": [{"role": "cause", "text": passage.text}],
           "causes": ["budget"], "coder": "张三", "seq": 1, "status": "changed", "note": ""}  # fmt: skip
    reviewed = tmp_path / "r.jsonl"
    write_jsonl([row], reviewed)
    out = tmp_path / "out"
    assert run_app(["run", str(first_corpus), "-o", str(out), "-q", "-w", "0", "--reviewed", str(reviewed)]) == 0
    found = json.loads((out / "manifest.json").read_text("utf-8"))["parameters"]["reviewed"]
    assert (found["passages"], found["changed"], found["coders"]) == (1, 1, ["张三"])
    assert "21 段说明中有 1 段由 1 位复核人逐段复核" in (out / "report.md").read_text("utf-8")
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert next(c["lost_points"] for c in summary["causes"] if c["code"] == "budget") >= 0.75
    assert run_app(["run", str(first_corpus), "-q", "--reviewed", str(tmp_path / "fehlt")]) == 1
