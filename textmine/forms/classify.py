"""What a row is: a caption, part of the head, the funding, the goal, a header, the foot, or plain content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from textmine.forms.layouts import Layouts
from textmine.forms.table import Row, Slot
from textmine.forms.text import is_blank, label_key, number, squeeze, year_in

Kind = Literal[
    "blank", "title", "other_title", "table_title", "year", "head", "funding", "goal", "header", "total", "grade",
    "reason", "measure", "note", "plain",
]  # fmt: skip

_CONTINUED = re.compile(r"续表?\d*[)\]】]?$|[(\[【]续|^续表?")
_CAPTION = re.compile(r"表(?:[一二三四五六七八九十\d]+)?(?:[(\[【][^)\]】]*[)\]】])*$")
_TRAILING = re.compile(r"(?:[(\[【][^)\]】]*[)\]】]|20\d\d年度?|[-_—:：]+)+$")
_NEXT_LABEL = re.compile(r"\s+(?=20\d\d\s*年|[^\s:：]{2,10}[:：])")
_LABELLED = re.compile(r"\s*([^:：∶]{1,24}?)\s*[:：∶]\s*(.+)", re.DOTALL)
_HUNDRED = re.compile(r"(?<=.)(?:100|一百)分?$")
_LONGEST_YEAR = 16
_NAMED = frozenset({"level1", "level2", "level3"})
_LEVELS = _NAMED | {"block"}
_MEASURED = frozenset({"target", "actual", "weight", "score", "deviation", "remark", "target_sign", "target_unit"})


def caption_kind(text: str, layouts: Layouts) -> Kind:
    """Tell captions of forms from those of other tables and from plain lines."""
    key = squeeze(text)
    if not key or len(key) > 60 or "。" in key:
        return "plain"
    name = key if _CAPTION.search(key) else _TRAILING.sub("", key)
    if not _CAPTION.search(name) or name.endswith(("列表", "代表")):
        return "plain"
    if any(word in name for word in layouts.title_other):
        return "other_title"
    return "title" if any(word in name for word in layouts.title_form) else "table_title"


def is_continued(text: str) -> bool:
    """Whether a caption says that a table goes on (续表)."""
    return _CONTINUED.search(squeeze(text)) is not None


def indicator_roles(row: Row, layouts: Layouts) -> list[str]:
    """Roles of the indicator block that the texts of a row name."""
    return [role for slot in row.texts if (role := layouts.role("indicators", slot.text)) is not None]


def is_header(row: Row, layouts: Layouts) -> bool:
    """Whether a row heads the indicators: it names levels, and target or actual, and hardly anything else."""
    found = set(indicator_roles(row, layouts))
    core = found & (_LEVELS | _MEASURED)
    if "level1" in found and len(found & _LEVELS) > 1 and any(s.rowspan > 1 for s in row.texts):
        return not any(number(slot.text) is not None for slot in row.texts)  # targets and results in its second row
    if not found & _LEVELS or any(number(slot.text) is not None for slot in row.texts):
        return False
    if not found & {"target", "actual"}:
        return False
    if not found & _NAMED and not found & {"weight", "score"}:
        return False  # 年度绩效目标 | 预期目标 | 实际完成情况 heads the goal
    return len(core) >= 4 or {"target", "actual"} <= found


def is_subheader(row: Row, layouts: Layouts) -> bool:
    """Whether a row right below a header row goes on heading: nothing but column labels."""
    texts = row.texts
    known = indicator_roles(row, layouts)
    return bool(texts) and len(known) * 5 >= len(texts) * 3 and not any(number(s.text) is not None for s in texts)


def is_funding_header(row: Row, layouts: Layouts) -> bool:
    """Whether a row heads the funding block."""
    roles = {layouts.role("funding", slot.text) for slot in row.texts}
    return len(roles & {"initial_budget", "budget", "executed", "rate"}) >= 2 and "executed" in roles


def pairs(row: Row, layouts: Layouts, block: str) -> Iterator[tuple[str, str, Slot]]:
    """Give label/value pairs of a row as (role, value, label cell): «项目名称 | …» and «项目名称：…» in one cell."""
    own = row.texts if _alternate(row, layouts, block) else row.own
    for i, slot in enumerate(own):
        role = layouts.role(block, slot.text)
        if role is not None:
            value = own[i + 1].text if i + 1 < len(own) else ""
            after = [s for s in own[i + 1 :] if not s.blank]
            if is_blank(value) and len(after) == 1 == len(row.texts) - 1:
                value = after[0].text  # without ruling lines the value may stand some cells away
            known = layouts.role(block, value) if value else None
            yield role, "" if known else value, slot
        elif (inside := labelled(slot.text, layouts, block)) is not None:
            yield *inside, slot


def _alternate(row: Row, layouts: Layouts, block: str) -> bool:
    """Whether the texts of a row are labels and values in turn, with blank cells of other rows' columns between."""
    roles = [layouts.role(block, slot.text) for slot in row.texts]
    pairs_only = len(roles) > 2 and len(roles) % 2 == 0
    return pairs_only and len(row.own) > len(roles) and all(roles[::2]) and not any(roles[1::2])


def labelled(text: str, layouts: Layouts, block: str) -> tuple[str, str] | None:
    """Split «label：value» printed in one cell or line."""
    found = _LABELLED.match(text)
    role = layouts.role(block, found[1]) if found else None
    if found is None or role is None:
        return None
    return role, found[2] if block == "foot" else _NEXT_LABEL.split(found[2], maxsplit=1)[0]


def foot_kind(row: Row, layouts: Layouts) -> Kind | None:
    """Kind of a row at the foot by its leftmost text, or by the label behind one that is merged over several rows."""
    texts = foot_texts(row, layouts)
    if not texts:
        return None
    first = texts[0].text
    role = foot_role(first, layouts)
    if len(texts) > 2 and role in ("reason", "measure", "note") and label_key(first) not in layouts.labels["foot"]:
        role = None  # only sounds like a label of the foot: 问题整改措施 | 2项 | 2项
    if role is None and (inside := labelled(first, layouts, "foot")) is not None:
        role = inside[0]
    if role in ("reason", "measure", "note") and sum(number(slot.text) is not None for slot in texts) > 1:
        return None  # an indicator that is called so
    if role in ("total", "reason", "measure", "note"):
        return role  # type: ignore[return-value]
    if layouts.role("head", first) == "grade" or (labelled(first, layouts, "head") or ("",))[0] == "grade":
        return "grade"
    return None


def foot_texts(row: Row, layouts: Layouts) -> tuple[Slot, ...]:
    """Give the texts of a row at the foot without a label merged over several rows: 问题与建议 | 存在问题 | ….

    Parameters
    ----------
    row : Row
        A row below the indicators.
    """
    texts = row.texts
    if len(texts) > 2 and texts[0].rowspan > 1 and foot_role(texts[0].text, layouts) is None:
        inner = layouts.labels["foot"].get(label_key(texts[1].text))
        return texts[1:] if inner in ("reason", "measure", "note") else texts
    return texts


def foot_role(text: str, layouts: Layouts) -> str | None:
    """Role of a label of the foot; 总分100 and 总分（100分） are totals too."""
    return layouts.role_of_key("foot", _total_key(text)) if len(text) < 60 else None


def _total_key(text: str) -> str:
    return _HUNDRED.sub("", label_key(text))


def classify(row: Row, layouts: Layouts, section: str) -> Kind:
    """Tell what a row is, given the section of the form in which it stands ("" before any)."""
    texts = row.texts
    if not texts:
        return "blank"
    if len(texts) == 1 and section not in ("goal",):
        kind = caption_kind(texts[0].text, layouts)
        if kind != "plain" and (section != "body" or kind == "title"):
            return kind
    if is_header(row, layouts):
        return "header"
    if section in ("header", "body", "foot"):
        return foot_kind(row, layouts) or _repeated_head(row, layouts)
    if is_funding_header(row, layouts):
        return "funding"
    if _is_goal(row, layouts):
        return "goal"
    if section != "goal" and is_year(row):
        return "year"
    roles = {role for role, _, _ in pairs(row, layouts, "head")}
    if roles & {"project", "department", "unit", "ignored", "grade", "score", "year"} and not _is_amount_row(
        row, section
    ):
        return "head"
    return "plain"


def is_year(row: Row) -> bool:
    """Whether a row says a year and nothing else: （2024年度）."""
    texts = row.texts
    return len(texts) == 1 and len(squeeze(texts[0].text)) < _LONGEST_YEAR and year_in(texts[0].text) is not None


def _repeated_head(row: Row, layouts: Layouts) -> Kind:
    """Tell a row of the head below the indicators: of the next form, or repeated on the next page."""
    own = row.texts
    if not own or sum(number(slot.text) is not None for slot in own) > 1:
        return "plain"
    first = own[0].text
    role = layouts.labels["head"].get(label_key(first)) or (labelled(first, layouts, "head") or ("",))[0]
    return "head" if role in ("project", "department", "unit") and label_key(first) not in ("项目", "部门") else "plain"


def _is_goal(row: Row, layouts: Layouts) -> bool:
    roles = {layouts.role("goal", slot.text) for slot in row.texts}
    if len(row.texts) <= 2:  # 年度总体目标：… in one cell
        roles |= {inside[0] for slot in row.texts if (inside := labelled(slot.text, layouts, "goal")) is not None}
    return bool(roles & {"expected", "actual", "block", "task"})


def _is_amount_row(row: Row, section: str) -> bool:
    """Whether a row of the funding block only looks like head: «项目支出 | 12.00 | 11.80»."""
    return section == "funding" and sum(number(s.text) is not None or is_blank(s.text) for s in row.own) >= 2
