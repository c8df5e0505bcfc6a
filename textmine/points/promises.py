"""Promises: what kind of action each measure names, whether it answers the stated cause, and whether it comes again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from textmine.points.copies import find_copies
from textmine.points.ledger import GENERIC, NOT_A_CAUSE
from textmine.records import Annotation, Form

# Which actions answer which cause. What no pattern meets is a wish («空泛承诺») or an action of another kind.
_ACTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("健全制度机制", r"机制|制度|办法|规范|标准|细则|规程|责任制", ("mechanism",)),
    ("应急预案与演练", r"应急|预案|演练|故障|灾备|备份|抢修", ("emergency",)),
    ("进度管理", r"进度|工期|倒排|加快|节点|按期|抓紧|前期工作|督办|推进.{0,6}(实施|建设|施工)", ("schedule",)),
    ("采购与合同管理", r"采购|招标|合同|供应商|供货|履约|违约", ("procurement",)),
    ("目标与指标论证", r"(目标|指标)(值|设[置定]|体系|编)|测算|(科学|合理)设[置定]|论证|门槛", ("target",)),
    ("计划与任务管理", r"计划|追加|统筹|需求(管理|调研|分析)|口径|台账|任务", ("scope", "schedule")),
    ("预算与支付管理", r"预算|资金|支付|支出|结转|结余|拨付|经费", ("budget",)),
    ("部门协同", r"协[同调作]|沟通|对接|联动|配合|共享|会商|联席|各委办|会同", ("coordination", "schedule")),
    ("监督检查", r"监[督管测]|检查|巡[检查]|考核|审核|督[导促查]|抽查|跟踪|闭环|通报|验收|管理", ("supervision",)),
    ("人员与培训", r"人员|培训|队伍|团队|人才|招聘|编制|配备|力量", ("staffing",)),
    ("技术与设备升级", r"系统|平台|技术|设[备施]|升级|改造|数据|更新|迭代|软件|维[护修]", ("technology", "emergency")),
    ("优化流程与服务", r"流程|服务|便民|网办|线上|窗口|扩大.{0,4}范围|供给|体验", ("service",)),
    ("宣传引导", r"宣传|引导|推广|普及|知晓|告知|发动|科普|满意度调查|问卷", ("publicity",)),
    ("争取政策与外部支持", r"争取|上级|申请|政策|市场(行情|价格)|气象|预警", ("external", "budget")),
)  # fmt: skip
VAGUE = "空泛承诺"
OTHER = "其他措施"
ACTIONS: tuple[str, ...] = (*(name for name, _, _ in _ACTIONS), OTHER, VAGUE)
_WISH = re.compile(
    r"下一步|下阶段|后续|今后|以后|未来|将|拟|建议|继续|持续|不断|进一步|逐步|努力|争取|积极|切实|提升|提高|优化|加强|强化|完善|改进|改善"
    r"|做好|抓好|巩固|增强|加大|总结|经验|力度|水平|质量|能力|效果|成效|工作|相关|各项|满意度|在此基础上|有关|更好|更高|基础|[的地和并，。；、]"
)
_WISH_REST = 6
_EMPTY_WORDS = (
    "后续 下一 一步 进一 步加 加强 持续 不断 提升 优化 完善 强化 "
    "相关 工作 情况 项目 管理 部分 存在 需要 开展 做好 提高 年度 要求"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """The measures of one passage.

    Attributes
    ----------
    passage, form : str
    text : str
        The measure segments, exact substrings of the passage.
    start, end : int
        Of the first measure segment.
    actions : tuple of str
        The kinds of action named, or one of ``空泛承诺`` (wishes only) and ``其他措施`` (something else).
    causes : tuple of str
        The passage's codes; one without any counts as generic, as in the ledger.
    answers : bool or None
        Whether an action answers a stated cause, or the measure takes up its words; None where no concrete cause is
        named or the action is of no known kind.
    """

    passage: str
    form: str
    text: str
    start: int
    end: int
    actions: tuple[str, ...]
    causes: tuple[str, ...]
    answers: bool | None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((name, re.compile(pattern), codes) for name, pattern, codes in _ACTIONS)


def actions_of(measure: str) -> tuple[str, ...]:
    """Return the kinds of action that a measure names, in the order of `ACTIONS`.

    Examples
    --------
    >>> actions_of("后续将加强相关应急方案的制定和演练，减少该类情况的出现。")
    ('应急预案与演练',)
    """
    found = tuple(name for name, pattern, _ in _patterns() if pattern.search(measure))
    wish = len(_WISH.sub("", measure.strip())) <= _WISH_REST
    return found or ((VAGUE,) if wish else (OTHER,))


def find_promises(annotations: Mapping[str, Annotation]) -> tuple[Promise, ...]:
    """Collect the measures of all passages, sorted by passage id."""
    return tuple(p for key in sorted(annotations) if (p := _promise(key, annotations[key])) is not None)


def _promise(key: str, annotation: Annotation) -> Promise | None:
    measures = [s for s in annotation.segments if s.role == "measure"]
    if not measures:
        return None
    text = "".join(s.text for s in measures)
    actions, causes = actions_of(text), annotation.causes or (GENERIC,)
    answers: bool | None = None
    if actions != (OTHER,) and not {NOT_A_CAUSE, GENERIC} & set(causes):
        answered = {code for name, _, codes in _patterns() if name in actions for code in codes}
        why = "".join(s.text for s in annotation.segments if s.role in {"cause", "effect"})
        answers = bool(answered & set(causes)) or bool(_words(why) & _words(text))
    first = measures[0]
    return Promise(key, key.rsplit("/", 1)[0], first.text, first.start, first.end, actions, causes, answers)


def _words(text: str) -> set[str]:
    """Return the two-character pieces of a text that say something: what cause and measure may have in common."""
    runs = re.findall(r"[一-鿿]+", text)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} - set(_EMPTY_WORDS.split())


def repeated_promises(promises: tuple[Promise, ...], forms: Mapping[str, Form]) -> tuple[tuple[str, str], ...]:
    """Return pairs of passages of one project (else unit) whose measures are the same in different years."""
    texts = {p.passage: p.text for p in promises}
    form_of = {p.passage: forms[p.form] for p in promises}
    out = []
    for copy in find_copies(texts, min_ratio=0.85):
        one, other = form_of[copy.first], form_of[copy.second]
        both = one.project and other.project
        mine, theirs = (one.project, other.project) if both else (one.unit, other.unit)
        same_place = bool(mine) and mine == theirs  # two blank units are not one unit
        if same_place and one.year != other.year and one.year and other.year:
            pair = (copy.first, copy.second) if one.year < other.year else (copy.second, copy.first)
            out.append(pair)
    return tuple(sorted(out))
