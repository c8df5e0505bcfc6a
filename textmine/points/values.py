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
    """Whether the actual value meets the target; None where the units differ."""
    if target.unit != actual.unit and target.unit and actual.unit:
        return None
    if target.relation == "<=":
        return actual.number <= target.number
    return actual.number == target.number if target.relation == "=" else actual.number >= target.number
