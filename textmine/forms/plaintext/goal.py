"""The annual goal: two columns of prose that a text layer prints after each other, or side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import Token, display_width, join_tokens
from textmine.records import Goal

_BOTH_CHINESE = re.compile(r"[\u2e80-\uffef“”]{2}")
_SIDE = frozenset("年度绩效指标完成情况"[i:k] for i in range(10) for k in range(i + 1, 11))
_ENDS = re.compile(r"[。；！]$")


def read_goal(tokens: Sequence[Token]) -> Goal:
    """Read expected and actual: by the labels where text follows each, else at the first paragraph that ends."""
    known = [t for t in tokens if t.role in ("", "expected", "goal_actual")]
    tail = 0
    while tail < len(known) and words.squeeze("".join(t.text for t in known[len(known) - tail - 1 :])) in _SIDE:
        tail += 1  # pieces of a label at the left of the table
    known = known[: len(known) - tail]
    if not any(t.role for t in known):
        return Goal(join_tokens([t for t in known if not re.fullmatch(r"\d[:：]?", t.text)]), "")
    lines = _lines(known)
    marks = [i for i, line in enumerate(lines) if line[0].role == "goal_actual"]
    prose = [line for line in lines if not line[0].role]
    if not prose:
        return Goal()
    if (
        marks
        and any(not line[0].role for line in lines[: marks[0]])
        and any(not line[0].role for line in lines[marks[0] :])
    ):
        return Goal(
            _text([x for x in lines[: marks[0]] if not x[0].role]),
            _text([x for x in lines[marks[0] :] if not x[0].role]),
        )
    left, right = _side_by_side(prose)
    if right:
        return Goal(left, right)
    prose = [part for line in prose for part in _sentences(line)]
    end = _first_end(prose)
    return Goal(_text(prose[:end]), _text(prose[end:]))


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    out: list[list[Token]] = []
    for token in tokens:
        if out and token.gap == "space" and not token.role and not out[-1][0].role:
            out[-1].append(token)
        else:
            out.append([token])
    return out


def _sentences(line: Sequence[Token]) -> list[list[Token]]:
    """Part a line where a sentence ends before a blank: Chinese prints none there, another cell begins."""
    out: list[list[Token]] = [[]]
    for token in line:
        if out[-1] and out[-1][-1].text.endswith("。"):
            out.append([])
        out[-1].append(token)
    return out


def _text(lines: Sequence[Sequence[Token]]) -> str:
    return join_tokens([t for line in lines for t in line])


def _width(line: Sequence[Token]) -> int:
    return display_width(" ".join(t.text for t in line))


def _side_by_side(lines: Sequence[Sequence[Token]]) -> tuple[str, str]:
    """Split lines that hold a piece of each column; lines of one piece come in turn, until one of the columns ends."""
    gutter = _gutter(lines)
    halves = [_halves(line, gutter) for line in lines]
    if not gutter or not any(halves):
        return "", ""
    width = max(_width(h[0]) for h in halves if h)
    last = max(i for i, h in enumerate(halves) if h)
    left: list[Sequence[Token]] = []
    right: list[Sequence[Token]] = []
    ended = full = False
    for i, (line, half) in enumerate(zip(lines, halves, strict=True)):
        if half:
            left.append(half[0])
            right.append(half[1])
        elif i > last and not ended and left and _width(line) < 1.02 * width and (len(left) <= len(right) or full):
            left.append(line)
        else:
            right.append(line)
        ended = bool(left) and bool(_ENDS.search(left[-1][-1].text)) and i >= last
        full = bool(right) and bool(_ENDS.search(right[-1][-1].text)) and _width(right[-1]) < 0.93 * width
    return _text(left), _text(right)


def _gutter(lines: Sequence[Sequence[Token]]) -> int:
    """Return the width of the left column: where full lines of Chinese are cut by a blank, again and again."""
    cuts = [(line[:i], line[i:]) for line in lines for i in range(1, len(line))]
    chinese = [(a, b) for a, b in cuts if _BOTH_CHINESE.match(a[-1].text[-1] + b[0].text[0])]
    widths = [_width(a) for a, b in chinese if _width(a) >= 30 and _width(b) >= 30]
    if not widths:
        return 0
    near = {w: sum(1 for v in widths if abs(v - w) <= 3) for w in sorted(widths)}
    best = max(near, key=lambda w: near[w])
    longest = max(_width(line) for line in lines)
    return best if near[best] >= 2 or longest > 1.7 * best else 0


def _halves(line: Sequence[Token], gutter: int) -> tuple[Sequence[Token], Sequence[Token]] | None:
    cuts = [i for i in range(1, len(line)) if abs(_width(line[:i]) - gutter) <= 4 and _width(line[i:]) >= 8]
    at = min(cuts, key=lambda i: abs(_width(line[:i]) - gutter), default=0)
    return (line[:at], line[at:]) if at else None


def _first_end(lines: Sequence[Sequence[Token]]) -> int:
    blocks = [i for i in range(1, len(lines)) if lines[i][0].gap == "block" and _ENDS.search(lines[i - 1][-1].text)]
    if blocks:
        return blocks[0]
    width = max(_width(line) for line in lines)
    ends = [
        i for i in range(1, len(lines)) if _ENDS.search(lines[i - 1][-1].text) and _width(lines[i - 1]) < 0.93 * width
    ]
    ends = ends or [i for i in range(1, len(lines)) if _ENDS.search(lines[i - 1][-1].text)]
    return ends[0] if ends else len(lines)
