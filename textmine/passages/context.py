"""What the indicator row beside a passage tells of its pieces: which of them restate the deviation itself.

A row carries the indicator's name, its target and what was reached. A piece that repeats these figures or words is
rarely a cause. All of it is optional: models are trained with part of the rows left out, so that texts alone do well.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.passages.pieces import Piece

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NEAR = 0.002
"""Figures are rounded in texts: 92.6 for 92.57."""
_ENDS = tuple("。！？!?.\n")
_LEFT_OUT = 2
"""One in so many rows is left out in training."""


@dataclass(frozen=True, slots=True)
class RowContext:
    """The cells of an indicator row as printed; empty where unknown.

    Examples
    --------
    >>> RowContext.of({"indicator": "覆盖率", "target": "≥95%", "actual": None}).target
    '≥95%'
    """

    indicator: str = ""
    target: str = ""
    actual: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> RowContext | None:
        """Take `indicator`, `target` and `actual` from an object; None where it has none of them."""
        cells = [str(row.get(name) or "") for name in ("indicator", "target", "actual")]
        return cls(*cells) if any(cells) else None


def figures(text: str) -> list[float]:
    """Return the numbers of a text, in order."""
    return [float(n.replace(",", "")) for n in _NUMBER.findall(text)]


def left_out(text: str) -> bool:
    """Whether the context of a passage is withheld in training: by its text, so that it is the same every time."""
    return zlib.crc32(text.encode("utf-8")) % _LEFT_OUT == 0


def context_features(pieces: Sequence[Piece], row: RowContext | None) -> list[tuple[str, ...]]:
    """Return the features of each piece; empty ones without a row."""
    if row is None:
        return [()] * len(pieces)
    target, actual = figures(row.target), figures(row.actual)
    gaps = _gaps(target, actual)
    side = _side(target, actual)
    pairs = {row.indicator[i : i + 2] for i in range(len(row.indicator) - 1)}
    found = []
    for piece in pieces:
        numbers = figures(piece.text)
        hits = "".join("01"[_any_near(numbers, known)] for known in (actual, target, gaps)) if numbers else "-"
        overlap = _grade(sum(p in piece.text for p in pairs) / max(1, len(pairs)))
        found.append((hits, overlap, len(row.actual) > 1 and not actual and row.actual in piece.text))
    words = word_overlap(pieces, row.indicator, row.target)
    named = [hits[0] == "1" or overlap > 1 for hits, overlap, _ in found]
    return [
        (
            *(f"H:o{overlap}", f"H:{side}", f"H:n{hits}", f"H:n{hits}{side}", f"H:n{hits}o{overlap}", f"H:w{word}"),
            *_around(named, i),
            *words[i],
        )
        for i, (hits, overlap, word) in enumerate(found)
    ]


def _side(target: Sequence[float], actual: Sequence[float]) -> str:
    """Short of the target, beyond it, or unknown; a target that is met says nothing: points may still be lost."""
    if not target or not actual or target[0] == actual[0]:
        return "?"
    return "<" if actual[0] < target[0] else ">"


def _gaps(target: Sequence[float], actual: Sequence[float]) -> list[float]:
    """Difference, and the shares that texts state in its place."""
    if not target or not actual:
        return []
    t, a = target[0], actual[0]
    shares = [a / t * 100, abs(a - t) / t * 100, a / t] if t else []
    return [abs(t - a), *shares]


def _any_near(numbers: Sequence[float], known: Sequence[float]) -> bool:
    return any(abs(x - y) <= _NEAR * abs(y) + 1e-6 for x in numbers for y in known)


def _grade(share: float) -> int:
    return 0 if share == 0 else 1 if share < 0.34 else 2 if share < 0.67 else 3


def _around(named: Sequence[bool], i: int) -> tuple[str, ...]:
    """Whether this piece, the one before or the one after names the deviation, and whether it is the first to do so."""
    row = [f"H:{name}" for name, at in (("-k", i - 1), ("+k", i + 1)) if 0 <= at < len(named) and named[at]]
    if named[i]:
        row += [f"H:k{min(i, 2)}{min(len(named) - 1 - i, 2)}", f"H:first{not any(named[:i])}"]
    return tuple(row)


_GENERIC = re.compile(
    r"覆盖|完成|达标|合格|及时|有效|使用|执行|支出|建成|达成|实现|办结|按期|按时|准时|综合|年度|本年|全年|项目|工作|情况|服务|管理|建设|数量|人数|户数|次数|个数|"
    r"家数|处数|台数|批次|比例|占比|程度|成效|效果|效益|水平|质量|时间|时效|健全性|满意度|知晓|公众|群众|对象|成本|单价|单位|控制|规范|标准|发放|新增|落实|率|数|"
    r"度|性|量|额|人次|=|≥|≤|\W"
)
"""Words of indicators that say how something is measured, not what."""
_UNIT = re.compile(r"\d(?:%|％)?\s*[（(]?([\u4e00-\u9fff])")


def word_overlap(pieces: Sequence[Piece], indicator: str, target: str) -> list[list[str]]:
    """Describe how much of what the indicator measures each piece names, and whether it counts in the target's unit."""
    core = _GENERIC.sub("", indicator)
    pairs = {core[k : k + 2] for k in range(len(core) - 1)}
    tail = {indicator[-4:][k : k + 2] for k in range(3)}
    unit = _UNIT.search(target)
    counted = re.compile(rf"\d\s*{unit[1]}").search if unit else None
    shares = [len(set(core).intersection(p.text)) / max(1, len(set(core))) for p in pieces]
    grades = [_grade(s) for s in shares]
    top = max(shares, default=0.0)
    out = []
    for i, piece in enumerate(pieces):
        closes = int(not (piece.text.rstrip(" ”」）)")[-1:] in _ENDS or i + 1 == len(pieces)))
        both = _grade(sum(p in piece.text for p in pairs) / max(1, len(pairs)))
        row = [f"Ov:{grades[i]}", f"Ob:{both}", f"Ovb:{grades[i]}{closes}"]
        row.append(f"Ot:{min(sum(t in piece.text for t in tail), 2)}{both}")
        row += ["Om:", f"Om:{closes}"] if shares[i] == top > 0 else []
        row += ["Ou:", f"Ou:{closes}"] if counted and counted(piece.text) else []
        row += [f"Ov{name}:{grades[at]}" for name, at in (("+", i + 1), ("-", i - 1)) if 0 <= at < len(pieces)]
        out.append(row)
    return out
