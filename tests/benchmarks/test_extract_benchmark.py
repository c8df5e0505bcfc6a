"""The benchmark of extraction counts and times as it says."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def module(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield import_module
    for name in ("extract", "extract_tools", "extract_score"):
        sys.modules.pop(name, None)


def row(name="补贴人数", **changes):
    plain = {
        "level1": "产出",
        "level2": "数量",
        "level3": name,
        "target": "≥9",
        "actual": "9",
        "weight": 10.0,
        "score": 9.0,
    }
    return {**plain, "deviation": "", **changes}


def form(*rows, **changes):
    return {"project": "甲", "total_score": 90.0, "deviation": "", "indicators": list(rows), **changes}


@pytest.mark.parametrize(
    ("read", "shares"),
    [
        ([form(row(), row("重困", deviation="人手不足"))], (1.0, 1.0, 1.0, 1)),
        ([form(row(), row("重困", deviation="人手不"))], (1.0, 15 / 16, 0.0, 0)),
        ([form(row())], (2 / 3, 0.5, 0.0, 0)),
        ([form(row(), row("重 困", deviation="人手\n不足"))], (1.0, 1.0, 1.0, 1)),
        ([form(row(), row("重困", deviation="人手不足"), total_score=80.0)], (1.0, 1.0, 1.0, 0)),
        ([], (0.0, 0.0, 0.0, 0)),
    ],
    ids=["all", "torn passage", "lost row", "blanks do not count", "wrong total", "nothing"],
)
def test_shares_of_what_was_read(module, read, shares):
    score = module("extract_score")
    got = score.compare([form(row(), row("重困", deviation="人手不足"))], read).shares()
    assert (got["row_f1"], got["cells"], got["passages"], got["perfect"]) == pytest.approx(shares)


def test_of_each_file_the_fastest_turn_counts(module, monkeypatch):
    extract = module("extract")
    turns = iter([[3.0, 1.0], [5.0, 5.0], [1.0, 2.0], [5.0, 4.0]])
    monkeypatch.setattr(extract, "run", lambda *_: {"seconds": next(turns), "pages": 2})
    results = extract.in_turns(["a", "b"], [], Path(), 2)
    assert {tool: result["seconds"] for tool, result in results.items()} == {"a": 2.0, "b": 9.0}


def test_tool_that_is_not_installed_is_told(module, monkeypatch):
    extract = module("extract")
    monkeypatch.setattr(extract, "run", lambda *_: {"missing": "no such tool"})
    assert extract.in_turns(["a"], [], Path(), 2) == {"a": {"missing": "no such tool"}}


def test_merged_cells_of_a_peer_keep_their_spans(module):
    tools = module("extract_tools")
    boxes = [((0, 0, 10, 20), "级"), ((10, 0, 30, 10), "名"), ((10, 10, 20, 20), "甲"), ((20, 10, 30.4, 20), "乙")]
    grid = tools._grid(((0, 0, 30, 20), boxes))
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] == [
        (0, 0, 2, 1, "级"), (0, 1, 1, 2, "名"), (1, 1, 1, 1, "甲"), (1, 2, 1, 1, "乙"),
    ]  # fmt: skip
    assert tools._grid(((0, 0, 10, 10), [])) is None


@pytest.mark.parametrize("tool", ["textmine", "pymupdf"])
def test_tools_read_the_same_cells_of_a_plain_table(module, first_corpus, tool):
    pytest.importorskip(tool)
    tools = module("extract_tools")
    path = first_corpus / "shanghai-bigdata-2024.pdf"
    done = tools.read(tool, [path], path)
    assert len(done["seconds"]) == 1 < done["pages"]
    assert len(done["forms"][0]) == 8
