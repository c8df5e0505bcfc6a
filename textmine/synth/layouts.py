"""Layouts of forms as data: what is printed where, under which words. What a layout leaves out is absent from the gold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from textmine.synth.content import Traits

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the indicator block: header words, what it holds, its relative width, the words above it."""

    header: str
    field: str
    width: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind of form looks.

    Attributes
    ----------
    titles : tuple of str
        Titles to draw from; ``{y}`` is the year.
    year : {"under", "title", "row", "caption"}
        Where the year stands.
    head : tuple of rows of (label, field)
        The rows above the funding; fields that a form does not have are filled with plausible words.
    funding : tuple of (header, field)
        Columns after the item; empty where the layout has no funding block.
    goal : {"side", "stacked", "merged", "none"}
        Both goal cells beside each other, under each other, only one cell, none.
    block : str
        The vertical label left of the indicators, "" for none.
    totals : {"row", "score_only", "head", "none"}
        Where the totals stand.
    grade : {"row", "total", "head", "none"}
        Where the grade stands.
    foot : tuple of str
        Labels of the form's own reason and measures at the foot.
    header_rows : int
        1, or 2 where columns have words above them.
    """

    name: str
    titles: tuple[str, ...]
    head: tuple[Pairs, ...]
    columns: tuple[Column, ...]
    year: Literal["under", "title", "row", "caption"] = "under"
    title_inside: bool = False
    funding_label: str = "项目资金\n（万元）"
    funding: Pairs = ()
    goal: Literal["side", "stacked", "merged", "none"] = "side"
    goal_labels: tuple[str, str, str] = ("年度总体目标", "预期目标", "实际完成情况")
    block: str = "绩效指标"
    totals: Literal["row", "score_only", "head", "none"] = "row"
    total_label: str = "总分"
    grade: Literal["row", "total", "head", "none"] = "none"
    foot: tuple[str, str] | None = None
    header_rows: int = 1
    level_points: bool = False
    numbered: bool = False
    subtotals: bool = False
    templates: bool = False
    signatures: bool = False
    traits: Traits = Traits()


_L123 = (Column("一级指标", "level1", 3.2), Column("二级指标", "level2", 3.6), Column("三级指标", "level3", 8))
_TASW = (
    Column("年度指标值", "target", 5), Column("实际完成值", "actual", 5),
    Column("分值", "weight", 2.6), Column("得分", "score", 2.6),
)  # fmt: skip
_DEV = Column("偏差原因分析及改进措施", "deviation", 8)
_FUND = (
    ("年初预算数", "initial_budget"), ("全年预算数（A）", "budget"), ("全年执行数（B）", "executed"),
    ("分值", "weight"), ("执行率（B/A）", "rate"), ("得分", "score"),
)  # fmt: skip
_HEAD = ((("项目名称", "project"),), (("主管部门", "department"), ("实施单位", "unit")))
_CODED = ((("项目名称", "project"),), (("主管部门及代码", "department"), ("实施单位", "unit")))
_T = ("项目支出绩效自评表", "财政项目支出绩效自评表")

NATIONAL = Layout("national", _T, _CODED, (*_L123, *_TASW, _DEV), funding=_FUND)
LAYOUTS: tuple[Layout, ...] = (
    NATIONAL,
    Layout(
        "shanghai", ("财政项目支出绩效自评表",), _HEAD, (*_L123, *_TASW, _DEV), block="", grade="row",
        funding=(*_FUND[:1], ("全年预算数", "budget"), ("全年执行数", "executed"), ("分数", "weight"), ("执行率(%)", "rate"), ("得分", "score")),
        traits=Traits(rows=(8, 22)),
    ),
    Layout(
        "hubei", ("{y}年度项目自评表", "{y}年度{p}项目支出自评表", "{y}年度财政项目支出绩效自评表"), ((("项目名称", "project"),), (("主管部门", "department"), ("项目实施单位", "unit")),),
        (*_L123, Column("年初目标值（A）", "target", 5), Column("实际完成值（B）", "actual", 5), Column("得分", "score", 3)),
        year="title", funding_label="预算执行情况（万元）（10分）",
        funding=(("预算数（A）", "budget"), ("执行数（B）", "executed"), ("执行率（B/A）", "rate"), ("得分", "score")),
        goal="none", block="年度绩效目标（90分）", totals="score_only", foot=("偏差大或目标未完成原因分析", "改进措施及结果应用方案"),
        traits=Traits(form_reason=True),
    ),
    Layout(
        "hubei-weights", ("{y}年度项目支出绩效自评表",), _HEAD, (*_L123, *_TASW), year="title", funding_label="预算执行情况\n（万元）",
        funding=_FUND[1:], goal="stacked", goal_labels=("年度绩效目标", "年度目标", "完成情况"), block="", totals="score_only",
        foot=("偏差大或目标未完成原因分析", "改进措施及结果应用方案"), traits=Traits(form_reason=True),
    ),
    Layout(
        "sichuan", ("部门预算项目支出绩效自评表", "项目支出绩效自评表"), ((("项目名称", "project"),), (("预算单位", "unit"), ("主管部门", "department")), (("项目负责人", "person"), ("联系电话", "phone"))),
        (*_L123, Column("指标性质", "nature", 2.6), Column("指标值", "value", 3.2), Column("度量单位", "measure", 2.8), Column("实际完成值", "actual", 4), Column("权重", "weight", 2.4), Column("得分", "score", 2.4), Column("未完成原因分析", "deviation", 6)),
        funding_label="预算执行情况（10分）", funding=(("年初预算数", "initial_budget"), ("调整后预算数", "budget"), ("预算执行数", "executed"), ("权重", "weight"), ("预算执行率", "rate"), ("得分", "score")),
        goal="stacked", goal_labels=("项目年度目标完成情况", "年初目标", "完成情况"), block="绩效指标", total_label="合计", traits=Traits(split_target=True),
    ),
    Layout(
        "sichuan-two-row", _T, _HEAD,
        (*(Column(c.header, c.field, c.width, "绩效指标") for c in _L123), Column("性质", "nature", 2.4, "年度指标值"), Column("指标值", "value", 3.2, "年度指标值"), Column("单位", "measure", 2.6, "年度指标值"), Column("全年完成值", "actual", 4), Column("权重", "weight", 2.4), Column("得分", "score", 2.4), Column("未完成原因及拟改进措施", "deviation", 6)),
        funding=_FUND, header_rows=2, block="", traits=Traits(split_target=True),
    ),
    Layout(
        "beijing", ("项目支出绩效自评表",), ((("项目名称", "project"),), (("主管部门", "department"), ("实施单位", "unit")), (("项目负责人", "person"), ("联系电话", "phone"))),
        (*_L123, *_TASW, _DEV), funding=_FUND, level_points=True, traits=Traits(target_style="plain", rows=(7, 18)),
    ),
    Layout(
        "yunnan", ("项目支出绩效自评表", "附件：项目支出绩效自评表"), ((("项目名称", "project"),), (("主管部门", "department"), ("实施单位", "unit"))),
        (Column("一级指标", "level1", 3.4), Column("二级指标", "level2", 3.8), Column("三级指标", "level3", 8), Column("指标性质", "nature", 2.8), Column("指标值", "value", 3), Column("度量单位", "measure", 2.8), Column("实际完成值", "actual", 4), Column("分值", "weight", 2.4), Column("得分", "score", 2.4), Column("偏差原因分析及改进措施", "deviation", 6)),
        funding=_FUND, grade="total", total_label="总分", block="", header_rows=1, signatures=True, traits=Traits(split_target=True),
    ),
    Layout(
        "chongqing", ("{y}年度项目绩效自评表", "区级项目绩效自评表（{y}年度）"), ((("项目名称", "project"), ("自评总分", "total")), (("主管部门", "department"), ("实施单位", "unit")), (("归口处室", "office"), ("联系人", "person"))),
        (Column("指标名称", "level3", 9), Column("计量单位", "measure", 2.8), Column("指标性质", "nature", 2.6), Column("年初指标值", "value", 3.6), Column("全年完成值", "actual", 4.4), Column("指标权重", "weight", 2.6), Column("指标得分", "score", 2.6), Column("未完成原因分析", "deviation", 8)),
        year="title", funding_label="项目资金（万元）", funding=(("年初预算数", "initial_budget"), ("全年预算数", "budget"), ("全年执行数", "executed"), ("执行率（%）", "rate"), ("权重", "weight"), ("得分", "score")),
        goal_labels=("年度总目标", "年初设定目标", "全年目标实际完成情况"), totals="head", block="绩效指标", traits=Traits(level1=False, rows=(4, 12), split_target=True),
    ),
    Layout(
        "execution-row", ("部门项目支出绩效自评表", "项目支出绩效自评表"), _HEAD, (*_L123, *_TASW, Column("扣分原因", "deviation", 8)),
        funding=(("年初预算数", "initial_budget"), ("全年预算数", "budget"), ("全年执行数", "executed"), ("执行率", "rate")),
        traits=Traits(execution_row=True), total_label="合计", grade="row",
    ),
    Layout(
        "whole-department", ("部门整体支出绩效自评表", "{y}年度部门整体支出绩效自评表", "整体支出绩效自评表"), ((("部门（单位）名称", "department"),),),
        (*_L123, *_TASW, Column("偏差原因分析及改进措施", "deviation", 8)), funding_label="年度预算申请（万元）", funding=_FUND, traits=Traits(whole=True, rows=(8, 22)),
    ),
    Layout(
        "whole-hubei", ("{y}年度部门整体绩效自评表",), ((("单位名称", "department"), ("填报日期", "date")), (("基本支出总额", "amount"), ("项目支出总额", "amount"))),
        (Column("一级指标", "level1", 3.2), Column("二级指标", "level2", 3.6), Column("三级指标", "level3", 8), *_TASW[:2], *_TASW[2:]), year="title",
        funding_label="预算执行情况（万元）（10分）", funding=_FUND[1:], goal="merged", goal_labels=("年度目标1：", "", ""), block="年度绩效指标", totals="score_only",
        foot=("偏差大或目标未完成原因分析", "改进措施及结果应用方案"), traits=Traits(whole=True, form_reason=True),
    ),
    Layout(
        "criteria", _T, _HEAD, (Column("序号", "number", 1.8), *_L123, _TASW[0], Column("评分标准", "criteria", 6), *_TASW[1:], _DEV), funding=_FUND, block="", signatures=True,
    ),
    Layout(
        "method", _T, _CODED, (*_L123, Column("指标值", "target", 5), Column("指标解释", "criteria", 5), Column("完成值", "actual", 5), Column("权重", "weight", 2.6), Column("自评得分", "score", 2.8), Column("备注", "deviation", 6)), funding=_FUND, block="绩效指标", numbered=True,
    ),
    Layout(
        "blank-level2", _T, _HEAD, (*_L123, *_TASW, Column("未完成原因和改进措施", "deviation", 8)), funding=_FUND, traits=Traits(level2=False), subtotals=True,
    ),
    Layout(
        "score-first", ("{y}年度项目支出绩效自评表",), _HEAD, (*_L123, _TASW[2], _TASW[0], Column("全年实际值", "actual", 5), _TASW[3], Column("未完成原因分析", "deviation", 7)), year="title", funding=_FUND, block="", templates=True, grade="row",
    ),
    Layout(
        "no-goal", ("项目绩效自评表",), ((("项目名称", "project"), ("预算年度", "year")), (("主管部门", "department"), ("实施单位", "unit"))), (*_L123, *_TASW, _DEV), year="row", funding=_FUND, goal="none", block="", title_inside=True,
    ),
    Layout(
        "one-line-funding", ("项目支出绩效自评表",), _HEAD, (*_L123, *_TASW, Column("偏差原因分析", "deviation", 7)), funding_label="项目资金（万元）", funding=(("全年预算数（A）", "budget"), ("全年执行数（B）", "executed"), ("分值", "weight"), ("执行率（B/A）", "rate"), ("得分", "score")), goal="stacked", year="caption", grade="row", total_label="总  分",
    ),
    Layout(
        "execution-row-no-funding", ("项目支出绩效自评表",), ((("项目名称", "project"),), (("主管部门", "department"), ("项目单位", "unit")), (("自评得分", "total"), ("评价等级", "grade"))), (*_L123, Column("目标值", "target", 5), Column("完成值", "actual", 5), Column("分值", "weight", 2.6), Column("得分", "score", 2.6), Column("偏差原因分析及改进措施", "deviation", 8)), funding=(), totals="head", grade="head", block="", traits=Traits(execution_row=True),
    ),
)  # fmt: skip

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "target": ("年度指标值", "年度指标值（A）", "指标值", "目标值", "年初目标值", "年度目标值", "年初指标值（A）", "预期指标值"),
    "actual": ("实际完成值", "实际完成值（B）", "全年实际值", "完成值", "实际完成情况", "全年完成值", "实际完成"),
    "weight": ("分值", "权重", "分数", "分值（权重）", "标准分"),
    "score": ("得分", "自评得分", "评分", "自评分"),
    "level3": ("三级指标", "绩效指标", "指标名称", "具体指标", "三级指标"),
    "deviation": ("偏差原因分析及改进措施", "未完成原因和改进措施", "未完成原因分析", "偏差原因分析", "扣分原因", "备注", "未完成原因及改进措施", "偏差原因\n分析及改进\n措施"),
}  # fmt: skip


def vary(layout: Layout, rng: Random) -> Layout:
    """Return the layout with some header words exchanged for synonyms and small habits changed."""
    columns = layout.columns
    if rng.random() < 0.6:
        columns = tuple(
            replace(c, header=rng.choice(_SYNONYMS[c.field])) if c.field in _SYNONYMS and c.group == "" and rng.random() < 0.5 else c
            for c in columns
        )
        if len({c.header for c in columns}) < len(columns):
            columns = layout.columns
    labels = layout.goal_labels
    if layout.goal in ("side", "stacked") and rng.random() < 0.4:
        labels = (rng.choice(["年度总体目标", "年度\n总体\n目标", "总体目标完成情况", "年度绩效目标"]), rng.choice(["预期目标", "年初设定目标", "预期绩效目标"]), rng.choice(["实际完成情况", "目标实际完成情况", "年度总体目标完成情况综述"]))
    changes: dict[str, object] = {"columns": columns, "goal_labels": labels}
    if layout.totals in ("row", "score_only"):
        changes["total_label"] = rng.choice([layout.total_label, "总分", "合计", "总  分", "自评总分"])
    if layout.grade == "none" and rng.random() < 0.25:
        changes["grade"] = "row"
    if layout.block and rng.random() < 0.3:
        changes["block"] = ""
    if rng.random() < 0.15:
        changes["level_points"] = True
    if rng.random() < 0.1 and layout.traits.level1:
        changes["templates"] = True
    if rng.random() < 0.1:
        changes["title_inside"] = True
    if rng.random() < 0.15 and not layout.traits.split_target:
        changes["numbered"] = True
    return replace(layout, **changes)  # type: ignore[arg-type]


def printed_fields(layout: Layout) -> frozenset[str]:
    """Return the fields of an indicator that the layout prints."""
    fields = {c.field for c in layout.columns}
    return frozenset(fields | ({"target"} if "value" in fields else set()))
