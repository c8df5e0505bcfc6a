"""The rows at the foot → totals, grade, and the explanation for the whole form."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from textmine.forms.classify import foot_kind, foot_role, foot_texts, labelled
from textmine.forms.cutting import Draft
from textmine.forms.grades import GRADES, read_grade, row_grade
from textmine.forms.header import Header
from textmine.forms.layouts import Layouts
from textmine.forms.table import Row
from textmine.forms.text import clean, join, number, squeeze

_FULL_LINE = 20
_WHOLE = 100
_IN_TEXT = re.compile(r"(?:总分|合计|得分|总得分)[^\d]{0,6}?(\d+(?:\.\d+)?)分?")

Totals = tuple[float | None, float | None]
"""Total weight and total score."""


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below the indicators; `scale` is the text in which the form prints its own grades."""

    total_weight: float | None = None
    total_score: float | None = None
    grade: str = ""
    reason: str = ""
    measure: str = ""
    scale: str = ""

    @property
    def deviation(self) -> str:
        """Reason and measures, joined with one newline."""
        return "\n".join(text for text in (self.reason, self.measure) if text)


def read_foot(draft: Draft, header: Header | None, layouts: Layouts) -> Foot:
    """Read the rows at the foot of a form."""
    weight = score = None
    grade = ""
    texts = {"reason": "", "measure": ""}
    scale: list[str] = []
    going = ""
    for row in draft.rows("foot"):
        kind = foot_kind(row, layouts)
        if kind == "total" or any(foot_role(s.text, layouts) == "total" for s in row.texts):
            weight, score = _better((weight, score), _totals(row, header, layouts))
        if kind in ("total", "grade") and not grade:
            grade, printed = row_grade(row, layouts)
            scale.append(printed)
        if kind == "grade" and score is None and not _numbers(row):
            weight, score = _totals(row, header, layouts)
        if kind in ("reason", "measure"):
            going = kind
            texts[kind] = _joined(texts[kind], _value(row, layouts))
        elif kind is None and going and row.texts and not (len(row.texts) > 1 and row.slots[0] is row.texts[0]):
            texts[going] = _joined(texts[going], "".join(slot.text for slot in row.texts))
        elif kind is not None:
            going = ""
    for part, text in _prose_below(draft.tail, layouts).items():
        texts[part] = texts[part] or text
    if score is None and weight is None:
        weight, score = _totals_below(draft.tail, layouts)
    return Foot(
        weight, score, grade or _grade_below(draft.tail, layouts), texts["reason"], texts["measure"], "\n".join(scale)
    )


def _better(first: Totals, later: Totals) -> Totals:
    """Choose between the totals of two rows: the first, unless it leaves out points that the later one has."""
    if first[1] is None:
        return later
    partial = first[0] is not None and first[0] < _WHOLE
    return later if partial and later[1] is not None and later[1] >= first[1] else first


def _joined(head: str, tail: str) -> str:
    return join(head, clean(tail))


def _value(row: Row, layouts: Layouts) -> str:
    texts = foot_texts(row, layouts)
    inside = labelled(texts[0].text, layouts, "foot")
    if inside is not None and inside[0] in ("reason", "measure"):
        return inside[1] + "".join(slot.text for slot in texts[1:])
    return "".join(slot.text for slot in texts[1:])


def _numbers(row: Row) -> list[float]:
    return [value for slot in row.texts if (value := number(slot.text)) is not None]


def _totals(row: Row, header: Header | None, layouts: Layouts) -> Totals:
    """Read total weight and total score; a lone number is the score unless it stands under the weights."""
    sorted_ = header.sort(row) if header else {}
    weight = next((v for s in sorted_.get("weight", []) if s.own and (v := number(s.text)) is not None), None)
    score = next((v for s in sorted_.get("score", []) if s.own and (v := number(s.text)) is not None), None)
    if score is not None:
        return weight, score
    numbers = _numbers(row)
    if not numbers:
        found = next((m for s in row.texts if (m := _IN_TEXT.search(squeeze(s.text)))), None)
        return None, float(found[1]) if found else None
    if len(numbers) == 1:
        return (numbers[0], None) if weight is not None and numbers[0] == 100 else (None, numbers[0])
    return numbers[0], numbers[1]


def _prose_below(lines: tuple[str, ...], layouts: Layouts) -> dict[str, str]:
    """Find reason and measures that stand in lines below the table, right behind their labels."""
    labels = {key: role for key, role in layouts.labels["foot"].items() if role in ("reason", "measure")}
    found: dict[str, str] = {}
    going = ""
    for line in lines:
        key = squeeze(line)
        # a short label may begin any sentence: it counts behind another one only, and with a colon
        named = (n for n in labels if key.startswith(n) and (len(n) > 5 or (found and key.startswith(f"{n}:"))))
        label = max(named, key=len, default="")
        if label:
            going = labels[label]
            found.setdefault(going, _behind(line, len(label)))
        elif going and len(found[going]) >= _FULL_LINE and not found[going].endswith(("。", ".")):
            found[going] = join(found[going], clean(line))
        else:
            going = ""
    return {kind: text for kind, text in found.items() if text}


def _behind(line: str, n: int) -> str:
    """Give the printed text behind the first n characters that are no blanks."""
    text = clean(line)
    while n and text:
        n -= not text[0].isspace()
        text = text[1:]
    return text.lstrip(" :：")


def _totals_below(lines: tuple[str, ...], layouts: Layouts) -> Totals:
    """Find totals that stand in lines below the table: «总分 100 92.5» in one line or three, or «总分：92.5分»."""
    for i, line in enumerate(lines):
        inside = labelled(line, layouts, "foot")
        if inside is not None and inside[0] == "total":
            label, rest = "", [inside[1]]
        else:
            label, *rest = line.split() or [""]
        if label and foot_role(label, layouts) != "total":
            continue
        numbers = [value for word in rest or _lone_numbers(lines[i + 1 :]) if (value := number(word)) is not None]
        if numbers and len(numbers) == len(rest or numbers) <= 2:
            return (numbers[0], numbers[1]) if len(numbers) == 2 else (None, numbers[0])
    return None, None


def _lone_numbers(lines: tuple[str, ...]) -> list[str]:
    """Give the one or two numbers with which lines begin, in one line or each in its own."""
    words = [word for line in lines[:2] for word in line.split()]
    return list(itertools.takewhile(lambda word: number(word) is not None, words))[:2]


def _grade_below(lines: tuple[str, ...], layouts: Layouts) -> str:
    """Find a grade printed below the table: «评价等级：优», or label and grade as lines of their own."""
    for i, line in enumerate(lines):
        inside = labelled(line, layouts, "head")
        if inside is not None and inside[0] == "grade":
            return read_grade(inside[1])
        words = line.split()
        if len(words) == 1 and (grade := _glued_grade(words[0], layouts)):
            return grade
        if not words or layouts.role("head", words[0]) != "grade":
            continue
        following = (
            words[1] if len(words) == 2 else lines[i + 1].strip() if len(words) == 1 and i + 1 < len(lines) else ""
        )
        if squeeze(following) in GRADES:
            return read_grade(following)
    return ""


def _glued_grade(word: str, layouts: Layouts) -> str:
    """Read a label and its grade without a blank between them, as a row alone on its page prints them: 评价等级优秀."""
    key = squeeze(word)
    ends = (grade for grade in GRADES if key.endswith(grade) and layouts.role("head", key[: -len(grade)]) == "grade")
    return read_grade(max(ends, key=len, default=""))
