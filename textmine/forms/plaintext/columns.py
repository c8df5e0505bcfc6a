"""The columns of the indicator table, in the order of its header, and what a token looks like in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import COMPARATOR, DASH, PLAIN, Token

STANDARD = ("level", "level3", "target", "actual", "weight", "score", "deviation")
_ENDS = re.compile(
    r"(率|数|量|度|性|情况|水平|程度|成本|效果|能力|机制|制度|及时|质量|人员|标准|控制|完成|规模|目录|名称|单价)$"
)
_FRAGMENT = re.compile(r"^[\d.,]*[)）%]|^[\d.,]*[(（][^\d]{0,6}[)）]$|^[\d.]+[)）]$")
_NATURE = {"≥", "≤", "=", "＝", ">", "<", "＞", "＜", "定性", "正向", "反向", "正向指标", "反向指标"}
_VALUE = re.compile(r"\d")


def order_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the columns in printed order; what the header does not tell stands where the national template has it."""
    seen = [t.role for t in tokens if t.role in words.COLUMNS]
    inner = list(dict.fromkeys(r for r in seen if r not in ("level1", "level2", "index", "level3", "deviation")))
    numbers = {"weight", "score"} & set(inner)
    if not numbers or not {"target", "actual"} & set(inner):
        inner = [*STANDARD[2:6]]
    elif not {"target", "actual"} <= set(inner):
        inner = [c for c in STANDARD[2:6] if c not in ("weight", "score") or c in numbers]
    tail = ["deviation"] if "deviation" in seen else []
    return ("level", "level3", *inner, *tail)


@dataclass(frozen=True, slots=True)
class Look:
    """What a token looks like, told once: the cost of reading it in each column (0 usual, 20 impossible)."""

    costs: dict[str, float]

    def __getitem__(self, column: str) -> float:
        """Return the cost of one column."""
        return self.costs[column]


def look(token: Token, order: Sequence[str]) -> Look:
    """Return the cost of a token in every column."""
    return Look({column: _COSTS[column.partition("#")[0]](token, token.text) for column in order})


def _level(token: Token, text: str) -> float:
    return 0.0 if token.role == "level" else 20.0


def _level3(token: Token, text: str) -> float:
    if token.role:
        return 20.0
    if PLAIN.match(text) or COMPARATOR.match(text) or DASH.match(text):
        return 8.0
    cost = 6.0 if re.search(r"[。；！]", text) else 1.5 if "，" in text else 0.0
    if words.squeeze(text) in words.phrases("answers"):
        cost += 5.0
    elif words.squeeze(text) in words.phrases("wishes"):
        cost += 2.0
    if _FRAGMENT.match(text):
        cost += 4.0
    return cost - (0.8 if _ENDS.search(text) else 0.0) + (1.0 if len(text) == 1 else 0.0)


def _target(token: Token, text: str) -> float:
    if token.role:
        return 20.0
    if COMPARATOR.match(text):
        return -3.0
    plain = words.squeeze(text)
    if plain in words.phrases("wishes"):
        return -1.0
    if plain in words.phrases("answers"):
        return 2.0
    return _value(text) + (1.0 if PLAIN.match(text) else 0.0)


def _actual(token: Token, text: str) -> float:
    if token.role:
        return 20.0
    plain = words.squeeze(text)
    if COMPARATOR.match(text):
        return 5.0
    if plain in words.phrases("answers"):
        return -2.0
    return _value(text) + (1.0 if PLAIN.match(text) else 0.0)


def _value(text: str) -> float:
    if re.search(r"[。；！，]", text) or len(text) > 26:
        return 4.0
    if _VALUE.search(text[:2]):
        return 0.0
    return 1.0 + 0.1 * max(0, len(text) - 6) + (1.0 if _ENDS.search(text) else 0.0)


def _mark(token: Token, text: str) -> float:
    return 0.0 if PLAIN.match(text) and not token.role else 6.0 if DASH.match(text) else 20.0


def _prose(token: Token, text: str) -> float:
    if token.role == "prose":
        return 0.0
    if token.role:
        return 20.0
    if PLAIN.match(text):
        return 8.0
    if COMPARATOR.match(text):
        return 6.0
    if words.squeeze(text) in ("无", "无偏差") or DASH.match(text):
        return 0.0
    return 0.0 if re.search(r"[，。；：、]", text) or len(text) > 9 else 1.6


def _nature(token: Token, text: str) -> float:
    return -2.0 if text in _NATURE else 20.0


def _unit(token: Token, text: str) -> float:
    return 20.0 if token.role else 0.0 if len(text) <= 4 and not text[0].isdigit() else 5.0


def _index(token: Token, text: str) -> float:
    return 0.0 if re.fullmatch(r"\d{1,3}[.、]?", text) and not token.role else 20.0


def _extra(token: Token, text: str) -> float:
    """Rate a word in a column that is read past: anything may stand there, so its place decides."""
    return 20.0 if token.role == "level" else 1.2


_COSTS = {
    "level": _level,
    "level3": _level3,
    "target": _target,
    "nature": _nature,
    "unit_of": _unit,
    "actual": _actual,
    "criteria": _prose,
    "weight": _mark,
    "score": _mark,
    "deviation": _prose,
    "index": _index,
    "extra": _extra,
}
