"""Agreement of two coders on the same passages — two people, or a person and the machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from textmine.causes.agreement_alpha import Alpha, jaccard, krippendorff, masi
from textmine.errors import UsageError

Row = Mapping[str, Any]
RARE = 0.05


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code: raw counts stand beside alpha, because alpha of a rare code says little.

    Attributes
    ----------
    code : str
        The code.
    alpha : Alpha
        Nominal, given or not given.
    first, second, both : int
        Passages to which the first, the second, both coders gave it.
    rare : bool
        Given to fewer than 5% of the passages.
    """

    code: str
    alpha: Alpha
    first: int
    second: int
    both: int
    rare: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One passage on which the coders differ, in codes or in roles; `distance` is 0–1."""

    id: str
    kind: Literal["codes", "roles"]
    distance: float
    first: str
    second: str
    text: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two coders agree on.

    Attributes
    ----------
    passages : int
        Passages that both coded; only these count.
    only_first, only_second : int
        Passages that one of them coded.
    sets_jaccard, sets_masi : Alpha
        Whole code sets, with set distances.
    codes : tuple of CodeAgreement
        Each code for itself.
    roles : Alpha or None
        Roles by character; None where a file has no segments.
    boundary_f1 : float or None
        Cuts at the same place, one character of tolerance.
    disagreements : tuple of Disagreement
        All of them, worst first.
    """

    passages: int
    only_first: int
    only_second: int
    sets_jaccard: Alpha
    sets_masi: Alpha
    codes: tuple[CodeAgreement, ...]
    roles: Alpha | None
    boundary_f1: float | None
    disagreements: tuple[Disagreement, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists and numbers for JSON."""
        return asdict(self)


def compare(first: Sequence[Row], second: Sequence[Row], *, draws: int = 2000, seed: int = 0) -> Agreement:
    """Compare two annotations of the same passages.

    Parameters
    ----------
    first, second : sequence of mapping
        Rows with `id`, `causes`, and where roles are to be compared `text` and `segments` ({role, text}).
    draws : int
        Bootstrap draws over passages.
    seed : int
        Seed of the draws.

    Raises
    ------
    UsageError
        No passage in common, an id twice, a row without id or causes, the same id with another text.
    """
    ours, theirs = _by_id(first, "first / 第一份"), _by_id(second, "second / 第二份")
    common = sorted(set(ours) & set(theirs))
    if not common:
        raise UsageError("no passage in common / 两份标注没有共同的段落", hint="the rows are matched by id")
    pairs = [(ours[i], theirs[i]) for i in common]
    _same_texts(pairs)
    sets = [(frozenset(a["causes"]), frozenset(b["causes"])) for a, b in pairs]
    spoken = [(a, b) for a, b in pairs if a.get("segments") and b.get("segments")]
    return Agreement(
        passages=len(common),
        only_first=len(ours) - len(common),
        only_second=len(theirs) - len(common),
        sets_jaccard=krippendorff([[s] for s in sets], jaccard, draws=draws, seed=seed),
        sets_masi=krippendorff([[s] for s in sets], masi, draws=draws, seed=seed),
        codes=tuple(_code(c, sets, draws, seed) for c in sorted(frozenset().union(*(a | b for a, b in sets)))),
        roles=krippendorff(_role_units(spoken), draws=draws, seed=seed) if spoken else None,
        boundary_f1=_boundaries(spoken) if spoken else None,
        disagreements=_disagreements(pairs),
    )


def _by_id(rows: Sequence[Row], name: str) -> dict[str, Row]:
    out: dict[str, Row] = {}
    for number, row in enumerate(rows, 1):
        if "id" not in row or not isinstance(row.get("causes"), list | tuple):
            raise UsageError("a row without id and causes / 缺少 id 或 causes", where=f"{name}:{number}")
        if str(row["id"]) in out:
            raise UsageError(f"id twice / 编号重复: {row['id']}", where=f"{name}:{number}")
        out[str(row["id"])] = row
    return out


def _same_texts(pairs: Sequence[tuple[Row, Row]]) -> None:
    wrong = [str(a["id"]) for a, b in pairs if "text" in a and "text" in b and a["text"] != b["text"]]
    broken = [
        str(r["id"])
        for pair in pairs
        for r in pair
        if r.get("segments") and "text" in r and "".join(s["text"] for s in r["segments"]) != r["text"]
    ]
    if wrong or broken:
        message = "; ".join(
            f"{what}: {', '.join(ids[:5])}"
            for what, ids in (("other texts / 文本不同", wrong), ("segments do not rebuild the text", broken))
            if ids
        )
        raise UsageError(message, hint="both coders must have coded the same passages")


def _code(code: str, sets: Sequence[tuple[frozenset[str], frozenset[str]]], draws: int, seed: int) -> CodeAgreement:
    given = [(code in a, code in b) for a, b in sets]
    alpha = krippendorff([[pair] for pair in given], draws=draws, seed=seed)
    first, second = sum(a for a, _ in given), sum(b for _, b in given)
    rare = (first + second) / 2 < RARE * len(sets)
    return CodeAgreement(code, alpha, first, second, sum(a and b for a, b in given), rare)


def _characters(row: Row) -> list[str]:
    return [s["role"] for s in row["segments"] for _ in s["text"]]


def _role_units(pairs: Sequence[tuple[Row, Row]]) -> list[list[tuple[str, str]]]:
    return [list(zip(_characters(a), _characters(b), strict=False)) for a, b in pairs]


def _boundaries(pairs: Sequence[tuple[Row, Row]], tolerance: int = 1) -> float:
    """Return the F1 of inner cuts, each matched once within the tolerance."""
    matched = total = 0
    for a, b in pairs:
        own, other = _cuts(a), _cuts(b)
        total += len(own) + len(other)
        for place in own:
            near = next((p for p in other if abs(p - place) <= tolerance), None)
            if near is not None:
                other.remove(near)
                matched += 1
    return round(2 * matched / total, 6) if total else 1.0


def _cuts(row: Row) -> list[int]:
    ends = []
    at = 0
    for segment in row["segments"]:
        at += len(segment["text"])
        ends.append(at)
    return ends[:-1]


def _disagreements(pairs: Sequence[tuple[Row, Row]]) -> tuple[Disagreement, ...]:
    out = []
    for a, b in pairs:
        name, text = str(a["id"]), str(a.get("text") or b.get("text") or "")
        far = jaccard(frozenset(a["causes"]), frozenset(b["causes"]))
        if far:
            out.append(Disagreement(name, "codes", round(far, 4), _joined(a), _joined(b), text))
        if a.get("segments") and b.get("segments"):
            units = list(zip(_characters(a), _characters(b), strict=False))
            share = sum(x != y for x, y in units) / max(1, len(units))
            if share:
                out.append(Disagreement(name, "roles", round(share, 4), _cut(a), _cut(b), text))
    return tuple(sorted(out, key=lambda d: (d.kind, -d.distance, d.id)))


def _joined(row: Row) -> str:
    return ", ".join(row["causes"]) or "—"


def _cut(row: Row) -> str:
    return " | ".join(f"{s['role']}:{s['text']}" for s in row["segments"])


def describe(result: Agreement, *, disagreements: int = 20) -> str:
    """Return the agreement as lines of text for a terminal."""
    head = (
        f"共同标注 {result.passages} 段 passages in common"
        f"（仅第一份 only in A {result.only_first}，仅第二份 only in B {result.only_second}）"
    )
    lines = [head, f"代码集合 code sets, Jaccard: {_shown(result.sets_jaccard)}", f"  MASI: {_shown(result.sets_masi)}"]
    if result.roles is not None:
        lines.append(f"角色（逐字） roles by character: {_shown(result.roles)}；切分 cuts F1 {result.boundary_f1:.3f}")
    lines.append("各代码 codes（A / B / 共同 both）:")
    lines += [
        f"  {c.code}: {_shown(c.alpha)}（{c.first} / {c.second} / {c.both}{'，少见 rare' if c.rare else ''}）"
        for c in result.codes
    ]
    shown = _worst(result.disagreements, disagreements)
    lines.append(f"分歧 disagreements: {len(result.disagreements)}，列出 shown {len(shown)}")
    lines += [f"  [{d.kind}] {d.id} ({d.distance:.2f})\n    A: {d.first}\n    B: {d.second}" for d in shown]
    return "\n".join(lines)


def _worst(all_of_them: Sequence[Disagreement], limit: int) -> list[Disagreement]:
    return sorted(all_of_them, key=lambda d: (-d.distance, d.kind, d.id))[:limit]


def _shown(alpha: Alpha) -> str:
    if alpha.value is None:
        return f"α —（{alpha.reading}）"
    interval = "" if alpha.low is None else f" [{alpha.low:.3f}, {alpha.high:.3f}]"
    return f"α {alpha.value:.3f}{interval}（{alpha.reading}）"
