"""What a person decided on a passage: frozen records, their JSON objects, and the rules a decision must keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from textmine.records import ROLES, Annotation, Evidence, Role, Segment

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook

Status = Literal["accepted", "changed", "coded", "withdrawn"]
"""As the machine proposed, changed, coded without seeing the proposal, taken back."""
MACHINE = "machine"
"""The machine's name as one more coder."""
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the decisions file.

    Attributes
    ----------
    id, text : str
        The passage.
    segments, causes
        What the coder says it says; `causes` with the primary one first.
    evidence : tuple of Evidence
        The words that carry each code: the machine's for codes it gave, too, else the cause segments.
    coder : str
        Who decided.
    seq : int
        Grows by one with every line of the file; no clock, so that files compare.
    status : str
        One of `Status`.
    note : str
        The coder's remark.
    undoes : int or None
        The `seq` of the line that this one takes back.
    """

    id: str
    text: str
    segments: tuple[Segment, ...]
    causes: tuple[str, ...]
    coder: str
    seq: int
    status: Status
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    undoes: int | None = None

    @property
    def stands(self) -> bool:
        """Whether the passage counts as reviewed."""
        return self.status != "withdrawn"

    def annotation(self, scores: Mapping[str, float] | None = None) -> Annotation:
        """Return the decision as an annotation; a person gives no probabilities, so `scores` is empty unless given."""
        return Annotation(self.segments, self.causes, dict(scores or {}), self.evidence)


def decision_to_dict(decision: Decision) -> dict[str, Any]:
    """Return the JSON object: the annotate format, then coder, seq, status, note (and `undoes` where set)."""
    out: dict[str, Any] = {
        "id": decision.id,
        "text": decision.text,
        "segments": [{"role": s.role, "text": s.text} for s in decision.segments],
        "causes": list(decision.causes),
        "scores": {},
        "evidence": [asdict(e) for e in decision.evidence],
        "coder": decision.coder,
        "seq": decision.seq,
        "status": decision.status,
        "note": decision.note,
    }
    return out if decision.undoes is None else {**out, "undoes": decision.undoes}


def decision_from_dict(row: Mapping[str, Any]) -> Decision:
    """Build a decision from its JSON object.

    Raises
    ------
    ValueError
        A key is missing or not as it should be; the message names it.
    """
    for key, kind in (("id", str), ("text", str), ("coder", str), ("seq", int), ("segments", list), ("causes", list)):
        if not isinstance(row.get(key), kind):
            raise ValueError(f"`{key}` is missing or wrong / 缺少或有误: {row.get(key)!r:.60}")
    if row.get("status") not in get_args(Status):
        raise ValueError(f"unknown status / 未知状态: {row.get('status')!r:.60}")
    segments = segments_from(row["segments"])
    evidence = tuple(Evidence(e["code"], e["start"], e["end"], e["text"]) for e in row.get("evidence", ()))
    problems = segment_problems(row["text"], segments)
    if any((e.end, row["text"][e.start : e.end]) != (e.start + len(e.text), e.text) for e in evidence):
        problems.append("依据不是原文中的文字 evidence that is no part of the text")
    if not isinstance(row.get("note", ""), str):
        problems.append("备注应为文字 `note` must be a text")
    if problems:
        raise ValueError("; ".join(problems))
    return Decision(
        id=row["id"],
        text=row["text"],
        segments=segments,
        causes=tuple(map(str, row["causes"])),
        coder=row["coder"],
        seq=row["seq"],
        status=row["status"],
        note=row.get("note", ""),
        evidence=evidence,
        undoes=row.get("undoes"),
    )


def segments_from(rows: Sequence[Any]) -> tuple[Segment, ...]:
    """Build segments with offsets from ``{role, text}`` objects.

    Raises
    ------
    ValueError
        A row that is no such object, or has an unknown role.
    """
    out: list[Segment] = []
    at = 0
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
            raise ValueError("a segment without text / 片段缺少文字")
        if row.get("role") not in ROLES:
            raise ValueError(f"unknown role / 未知成分: {row.get('role')!r:.40}")
        out.append(Segment(cast(Role, row["role"]), at, at + len(row["text"]), row["text"]))
        at += len(row["text"])
    return tuple(out)


def segment_problems(text: str, segments: Sequence[Segment]) -> list[str]:
    """Say what is wrong with the segments of a passage: they must rebuild it, and neighbours differ in role."""
    out = []
    if "".join(s.text for s in segments) != text:
        out.append("各片段拼接后与原文不符 the segments do not rebuild the text")
    if any(not s.text for s in segments):
        out.append("有空片段 an empty segment")
    if any(a.role == b.role for a, b in pairwise(segments)):
        out.append("相邻片段的成分相同，应合并 neighbouring segments with the same role")
    return out


def code_problems(causes: Sequence[str], book: Codebook) -> list[str]:
    """Say what is wrong with the codes: at least one, known, none twice, and `generic` and `none` alone."""
    if not causes:
        return ["至少选择一个原因代码 at least one code"]
    out = [f"未知代码 unknown code: {c!r:.40}" for c in causes if c not in book]
    if len(set(causes)) < len(causes):
        out.append("代码重复 a code twice")
    alone = [c for c in causes if c in book and (book[c].alone or c in ("none", "generic"))]
    if alone and len(causes) > 1:
        out.append(f"「{book[alone[0]].name}」须单独使用 stands alone: {alone[0]}")
    return out
