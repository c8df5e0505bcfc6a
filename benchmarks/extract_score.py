"""Forms as read against forms as printed: rows, cells, passages, perfect forms."""

from __future__ import annotations

import unicodedata
from dataclasses import astuple, dataclass
from difflib import SequenceMatcher
from typing import Any

COLUMNS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")


@dataclass(frozen=True, slots=True)
class Count:
    """What was compared; counts of several files add up."""

    forms_gold: int = 0
    perfect: int = 0
    rows_gold: int = 0
    rows_read: int = 0
    rows_met: int = 0
    cells_right: int = 0
    passages: int = 0
    passages_right: int = 0

    def __add__(self, other: Count) -> Count:
        """Add the counts of two files."""
        return Count(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def shares(self) -> dict[str, Any]:
        """Row F1; cells and passages read exactly as shares of those printed; perfect forms."""
        both = self.rows_gold + self.rows_read
        return {
            "row_f1": 2 * self.rows_met / both if both else 0.0,
            "cells": self.cells_right / (len(COLUMNS) * self.rows_gold) if self.rows_gold else 0.0,
            "passages": self.passages_right / self.passages if self.passages else 1.0,
            "perfect": self.perfect,
            "forms_gold": self.forms_gold,
        }


def compare(gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> Count:
    """Count what agrees; forms are paired by their project, else by their order."""
    left = list(read)
    total = Count(rows_read=sum(len(form["indicators"]) for form in read))
    for form in gold:
        found = next((f for f in left if _plain(f["project"]) == _plain(form["project"])), left[0] if left else None)
        if found is not None:
            left.remove(found)
        total = total + _one(form, found)
    return total


def _one(gold: dict[str, Any], read: dict[str, Any] | None) -> Count:
    rows = gold["indicators"]
    there = read["indicators"] if read else []
    pairs = _pairs([_plain(r["level3"]) for r in rows], [_plain(r["level3"]) for r in there])
    right = {i: [_same(rows[i][c], there[j][c]) for c in COLUMNS] for i, j in pairs}
    spoken = [i for i, row in enumerate(rows) if row["deviation"]]
    perfect = len(pairs) == len(rows) == len(there) and all(all(cells) for cells in right.values())
    heads = ("project", "total_score", "deviation")
    perfect = perfect and read is not None and all(_same(gold[key], read[key]) for key in heads)
    return Count(
        forms_gold=1, perfect=int(perfect), rows_gold=len(rows), rows_met=len(pairs),
        cells_right=sum(sum(cells) for cells in right.values()), passages=len(spoken),
        passages_right=sum(right[i][-1] for i in spoken if i in right),
    )  # fmt: skip


def _pairs(gold: list[str], read: list[str]) -> list[tuple[int, int]]:
    """Pair rows of the same name in order; between these, as many as alike in at least half of their letters."""
    pairs = []
    for what, a, b, c, d in SequenceMatcher(None, gold, read, autojunk=False).get_opcodes():
        if what == "equal":
            pairs += list(zip(range(a, b), range(c, d), strict=True))
        elif what == "replace":
            near = zip(range(a, b), range(c, d), strict=False)
            pairs += [(i, j) for i, j in near if SequenceMatcher(None, gold[i], read[j]).ratio() >= 0.5]
    return pairs


def _same(a: object, b: object) -> bool:
    if isinstance(a, float | int) and isinstance(b, float | int):
        return abs(a - b) < 1e-6
    return _plain(a) == _plain(b)


def _plain(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str("" if text is None else text)).split())
