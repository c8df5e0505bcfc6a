"""The second look at a passage."""

import json
from pathlib import Path

import numpy as np

from textmine.passages.labels import segments_from_dicts
from textmine.passages.model import RoleSettings, train_roles
from textmine.passages.outlook import outlook_features

ROOT = Path(__file__).resolve().parents[2]


def test_a_piece_sees_what_stands_around_it():
    marginals = np.array([[0.95, 0.05, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0.2, 0.8, 0, 0]])
    first, _, last = ([f for block in blocks for f in block] for blocks in outlook_features(marginals))
    assert {"Q0:0!", "Q-1:^", "Q+1:1!", "Q+2:2?", "Qk:012&0", "Qs:00110"} <= set(first)
    assert {"Q0:2?", "Q-2:0!", "Q+1:^", "Qp:2=4", "Qs:10000"} <= set(last)


def test_enough_passages_are_looked_at_twice_and_few_only_once():
    rows = [json.loads(r) for r in (ROOT / "corpora/passages/da.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [r["text"] for r in rows]
    gold = [segments_from_dicts(r["text"], r["segments"]) for r in rows]
    twice = train_roles(texts, gold, settings=RoleSettings(iterations=8))
    once = train_roles(texts[:40], gold[:40], settings=RoleSettings(iterations=8))
    assert twice.second is not None
    assert once.second is None
    assert "".join(s.text for s in twice.predict(texts[:1])[0][0]) == texts[0]
