"""The columns of an indicator table, left to right, as its header prints them in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import Token

_LEVELS = ("level1", "level2", "level3")
_SHORT = {"性质": "nature", "单位": "unit_of"}
_LOOSE = ((r"原因|措施|偏差|备注", "deviation"), (r"得分|评分", "score"), (r"分值|权重", "weight"))
_STANDARD = ("target", "actual", "weight", "score")


def columns_of(header: Sequence[Token]) -> tuple[str, ...]:
    """Return the columns; ``level`` stands for all levels, ``extra#n`` for columns that are read past.

    Titles that stand over others (年度指标值 over 性质, 指标值, 单位) are printed before the levels: the columns of the
    target stand together all the same. What the header does not tell stands where the national template has it.
    """
    seen = _titles(header)
    index = ["index"] if "index" in seen else []
    inner = [r for r in seen if r not in (*_LEVELS, "index")]
    split = [r for r in dict.fromkeys(reversed(seen)) if r in ("nature", "target", "unit_of")][::-1]
    if len(split) > 1:
        at = min(inner.index(r) for r in split)
        inner = [r for r in inner if r not in split]
        inner[at:at] = split
    inner = list(dict.fromkeys(inner))
    if not {"target", "actual"} & set(inner) or not {"weight", "score"} & set(inner):
        inner = [*_STANDARD, *(["deviation"] if "deviation" in inner else [])]
    elif "deviation" in inner and inner[-1] != "deviation" and inner.index("deviation") < inner.index("score"):
        inner = [*(r for r in inner if r != "deviation"), "deviation"]
    return (*index, "level", "level3", *inner)


def _again(role: str, token: Token, seen: Sequence[str]) -> bool:
    """Whether a title is a column of remarks beside that of explanations."""
    return role == "deviation" and role in seen and words.squeeze(token.text) in ("备注", "说明")


def _role(token: Token) -> str:
    """Return what a title announces here: a result or a name may be something else in another block."""
    plain = words.squeeze(token.text).rstrip(":")
    own = words.blocks()["indicators"]
    return own.get(plain) or own.get(plain.partition("(")[0]) or token.role or _SHORT.get(plain, "")


def _titles(header: Sequence[Token]) -> list[str]:
    out: list[str] = []
    begun = unknown = False
    for token in header:
        role = _role(token)
        if role in words.COLUMNS:
            begun, unknown = True, False
            out.append(f"extra#{len(out)}" if role == "criteria" or _again(role, token, out) else role)
        elif role or not begun or not re.search(r"[\u4e00-\u9fff]{2}", token.text):
            continue
        else:
            told = next((r for pattern, r in _LOOSE if re.search(pattern, token.text)), "")
            if told and told not in out:
                out.append(told)
            elif not told and not unknown and len(token.text) <= 10:
                out.append(f"extra#{len(out)}")
            unknown = not told
    return out
