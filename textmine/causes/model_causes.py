"""The learned part of coding: feature space, two weight matrices, calibration, thresholds. No scikit-learn needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.causes.codebook_cues import CueIndex
from textmine.causes.features import Bags, Reading, Space, build_bags, piece_features
from textmine.causes.model_fit import SCALE, fit_instances, fit_wholes, noisy_or, shares

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Blend of the two models' logits into probabilities, and the threshold of each code.

    ``p = σ(instance·logit(p₁) + whole·logit(p₂) + bias[code])``
    """

    instance: float
    whole: float
    bias: Floats
    thresholds: Floats

    def probabilities(self, by_instance: Floats, by_whole: Floats) -> Floats:
        """Return calibrated probabilities, passages × codes."""
        z = self.instance * logit(by_instance) + self.whole * logit(by_whole) + self.bias
        result: Floats = 1.0 / (1.0 + np.exp(-z))
        return result


def logit(p: Floats) -> Floats:
    """Return log odds; probabilities are kept off 0 and 1."""
    q = np.clip(p, 1e-6, 1.0 - 1e-6)
    result: Floats = np.log(q) - np.log1p(-q)
    return result


@dataclass(frozen=True)
class Scored:
    """What the model says of passages: probabilities, and the logits of every instance for evidence."""

    probabilities: Floats
    bags: Bags
    logits: Floats


@dataclass(frozen=True)
class CauseModel:
    """Everything learned about the codes.

    Attributes
    ----------
    codes : tuple of str
        The codes in the order of the columns.
    space : Space
        The known features.
    weights, bias : array
        The noisy-or model over instances.
    whole_weights, whole_bias : array
        The model over whole passages.
    calibration : Calibration
        How the two are blended.
    """

    codes: tuple[str, ...]
    space: Space = field(repr=False)
    weights: Floats = field(repr=False)
    bias: Floats = field(repr=False)
    whole_weights: Floats = field(repr=False)
    whole_bias: Floats = field(repr=False)
    calibration: Calibration = field(repr=False)

    def raw(self, bags: Bags) -> tuple[Floats, Floats, Floats]:
        """Return the probabilities by instances and by wholes, and the instances' log odds."""
        logits = bags.instances @ self.weights * SCALE + self.bias
        whole = 1.0 / (1.0 + np.exp(-(bags.wholes @ self.whole_weights * SCALE + self.whole_bias)))
        chances = shares(logits)
        return noisy_or(chances, bags.start), whole, logit(chances)

    def score(self, readings: Sequence[Reading], cues: CueIndex) -> Scored:
        """Score passages; the n-grams of a piece that occurs often are made once."""
        if not readings:
            empty = np.zeros((0, len(self.codes)))
            return Scored(empty, build_bags([], self.space.matrix([])), empty)
        bags = make_bags(readings, self.space, cues)
        by_instance, by_whole, logits = self.raw(bags)
        return Scored(self.calibration.probabilities(by_instance, by_whole), bags, logits)


def make_bags(readings: Sequence[Reading], space: Space, cues: CueIndex) -> Bags:
    """Turn readings into bags in a known space."""
    number: dict[str, int] = {}
    which = [number.setdefault(piece.text, len(number)) for reading in readings for piece in reading.pieces]
    distinct = space.text_matrix(list(number), cues)
    return build_bags(readings, distinct[which])


def uncalibrated(codes: Sequence[str]) -> Calibration:
    """Return the plain mean of the two logits with a threshold of 0.3."""
    return Calibration(0.5, 0.5, np.zeros(len(codes)), np.full(len(codes), 0.3))


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How the coder is trained."""

    l2_instances: float = 0.3
    l2_wholes: float = 0.3
    iterations: int = 60
    min_count: int = 2


def train_causes(
    readings: Sequence[Reading],
    labels: Sequence[Sequence[str]],
    codes: Sequence[str],
    cues: CueIndex,
    settings: FitSettings | None = None,
) -> CauseModel:
    """Learn the two models; the result is not yet calibrated."""
    how = settings or FitSettings()
    rows = [piece_features(piece.text, cues) for reading in readings for piece in reading.pieces]
    space = Space.learn(rows, how.min_count)
    bags = build_bags(readings, space.matrix(rows))
    y = np.array([[code in row for code in codes] for row in labels], dtype=float)
    weights, bias = fit_instances(bags, y, l2=how.l2_instances, iterations=how.iterations)
    whole_weights, whole_bias = fit_wholes(bags.wholes, y, l2=how.l2_wholes, iterations=how.iterations)
    return CauseModel(tuple(codes), space, weights, bias, whole_weights, whole_bias, uncalibrated(codes))
