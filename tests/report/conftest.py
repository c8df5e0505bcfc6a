"""A study of the first corpus from its true records: no reading, no model."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from textmine.causes.themes_model import StabilityPanel, ThemeResult, ThemeSettings
from textmine.corpus.info import CorpusInfo
from textmine.corpus.model import Corpus, SourceFile
from textmine.corpus.study import Study
from textmine.jsonl import form_from_dict
from textmine.points.claims import build_claims
from textmine.points.ledger import build_ledger
from textmine.records import Annotation, Form, Segment

NAMES = {
    "mechanism": "机制制度不健全", "emergency": "突发故障与应急响应滞后", "schedule": "实施进度滞后",
    "procurement": "采购与合同履约问题", "target": "目标设定不合理", "scope": "计划、任务与口径调整",
    "budget": "预算编制与资金执行问题", "coordination": "部门协同与外部配合不足", "supervision": "过程管理与监督不到位",
    "staffing": "人员力量与能力不足", "technology": "技术、设备与数据质量问题", "service": "服务供给与业务流程制约",
    "external": "外部环境与不可抗力", "publicity": "宣传引导与公众参与不足", "generic": "泛化表述", "none": "无实质内容",
}  # fmt: skip


@dataclass(frozen=True)
class FakeBook:
    """A codebook with names only."""

    id: str = "causes16.v1"
    codes: tuple[str, ...] = tuple(NAMES)

    def name(self, code: str) -> str:
        return NAMES[code]

    def definition(self, code: str) -> str:
        return f"{NAMES[code]}的定义"


def annotation_of(coded: dict) -> Annotation:
    segments, at = [], 0
    for piece in coded["segments"]:
        segments.append(Segment(piece["role"], at, at + len(piece["text"]), piece["text"]))
        at += len(piece["text"])
    return Annotation(tuple(segments), tuple(coded["causes"]))


def make_study(forms: dict[str, Form], coded: dict[str, Annotation], **info: object) -> Study:
    """Make a study from forms and annotations by text; texts that nobody coded count as «none»."""
    corpus = Corpus(
        CorpusInfo(name="test", title="测试语料", publisher="测试单位", year=2024, **info),
        forms,
        (),
        (SourceFile("a.pdf", "0" * 64, 1000, 16, 16, len(forms)),),
    )
    blank = lambda text: Annotation((Segment("none", 0, len(text), text),), ("none",))  # noqa: E731
    annotations = {p.id: coded.get(p.text, blank(p.text)) for p in corpus.passages}
    ledger = build_ledger(forms, annotations)
    panel = StabilityPanel("codes", "codes", 0, 0, 0, 0, 0.0)
    themes = ThemeResult((), (), panel, ThemeSettings())
    return Study(corpus, FakeBook(), annotations, ledger, build_claims(ledger, annotations), themes, 0)


@pytest.fixture(scope="session")
def coded(true_passages: list[dict]) -> dict[str, Annotation]:
    return {row["text"]: annotation_of(row) for row in true_passages}


@pytest.fixture(scope="session")
def first_forms(true_forms: list[dict]) -> dict[str, Form]:
    out = {}
    for n, data in enumerate(true_forms, 1):
        form = form_from_dict({**data, "source": "a.pdf", "pages": [2 * n - 1, 2 * n]})
        rows = tuple(replace(row, page=2 * n - (i < 9)) for i, row in enumerate(form.indicators))
        out[f"a.pdf#{n}"] = replace(form, indicators=rows, reconciled=True)
    return out


@pytest.fixture(scope="session")
def study(first_forms: dict[str, Form], coded: dict[str, Annotation]) -> Study:
    return make_study(first_forms, coded)
