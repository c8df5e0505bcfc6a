"""A small corpus on the desk: two forms, one with a hostile project name, one that does not add up."""

import json

import pytest

from textmine.corpus.coding import code_passages
from textmine.corpus.info import CorpusInfo
from textmine.corpus.model import Corpus
from textmine.records import Finding, Form, Indicator
from textmine.review.desk import Desk
from textmine.review.items import collect_items

EVIL = "<script>alert(1)</script>\"'&河道"
FLOP = "因保洁服务招标流标两次，进场推迟，导致及时率下降。下一步提前启动采购。"
VAGUE = "仍需进一步提升。"
WHOLE = "人员编制不足，2人借调。\n加强培训。"


def make_corpus():
    first = Form(
        "甲.html",
        project=EVIL,
        unit="某县河道管理站",
        year=2024,
        indicators=(
            Indicator("产出指标", "时效指标", "保洁及时率", "100%", "80%", 60.0, 50.0, FLOP),
            Indicator("效益指标", "社会效益指标", "水面洁净", "良好", "良好", 30.0, 28.0, VAGUE),
            Indicator("满意度指标", "", "居民满意度", "≥90%", "95%", 10.0, 10.0),
        ),
        total_weight=100.0,
        total_score=88.0,
        reconciled=True,
    )
    second = Form(
        "乙.html",
        project="路灯养护",
        unit="某县路灯所",
        year=2024,
        indicators=(Indicator("产出指标", "数量指标", "养护盏数", "500", "420", 100.0, 84.0),),
        total_weight=100.0,
        total_score=90.0,
        deviation=WHOLE,
        findings=(Finding("total_mismatch", "得分合计 84 与总分 90 不符", "总分"),),
        reconciled=False,
    )
    return Corpus(CorpusInfo("测试", title="测试"), {"甲.html#1": first, "乙.html#1": second})


@pytest.fixture(scope="session")
def corpus():
    return make_corpus()


@pytest.fixture(scope="session")
def coding(corpus):
    return code_passages(corpus)


@pytest.fixture(scope="session")
def items(corpus, coding):
    return collect_items(corpus, coding)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "复核.jsonl"


@pytest.fixture
def make_desk(items, coding, path):
    def make(coder="张三", *, blind=False, where=None):
        return Desk(items, coding.codebook, where or path, coder, blind=blind)

    return make


@pytest.fixture
def desk(make_desk):
    return make_desk()


@pytest.fixture
def sent(items):
    """What the page sends where nothing was changed, with changes laid over."""

    def make(number=0, **changes):
        item = items[number]
        segments = [{"role": s.role, "text": s.text} for s in item.machine.segments]
        return {"id": item.id, "segments": segments, "causes": list(item.machine.causes), "note": "", **changes}

    return make


@pytest.fixture
def lines(path):
    return lambda: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
