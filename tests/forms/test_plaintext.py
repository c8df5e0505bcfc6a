"""Plain text layers are read as the first corpus is known to be; what the text does not tell becomes a finding."""

from pathlib import Path

import pytest

from textmine.documents import read_document
from textmine.documents.text import read
from textmine.forms.plaintext import parse_text
from textmine.jsonl import form_to_dict

FIELDS = ("title", "year", "project", "department", "unit", "goal", "total_weight", "total_score", "grade")
COLUMNS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")


def squeezed(value):
    """Texts without white space: the printed forms put blanks around numbers as the fonts please."""
    if isinstance(value, str):
        return "".join(value.split())
    return {k: squeezed(v) for k, v in value.items()} if isinstance(value, dict) else value


def parse(text: str):
    """The forms of a text."""
    return parse_text(read(text.encode(), source="a.txt"))


@pytest.fixture(scope="module")
def forms(first_corpus):
    return [form_to_dict(f) for f in parse_text(read_document(first_corpus / "text-layer.txt"))]


def test_first_corpus_head_goal_and_totals(forms, true_forms):
    assert len(forms) == 8
    for form, true in zip(forms, true_forms, strict=True):
        assert {k: squeezed(form[k]) for k in FIELDS} == {k: squeezed(true[k]) for k in FIELDS}


def test_first_corpus_rows_are_exact(forms, true_forms):
    rows = [{k: r[k] for k in COLUMNS} for f in forms for r in f["indicators"]]
    assert rows == [{k: r[k] for k in COLUMNS} for f in true_forms for r in f["indicators"]]
    assert len(rows) == 107 and sum(1 for r in rows if r["deviation"]) == 21


def test_first_corpus_funding_is_exact(forms, true_forms):
    assert [list(f["funding"]) for f in forms] == [f["funding"] for f in true_forms]


def test_first_corpus_needs_no_guess(forms):
    assert not any(f["findings"] for f in forms)


HEAD = """财政项目支出绩效自评表
（2023年度）
项目名称 试点项目
主管部门 某市教育局 实施单位 某市第一中学
年初预算数 全年预算数 全年执行数 分值 执行率(%) 得分
年度资金总额 100.00 100.00 95.00 10.00 95.00 9.50
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
"""


def test_blank_score_stays_blank_and_dash_is_blank():
    (form,) = parse(
        HEAD + "产出指标\n数量指标 培训人次 ≥100(人次) 120(人次) 90.00 90.00 -\n总分 100.00 99.50\n评分等级 优\n"
    )
    (row,) = form.indicators
    assert (row.level1, row.level2, row.level3, row.target, row.actual) == (
        "产出指标",
        "数量指标",
        "培训人次",
        "≥100(人次)",
        "120(人次)",
    )
    assert row.deviation == "" and form.total_score == 99.5 and form.grade == "优" and form.year == 2023


def test_a_label_torn_by_a_passage_is_mended():
    body = (
        "产出指标\n数量指标 甲完成率 =100(%) 90(%) 40 36\n质量指\n因人员不足，进度滞后。后续将加强管理。\n标\n"
        "乙合格率 =100(%) 100(%) 50 50\n总分 100 95.5\n"
    )
    first, second = parse(HEAD + body)[0].indicators
    assert first.deviation == "因人员不足，进度滞后。后续将加强管理。" and first.level2 == "数量指标"
    assert (second.level2, second.level3, second.deviation) == ("质量指标", "乙合格率", "")


def test_scattered_rows_carry_a_finding():
    body = (
        "产出指标\n\n≥10(个)\n\n12(个)\n\n40\n\n40\n\n乙合格率\n\n=100(%)\n\n100(%)\n\n50\n\n45\n\n甲数量\n\n数量指标\n\n质量指标\n\n"
        "100\n\n95.5\n\n总分\n\n"
    )
    (form,) = parse(HEAD + body)
    assert [r.level3 for r in form.indicators] == ["甲数量", "乙合格率"]
    assert [f.code for f in form.findings] == ["low_confidence"]


LAYOUT = """
                       财政项目支出绩效自评表
                            （2023年度）
 项目名称                         试点项目
 主管部门          某市教育局             实施单位          某市第一中学
              年初预算数     全年预算数     全年执行数     分值   执行率(%)   得分
 年度资金总额          100.00     100.00      95.00   10.00    95.00   9.50
               预期目标                       实际完成情况
        完成全年培训任务，提升教师教学能力          全年培训教师一百二十人次，教师教学能
        和信息素养。                     力明显提升。
 一级指标   二级指标      三级指标      年度指标值     实际完成值    分值    得分    偏差原因分析及改进措施
                                                                因部分学校报名
               培训人
         数量指标            ≥100(人次)   90(人次)    40     36    不足，人次未达
               次                                               标。
 产出指标
               培训合格
         质量指标            =100(%)    100(%)    30     30
               率
         时效指标  完成及时性        及时       达成指标    20     20
                总分                             100   95.5
                             评分等级                          优
"""


def test_layout_text_is_read_by_its_columns():
    (form,) = parse(LAYOUT)
    assert [(r.level1, r.level2, r.level3) for r in form.indicators] == [
        ("产出指标", "数量指标", "培训人次"),
        ("产出指标", "质量指标", "培训合格率"),
        ("产出指标", "时效指标", "完成及时性"),
    ]  # fmt: skip
    assert form.indicators[0].deviation == "因部分学校报名不足，人次未达标。"
    assert form.goal.expected == "完成全年培训任务，提升教师教学能力和信息素养。"
    assert form.goal.actual == "全年培训教师一百二十人次，教师教学能力明显提升。"
    assert (form.total_score, form.grade, form.unit) == (95.5, "优", "某市第一中学")


def test_text_without_a_form_gives_none():
    assert parse("关于2024年部门决算的说明\n\n一、部门职责\n负责本市数据管理工作。\n") == ()
    assert parse("") == ()


def test_declarations_of_goals_are_no_forms():
    assert parse("项目支出绩效目标申报表\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 培训人次 ≥100\n") == ()


SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
@pytest.mark.parametrize("name", ["text-raw.txt", "text-layout.txt"])
def test_samples_rows(name):
    import json

    gold = json.loads((SAMPLES / "gold" / f"{name}.gold.json").read_text("utf-8"))
    forms = [form_to_dict(f) for f in parse_text(read_document(SAMPLES / name))]
    columns = [c for c in COLUMNS if not c.startswith("level1")]
    cells = [squeezed(a[c]) == squeezed(b[c]) for f, g in zip(forms, gold, strict=True)
             for a, b in zip(f["indicators"], g["indicators"], strict=True) for c in columns]  # fmt: skip
    assert sum(cells) / len(cells) >= 0.98
