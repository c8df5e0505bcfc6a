"""Numbers as Excel's number formats show them: General, decimals, thousands, per cent, literal text around."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

_COLOUR = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.')
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_PLACES = re.compile(r"(?=\.?[#0?])(?P<whole>(?:[#0?](?:[#0?,]*[#0?])?)?)(?P<by>,*)(?:\.(?P<rest>[#0?]*))?(?P<then>,*)")
_OTHER = re.compile(r"[ymdhse/年月]", re.IGNORECASE)
"""Dates arrive as dates; fractions and powers of ten are shown as plain numbers."""
_LARGEST = 400
_CENTS = 1e12
"""Below this a floating-point number still holds cents: amounts in 元 are wider than Excel shows them by default."""


def show(value: float, number_format: str = "General") -> str:
    """Give a number as Excel shows it.

    Examples
    --------
    >>> show(0.9953, "0.00%"), show(41071.8, "#,##0.00"), show(10.0), show(9.5, "0.00_ ")
    ('99.53%', '41,071.80', '10', '9.50')
    """
    section = _section(value, number_format)
    pieces = _LITERAL.sub(lambda m: f"\0{m[1] if m[1] is not None else m[2] or ''}\0", section).split("\0")
    codes = "".join(pieces[::2])
    printed = abs(value) if ";" in number_format and value < 0 else value
    if _GENERAL.search(codes):
        places, shown = _GENERAL, general(printed)
    else:
        found = [match for piece in pieces[::2] for match in _PLACES.finditer(piece)]
        if len(found) != 1 or _OTHER.search(codes):
            return general(value)
        places, shown = _PLACES, _fixed(printed, found[0], percent="%" in codes)
    text, used = "", False
    for i, piece in enumerate(pieces):
        if i % 2 == 0 and not used and places.search(piece):
            piece, used = places.sub(shown, piece, count=1), True
        text += piece
    return text.strip()


def general(value: float) -> str:
    """Give a number without a format: at most 11 significant characters, no trailing zeros; but cents are kept.

    Examples
    --------
    >>> general(88.9), general(100.0), general(0.1 + 0.2), general(204931726.62)
    ('88.9', '100', '0.3', '204931726.62')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    whole = len(str(int(abs(value))))
    cents = 2 if abs(value) < _CENTS and f"{value:.4f}".endswith("00") else 0
    text = f"{value:.{max(cents, 10 - whole)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _section(value: float, number_format: str) -> str:
    """Pick the part of «positive;negative;zero» that holds; colours and conditions are dropped."""
    parts = [_COLOUR.sub("", part) for part in number_format.split(";")]
    if value < 0 and len(parts) > 1:
        return parts[1]
    if value == 0 and len(parts) > 2:
        return parts[2] if _PLACES.search(parts[2]) else parts[0]
    return parts[0]


def _fixed(value: float, places: re.Match[str], *, percent: bool) -> str:
    """Write a number with the decimals, thousands and leading zeros of its places; commas behind them divide it."""
    wanted = places["rest"] or ""
    least = len(wanted.rstrip("#"))
    with localcontext(prec=_LARGEST):
        number = Decimal(repr(value)).scaleb(2 * percent - 3 * len(places["by"] + places["then"]))
        text = f"{number.quantize(Decimal(1).scaleb(-len(wanted)), ROUND_HALF_UP):f}"
    sign = "-" if text.startswith("-") else ""
    whole, _, rest = text.lstrip("-").partition(".")
    rest = rest[:least] + rest[least:].rstrip("0")
    whole = f"{int(whole):,}" if "," in places["whole"] else whole.zfill(places["whole"].count("0"))
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
