"""From what a coder sent to a decision: status and evidence follow from the machine's proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmine.records import Annotation, Evidence, Segment
from textmine.review.decisions import (
    LONGEST_NOTE,
    Decision,
    Status,
    code_problems,
    segment_problems,
    segments_from,
)

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.records import Passage

_EDGE = " \t\r\n，。；、：！？,.;:!?"


def make_decision(
    passage: Passage,
    sent: Mapping[str, Any],
    machine: Annotation,
    book: Codebook,
    *,
    coder: str,
    seq: int,
    blind: bool = False,
) -> Decision:
    """Build the decision on a passage from the object that the page sent.

    Parameters
    ----------
    passage : Passage
    sent : mapping
        ``causes``, ``segments`` ({role, text}) and ``note``.
    machine : Annotation
        The proposal: the decision is *accepted* where codes, their order and the segments are the same.
    book : Codebook
    coder, seq
        Who, and the number of the line.
    blind : bool
        Whether the coder could not see the proposal; the status then says so.

    Raises
    ------
    ValueError
        With all problems, one a line.
    """
    causes, rows, note = sent.get("causes"), sent.get("segments"), sent.get("note", "")
    if not isinstance(causes, list) or not all(isinstance(c, str) for c in causes) or not isinstance(rows, list):
        raise ValueError("`causes` 与 `segments` 应为列表 must be lists")
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise ValueError(f"备注最长 {LONGEST_NOTE} 字 the note is too long")
    segments = segments_from(rows)
    problems = segment_problems(passage.text, segments) + code_problems(causes, book)
    if problems:
        raise ValueError("\n".join(problems))
    same = tuple(causes) == machine.causes and segments == machine.segments
    status: Status = "coded" if blind else "accepted" if same else "changed"
    evidence = evidence_of(causes, segments, machine)
    return Decision(passage.id, passage.text, segments, tuple(causes), coder, seq, status, note.strip(), evidence)


def evidence_of(causes: Sequence[str], segments: Sequence[Segment], machine: Annotation) -> tuple[Evidence, ...]:
    """Return where each code shows: the machine's words for codes that it gave as well, else the cause segments.

    A passage without a cause segment shows its codes as a whole.
    """
    own = [s for s in segments if s.role == "cause"] or list(segments)
    out: list[Evidence] = []
    for code in causes:
        known = [e for e in machine.evidence if e.code == code]
        out += known or [_trimmed(code, s) for s in own]
    return tuple(out)


def _trimmed(code: str, segment: Segment) -> Evidence:
    text = segment.text
    start = len(text) - len(text.lstrip(_EDGE))
    body = text.strip(_EDGE) or text
    start = start if text.strip(_EDGE) else 0
    return Evidence(code, segment.start + start, segment.start + start + len(body), body)
