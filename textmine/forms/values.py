"""Targets and actual values as numbers: «≥95.00(%)», «=4.00(个)», «2,000万条»."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Relation = Literal["<=", ">=", "=", ""]

_VALUE = re.compile(
    r"(?P<sign>≥|≤|>=|<=|>|<|=|不低于|不少于|不小于|大于|不超过|不高于|不大于|小于|控制在)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)"
)
_AT_LEAST = {"≥", ">=", ">", "不低于", "不少于", "不小于", "大于"}
_AT_MOST = {"≤", "<=", "<", "不超过", "不高于", "不大于", "小于", "控制在"}
_DATE = re.compile(r"月[底末初中前份]|日前|年[底末初前]")
_PERCENT = re.compile(r"[%％]")
_MET_WORDS = ("达成指标", "已达成", "达到预期", "完成", "达标")
_NOT_MET_WORDS = ("部分", "未", "不", "基本", "较")
OVERFULFILLED = Decimal("1.3")
"""Actual values beyond this multiple of the target: the 30% from which rules commonly ask for an explanation."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number with the relation and the unit it is printed with."""

    number: Decimal
    relation: Relation = ""
    unit: str = ""

    @property
    def is_percent(self) -> bool:
        """Whether the unit is per cent."""
        return _PERCENT.search(self.unit) is not None


@lru_cache(maxsize=1 << 15)
def parse_value(text: str) -> Value | None:
    """Read a cell that holds exactly one number; None for words, several numbers, dates.

    Examples
    --------
    >>> parse_value("≥95.00(%)")
    Value(number=Decimal('95.00'), relation='>=', unit='%')
    >>> parse_value("及时") is None, parse_value("6月底") is None
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = list(_VALUE.finditer(plain))
    if len(found) != 1:
        return None
    match = found[0]
    before = plain[: match.start()].strip()
    if before and not re.fullmatch(r"(达到|完成|实际|共|约|已|数量|\(|不)+", before):
        return None
    sign = match["sign"] or ""
    relation: Relation = ">=" if sign in _AT_LEAST else "<=" if sign in _AT_MOST else "=" if sign else ""
    unit = plain[match.end() :].strip().strip("()").strip()
    number = Decimal(match["number"].replace(",", ""))
    return Value(number, relation, unit) if len(unit) <= 12 and not _DATE.match(unit) else None


def is_met(target: Value, actual: Value) -> bool | None:
    """Whether the actual value meets the target; None where the units differ, or both are months or years."""
    if not target.relation and target.unit in {"月", "年"}:  # «9月» against «6月»: more is later, not more
        return None
    if target.unit != actual.unit and target.unit and actual.unit:
        return None
    if target.relation == "<=":
        return actual.number <= target.number
    return actual.number == target.number if target.relation == "=" else actual.number >= target.number


def target_met(target: str, actual: str) -> bool | None:
    """Whether the printed actual value meets the printed target; None where the cells do not say.

    Examples
    --------
    >>> target_met("≥4.00(个)", "12.00(个)"), target_met("健全", "部分达成指标"), target_met("提升", "较好")
    (True, False, None)
    """
    wanted, got = parse_value(target), parse_value(actual)
    if wanted is not None and got is not None:
        return is_met(wanted, got)
    text = actual.strip()
    if not text:
        return None
    if text == target.strip():
        return True
    if any(word in text for word in _NOT_MET_WORDS):
        return False if "部分" in text or "未" in text else None
    return True if text in _MET_WORDS else None


def fulfilment(target: str, actual: str) -> Decimal | None:
    """Return actual / target where both are numbers of one unit, the target is positive and more is better."""
    wanted, got = parse_value(target), parse_value(actual)
    if wanted is None or got is None or wanted.number <= 0 or wanted.relation == "<=" or is_met(wanted, got) is None:
        return None
    return got.number / wanted.number
