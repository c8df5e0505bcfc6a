"""Blocks that a tool emitted inside the table although they belong before it: goals, numbers of the funding block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.forms.plaintext.tokens import COMPARATOR, PLAIN, Token

_GOALS = ("expected", "goal_actual")
_FUNDING = ("initial_budget", "budget", "executed", "rate")
_REACH = 14
_LEAST = 16


def goals_before(tokens: Sequence[Token], table: int) -> tuple[list[Token], int]:
    """Put the goals that stand behind the beginning of the table before it; return where the table begins then.

    A goal is the prose behind its label: in the same block, or in the next block that is prose.
    """
    early = [i for i in range(table) if tokens[i].role in _GOALS]
    if len({tokens[i].role for i in early}) > 1 and any(
        len(t.text) > 12 for t in tokens[early[0] : table] if not t.role
    ):
        return list(tokens), table
    taken: dict[int, list[int]] = {}
    for i in range(table, len(tokens)):
        if tokens[i].role in _GOALS and not any(tokens[k].role == tokens[i].role for k in taken):
            prose = _prose_after(tokens, i, {j for run in taken.values() for j in run})
            if prose:
                taken[i] = prose
    for i in early:
        own = [t for t in tokens[i + 1 : table] if not t.role and len(t.text) > 6]
        if taken and not own:
            prose = _prose_after(tokens, i, {j for run in taken.values() for j in run})
            if prose and prose[0] >= table:
                taken[i] = prose
    if not taken:
        return list(tokens), table
    moved = {k for i, run in taken.items() for k in (i, *run)}
    goals = [tokens[k] for i in sorted(taken, key=lambda i: tokens[i].role) for k in (i, *taken[i])]
    before = [t for k, t in enumerate(tokens[:table]) if k not in moved]
    after = [t for k, t in enumerate(tokens) if k >= table and k not in moved]
    return [*before, *goals, *after], len(before) + len(goals)


def _prose_after(tokens: Sequence[Token], label: int, used: set[int]) -> list[int]:
    start = label + 1
    while start < min(len(tokens), label + _REACH):
        end = _block_end(tokens, start)
        run = list(range(start, end))
        text = "".join(tokens[k].text for k in run)
        values = 4 * sum(bool(PLAIN.match(tokens[k].text) or COMPARATOR.match(tokens[k].text)) for k in run) > len(run)
        if len(text) >= _LEAST and re.search(r"[，。；]", text) and not values and not used & set(run):
            return _continued(tokens, run)
        if text and len(text) > 40:
            break
        start = max(end, start + 1)
    return []


def _continued(tokens: Sequence[Token], run: list[int]) -> list[int]:
    """Add the next block where the prose has not ended yet and runs on."""
    while run[-1] + 1 < len(tokens) and not tokens[run[-1] + 1].role:
        if tokens[run[-1]].text.endswith(("。", "；")):
            break
        end = _block_end(tokens, run[-1] + 1)
        text = "".join(t.text for t in tokens[run[-1] + 1 : end])
        if len(text) < _LEAST or not re.search(r"[，。；]", text):
            break
        run += range(run[-1] + 1, end)
    return run


def _block_end(tokens: Sequence[Token], start: int) -> int:
    """Return where the run of words without an empty line or a label between them ends."""
    end = start
    while end < len(tokens) and not tokens[end].role and (end == start or tokens[end].gap in ("line", "space")):
        end += 1
    return end


def without_funding(tokens: Sequence[Token]) -> list[Token]:
    """Leave out blocks of the table that hold a title of the funding block: their numbers are no marks."""
    out: list[Token] = []
    block: list[Token] = []
    for token in [*tokens, None]:
        if token is None or token.gap in ("block", "page"):
            if not any(t.role in _FUNDING or t.text.startswith("执行率") for t in block):
                out += block
            block = []
        block += [token] if token else []
    return out
