"""The head of a form: title, year, project, department, unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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


def read_head(tokens: Sequence[Token]) -> dict[str, str]:
    """Match labels and values by their order."""
    waiting: list[str] = []
    fields: dict[str, list[str]] = {}
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
    return {name: join(texts) for name, texts in fields.items()}


def tidy_head(fields: Mapping[str, str]) -> dict[str, str]:
    """Return project, department, unit, total and grade as the record holds them: without codes, "" where absent.

    A form for a whole department names only the unit, which then is the department.
    """
    out = {name: _closed(fields.get(name, "").strip()) for name in ("project", "department", "unit", "total", "grade")}
    out = {name: "" if re.fullmatch(r"[-—/…·.]*", text) else text for name, text in out.items()}
    out["project"] = re.sub(r"\s+(年度|年份)[:：]?\s*20\d\d年?$", "", out["project"])
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


def mended(fields: Mapping[str, str], tokens: Sequence[Token]) -> dict[str, str]:
    """Return the fields of a torn head, those that cannot be right replaced by words that can.

    Labels and values torn apart still come in the order of the form: the project, its department, its unit.

    Parameters
    ----------
    tokens : sequence of Token
        The words of the form outside its rows, those of the head first.
    """
    asked = [name for name in ("department", "unit") if any(t.role == name for t in tokens)]
    plain = [t.text for t in tokens if not t.role]
    left = [t for t in plain if _is_organisation(t)]
    out = dict(fields)
    wrong = [name for name in asked if not _is_organisation(out.get(name, ""))]
    for name in asked:
        if name not in wrong and out[name] in left:
            left.remove(out[name])
    if len(asked) == 2 and wrong == ["department"] and left and plain.index(left[0]) > plain.index(out["unit"]):
        # one value was taken for the other's
        left = [out["unit"], *left]
        wrong = asked
    for name in wrong:
        out[name] = left.pop(0) if left else "" if name != "department" else out.get(name, "")
    if any(t.role == "project" for t in tokens) and not _is_project(out.get("project", ""), out):
        first = min((plain.index(out[name]) for name in asked if out.get(name) in plain), default=0)
        before = [t for t in plain[:first] if _is_project(t, out)][-1:]
        after = [t for t in plain[first : first + _NEAR] if _is_project(t, out) and not ORGANISATION.search(t)]
        out["project"] = next(iter([*before, *after]), "")
    return out


_NEAR = 8
"""How many words behind its department a project may stand."""
_ODD = re.compile(r"[，。；：:;%]|资金|预算|指标|目标|年度|[≥≤=]")


def _is_organisation(text: str) -> bool:
    plain = _CODE.sub("", words.squeeze(text))
    return 4 <= len(plain) <= 30 and bool(ORGANISATION.search(plain)) and not _ODD.search(plain) and " " not in text


def _is_project(text: str, fields: Mapping[str, str]) -> bool:
    plain = words.squeeze(text)
    known = (
        words.role_of(plain) or plain in words.level_names() or plain in (fields.get("department"), fields.get("unit"))
    )
    return len(re.findall(r"[\u4e00-\u9fff]", plain)) >= 4 and not known and not re.search(r"[。；，]|^其中", plain)
