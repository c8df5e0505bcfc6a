"""Between segments and labelled pieces: annotated passages to training labels, predicted labels to segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textmine.errors import ConfigError
from textmine.passages.pieces import Piece
from textmine.records import ROLES, Role, Segment


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
    for piece in pieces:
        overlap = [(min(s.end, piece.end) - max(s.start, piece.start), -s.start, s.role) for s in segments]
        out.append(max(overlap)[2] if overlap else "cause")
    return out


def join_pieces(pieces: Sequence[Piece], roles: Sequence[Role]) -> tuple[Segment, ...]:
    """Merge neighbours of one role into segments that rebuild the text exactly."""
    out: list[Segment] = []
    for piece, role in zip(pieces, roles, strict=True):
        if out and out[-1].role == role:
            last = out.pop()
            out.append(Segment(role, last.start, piece.end, last.text + piece.text))
        else:
            out.append(Segment(role, piece.start, piece.end, piece.text))
    return tuple(out)
