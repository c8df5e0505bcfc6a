import json
from pathlib import Path

import numpy as np
import pytest

from textmine.causes import annotate
from textmine.causes.build import BuildSettings, build_model, main
from textmine.causes.evaluate import cross_validate_rows, evaluate, score
from textmine.causes.model import SHIPPED, load_model, save_model
from textmine.causes.model_causes import FitSettings
from textmine.causes.model_data import fingerprint, read_all, read_coded, training_files
from textmine.errors import ConfigError, UsageError
from textmine.passages.model import RoleSettings
from textmine.records import Annotation

PASSAGES = Path(__file__).resolve().parents[2] / "corpora" / "passages"
FAST = BuildSettings(
    roles=RoleSettings(iterations=15, min_count=3), codes=FitSettings(iterations=12), inner_folds=False
)


@pytest.fixture(scope="module")
def small():
    return read_coded(PASSAGES / "da.jsonl")[:60]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    path = tmp_path_factory.mktemp("few") / "few.jsonl"
    lines = (PASSAGES / "da.jsonl").read_text("utf-8").splitlines()[:60]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path, build_model([path], FAST)


def test_shipped_model_was_built_from_the_shipped_passages():
    assert load_model().manifest["files"] == fingerprint(training_files(PASSAGES))


def test_first_corpus_was_never_trained_on(true_passages):
    texts = {r.text for r in read_all(training_files(PASSAGES))}
    assert not texts & {r["text"] for r in true_passages}


def test_shipped_model_is_small_and_holds_no_pickle():
    assert SHIPPED.with_suffix(".npz").stat().st_size + SHIPPED.with_suffix(".json").stat().st_size < 15_000_000
    with np.load(SHIPPED.with_suffix(".npz"), allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind == "f" for name in arrays.files)


def test_building_is_reproducible(trained):
    path, model = trained
    again = build_model([path], FAST)
    assert np.array_equal(again.causes.weights, model.causes.weights)
    assert np.array_equal(again.roles.chain.state, model.roles.chain.state)
    assert again.manifest == model.manifest


def test_saved_and_loaded_model_says_the_same(trained, tmp_path):
    _, model = trained
    save_model(model, tmp_path / "m")
    again = load_model(tmp_path / "m")
    texts = ["因项目两次流标，采购延后。", "人手不足\n设备老化。", ""]
    assert [a.causes for a in annotate(texts, model=again)] == [a.causes for a in annotate(texts, model=model)]
    assert again.roles.vocabulary == model.roles.vocabulary
    assert again.manifest == json.loads(json.dumps(model.manifest))


def test_build_command(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("textmine.causes.build.BuildSettings", lambda: FAST)
    folder = tmp_path / "passages"
    folder.mkdir()
    assert main([str(folder)]) == 1
    (folder / "clauses.txt").write_text(
        "[staffing]\n人手不足\n一人多岗\n[budget]\n资金未到位\n资金结余\n", encoding="utf-8"
    )
    assert main([str(folder), "-o", str(tmp_path / "m")]) == 0
    assert load_model(tmp_path / "m").manifest["passages"] == 4


def test_a_damaged_model_says_how_to_rebuild(tmp_path):
    with pytest.raises(ConfigError, match=r"textmine\.causes\.build"):
        load_model(tmp_path / "absent")


def test_passages_that_break_the_format_are_named(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"id": "q1", "text": "人手不足", "segments": [{"role": "cause", "text": "人手"}], "causes": []}\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match=r"q1.*rebuild"):
        read_coded(path)


def test_perfect_annotations_score_one_and_empty_ones_nothing(small):
    perfect = {r.id: Annotation(r.segments, r.causes) for r in small}
    best, worst = score(small, perfect), score(small, {})
    for key in ("role_char_acc", "segment_f1", "code_micro_f1", "code_macro_f1", "code_exact", "primary_right"):
        assert best[key] == 1.0
    assert worst["role_char_acc"] == worst["code_micro_f1"] == 0.0
    assert worst["broken"] == len(small)


def test_a_second_annotators_answer_is_right_too():
    rows = [r for r in read_coded(PASSAGES / "da.jsonl") if r.other_segments]
    found = {r.id: Annotation(r.other_segments, r.causes) for r in rows}
    assert score(rows, found)["role_char_acc"] == 1.0
    assert score(rows, found)["segment_f1"] == 1.0


def test_cross_validation_holds_out_whole_authors(small):
    other = read_coded(PASSAGES / "db.jsonl")[:60]
    scores = cross_validate_rows([*small, *other], [["da"], ["db"]], FAST)
    assert set(scores["folds"]) == {"da", "db"}
    assert scores["n"] == 120
    assert 0.3 < scores["code_micro_f1"] < 1.0  # little material, but learning


def test_nothing_to_score_is_an_error(tmp_path):
    with pytest.raises(UsageError):
        score([], {})
    with pytest.raises(ConfigError, match="no such file"):
        evaluate(tmp_path / "none.jsonl")
