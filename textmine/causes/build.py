"""Build the shipped model from annotated passages: ``python -m textmine.causes.build [FOLDER] [-o OUT]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.causes.calibration import fit_calibration
from textmine.causes.codebook import Codebook, load_codebook
from textmine.causes.features import Reading
from textmine.causes.model import SHIPPED, Model, save_model
from textmine.causes.model_causes import CauseModel, FitSettings, make_bags, train_causes
from textmine.causes.model_data import Coded, fingerprint, read_all, training_files
from textmine.errors import TextmineError, UsageError
from textmine.passages.calibration import fit_rescaling
from textmine.passages.model import RoleModel, RoleSettings, train_roles

Floats = NDArray[np.float64]

_BACKGROUND = 30
"""Clauses a code that are shipped for learning user-defined codes against."""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How roles and codes are trained.

    Attributes
    ----------
    roles : RoleSettings
        How roles are trained; features seen fewer than three times are half of all, and it is none the worse without.
    role_composed : float
        Weight of a composed passage in training roles: there are many, and fewer of them close with an effect.
    codes : FitSettings
        The same for the coder.
    inner_folds : bool
        Whether to hold out each author once to calibrate; otherwise probabilities stay uncalibrated.
    """

    roles: RoleSettings = field(default_factory=lambda: RoleSettings(iterations=70, min_count=3))
    role_composed: float = 0.25
    codes: FitSettings = field(default_factory=FitSettings)
    inner_folds: bool = True


def build_model(paths: Sequence[Path], settings: BuildSettings | None = None) -> Model:
    """Train roles and codes on files of annotated passages.

    Parameters
    ----------
    paths : sequence of Path
        Files in the format of the guideline (.jsonl), and single clauses under their codes (.txt).
    settings : BuildSettings, optional
        How to train.

    Returns
    -------
    Model
        The same for the same files and library versions.
    """
    how = settings or BuildSettings()
    rows, files = read_all(paths), fingerprint(paths)
    book = load_codebook()
    model = train(rows, book, how)
    manifest = {
        "version": book.id,
        "files": files,
        "passages": len(rows),
        "settings": asdict(how),
        "build": "python -m textmine.causes.build corpora/passages",
    }
    return replace(model, manifest=manifest)


def train(rows: Sequence[Coded], book: Codebook, how: BuildSettings) -> Model:
    """Train on rows in memory; held-out authors calibrate where there are at least two."""
    if not rows:
        raise UsageError("nothing to learn from / 没有可学习的标注")
    model = Model(_roles(rows, how), _codes(rows, book, how), _background(rows, book))
    authors = sorted({r.source for r in rows if not r.composed})
    if not how.inner_folds or len(authors) < 2:
        return model
    parts = []
    for author in authors:
        part = train([r for r in rows if r.source != author], book, replace(how, inner_folds=False))
        parts.append((part, [r for r in rows if r.source == author]))
    return calibrated(model, parts, book)


def _roles(rows: Sequence[Coded], how: BuildSettings) -> RoleModel:
    # Single clauses have no sequence to learn from: they would only teach that everything is a cause.
    whole = [r for r in rows if not r.source.startswith("clauses")] or list(rows)
    texts, gold = [r.text for r in whole], [r.segments for r in whole]
    weights = [how.role_composed if r.composed else 1.0 for r in whole]
    beside = [r.context for r in whole]
    return train_roles(texts, gold, beside, settings=how.roles, weights=weights)


def _codes(rows: Sequence[Coded], book: Codebook, how: BuildSettings) -> CauseModel:
    readings = [Reading.of(r.text, r.segments) for r in rows]
    return train_causes(readings, [r.causes for r in rows], book.codes, book.cue_index, how.codes)


Raw = tuple[Floats, Floats, Floats]


def held_out(model: Model, rows: Sequence[Coded], book: Codebook) -> Raw:
    """Return the uncalibrated scores (by instances, by wholes) and the truth of passages that a model has not seen.

    The roles are those that the model finds, as it will have to for texts of strangers.
    """
    found = model.roles.predict([r.text for r in rows], [r.context for r in rows])
    readings = [Reading.of(r.text, segments) for r, (segments, _) in zip(rows, found, strict=True)]
    by_instance, by_whole, _ = model.causes.raw(make_bags(readings, model.causes.space, book.cue_index))
    return by_instance, by_whole, np.array([[c in r.causes for c in book.codes] for r in rows], dtype=float)


def calibrated(model: Model, parts: Sequence[tuple[Model, Sequence[Coded]]], book: Codebook) -> Model:
    """Return the model with roles rescaled, probabilities and thresholds fitted on held-out authors.

    Parameters
    ----------
    model : Model
        What is calibrated.
    parts : sequence of (Model, rows)
        Models of the same kind, each with passages of an author that it has not seen.
    book : Codebook
        Gives the codes and their cues.
    """
    unseen = [m.roles.unseen(*zip(*((r.text, r.segments, r.context) for r in rows), strict=True)) for m, rows in parts]
    how = fit_rescaling(unseen)
    model, *others = (replace(m, roles=m.roles.rescaled(how)) for m in (model, *(m for m, _ in parts)))
    raw = [held_out(m, rows, book) for m, (_, rows) in zip(others, parts, strict=True)]
    calibration = fit_calibration(*(np.vstack(part) for part in zip(*raw, strict=True)))
    return replace(model, causes=replace(model.causes, calibration=calibration))


def _background(rows: Sequence[Coded], book: Codebook) -> tuple[str, ...]:
    out: list[str] = []
    for code in book.codes:
        texts = sorted({s.text for r in rows if r.causes == (code,) for s in r.segments if s.role in ("cause", "none")})
        step = max(1, len(texts) // _BACKGROUND)
        out += texts[::step][:_BACKGROUND]
    return tuple(dict.fromkeys(out))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m textmine.causes.build", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("corpora/passages"))
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED, help="path without ending")
    options = parser.parse_args(arguments)
    try:
        paths = training_files(options.folder)
        if not paths:
            raise UsageError("no passages / 没有标注文件", where=str(options.folder))
        model = build_model(paths)
    except TextmineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    save_model(model, options.output)
    sys.stderr.write(f"{model.manifest['passages']} passages → {options.output.with_suffix('.npz')}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
