"""How far the arithmetic of a text layer can be trusted: a sum that fails may be the form's fault or our reading's."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.forms.plaintext.doubts import UNLIKE
from textmine.records import Finding, Form

_SUMS = frozenset({"total_mismatch", "weight_mismatch"})
_FAULTS = _SUMS | {"score_above_weight", "rate_mismatch", "grade_mismatch", "execution_score_mismatch"}


def temper(form: Form, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings without faults that a misread text explains as well: these are named as uncertain instead.

    Parameters
    ----------
    form : Form
        As it was read, with the reader's own findings.
    findings : sequence of Finding
        What the arithmetic of the form gave.
    """
    faults = {f.code for f in findings} & _FAULTS
    if not faults or (_is_whole(form) and len(faults & _SUMS) < 2 and not _unsure(form)):
        return tuple(findings)
    return tuple(_uncertain(f) if f.code in _FAULTS and _depends(f.code, form) else f for f in findings)


def _depends(code: str, form: Form) -> bool:
    """Whether a fault rests on cells whose place the text does not tell: the rows, or the funding block."""
    return code != "grade_mismatch" or form.total_score is None


def _unsure(form: Form) -> bool:
    # cells that look odd say nothing about the sums; rows that were put together anew do
    return any(f.code == "low_confidence" and UNLIKE not in f.message for f in form.findings)


def _is_whole(form: Form) -> bool:
    """Whether every row has its name, a value and its marks: nothing was lost or put elsewhere."""
    rows = form.indicators
    weighted = any(r.weight is not None for r in rows)
    return bool(rows) and all(
        r.level3 and (r.target or r.actual) and r.score is not None and (not weighted or r.weight is not None)
        for r in rows
    )


def _uncertain(finding: Finding) -> Finding:
    return Finding(
        "low_confidence",
        f"合计不符，可能是文本层读取有误 / does not add up, perhaps misread: {finding.message}",
        finding.where,
    )
