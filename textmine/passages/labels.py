"""Between segments and labelled pieces: annotated passages to training labels, predicted labels to segments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textmine.errors import ConfigError
from textmine.passages.pieces import Piece
from textmine.records import ROLES, Role, Segment

_ITEM = re.compile(r"\s*[一二三四五六七八]是")


def segments_from_dicts(text: str, rows: Iterable[Mapping[str, Any]], where: str = "") -> tuple[Segment, ...]:
    """Build segments from ``{"role", "text"}`` objects.

    Raises
    ------
    ConfigError
        An unknown role, or segments that do not rebuild the text.
    """
    out: list[Segment] = []
    start = 0
    for row in rows:
        role, piece = row.get("role"), str(row.get("text", ""))
        if role not in ROLES:
            raise ConfigError(f"unknown role / 未知角色: {role!r}", where=where, hint=f"one of {', '.join(ROLES)}")
        out.append(Segment(role, start, start + len(piece), piece))
        start += len(piece)
    if "".join(s.text for s in out) != text:
        raise ConfigError("segments do not rebuild the text / 片段拼接后与原文不一致", where=where)
    return tuple(out)


def piece_roles(pieces: Sequence[Piece], segments: Sequence[Segment]) -> list[Role]:
    """Give every piece the role of the segment that covers most of it."""
    out: list[Role] = []
    at = 0
    for piece in pieces:
        while at + 1 < len(segments) and segments[at].end <= piece.start:
            at += 1
        if not segments:
            out.append("cause")
        elif segments[at].end >= piece.end:  # the rule; anything else is a segment that ends inside a piece
            out.append(segments[at].role)
        else:
            overlap = [(min(s.end, piece.end) - max(s.start, piece.start), -s.start, s.role) for s in segments]
            out.append(max(overlap)[2])
    return out


def alike_in_lists(pieces: Sequence[Piece], roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the items of a list of causes alike: what «三是» begins is a cause where «二是» began one.

    The guideline: a symptom inside a list of causes stays a cause. Only the first piece of an item is settled.
    """
    out = list(roles)
    above: Role | None = None
    for i, piece in enumerate(pieces):
        if _ITEM.match(piece.text):
            if above == "cause" and out[i] == "effect":
                out[i] = "cause"
            above = out[i]
    return out


def join_pieces(pieces: Sequence[Piece], roles: Sequence[Role]) -> tuple[Segment, ...]:
    """Merge neighbours of one role into segments that rebuild the text exactly."""
    out: list[Segment] = []
    first = 0
    last = len(pieces) - 1
    for i, role in enumerate(roles):
        if i == last or roles[i + 1] != role:
            text = pieces[i].text if first == i else "".join(p.text for p in pieces[first : i + 1])
            out.append(Segment(role, pieces[first].start, pieces[i].end, text))
            first = i + 1
    return tuple(out)
