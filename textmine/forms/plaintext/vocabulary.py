"""What the words of a form mean to the reader of plain text: labels, column titles, levels, usual answers.

A text layer has no cells; the printed labels are the only landmarks. Every phrase stands here once, and is found in
the stream even where a narrow column broke it over lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LEVEL1 = (
    "产出指标", "效益指标", "满意度指标", "成本指标", "投入指标", "过程指标", "管理指标", "决策指标", "效果指标",
    "履职效能指标", "管理效率指标", "社会效应指标", "可持续性指标", "影响力目标", "产出目标", "效果目标", "投入管理指标",
    "投入和管理目标", "绩效指标",
)  # fmt: skip
LEVEL2 = (
    "数量指标", "质量指标", "时效指标", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标", "经济效益指标",
    "社会效益指标", "生态效益指标", "可持续影响指标", "可持续影响力指标", "可持续发展指标", "服务对象满意度指标",
    "社会公众满意度指标", "社会公众或服务对象满意度指标", "受益对象满意度指标", "环境效益指标", "生态环境效益指标", "预算执行指标",
)  # fmt: skip
FAMILY = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "经济成本指标": "成本指标",
    "社会成本指标": "成本指标", "生态环境成本指标": "成本指标", "经济效益指标": "效益指标", "社会效益指标": "效益指标",
    "生态效益指标": "效益指标", "可持续影响指标": "效益指标", "可持续影响力指标": "效益指标", "可持续发展指标": "效益指标",
    "环境效益指标": "效益指标", "生态环境效益指标": "效益指标", "服务对象满意度指标": "满意度指标",
    "社会公众满意度指标": "满意度指标", "社会公众或服务对象满意度指标": "满意度指标", "受益对象满意度指标": "满意度指标",
}  # fmt: skip
"""Level 2 → its level 1, where the national template leaves no choice."""

HEAD = {
    "project": ("项目名称", "专项名称", "政策名称", "项目（政策）名称"),
    "department": ("主管部门", "主管部门及代码", "项目主管部门", "主管部门名称", "主管单位", "预算主管部门", "主管预算部门"),
    "unit": ("实施单位", "项目实施单位", "项目单位", "预算单位", "承担单位", "执行单位", "具体实施处室", "实施单位名称"),
    "other": ("项目负责人", "联系电话", "联系人", "负责人", "项目类型", "项目属性", "填报人", "填报日期", "项目起止时间", "项目编码",
              "项目代码", "项目类别", "填报单位", "部门名称"),
}  # fmt: skip
FUNDING = {
    "initial_budget": ("年初预算数", "年初预算", "年初预算金额", "年初预算数（A）", "年初数", "预算批复数"),
    "budget": ("全年预算数", "全年预算数（A）", "调整后预算", "全年预算", "调整后预算数", "预算数", "预算数（A）", "调整预算数", "全年预算金额"),
    "executed": ("全年执行数", "全年执行数（B）", "实际执行数", "执行数", "全年执行", "执行数（B）", "实际支出数", "全年支出数", "全年实际执行数"),
    "rate": ("执行率", "执行率（B/A）", "执行率（%）", "预算执行率", "执行率（B/A）（%）", "预算执行率（%）", "预算执行率（B/A）", "执行率％"),
}  # fmt: skip
FUNDING_ITEMS = (
    "年度资金总额", "资金总额", "其中：当年财政拨款", "其中：财政拨款", "当年财政拨款", "财政拨款", "上年结转资金", "其中：上年结转资金",
    "其他资金", "其中：中央补助", "其中：一般公共预算", "其中：市级财政资金", "单位自有资金", "其中：中央财政资金", "地方资金", "地方财政资金",
    "其中：本级财政资金", "自有资金", "上级资金", "本级资金", "其中：财政资金", "财政资金", "社会资金", "总金额", "年度预算资金总额",
    "项目资金总额", "其中：上级财政资金", "预算资金总额", "上级补助", "本级财政资金", "基本支出", "项目支出",
)  # fmt: skip
FUNDING_SIDE = ("项目资金", "项目资金（万元）", "预算执行情况", "预算执行情况（万元）", "资金情况", "项目预算执行情况", "预算执行",
                "资金使用情况", "项目资金（元）", "项目资金情况", "年度预算执行情况", "（万元）", "单位：万元", "年度预算执行情况（万元）",
                "部门整体支出", "整体支出（万元）")  # fmt: skip
GOAL_SIDE = ("年度总体目标", "年度绩效目标", "总体目标", "年度目标", "绩效目标", "年度总体目标完成情况", "年度主要目标")
GOAL = {
    "expected": ("预期目标", "年初设定目标", "年度预期目标", "年初预期目标", "预期总体目标", "年初目标", "总体目标（预期）"),
    "goal_actual": ("实际完成情况", "目标实际完成情况", "全年实际完成情况", "年度实际完成情况", "目标完成情况", "实际完成目标情况"),
}  # fmt: skip
TABLE_SIDE = ("绩效指标", "年度绩效指标", "绩效指标完成情况", "年度绩效目标", "年度绩效指标完成情况")
COLUMNS = {
    "level1": ("一级指标",),
    "level2": ("二级指标",),
    "level3": ("三级指标", "绩效指标", "指标名称", "具体指标", "指标内容", "三级指标名称", "四级指标"),
    "nature": ("指标性质", "指标方向", "目标方向"),
    "target": ("年度指标值", "指标值", "目标值", "年初目标值", "年度目标值", "预期指标值", "年度指标值（A）", "年初目标值（A）", "预期值",
               "年度绩效目标值", "指标目标值", "年度绩效指标值", "计划指标值", "目标值（A）", "指标值（A）", "年初指标值", "年初设定目标值", "绩效目标值"),
    "unit_of": ("度量单位", "计量单位", "指标单位"),
    "actual": ("实际完成值", "全年实际值", "完成值", "实际完成情况", "实际完成值（B）", "全年完成值", "实际值", "全年实际值（B）", "全年实际完成值",
               "完成情况", "实际完成指标值", "全年实际完成情况", "完成值（B）", "实际值（B）", "指标完成值", "实际完成"),
    "criteria": ("评分标准", "计算方法", "计算公式", "评分规则", "指标解释", "评价标准", "指标说明", "评分细则", "计分方法", "评分方法",
                 "数据来源", "佐证材料"),
    "index": ("序号",),
    "weight": ("分值", "权重", "分数", "标准分值", "指标分值", "标准分", "分值（权重）", "分值权重", "指标权重"),
    "score": ("得分", "自评得分", "评分", "实际得分", "自评分", "自评分数", "评价得分"),
    "deviation": ("偏差原因分析及改进措施", "偏差原因分析和改进措施", "未完成原因和改进措施", "未完成原因分析", "偏差原因分析", "扣分原因",
                  "备注", "未完成原因及改进措施", "偏差原因及改进措施", "未完成原因分析及改进措施", "偏差分析及改进措施", "未完成原因",
                  "扣分原因分析", "偏差原因", "扣分原因及改进措施", "扣分原因分析及改进措施", "偏差原因分析及拟采取的改进措施", "说明",
                  "未完成原因分析与改进措施", "自评扣分原因"),
}  # fmt: skip
MARKS = ("（A）", "（B）", "（B/A）", "（%）")
TOTAL = ("总分", "合计", "总计", "自评总分", "总得分", "综合得分", "自评得分合计", "得分合计")
GRADE = ("评分等级", "自评等级", "评价等级", "等级", "绩效等级", "自评结论", "绩效自评等级", "自评结果")
FOOT = {
    "reason": ("偏差大或目标未完成原因分析", "偏差原因分析说明", "未完成原因及分析", "目标未完成原因分析", "偏差大或未完成原因分析",
               "偏差大或目标未完成原因", "绩效目标未完成原因分析"),
    "measure": ("改进措施及结果应用方案", "改进措施", "下一步改进措施", "整改措施", "改进措施及结果应用", "结果应用方案", "改进措施和结果应用方案",
                "下一步改进工作思路及措施"),
}  # fmt: skip
GRADES = ("优", "良", "中", "差", "优秀", "良好", "合格", "不合格", "一般", "较差", "及格", "不及格")
ANSWERS = (
    "达成指标", "达成年度指标", "达成预期指标", "完成", "已完成", "基本完成", "未完成", "部分完成", "全部完成", "达到预期", "达到预期目标", "达标",
    "未达成指标且效果较差", "部分达成指标并具有一定效果", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差", "部分达成预期指标并具有一定效果",
    "基本达成指标", "达成预期指标", "全部或基本达成预期指标", "部分实现目标程度较低", "实现目标程度较低", "基本达到", "达到", "已达成", "达成目标",
    "未达成预期指标且效果较差", "基本达成预期指标", "部分达成", "完成目标", "达成", "未达到", "按时完成", "按期完成", "未达成指标", "基本达标",
)  # fmt: skip
WISHES = (
    "及时", "节约", "提升", "提高", "降低", "稳定", "健全", "通过", "满意", "有效提升", "持续运行", "应开尽开", "符合行业水平要求", "符合行业要求",
    "良好", "保障", "完善", "显著", "有效", "合格", "达标", "优良", "增强", "改善", "促进", "按时", "有效保障", "不断提升", "持续提升", "逐步提升",
    "明显提升", "有所提升", "长期", "持续", "合理", "规范", "优秀", "符合", "准确", "安全", "明显", "较高", "有效改善", "显著提升", "定性", "符合行业水平",
    "不超过预算批复数", "明显改善", "持续改善", "有所提高", "有效降低", "有效提高", "稳步提升", "完整", "充分", "足额", "按期", "全覆盖", "正常",
)  # fmt: skip

TITLE = re.compile(r"^(?!.*(申报|评分表|汇总|目录|附件)).{0,40}(绩效|支出|项目).{0,8}自评(价|得分|打分|评分)?(情况)?表([(（].{0,10}[)）])?$")
CONTINUED = re.compile(r"表[(（]续表?[)）]$")
YEAR = re.compile(r"(20\d{2})年?度?")


@cache
def squeeze(text: str) -> str:
    """Return the text as compared: NFKC, no white space, no zero-width characters, round brackets half width."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def phrases(*groups: tuple[str, ...]) -> frozenset[str]:
    """Squeeze the phrases of several groups into one set."""
    return frozenset(squeeze(p) for group in groups for p in group)


_BORROWED = {
    "head": {"project": "project", "department": "department", "unit": "unit", "grade": "grade", "score": "total", "year": "other",
             "ignored": "other"},
    "funding": {"initial_budget": "initial_budget", "budget": "budget", "executed": "executed", "rate": "rate", "weight": "weight",
                "score": "score", "part": "item", "block": "funding_side"},
    "goal": {"expected": "expected", "actual": "goal_actual", "block": "goal_side"},
    "foot": {"reason": "reason", "measure": "measure", "total": "total"},
    "indicators": {"level1": "level1", "level2": "level2", "level3": "level3", "target": "target", "target_value": "target",
                   "target_sign": "nature", "target_unit": "unit_of", "actual": "actual", "weight": "weight", "score": "score",
                   "deviation": "deviation", "measure": "deviation", "ordinal": "index", "extra": "criteria", "block": "table_side"},
}  # fmt: skip
_SHORT = {"分值", "权重", "得分", "分数", "评分", "序号", "总分", "合计", "等级", "备注", "说明"}
_AMBIGUOUS = {"完成率", "到位率", "使用率", "偏差率", "满意度", "资金", "其中", "目标", "指标", "内容", "类别", "数量", "质量", "成本", "时效"}
"""Labels that are more often the name of an indicator or part of a value than a label."""


@cache
def blocks() -> dict[str, dict[str, str]]:
    """Return for each block of a form its labels: squeezed label → role; the layouts' vocabulary under our own."""
    from textmine.forms.layouts import builtin_layouts

    known = builtin_layouts().labels
    out: dict[str, dict[str, str]] = {
        block: {
            key: roles_[role]
            for key, role in known.get(block, {}).items()
            if role in roles_ and key not in _AMBIGUOUS and (len(key) >= 3 or key in _SHORT)
        }
        for block, roles_ in _BORROWED.items()
    }
    own: dict[str, dict[str, tuple[str, ...]]] = {
        "head": {**HEAD, "grade": GRADE}, "funding": {**FUNDING, "item": FUNDING_ITEMS, "funding_side": FUNDING_SIDE}, "goal": {**GOAL, "goal_side": GOAL_SIDE},
        "foot": {**FOOT, "total": TOTAL, "grade": GRADE}, "indicators": {**COLUMNS, "table_side": TABLE_SIDE, "mark": MARKS},
    }  # fmt: skip
    for block, groups in own.items():
        for role, phrases_ in groups.items():
            out[block].update({squeeze(p): role for p in phrases_})
    out["indicators"].update({squeeze(w): role for role, ws in COLUMNS.items() for w in ws})
    out["funding"].update({squeeze(w): "mark" for w in MARKS})
    return out


@cache
def roles() -> dict[str, str]:
    """Squeezed label → what it announces, for the whole form; where blocks differ, the later of this order wins."""
    out: dict[str, str] = {}
    for block in ("foot", "funding", "head", "indicators", "goal"):
        out.update(blocks()[block])
    for own in (HEAD, FUNDING, FOOT, COLUMNS, {"total": TOTAL, "grade": GRADE}, GOAL, {"item": FUNDING_ITEMS, "funding_side": FUNDING_SIDE}):
        out.update({squeeze(w): role for role, ws in own.items() for w in ws})
    for name in level_names():
        if name not in phrases(*COLUMNS.values()):
            out.pop(name, None)
    return out


@cache
def labels(block: str, *wanted: str) -> frozenset[str]:
    """Squeezed labels of a block, of some roles only where any are given."""
    return frozenset(k for k, role in blocks()[block].items() if not wanted or role in wanted)


@cache
def side_labels() -> frozenset[str]:
    """Labels that stand at the left of the goal and of the table, often written downwards."""
    return phrases(TABLE_SIDE, GOAL_SIDE) | labels("goal", "goal_side") | labels("indicators", "table_side")


@cache
def _prefixes(names: frozenset[str]) -> frozenset[str]:
    return frozenset(n[:k] for n in names for k in range(1, len(n) + 1))


def match(text: str, names: frozenset[str]) -> str:
    """Tell whether squeezed text is a name (``whole``), may become one (``part``) or neither ("").

    An addition in brackets behind a name (（A）, (万元), （10分）) belongs to it.
    """
    plain = text.rstrip(":")
    if plain in names or _core(plain) in names:
        return "whole"
    return "part" if plain in _prefixes(names) else ""


_ADDED = re.compile(r"\([^()]{0,8}\)|\([^()]{0,6}$")


def _core(plain: str) -> str:
    """A label without what stands behind it in brackets, closed or not yet closed."""
    return _ADDED.sub("", plain) if "(" in plain else plain


def role_of(text: str) -> str:
    """Return what a printed label announces, "" for other text."""
    plain = squeeze(text).rstrip(":")
    return roles().get(plain) or roles().get(_core(plain), "")


LEVEL = re.compile(r"^(?P<name>.{2,16}?)(\((权重)?[:：]?\d+(\.\d+)?(分|%)?\))?$")


def level_of(text: str) -> str:
    """Return the level name that a text prints, without a weight behind it; "" where it is none."""
    match = LEVEL.match(squeeze(text))
    name = match["name"] if match else ""
    return name if name in level_names() else ""


@cache
def level_names() -> frozenset[str]:
    """All known names of levels 1 and 2."""
    from textmine.forms.layouts import builtin_layouts

    known = {n for n in builtin_layouts().known_levels if n.endswith("指标") and n != "绩效指标"}
    return (phrases(LEVEL1, LEVEL2) | {squeeze(n) for n in known}) - {"绩效指标"}
