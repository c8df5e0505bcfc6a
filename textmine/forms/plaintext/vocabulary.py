"""What the words of a form mean to the reader of plain text: labels, column titles, levels, usual answers.

A text layer has no cells; the printed labels are the only landmarks. They stand in ``phrases.toml`` and, for all
readers, in ``layouts.toml``; both are read when a text is first read.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.forms.layouts import Layouts

TITLE = re.compile(
    r"^(?!.*(申报|评分表|汇总|目录|附件)).{0,40}(绩效|支出|项目).{0,8}自评(价|得分|打分|评分)?(情况)?表([(（].{0,10}[)）])?$"
)
_ANNEX = re.compile(r"^附[件表]?[\d一二三四五六七八九十]*(-\d+)?[:、.]?(?=.{4})")
CONTINUED = re.compile(r"表[(（]续表?[)）]$")
COLUMNS = (
    "level1", "level2", "level3", "nature", "target", "unit_of", "actual", "criteria", "index", "weight", "score",
    "deviation",
)  # fmt: skip
HEAD = ("project", "department", "unit", "other")


@lru_cache(maxsize=50_000)
def squeeze(text: str) -> str:
    """Return the text as compared: NFKC, no white space, no zero-width characters, round brackets half width."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def is_title(text: str) -> bool:
    """Whether a line is the title of a form, with or without the number of an annex before it."""
    return bool(TITLE.match(_ANNEX.sub("", squeeze(text))))


@cache
def _data() -> Mapping[str, Any]:
    text = files("textmine.forms.plaintext").joinpath("phrases.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def phrases(group: str) -> frozenset[str]:
    """Return a group of ``phrases.toml`` (``level1 level2 answers wishes grades``), squeezed."""
    return frozenset(squeeze(p) for p in _data()[group])


@cache
def template() -> tuple[str, ...]:
    """Level-2 names in the order in which the national template prints them."""
    names = [squeeze(n) for n in _data()["level2"]]
    costs = [n for n in names if n.endswith("成本指标") and n != "成本指标"]
    return tuple(dict.fromkeys([*costs, *names]))


@cache
def usual() -> frozenset[str]:
    """Answers and wishes: texts that make a whole cell."""
    return phrases("answers") | phrases("wishes")


@cache
def family() -> Mapping[str, str]:
    """Level 2 → its level 1, where the national template leaves no choice."""
    return {squeeze(k): squeeze(v) for k, v in _data()["family"].items()}


_BORROWED = {
    "head": {"grade": "grade", "score": "total", "year": "other", "ignored": "other"},
    "funding": {"part": "item", "block": "funding_side", "item": "funding_side"},
    "goal": {"expected": "expected", "actual": "goal_actual", "block": "goal_side"},
    "foot": {"reason": "reason", "measure": "measure", "total": "total"},
    "indicators": {
        "target_value": "target", "target_sign": "nature", "target_unit": "unit_of", "measure": "deviation",
        "ordinal": "index", "extra": "criteria", "block": "table_side",
    },
}  # fmt: skip
_SAME = {
    "head": HEAD[:3],
    "funding": ("initial_budget", "budget", "executed", "rate", "weight", "score"),
    "indicators": ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"),
}
_SHORT = frozenset(("分值", "权重", "得分", "分数", "评分", "序号", "总分", "合计", "等级", "备注", "说明"))
_AMBIGUOUS = frozenset(
    (
        "完成率",
        "到位率",
        "使用率",
        "偏差率",
        "满意度",
        "资金",
        "其中",
        "目标",
        "指标",
        "内容",
        "类别",
        "数量",
        "质量",
        "成本",
        "时效",
    )
)
"""Labels of the layouts that in running text are more often the name of an indicator or part of a value."""


def _own(block: str) -> dict[str, str]:
    return {squeeze(w): role for role, group in _data()["labels"][block].items() for w in group}


_User = frozenset[tuple[str, str, str]]
"""Block, label and role of labels that a user's layouts add."""
_user: ContextVar[_User] = ContextVar("labels of the user", default=frozenset())


@contextmanager
def using(layouts: Layouts | None) -> Iterator[None]:
    """Read with the labels of a user's layouts as well; they win over ours."""
    token = _user.set(_added(layouts) if layouts is not None else frozenset())
    try:
        yield
    finally:
        _user.reset(token)


def _added(layouts: Layouts) -> _User:
    from textmine.forms.layouts import builtin_layouts

    ours = builtin_layouts()
    own = {("indicators", k, r) for layout in layouts.layouts for k, r in layout.labels.items()}
    own -= {("indicators", k, r) for layout in ours.layouts for k, r in layout.labels.items()}
    own |= {
        (block, k, r)
        for block, known in layouts.labels.items()
        for k, r in known.items()
        if ours.labels.get(block, {}).get(k) != r
    }
    return frozenset((b, k, found) for b, k, r in own if (found := _role_here(b).get(r)))


def _role_here(block: str) -> dict[str, str]:
    """Return what the roles of the layouts are called in a stream of words."""
    return {**_BORROWED.get(block, {}), **{r: r for r in _SAME.get(block, ())}}


def _borrowed(block: str) -> dict[str, str]:
    from textmine.forms.layouts import builtin_layouts

    roles_ = _role_here(block)
    known = builtin_layouts().labels.get(block, {}).items()
    usable = ((k, roles_[r]) for k, r in known if r in roles_ and k not in _AMBIGUOUS)
    return {k: role for k, role in usable if len(k) >= 3 or k in _SHORT}


def blocks() -> Mapping[str, Mapping[str, str]]:
    """Return for each block of a form its labels: squeezed label → role; the layouts' vocabulary under our own."""
    return _blocks(_user.get())


@cache
def _blocks(user: _User) -> Mapping[str, Mapping[str, str]]:
    return {
        block: {**_borrowed(block), **_own(block), **{k: r for b, k, r in user if b == block}}
        for block in _data()["labels"]
    }


def roles() -> Mapping[str, str]:
    """Squeezed label → what it announces, for the whole form; where blocks differ, the later of this order wins."""
    return _roles(_user.get())


@cache
def _roles(user: _User) -> Mapping[str, str]:
    out: dict[str, str] = {}
    for block in ("foot", "funding", "head", "indicators", "goal"):
        out.update(_blocks(user)[block])
    for block in ("head", "funding", "foot", "indicators", "goal"):
        out.update(_own(block))
    columns = {k for k, role in _own("indicators").items() if role in COLUMNS}
    for name in level_names() - columns:
        out.pop(name, None)
    # 合计 and 总分 end the table wherever they stand; the items of the funding block are never anything else
    out.update({k: role for k, role in _own("foot").items() if role in ("total", "grade")})
    out.update({k: role for k, role in _own("funding").items() if role in ("item", "funding_side")})
    out.update({k: role for _, k, role in sorted(user)})
    return out


def labels(block: str, *wanted: str) -> frozenset[str]:
    """Squeezed labels of a block, of some roles only where any are given."""
    return _labels(_user.get(), block, *wanted)


@cache
def _labels(user: _User, block: str, *wanted: str) -> frozenset[str]:
    return frozenset(k for k, role in _blocks(user)[block].items() if not wanted or role in wanted)


def side_labels() -> frozenset[str]:
    """Labels that stand at the left of the goal and of the table, often written downwards."""
    return labels("goal", "goal_side") | labels("indicators", "table_side") | frozenset({"绩效指标", "年度绩效指标"})


@cache
def _prefixes(names: frozenset[str]) -> frozenset[str]:
    return frozenset(n[:k] for n in names for k in range(1, len(n) + 1))


def match(text: str, names: frozenset[str]) -> str:
    """Tell whether squeezed text is a name (``whole``), may become one (``part``) or neither ("").

    An addition in brackets behind a name (（A）, (万元), （10分）) belongs to it.
    """
    plain = text.rstrip(":")
    if plain in names or _core(plain) in names:
        return "whole"
    return "part" if plain in _prefixes(names) else ""


_ADDED = re.compile(r"\([^()]{0,8}\)|\([^()]{0,6}$")


def _core(plain: str) -> str:
    """Return a label without what stands behind it in brackets, closed or not yet closed."""
    return _ADDED.sub("", plain) if "(" in plain else plain


def role_of(text: str) -> str:
    """Return what a printed label announces, "" for other text."""
    plain = squeeze(text).rstrip(":")
    return roles().get(plain) or roles().get(_core(plain), "")


LEVEL = re.compile(r"^(?P<name>.{2,16}?)(\((权重)?[:：]?\d+(\.\d+)?(分|%)?\))?$")


def level_of(text: str) -> str:
    """Return the level name that a text prints, without a weight behind it; "" where it is none."""
    match = LEVEL.match(squeeze(text))
    name = match["name"] if match else ""
    return name if name in level_names() else ""


@cache
def level_names() -> frozenset[str]:
    """Return all known names of levels 1 and 2."""
    from textmine.forms.layouts import builtin_layouts

    known = {n for n in builtin_layouts().known_levels if n.endswith("指标") and n != "绩效指标"}
    return (phrases("level1") | phrases("level2") | {squeeze(n) for n in known}) - {"绩效指标"}
