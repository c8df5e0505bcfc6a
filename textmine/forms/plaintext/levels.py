"""Which level 1 and level 2 stand before a row, where the text tells it and where it only hints at it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from textmine.forms.plaintext import vocabulary as words

Levels = tuple[str, str]
_CUES = {
    "数量指标": (
        "数量",
        "个数",
        "次数",
        "人数",
        "面积",
        "规模",
        "目录",
        "场次",
        "覆盖",
        "开展",
        "人员",
        "建设",
        "点位",
    ),
    "质量指标": ("率", "合格", "达标", "准确", "质量", "可用", "规范", "验收", "标准", "缺陷", "测评", "性能"),
    "时效指标": ("及时", "时间", "按时", "响应", "进度", "时效", "时限", "周期"),
    "成本指标": ("成本", "费用", "单价", "预算", "支出"),
    "经济成本指标": ("成本", "费用", "单价", "预算", "支出"),
    "社会成本指标": ("社会成本",),
    "生态环境成本指标": ("环境成本", "生态"),
    "经济效益指标": ("经济", "成本", "节约", "收入", "降低", "稳定"),
    "社会效益指标": ("社会", "服务", "群众", "企业", "事故", "保障", "共享", "能力", "水平", "效率", "使用", "开放"),
    "生态效益指标": ("能耗", "环境", "生态", "节能", "污染", "绿色", "排放"),
    "可持续影响指标": ("长效", "机制", "可持续", "持续", "制度", "人才", "运行情况"),
    "服务对象满意度指标": ("满意",),
    "满意度指标": ("满意",),
}


def split_levels(names: Sequence[str]) -> list[tuple[int, str]]:
    """Tell level 1 from level 2 for the labels of a form, in printed order."""
    plain = [words.level_of(n) or words.squeeze(n) for n in names]
    first, second = words.phrases("level1"), words.phrases("level2")
    out: list[tuple[int, str]] = []
    for i, name in enumerate(plain):
        after = plain[i + 1] if i + 1 < len(plain) else ""
        before = out[-1] if out else (0, "")
        if name in first and name in second:
            level = 1 if after.endswith("成本指标") and after != name else 2
        elif name == "满意度指标" and before == (1, name):
            level = 2
        else:
            level = 1 if name in first else 2
        out.append((level, name))
    return out


def carry(before: Sequence[Sequence[tuple[int, str]]]) -> list[Levels]:
    """Carry the labels printed before each row down to the next ones."""
    out: list[Levels] = []
    one, two = "", ""
    for labels in before:
        for level, name in labels:
            if level == 1:
                one, two = name, two if name == one else ""
            else:
                two = name
                one = one or words.family().get(name, one)
        out.append((one, two))
    return out


def in_cell_order(before: Sequence[Sequence[tuple[int, str]]], trailing: Sequence[tuple[int, str]]) -> bool:
    """Whether the labels stand where their cells begin, so that carrying them down is right."""
    if trailing or not before or not before[0]:
        return False
    done: list[str] = []
    for one, two in carry(before):
        if two in words.family() and one != words.family()[two]:
            return False
        if two and two in done[:-1] and done[-1] != two:
            return False
        if two and two not in done:
            done.append(two)
    return any(level == 1 for level, _ in before[0])


def place(texts: Sequence[str], before: Sequence[Sequence[tuple[int, str]]], names: Sequence[str]) -> list[str]:
    """Give every row one of the level-2 `names` (in template order): the cheapest partition into spans.

    A label printed beside a row belongs to it; where the text tells nothing, the words of the indicator decide, so that
    the result needs a finding.
    """
    cost = [
        [_fit(t, n, {name for lv, name in b if lv == 2}) for n in names] for t, b in zip(texts, before, strict=True)
    ]
    best: list[list[tuple[float, int]]] = [[(cost[0][j] + 100.0 * (j > 0), j) for j in range(len(names))]]
    for row in cost[1:]:
        last = best[-1]
        ways = [[(last[i][0] + row[j], i) for i in (j, j - 1) if i >= 0] for j in range(len(names))]
        best.append([min(way) for way in ways])
    j, out = len(names) - 1, []
    for step in best[::-1]:
        out.append(names[j])
        j = step[j][1]
    return out[::-1]


def fit(text: str, name: str) -> float:
    """How well the words of an indicator suit a level-2 name: 0 nothing told, -1 or -2 they do."""
    hits = min(sum(0.5 if cue == "率" else 1.0 for cue in _CUES.get(name, ()) if cue in text), 2.0)
    # forms have more social than economic benefits: where nothing is told, that decides
    return -hits + (0.1 if name == "经济效益指标" else 0.0)


def _fit(text: str, name: str, printed: set[str]) -> float:
    beside = 0.0 if not printed else -6.0 if name in printed else 3.0
    return beside + fit(text, name)


def template_order(names: Sequence[str]) -> list[str]:
    """Level-2 names without repetition, in the order of the national template."""
    printed = set(names)
    return [n for n in words.template() if n in printed]


def parents(two: Sequence[str], ones: Sequence[str]) -> list[str]:
    """Level 1 of each row by its level-2 family; the printed level-1 names decide where the family has several."""
    return [words.family().get(n) or ("产出指标" if n == "成本指标" and "成本指标" not in ones else n) for n in two]


def is_ordered(names: Sequence[str]) -> bool:
    """Whether names keep the template's order."""
    rank = {n: i for i, n in enumerate(template_order(names))}
    return all(rank.get(a, 0) <= rank.get(b, 99) for a, b in pairwise(names))
