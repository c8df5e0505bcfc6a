"""Indicator families: one name for what many forms call differently (长效机制、满意度、及时性 …)."""

from __future__ import annotations

import re
from functools import lru_cache

OTHER = "其他"

_RULES: tuple[tuple[str, str], ...] = (
    ("预算执行", r"预算执行|资金执行|支出进度|资金使用率|资金支付"),
    ("满意度", r"满意"),
    ("应急响应", r"应急|突发|故障.{0,4}(响应|处[理置]|修复)|抢[修险]"),
    ("长效机制", r"长效|机制|制度(建设|健全|完善|执行)?|管理办法|可持续|持续(影响|运行|性)"),
    ("安全与事故", r"安全|事故|等保|等级保护|漏洞|隐患"),
    ("稳定与可用", r"稳定|可用[性率]|可靠|正常运[转行]|运行(情况|率|完好)|完好率|故障(率|发生)"),
    ("及时性", r"及时|时效|按时|按期|准时|响应时间|时[间限]|时长|进度|工期|周期|完成日期"),
    ("验收与合格率", r"验收|合格|达标|优良|通过率|规范|准确|正确率|质量|缺陷|差错"),
    ("完成率", r"完成率|完成情况|完成比例|达成率|覆盖率|执行率|处[理置]率|办结率|使用率|利用率"),
    ("能耗与生态", r"能耗|节能|节约(用水|用电|能源)|生态|环境|环保|污染|绿[化色]|排放|PUE|垃圾"),
    ("成本与节约", r"成本|单价|节约|节支|控制数|预算批复|造价|标准(?!化)|费用|价格|不超"),
    ("知晓与宣传", r"知晓|宣传|普及|影响力|关注"),
    ("效率与便利", r"效率|便[利捷民]|缩短|提升|提高|改善|促进|增强|服务能力|水平|保障"),
    ("数量", r"数$|数量|次数|人数|人次|个数|规模|面积|里程|数目|台套|总[量数]|建设|采购|购置|培训|开展|编制|聘请"),
)
FAMILIES: tuple[str, ...] = (*(name for name, _ in _RULES), OTHER)

_LEVEL2: tuple[tuple[str, str], ...] = (
    ("满意", "满意度"), ("时效", "及时性"), ("数量", "数量"), ("质量", "验收与合格率"), ("成本", "成本与节约"),
    ("生态", "能耗与生态"), ("可持续", "长效机制"), ("经济效益", "经济效益"), ("社会效益", "社会效益"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _RULES)


@lru_cache(maxsize=1 << 15)
def family_of(level3: str, level2: str = "", level1: str = "") -> str:
    """Return the family of an indicator: by its name first, else by its level 2.

    Examples
    --------
    >>> family_of("长效管理机制健全性"), family_of("来访客户满意度"), family_of("日常运营保障及时性")
    ('长效机制', '满意度', '及时性')
    """
    name = re.sub(r"\s+", "", level3)
    for family, pattern in _patterns():
        if pattern.search(name):
            return family
    for word, family in _LEVEL2:
        if word in level2 or (not level2 and word in level1):
            return family
    return OTHER
