"""Printed grades: a name alone, in a sentence, or ticked among several in one of the many ways of ticking."""

from __future__ import annotations

import re

from textmine.forms.classify import pairs
from textmine.forms.layouts import Layouts
from textmine.forms.table import Row
from textmine.forms.text import clean, squeeze

_LONGEST = 4
GRADES = ("优秀", "优良", "优", "良好", "良", "中等", "中", "合格", "及格", "一般", "较差", "差", "不合格", "不及格")
_NAME = rf"({'|'.join(GRADES)})(?:\([^)]*\))?"
_GRADE = re.compile(_NAME)
_BEFORE = re.compile(rf"([☑□]){_NAME}")
_BEHIND = re.compile(rf"{_NAME}([☑□])")
_IN_TEXT = re.compile(rf"(?:等级|等次|评级|评定|结论|档次)[)\]]?(?::|为|是){{0,2}}[“\"「]?{_NAME}[”\"」)。;；]*$")
_MARKS = {
    **dict.fromkeys("☑√✓✔■●☒⊠◉þü\uf0fe\uf0fc\uf052", "☑"),
    **dict.fromkeys("□☐○◯▢¨\uf0a8\uf0a3\uf06f", "□"),
}
"""All marks, those of the symbol fonts of Word as their letters too."""
_TRANSLATED = str.maketrans(_MARKS)
_BRACKETED = re.compile(r"[(\[【{〔]([☑□]?)[)\]】}〕]")
_POINTS = re.compile(r"\([^)]*\d[^)]*\)$")


def read_grade(text: str) -> str:
    """Give the grade that a cell prints, or the one that is ticked among several.

    Examples
    --------
    >>> read_grade("良"), read_grade("优□ 良☑ 中□"), read_grade("√优  □良"), read_grade("优（√）良（ ）中（ ）")
    ('良', '良', '优', '优')
    >>> read_grade("优秀（90≤得分≤100）"), read_grade("优□ 良□ 中□ 差□"), read_grade("优 £ 良 R 中 £")
    ('优秀', '', '良')
    """
    key = _marked(text)
    if "☑" in key:
        pattern, mark = (_BEFORE, 0) if key[0] in "☑□" else (_BEHIND, 1)
        return next((found[1 - mark] for found in pattern.findall(key) if found[mark] == "☑"), "")
    if len(_GRADE.findall(key)) > 2:
        return ""  # all grades and no tick
    found = None if _GRADE.match(key) else _IN_TEXT.search(key)
    if found or not (_GRADE.match(key) or len(key) <= _LONGEST):
        return found[1] if found else ""
    return _POINTS.sub("", clean(text).replace("（", "(").replace("）", ")")) if _POINTS.search(key) else clean(text)


def _marked(text: str) -> str:
    """Give a text with all kinds of ticks and boxes as ☑ and □, brackets around them and colons before them gone."""
    key = squeeze(text.translate(_TRANSLATED))
    if "£" in key:
        key = key.replace("£", "□").replace("R", "☑")  # the same two in Wingdings 2
    key = _BRACKETED.sub(lambda found: found[1] or "□", key)
    return re.sub(r":(?=[☑□])", "", key)


def row_grade(row: Row, layouts: Layouts) -> tuple[str, str]:
    """Give the grade that a row at the foot prints, and the text around it that may hold the scale of grades."""
    for role, value, label in pairs(row, layouts, "head"):
        if role == "grade":
            return _beside_label(row, value), f"{label.text}\n{value}"
    texts = [squeeze(slot.text) for slot in row.texts]
    alone = [clean(slot.text) for slot, key in zip(row.texts, texts, strict=True) if _GRADE.fullmatch(key)]
    beside = (found[1] for key in texts if (found := _IN_TEXT.search(key)))
    return next(beside, alone[0] if len(alone) == 1 else ""), ""


def _beside_label(row: Row, value: str) -> str:
    """Read the grade behind its label: in one cell, or ticked among several cells."""
    behind = [_marked(slot.text) or "□" for slot in row.own[1:]]
    short = [key for key in behind if len(key) <= _LONGEST]
    if sum(_GRADE.fullmatch(key.strip("☑□")) is not None for key in short) > 1:
        return read_grade("".join(short))
    grade = read_grade(value)
    if _GRADE.match(squeeze(grade)):
        return grade
    return next((clean(slot.text) for slot in row.texts if _GRADE.fullmatch(squeeze(slot.text))), grade)
