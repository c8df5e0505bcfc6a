"""How well roles and codes are found: on a gold file, or by cross-validation with whole authors held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.causes.model_data import Coded, read_all, read_coded, training_files
from textmine.errors import UsageError
from textmine.records import ROLES, Annotation, Segment

if TYPE_CHECKING:
    from textmine.causes.build import BuildSettings
    from textmine.causes.model import Model

Scores = dict[str, Any]


def f1(right: int, spurious: int, missed: int) -> float:
    """Return the harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN); 1.0 where there is nothing to find."""
    total = 2 * right + spurious + missed
    return 2 * right / total if total else 1.0


def score(gold: Sequence[Coded], found: Mapping[str, Annotation]) -> Scores:
    """Score annotations against gold.

    Where a second annotator differs, either role of a character is right, and a code that only one of them gave is
    neither right nor wrong. A passage that is missing counts as wrong.

    Parameters
    ----------
    gold : sequence of Coded
        The annotated passages.
    found : mapping of str to Annotation
        By id.

    Returns
    -------
    dict
        ``role_char_acc`` share of characters with the right role, ``segment_f1`` exact segments, ``code_micro_f1``,
        ``code_macro_f1``, ``code_exact`` whole sets of codes, ``primary_right`` first code among the right ones,
        ``role_f1`` and ``code_f1`` each.
    """
    if not gold:
        raise UsageError("nothing to score against / 没有可对照的标注")
    return {"n": len(gold), **_score_roles(gold, found), **_score_codes(gold, found)}


def _characters(segments: Sequence[Segment]) -> list[str]:
    return [s.role for s in segments for _ in s.text]


def _spans(segments: Sequence[Segment]) -> set[tuple[int, int, str]]:
    return {(s.start, s.end, s.role) for s in segments}


def _score_roles(gold: Sequence[Coded], found: Mapping[str, Annotation]) -> Scores:
    confusion: Counter[tuple[str, str]] = Counter()
    right = total = perfect = same = in_gold = in_found = broken = 0
    for row in gold:
        segments = found[row.id].segments if row.id in found else ()
        first, second = row.segments, row.other_segments or row.segments
        truth, other, mine = _characters(first), _characters(second), _characters(segments)
        if "".join(s.text for s in segments) != row.text:
            broken += 1
            segments, mine = (), ["missing"] * len(truth)
        good = 0
        for a, b, c in zip(truth, other, mine, strict=True):
            hit = c in (a, b)
            confusion[c if hit else a, c] += 1
            good += hit
        right, total, perfect = right + good, total + len(truth), perfect + (good == len(truth))
        spans = _spans(segments)
        best = max((_spans(first), _spans(second)), key=lambda s: len(s & spans))
        same, in_gold, in_found = same + len(best & spans), in_gold + len(best), in_found + len(spans)
    each = {r: f1(confusion[r, r], *_off_diagonal(confusion, r)) for r in ROLES}
    return {
        "broken": broken,
        "role_char_acc": right / total if total else 1.0,
        "role_macro_f1": sum(each.values()) / len(each),
        "segment_f1": f1(same, in_found - same, in_gold - same),
        "passages_all_roles_right": perfect / len(gold),
        "role_f1": each,
        "role_confusion": {f"{a}>{b}": n for (a, b), n in confusion.most_common() if a != b},
    }


def _off_diagonal(confusion: Counter[tuple[str, str]], role: str) -> tuple[int, int]:
    spurious = sum(n for (a, b), n in confusion.items() if b == role and a != role)
    missed = sum(n for (a, b), n in confusion.items() if a == role and b != role)
    return spurious, missed


def _score_codes(gold: Sequence[Coded], found: Mapping[str, Annotation]) -> Scores:
    right: Counter[str] = Counter()
    spurious: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    exact = primary = 0
    for row in gold:
        given = found[row.id].causes if row.id in found else ()
        want, got = set(row.causes), set(given) - set(row.optional)
        right.update(want & got)
        spurious.update(got - want)
        missed.update(want - got)
        pairs.update(f"{a}>{b}" for a in want - got for b in got - want)
        exact += want == got
        primary += bool(given) and given[0] in want | set(row.optional)
    each = {c: f1(right[c], spurious[c], missed[c]) for c in sorted({*right, *spurious, *missed})}
    return {
        "code_micro_f1": f1(right.total(), spurious.total(), missed.total()),
        "code_macro_f1": sum(each.values()) / len(each) if each else 1.0,
        "code_exact": exact / len(gold),
        "primary_right": primary / len(gold),
        "code_f1": each,
        "code_confusion": dict(pairs.most_common(15)),
    }


def evaluate(gold_path: Path, model: Model | None = None) -> Scores:
    """Score a model (the shipped one by default) on a file of annotated passages.

    The figures mean something only for passages that the model was not trained on; those of ``corpora/passages`` it
    was: use :func:`cross_validate` there.
    """
    from textmine.causes.annotate import annotate

    gold = read_all(training_files(gold_path)) if gold_path.is_dir() else read_coded(gold_path)
    found = annotate([r.text for r in gold], [r.lost for r in gold], [r.context for r in gold], model=model)
    return score(gold, dict(zip((r.id for r in gold), found, strict=True)))


def cross_validate(folder: Path, *, folds: int = 5, settings: BuildSettings | None = None) -> Scores:
    """Cross-validate with whole authors (files) held out; composed material trains always and is never scored.

    Parameters
    ----------
    folder : Path
        A folder with one file an author, or a single file (then passages are dealt to folds in turn).
    folds : int
        Number of folds; never more than authors.
    settings : BuildSettings, optional
        How to train.

    Returns
    -------
    dict
        As :func:`score`, with the figures of each fold under ``folds`` and the calibration error under ``ece``.
    """
    rows = read_all(training_files(folder)) if folder.is_dir() else read_coded(folder)
    rows = rows if folder.is_dir() else [replace(r, source=f"part{n % folds}") for n, r in enumerate(rows)]
    authors = sorted({r.source for r in rows if not r.composed})
    if len(authors) < 2:
        raise UsageError("cross-validation needs at least two authors / 交叉验证至少需要两个文件", where=str(folder))
    groups = [authors[i :: min(folds, len(authors))] for i in range(min(folds, len(authors)))]
    return cross_validate_rows(rows, groups, settings)


def cross_validate_rows(
    rows: Sequence[Coded], groups: Sequence[Sequence[str]], settings: BuildSettings | None = None
) -> Scores:
    """Hold out each group of authors once, and score all of them: see :func:`held_out_models`."""
    return score_models(held_out_models(rows, groups, settings))


def held_out_models(
    rows: Sequence[Coded], groups: Sequence[Sequence[str]], settings: BuildSettings | None = None
) -> list[tuple[Model, list[Coded]]]:
    """Return for each group of authors a model that has not seen them, and their passages.

    Neither the weights nor the thresholds and biases have seen the group: the other groups' held-out scores calibrate
    it.
    """
    from textmine.causes.build import BuildSettings, calibrated, train
    from textmine.causes.codebook import load_codebook

    book = load_codebook()
    how = settings or BuildSettings()
    plain = replace(how, inner_folds=False)
    parts = [
        (train([r for r in rows if r.source not in group], book, plain), [r for r in rows if r.source in group])
        for group in groups
    ]
    if not how.inner_folds or len(parts) < 2:
        return parts
    return [
        (calibrated(model, [p for i, p in enumerate(parts) if i != n], book), held)
        for n, (model, held) in enumerate(parts)
    ]


def annotate_unseen(models: Sequence[tuple[Model, list[Coded]]], *, contexts: bool = True) -> dict[str, Annotation]:
    """Annotate passages by the models that have not seen them, with or without what their indicator rows say."""
    from textmine.causes.annotate import annotate

    found: dict[str, Annotation] = {}
    for model, held in models:
        beside = [r.context for r in held] if contexts else None
        answers = annotate([r.text for r in held], [r.lost for r in held], beside, model=model)
        found |= dict(zip((r.id for r in held), answers, strict=True))
    return found


def score_models(models: Sequence[tuple[Model, list[Coded]]], *, contexts: bool = True) -> Scores:
    """Score models on passages that they have not seen, each group of authors under ``folds``."""
    import numpy as np

    from textmine.causes.calibration import expected_calibration_error
    from textmine.causes.codebook import load_codebook

    codes = load_codebook().codes
    found = annotate_unseen(models, contexts=contexts)
    gold = [r for _, held in models for r in held]
    stated = np.array([[found[r.id].scores[c] for c in codes] for r in gold])
    truth = np.array([[c in r.causes for c in codes] for r in gold], dtype=float)
    each = {"+".join(dict.fromkeys(r.source for r in held)): score(held, found) for _, held in models}
    return {**score(gold, found), "ece": expected_calibration_error(stated, truth), "folds": each}
