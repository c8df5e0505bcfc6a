"""How one office fills in a layout: formats of numbers, dashes, merged or repeated labels."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from textmine.synth.table import Box


@dataclass(frozen=True, slots=True)
class Habits:
    """How one office fills in a layout.

    Attributes
    ----------
    levels : str
        ``merged``, ``repeated`` (the label in every row) or ``first`` (the label once, the cells below it empty).
    weight, amount, rate : str
        Formats of numbers; `weight` with a ``{}`` and optionally words behind it.
    blank, nothing : str
        What stands in number cells and in deviation cells without content: a dash, a slash, nothing.
    code : str
        How the department's code stands beside its name.
    narrow : str
        ``""``, ``narrow`` (small level columns) or ``upright`` (one character wide, written downwards).
    points : str
        How points stand behind level names, where the layout prints them.
    points2 : bool
        They stand behind level 2, too.
    """

    levels: str = "merged"
    weight: str = "{:g}"
    amount: str = "{:.2f}"
    rate: str = "{:.2f}%"
    blank: str = "—"
    nothing: str = ""
    code: str = "{}"
    year: str = "（{}年度）"
    vertical: bool = False
    shade: bool = False
    narrow: str = ""
    indent: str = ""
    points: str = "（{}分）"
    points2: bool = False


def draw_habits(rng: Random) -> Habits:
    """Draw the habits of an office."""
    n = rng.randint(101, 999)
    codes = [
        "{}",
        "{}",
        f"{n}-{{}}",
        f"{{}}（{n}）",
        f"[{n}]{{}}",
        f"{{}}[{n}001]",
        f"{n}{{}}",
        f"{{}}-{n}",
        f"{n}_{{}}",
    ]
    return Habits(
        levels=rng.choice(["merged", "merged", "merged", "repeated", "first"]),
        weight=rng.choice(["{:g}", "{:g}", "{:.2f}", "{:.1f}", "{:g}分"]),
        amount=rng.choice(["{:.2f}", "{:,.2f}", "{:g}", "{:.4f}"]),
        rate=rng.choice(["{:.2f}%", "{:.2f}", "{:g}%"]),
        blank=rng.choice(["—", "-", "/", "", "－", "——"]),
        nothing=rng.choice(["", "", "", "—", "/"]),
        code=rng.choice(codes),
        year=rng.choice(
            ["（{}年度）", "（{} 年度）", "({}年度)", "{}年度", "（{}年）", "（ {} 年度 ）", "（二〇{}年度）"]
        ),
        vertical=rng.random() < 0.4,
        shade=rng.random() < 0.3,
        narrow=rng.choice(["", "", "", "", "narrow", "upright"]),
        indent=rng.choice(["", "", "  "]),
        points=rng.choice(["（{}分）", "（{}分）", "({})", "（{}）", "\n（{}分）", "({}分)"]),
        points2=rng.random() < 0.3,
    )


def year_line(style: str, year: int) -> str:
    """Print a year; a style that begins in Chinese numerals goes on in them."""
    text = str(year)
    if "二〇" in style:
        text = "".join("〇一二三四五六七八九"[int(d)] for d in text[2:])
    return style.format(text)


def show(value: float, style: str) -> str:
    """Print a number; ``{:g}`` means without needless zeros, however large it is."""
    if "{:g}" in style:
        trimmed = f"{value:.4f}".rstrip("0").rstrip(".")
        return style.replace("{:g}", trimmed)
    return style.format(value)


class Sheet:
    """Collects the cells of a table row by row; `row` is the row being filled."""

    def __init__(self, habits: Habits) -> None:
        self.boxes: list[Box] = []
        self.row = 0
        self.habits = habits

    def put(self, col: int, span: int, text: str, **more: object) -> None:
        """Add a cell to the current row."""
        self.boxes.append(Box(self.row, col, text, colspan=span, **more))  # type: ignore[arg-type]

    def label(self, col: int, span: int, text: str, **more: object) -> None:
        """Add a cell with fixed words."""
        self.put(col, span, text, **{"kind": "label", "shade": self.habits.shade, **more})

    def number(self, col: int, span: int, value: float | None, style: str, dash: bool = True) -> None:
        """Add a number, or the office's dash where there is none."""
        text = show(value, style) if value is not None else (self.habits.blank if dash else "")
        self.put(col, span, text, kind="number", value=value, percent="%" in style)
