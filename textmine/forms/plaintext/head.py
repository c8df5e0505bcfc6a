"""The head of a form: title, year, project, department, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import TextLine, Token, join, join_tokens
from textmine.forms.text import organisation, year_in

ORGANISATION = re.compile(
    r"(局|委员会|委|中心|部|厅|院|办公室|公司|站|处|馆|所|办|学校|大学|学院|中学|小学|幼儿园|医院|政府|队|署|会|室|科|镇|乡|街道|法院|检察院|园|台|校|社|团)$"
)
_CODE = re.compile(r"^[\[【(（]?\d{3,}[\]】)）]?[-_—]?|[-_—]?[\[【(（]?\d{3,}[\]】)）]?$")
Value = list[Token]


def year_of(title: str, lines: Sequence[TextLine]) -> int | None:
    """Return the year of the title, or of a line that prints nothing else (（2024年度）), or of the first lines."""
    plain = [words.squeeze(line.text) for line in lines]
    alone = [t for t in plain if YEAR_LINE.match(t)]
    for text in (words.squeeze(title), *alone, *plain[:4]):
        year = year_in(text)
        if year:
            return year
    return None


YEAR_LINE = re.compile(r"^\(?[\d〇○零一二三四五六七八九]{4}年?度?\)?$")


def read_head(tokens: Sequence[Token]) -> tuple[dict[str, str], list[str]]:
    """Match labels and values by their order; return the fields and the values left without a label."""
    waiting: list[str] = []
    fields: dict[str, list[str]] = {}
    stray: list[str] = []
    last = ""
    for value in _runs(tokens):
        role = "total" if value[0].role == "score" else value[0].role
        if role:
            waiting += [role] if role in (*words.HEAD, "total", "grade") else []
        elif waiting:
            last = waiting.pop(0)
            fields.setdefault(last, []).append(_text(value))
        elif last and value[0].gap != "block":
            fields[last].append(_text(value))
        else:
            stray.append(_text(value))
    return {name: join(texts) for name, texts in fields.items()}, stray


def tidy_head(fields: Mapping[str, str]) -> dict[str, str]:
    """Return project, department, unit, total and grade as the record holds them: without codes, "" where absent.

    A form for a whole department names only the unit, which then is the department.
    """
    out = {name: _closed(fields.get(name, "").strip()) for name in ("project", "department", "unit", "total", "grade")}
    out = {name: "" if re.fullmatch(r"[-—/…·.]*", text) else text for name, text in out.items()}
    out["department"], out["unit"] = organisation(out["department"]), organisation(out["unit"])
    if not out["project"] and not out["department"]:
        out["department"], out["unit"] = out["unit"], ""
    return out


def _closed(text: str) -> str:
    """Leave out a bracket at the beginning that closes nothing: the end of the label before it."""
    return (
        re.sub(r"^[)）]\s*", "", text)
        if text.count("(") + text.count("（") < text.count(")") + text.count("）")
        else text
    )


def _torn_side(token: Token) -> bool:
    """Tell whether a token is a piece of the label at the side of the funding block."""
    text = words.squeeze(token.text)
    core = text.partition("(")[0]
    sides = words.labels("funding", "funding_side")
    begins = len(text) >= 4 and any(s.startswith(text) and s != text for s in sides)
    return not token.role and (begins or (core != text and 0 < len(core) <= 3 and any(s.endswith(core) for s in sides)))


_TORN = re.compile(r"^[AB/]{0,3}[)）]$")


def _runs(tokens: Sequence[Token]) -> list[Value]:
    out: list[Value] = []
    for token in tokens:
        asked = bool(out) and token.gap == "space" and out[-1][0].role == "other"
        year = re.fullmatch(r"\(?20\d{2}年度?\)?", words.squeeze(token.text)) and not asked
        if year or (not out and not token.role):
            continue
        if _TORN.match(token.text) or _torn_side(token):
            continue
        if out and not token.role and not out[-1][0].role and token.gap == "space":
            out[-1].append(token)
        else:
            out.append([token])
    return out


def _text(value: Value) -> str:
    return join_tokens(value)


def find_organisation(texts: Iterable[str]) -> str:
    """Return the first stray text that is named like an organisation: a value printed away from its label."""
    return next(
        (t for t in texts if 4 <= len(t) <= 30 and ORGANISATION.search(t) and not re.search(r"[，。；]", t)), ""
    )
