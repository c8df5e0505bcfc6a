"""Numbers as Excel's number formats show them: General, decimals, thousands, per cent, literal text around."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_COLOUR = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_PLACES = re.compile(r"[#0?](?:[#0?,]*[#0?])?,*(?:\.([#0?]*))?")


def show(value: float, number_format: str = "General") -> str:
    """Give a number as Excel shows it.

    Examples
    --------
    >>> show(0.9953, "0.00%"), show(41071.8, "#,##0.00"), show(10.0), show(9.5, "0.00_ ")
    ('99.53%', '41,071.80', '10', '9.50')
    """
    section = _section(value, number_format)
    if section is None or section.strip().lower() in ("general", "@", "", "g/通用格式"):
        return general(value)
    pieces = _LITERAL.sub(lambda m: f"\0{m[1] if m[1] is not None else m[2] or ''}\0", section).split("\0")
    codes = "".join(pieces[::2])
    if re.search(r"[ymdhsYMDHSe年月]", codes):
        return general(value)  # dates arrive as dates; anything else here is exotic
    found = _PLACES.search(codes)
    if not found:
        return general(value)
    number = Decimal(repr(value))
    if "%" in codes:
        number *= 100
    number = abs(number) if ";" in number_format and value < 0 else number
    shown = _fixed(number, found)
    text, used = "", False
    for i, piece in enumerate(pieces):
        if i % 2 == 0 and not used and _PLACES.search(piece):
            piece, used = _PLACES.sub(shown, piece, count=1), True
        text += piece
    return text.strip()


def general(value: float) -> str:
    """Give a number without a format: at most 11 significant characters, no trailing zeros.

    Examples
    --------
    >>> general(88.9), general(100.0), general(0.1 + 0.2)
    ('88.9', '100', '0.3')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    whole = len(str(int(abs(value))))
    text = f"{value:.{max(0, 10 - whole)}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _section(value: float, number_format: str) -> str | None:
    """Pick the part of «positive;negative;zero» that holds; colours and conditions are dropped."""
    parts = [_COLOUR.sub("", part) for part in number_format.split(";")]
    if value < 0 and len(parts) > 1:
        return parts[1]
    if value == 0 and len(parts) > 2:
        return parts[2] if _PLACES.search(parts[2]) else parts[0]
    return parts[0]


def _fixed(number: Decimal, found: re.Match[str]) -> str:
    wanted = found[1] or ""
    least = len(wanted.rstrip("#"))
    text = f"{number.quantize(Decimal(1).scaleb(-len(wanted)), ROUND_HALF_UP):f}"
    if len(wanted) > least:
        whole, _, rest = text.partition(".")
        rest = rest[:least] + rest[least:].rstrip("0")
        text = f"{whole}.{rest}" if rest else whole
    if "," in found[0].split(".")[0]:
        sign = "-" if text.startswith("-") else ""
        whole, dot, rest = text.lstrip("-").partition(".")
        text = f"{sign}{int(whole):,}{dot}{rest}"
    return text
