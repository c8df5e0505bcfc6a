"""What a whole cell looks like in each column: the cost of reading a run of words as one cell (0 usual, 20 never)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import COMPARATOR, DASH, Token, join_tokens

NEVER = 20.0
LONGEST = {
    "level": 16, "level3": 12, "target": 9, "actual": 9, "weight": 3, "score": 3, "index": 1, "nature": 2, "unit_of": 3,
    "criteria": 40, "extra": 30, "deviation": 90,
}  # fmt: skip
"""How many words a cell of a column may have."""
MARK = re.compile(r"\d{1,3}(\.\d{1,4})?分?")
QUANTITY = re.compile(
    r"(不低于|不少于|不超过|不高于|大于等于|小于等于|大于|小于|等于|[≥≤=＝≧≦><＞＜⩾⩽±约近]{0,2})"
    r"-?\d[\d,]*(\.\d+)?(-\d[\d.]*)?(\((?:[^()\d]|\([^()]*\)){0,10}\)|(?:[%‰]|[^\d(),。;、%‰]{0,7})(\([^()\d]{1,6}\))?)"
)
UNIT = re.compile(r"[-\d.,≥≤=＝<>＜＞≧≦%()（）\s]")
_ENDS = re.compile(
    r"(率|数|量|度|性|情况|水平|程度|成本|效果|能力|机制|制度|及时|质量|人员|标准|控制|完成|规模|目录|名称|单价|稳定|"
    r"影响|条件|时间|时限|保障|发展|收入|投入|面|目标|[(（][^()（）]{2,12}[)）])$"
)
_NATURE = re.compile(r"[≥≤=＝><＞＜≧≦]|定性|定量|正向|反向|正向指标|反向指标|大于等于|小于等于|等于")
_SENTENCE_END = re.compile(r"[。;!”)]$")
_CLOSING = re.compile(r"^[)。,、;:%”’]")
_OPENING = re.compile(r"[(“‘,、]$")
_POINTS = re.compile(r"\((权重)?[:：]?\d{1,3}(\.\d+)?(分|%)?\)$|\d{1,3}分$")
SILENT = re.compile(r"无|无偏差|[-—–―－/\\─━]+|达成|已完成|完成")


def text_of(run: Sequence[Token]) -> str:
    """Return the printed text of a run of words, squeezed: what the looks are told by."""
    return words.squeeze(join_tokens(run))


def balance(text: str) -> float:
    """Cost of brackets and quotation marks that do not close, of a beginning or an end inside something."""
    cost = 4.0 * abs(text.count("(") - text.count(")"))
    cost += 2.0 * (text.count("“") != text.count("”") or text.count("《") != text.count("》")) + 4.0 * ("“”" in text)
    return cost + 4.0 * bool(_CLOSING.match(text)) + 4.0 * bool(_OPENING.search(text))


def is_mark(text: str) -> bool:
    """Whether a text prints points."""
    return bool(MARK.fullmatch(text)) and float(text.rstrip("分")) <= 100


@cache
def _levels() -> frozenset[str]:
    return words.level_names()


def level_name(text: str) -> str:
    """Return the level name that a text prints, without points behind it; "" where it is none."""
    plain = _POINTS.sub("", text)
    return next((name for name in (text, plain) if name in _levels()), "")


def _level(text: str) -> float:
    if level_name(text):
        return -1.5
    plain = _POINTS.sub("", text)
    if WHOSE.fullmatch(plain):
        return -0.6  # printed for the level as well as for an indicator
    if re.fullmatch(r"[\u4e00-\u9fff]{2,12}(指标|目标)", plain):
        return 5.0 if any(plain.endswith(n) for n in _levels()) else 1.5
    return NEVER


WHOSE = re.compile(r"(服务对象|受益对象|社会公众|社会公众或服务对象|服务对象或社会公众)满意度")


def _name(text: str) -> float:
    if is_mark(text) or COMPARATOR.match(text) or DASH.match(text) or level_name(text) or not re.search(r"\w", text):
        return NEVER
    cost = balance(text) + (6.0 if re.search(r"[。;!；！]", text) else 1.0 if "," in text else 0.0)
    cost += 5.0 * (text in words.phrases("answers")) + 2.0 * (text in words.phrases("wishes"))
    if re.match(r"[\d.]+[^\d年月]", text):
        cost += 0.5 if re.match(r"\d[A-Za-z]", text) else 3.0
    cost += 4.0 * bool(re.search(r"[≥≤=＝]\d", re.sub(r"\([^()]*\)", "", text))) + 10.0 * bool(_SIGN_END.search(text))
    cost += 4.0 * bool(re.search(r"\(\d+分|\d\([^()\d]+\)", text))
    cost += 3.0 * bool(re.search(r"满意度.*满意度", text)) + 5.0 * bool(re.search(r"\d年度.{0,4}(决算|预算)", text))
    cost += 0.1 * max(0, len(text) - 20) + 1.5 * (len(text) < 3) + 2.0 * (len(text) < 2)
    cost += 3.0 * bool(re.search(r"[\u4e00-\u9fff)]\d[\d,.]*[^\d()年]{0,3}$", text))
    return cost - 1.0 * bool(_ENDS.search(text)) - 2.0 * bool(re.match(r"指标\d+[:：.]", text))


_SIGN_END = re.compile(r"[≥≤=＝><＞＜]$")


def _value(text: str) -> float:
    """Rate a value that may stand in either column of values."""
    if QUANTITY.fullmatch(text):
        return -1.0 if not text.isdigit() else 0.5
    prose = re.search(r"[。;!,，；]", re.sub(r"(?<=\d),(?=\d{3})", "", text))
    cost = balance(text) + (4.0 if prose else 0.0) + 0.15 * max(0, len(text) - 8)
    cost += 4.0 * (len(re.findall(r"\d[\d,.]*", text)) > 1) + 3.0 * bool(re.search(r".[≥≤=＝×÷“”]", text))
    cost += 4.0 * bool(_TWO_UNITS.match(text))
    return cost + 1.5 + 0.5 * bool(_ENDS.search(text)) + 2.0 * bool(re.match(r"[\d.]", text)) + (len(text) == 1)


_TWO_UNITS = re.compile(r"([^\W\d]{1,3})\d[\d,.]*\1")
"""The unit of the value before, then a value of the same unit: 批次17批次."""


def _target(text: str) -> float:
    if re.fullmatch(r"[≥≤=＝><＞＜]+", text):
        return NEVER
    if text in words.phrases("wishes"):
        return -1.0
    return 2.0 if text in words.phrases("answers") else _value(text) - (1.5 if COMPARATOR.match(text) else 0.0)


def _actual(text: str) -> float:
    if COMPARATOR.match(text):
        return 5.0
    if text in words.phrases("answers"):
        return -1.5
    return 0.0 if DASH.match(text) else _value(text) + 0.3 * (text in words.phrases("wishes"))


def _mark(text: str) -> float:
    return -1.0 if is_mark(text) else 3.0 if DASH.match(text) else NEVER


def _prose(text: str) -> float:
    if SILENT.fullmatch(text):
        return 0.0
    if is_mark(text) or COMPARATOR.match(text) or level_name(text):
        return 9.0
    cost = balance(text) + (0.0 if _SENTENCE_END.search(text) else 1.5)
    return cost + (0.0 if re.search(r"[,。;:]", text) else 2.0)


def _extra(text: str) -> float:
    return 9.0 if level_name(text) else 0.5 + balance(text) - 1.0 * bool(_SCORING.search(text))


_SCORING = re.compile(
    r"得满分|不得分|扣完|扣[\d.]+分|扣\d+%|酌情扣|酌情得|得\d+%|计分|扣权重|得权重|得分=|每[低少超逾][^,。]{0,8}扣"
)
"""What rules of scoring say and no cell of another column."""


def _nature(text: str) -> float:
    return -2.0 if _NATURE.fullmatch(text) else NEVER


def _unit(text: str) -> float:
    return (
        -0.5 if re.fullmatch(r"[^\d,。]{1,6}(\([^()]{1,5}\))?", text) and text.count("(") == text.count(")") else NEVER
    )


def _index(text: str) -> float:
    return -1.0 if re.fullmatch(r"\d{1,2}[.、]?", text) else NEVER


_TABLE_WORDS = re.compile(r"(产出|效益|数量|质量|时效|成本|满意度|影响|绩效)指标|指标(\(\d+分?\))?$")
"""What stands in the columns of levels: in another cell it was read into it by mistake."""

_COSTS = {
    "level": _level, "level3": _name, "target": _target, "actual": _actual, "weight": _mark, "score": _mark,
    "deviation": _prose, "criteria": _extra, "extra": _extra, "nature": _nature, "unit_of": _unit, "index": _index,
}  # fmt: skip


@lru_cache(maxsize=100_000)
def cell_cost(column: str, text: str) -> float:
    """Return what it costs to read a text as a whole cell of a column."""
    content = column in ("level3", "target", "actual", "deviation") and text not in words.usual()
    foreign = content and (_TABLE_WORDS.search(text) or _SCORING.search(text))
    return _COSTS[column.partition("#")[0]](text) + (4.0 if foreign else 0.0)
