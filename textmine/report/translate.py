"""The summary with English names for what is ours (codes, buckets, families); texts of the forms stay Chinese."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textmine.points.breakdowns import NO_VALUE
from textmine.report.summary import Comparison, Matrix, NoticeGroup, NoticeLine, Quote, Summary

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook

NAMES: dict[str, str] = {
    "预算执行": "Budget execution",
    "写明原因": "Concrete cause stated",
    "仅有泛化表述": "Generic words only",
    "未作说明": "No explanation",
    "加分项": "Bonus",
    "得分高于分值": "Score above weight",
    "分值或得分缺失": "Weight or score missing",
    "表内合计差额": "Difference within the form",
    "满意度": "Satisfaction",
    "应急响应": "Emergency response",
    "长效机制": "Lasting mechanisms",
    "安全与事故": "Safety and incidents",
    "稳定与可用": "Stability and availability",
    "及时性": "Timeliness",
    "验收与合格率": "Acceptance and quality",
    "完成率": "Completion rate",
    "能耗与生态": "Energy and ecology",
    "成本与节约": "Cost and savings",
    "知晓与宣传": "Awareness",
    "效率与便利": "Efficiency and convenience",
    "数量": "Quantity",
    "经济效益": "Economic benefit",
    "社会效益": "Social benefit",
    "其他": "Other",
    "健全制度机制": "Rules and mechanisms",
    "应急预案与演练": "Contingency plans, drills",
    "进度管理": "Schedule management",
    "采购与合同管理": "Procurement, contracts",
    "目标与指标论证": "Target setting",
    "计划与任务管理": "Planning of tasks",
    "预算与支付管理": "Budget and payment",
    "部门协同": "Coordination",
    "监督检查": "Supervision",
    "人员与培训": "Staff and training",
    "技术与设备升级": "Technology upgrades",
    "优化流程与服务": "Process and service",
    "宣传引导": "Publicity",
    "争取政策与外部支持": "Outside support",
    "空泛承诺": "Vague promise",
    "其他措施": "Other measures",
    "疑似重复收录的自评表": "Form that seems to be there twice",
    "失分而无说明": "Points lost without a word",
    "有说明而无措施": "Explanation without a measure",
    "未失分而有偏差说明": "Explanation without a loss",
    "达标仍扣分": "Target met, points lost",
    "超额三成以上（目标可能偏低）": "Over 130% of the target (target too low?)",
    "得分与比例吻合": "Proportional scoring",
    "说明文字雷同": "Copied explanation",
    "雷同且用语与本指标不符": "Copied with another indicator's wording",
    "措施与所述原因疑似不对应": "Measure may not answer the cause",
    "同一承诺跨年重复": "Same promise in another year",
    "合计与各行之和不符": "Total differs from the rows",
    "分值合计不为满分": "Weights do not add up",
    "执行率与预算、执行数不符": "Execution rate differs from the amounts",
    "预算执行得分与执行率不符": "Execution score differs from the rate",
    "等级与总分不符": "Grade differs from the total",
    "页面无法读取": "Unreadable page",
    "识别把握不足": "Low confidence",
    "按比例得分": "proportional",
    "按档得分": "in steps",
    "不得分": "zero",
    "酌情扣分": "discretionary",
    "全部失分": "All points lost",
    "100 万元以下": "under 1 million yuan",
    "100–1000 万元": "1–10 million yuan",
    "1000 万–1 亿元": "10–100 million yuan",
    "1 亿元以上": "over 100 million yuan",
    "（未填）": "(blank)",
    "稳定": "stable",
    "可参考，归属存疑": "pattern, members doubtful",
    "不宜解读": "do not interpret",
    "未检验": "not tested",
    "整表说明": "whole form",
    "整表": "form as a whole",
    "（未能判断）": "(not told by names)",
    "灾害防治及应急": "Disaster prevention",
    "公共安全": "Public security",
    "教育": "Education",
    "卫生健康": "Health",
    "社会保障和就业": "Social security, employment",
    "文化旅游体育与传媒": "Culture, tourism, sport, media",
    "科学技术": "Science and technology",
    "节能环保": "Energy saving, environment",
    "自然资源海洋气象": "Natural resources, sea, weather",
    "农林水": "Farming, forestry, water",
    "交通运输": "Transport",
    "住房保障": "Housing",
    "城乡社区": "Urban and rural communities",
    "资源勘探工业信息": "Mining, industry, information",
    "商业服务业": "Commerce and services",
    "金融": "Finance",
    "一般公共服务": "General public services",
    "其余原因": "other causes",
    "其余类别": "other kinds",
}
_OUR_GROUPS = {"family", "sector", "budget"}
"""Breakdowns whose groups are names of ours; levels, units and grades are printed words."""
_KINDS = re.compile(r"(?<=\()[^()]+(?=\) do not seem)")
"""The kinds of action inside the sentence of an unanswered cause."""


def in_english(summary: Summary, book: Codebook) -> Summary:
    """Return the summary with English names; numbers, quotes and names of projects and indicators stay as they are."""
    names = NAMES | {entry.name: entry.name_en or entry.code for entry in book.entries}

    def name(text: str) -> str:
        return names.get(text, text)

    def group(by: str, text: str) -> str:
        return name(text) if by in _OUR_GROUPS or text == NO_VALUE else text

    def several(text: str) -> str:
        return ", ".join(name(part) for part in text.split("；") if part)

    def entry(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "name": name(row["name"])}

    def matrix(m: Matrix) -> Matrix:
        return Matrix(tuple(map(name, m.rows)), tuple(map(name, m.columns)), m.values)

    def quotes(found: tuple[Quote, ...]) -> tuple[Quote, ...]:
        return tuple(replace(q, item=name(q.item)) if q.row is None else q for q in found)

    def notice(n: NoticeLine) -> NoticeLine:
        message = _KINDS.sub(lambda kinds: ", ".join(map(name, kinds[0].split("、"))), n.english)
        return replace(n, message=message, quotes=quotes(n.quotes))

    def notices(g: NoticeGroup) -> NoticeGroup:
        return replace(g, title=name(g.title), items=tuple(map(notice, g.items)))

    def compared(c: Comparison) -> Comparison:
        lines = tuple(map(entry, c.lines))
        if c.by != "sector":
            return replace(c, lines=lines)
        return replace(c, lines=lines, first=name(c.first), second=name(c.second))

    def named(line: Any) -> Any:  # noqa: ANN401 - any frozen line that has a name
        return replace(line, name=name(line.name))

    causes = tuple(
        replace(
            named(c),
            definition="",
            families=tuple(map(named, c.families)),
            actions=tuple(map(named, c.actions)),
            quotes=quotes(c.quotes),
        )
        for c in summary.causes
    )
    return replace(
        summary,
        head=replace(summary.head, lang="en"),
        ledger=tuple(map(named, summary.ledger)),
        generic=named(summary.generic),
        causes=causes,
        projects=tuple(replace(p, rule=name(p.rule)) for p in summary.projects),
        groups={by: tuple(replace(g, group=group(by, g.group)) for g in lines) for by, lines in summary.groups.items()},
        heat=matrix(summary.heat),
        links=tuple(replace(k, first=name(k.first), second=name(k.second)) for k in summary.links),
        rows=tuple(
            replace(r, note=name(r.note), causes=several(r.causes), item=name(r.item) if r.row is None else r.item)
            for r in summary.rows
        ),
        notices=tuple(map(notices, summary.notices)),
        promises=replace(summary.promises, match=matrix(summary.promises.match)),
        themes=tuple(replace(t, reading=name(t.reading)) for t in summary.themes),
        comparisons=tuple(map(compared, summary.comparisons)),
        codebook=tuple(map(entry, summary.codebook)),
        lmg={**summary.lmg, "shares": list(map(entry, summary.lmg["shares"]))},
    )
